#include "ui/inlinenotice.h"

#include "models/plaintooltip.h"
#include "ui/iconset.h"
#include "ui/theme.h"
#include "ui/wrappedtext.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace corkboard {

namespace {

constexpr int maxLines = 4;
constexpr int buttonCharacters = 32;

/// Where the sentence would have less room than so many characters the buttons go below it.
constexpr int fewestCharacters = 28;

} // namespace

InlineNotice::InlineNotice(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QHBoxLayout(this))
    , m_buttons(new QHBoxLayout)
    , m_sentence(new WrappedText(maxLines, this))
    , m_action(new QToolButton(this))
    , m_second(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(IconName::Unsubscribe));
    m_close->setToolTip(tr("Dismiss (Esc)"));
    m_close->setAccessibleName(tr("Dismiss this notice"));
    for (QToolButton *button : {m_action, m_second}) {
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_close->setFocusPolicy(Qt::StrongFocus);

    m_layout->setContentsMargins(8, 3, 4, 3);
    m_layout->addWidget(m_sentence, 1);
    m_layout->addLayout(m_buttons);
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_action);
    m_buttons->addWidget(m_second);
    m_buttons->addWidget(m_close);

    connect(m_action, &QToolButton::clicked, this, [this] {
        dismiss();
        emit actionTriggered();
    });
    connect(m_second, &QToolButton::clicked, this, [this] {
        dismiss();
        emit secondActionTriggered();
    });
    connect(m_close, &QToolButton::clicked, this, &InlineNotice::closeByPerson);
    applyColors();
    hide();
}

void InlineNotice::showNotice(Kind kind, const QString &sentence, const QString &actionText,
                              const QString &secondText)
{
    m_kind = kind;
    m_sentence->setSentence(sentence);
    setButton(*m_action, actionText);
    setButton(*m_second, secondText);
    setAccessibleName(sentence);
    applyColors();
    arrange();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void InlineNotice::setButton(QToolButton &button, const QString &text)
{
    // A name from outside may be in it, which must not make the window wider.
    const QFontMetrics metrics = button.fontMetrics();
    const QString shown
        = metrics.elidedText(text, Qt::ElideMiddle, buttonCharacters * metrics.averageCharWidth());
    button.setText(shown);
    button.setToolTip(shown == text ? QString() : plainToolTip(text));
    button.setAccessibleName(text);
    button.setVisible(!text.isEmpty());
}

void InlineNotice::closeByPerson()
{
    dismiss();
    emit closed();
}

bool InlineNotice::hasOffer() const
{
    return !isHidden() && (!m_action->isHidden() || !m_second->isHidden());
}

void InlineNotice::dismiss()
{
    m_sentence->setSentence(QString());
    hide();
}

QString InlineNotice::sentence() const
{
    return m_sentence->sentence();
}

void InlineNotice::arrange()
{
    const bool isOffer = !m_action->isHidden() || !m_second->isHidden();
    const int room = width() - m_buttons->sizeHint().width();
    m_layout->setDirection(isOffer && room < fewestCharacters * fontMetrics().averageCharWidth()
                               ? QBoxLayout::TopToBottom
                               : QBoxLayout::LeftToRight);
}

void InlineNotice::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void InlineNotice::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange) {
        applyColors();
    }
}

void InlineNotice::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        closeByPerson();
        return;
    }
    QFrame::keyPressEvent(event);
}

void InlineNotice::applyColors()
{
    // Only the background is ours; all else goes on following the application's palette.
    QPalette own;
    own.setColor(QPalette::Window,
                 Theme::color(m_kind == Kind::Error ? ThemeColor::ErrorBackground
                                                    : ThemeColor::NoticeBackground,
                              QPalette()));
    setPalette(own);
}

} // namespace corkboard
