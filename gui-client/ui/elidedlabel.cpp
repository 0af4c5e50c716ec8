#include "ui/elidedlabel.h"

#include "models/plaintooltip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace corkboard {

namespace {

/// Letters that fit in any case.
constexpr int fewestLetters = 8;

} // namespace

ElidedLabel::ElidedLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_elideMode = mode;
    update();
}

void ElidedLabel::setStretching(bool stretching)
{
    m_stretching = stretching;
    setSizePolicy(stretching ? QSizePolicy::Expanding : QSizePolicy::Preferred, QSizePolicy::Fixed);
    updateGeometry();
}

QString ElidedLabel::shownText() const
{
    return fontMetrics().elidedText(singleLine(), m_elideMode, contentsRect().width());
}

bool ElidedLabel::isElided() const
{
    return shownText() != singleLine();
}

QSize ElidedLabel::sizeHint() const
{
    QSize hint = minimumSizeHint();
    if (!m_stretching) {
        // One more than the rounded advance, lest a part of a pixel cuts the text.
        const QMargins margins = contentsMargins();
        hint.setWidth(fontMetrics().horizontalAdvance(singleLine()) + 1 + margins.left()
                      + margins.right());
    }
    return hint;
}

QSize ElidedLabel::minimumSizeHint() const
{
    const QMargins margins = contentsMargins();
    return {fontMetrics().averageCharWidth() * fewestLetters + margins.left() + margins.right(),
            fontMetrics().height() + margins.top() + margins.bottom()};
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && isElided()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), plainToolTip(text()), this);
        return true;
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    drawFrame(&painter);
    const Qt::Alignment where = QStyle::visualAlignment(layoutDirection(), alignment());
    style()->drawItemText(&painter, contentsRect(), int(where) | Qt::TextSingleLine, palette(),
                          isEnabled(), shownText(), foregroundRole());
}

QString ElidedLabel::singleLine() const
{
    QString line = text();
    for (const QChar lineEnd : {QChar(u'\n'), QChar(u'\r'), QChar(u'\u2028'), QChar(u'\u2029')}) {
        line.replace(lineEnd, u' ');
    }
    return line;
}

} // namespace corkboard
