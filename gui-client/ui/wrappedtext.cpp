#include "ui/wrappedtext.h"

#include <QEvent>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace corkboard {

namespace {

constexpr int margin = 2;
constexpr int usualCharacters = 30;
constexpr int fewestCharacters = 8;

} // namespace

WrappedText::WrappedText(int maxLines, QWidget *parent)
    : QTextEdit(parent)
    , m_maxLines(maxLines)
{
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    // What is behind it shows through: a notice has a colour of its own.
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(margin);
    fit();
}

void WrappedText::setSentence(const QString &sentence)
{
    if (sentence != toPlainText()) {
        setPlainText(sentence);
    }
    setAccessibleName(sentence);
    fit();
}

QString WrappedText::sentence() const
{
    return toPlainText();
}

QSize WrappedText::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * usualCharacters, height()};
}

QSize WrappedText::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * fewestCharacters, height()};
}

void WrappedText::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fit();
    }
}

void WrappedText::resizeEvent(QResizeEvent *event)
{
    QTextEdit::resizeEvent(event);
    fit();
}

void WrappedText::fit()
{
    document()->setDefaultFont(font());
    document()->setTextWidth(viewport()->width());
    const int whole = int(std::ceil(document()->size().height()));
    const int most = m_maxLines * fontMetrics().lineSpacing() + 2 * margin;
    setVerticalScrollBarPolicy(whole > most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setFixedHeight(std::min(whole, most));
}

} // namespace corkboard
