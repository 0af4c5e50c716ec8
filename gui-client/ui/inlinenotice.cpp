#include "ui/inlinenotice.h"

#include "ui/iconset.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

namespace corkboard {

using namespace Qt::StringLiterals;

InlineNotice::InlineNotice(QWidget *parent)
    : QFrame(parent)
    , m_sentence(new QLabel(this))
    , m_action(new QToolButton(this))
    , m_second(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(IconName::Unsubscribe));
    m_close->setToolTip(tr("Dismiss (Esc)"));
    m_close->setAccessibleName(tr("Dismiss this notice"));
    for (QToolButton *button : {m_action, m_second}) {
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_close->setFocusPolicy(Qt::StrongFocus);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 4, 3);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_second);
    layout->addWidget(m_close);

    connect(m_action, &QToolButton::clicked, this, [this] {
        dismiss();
        emit actionTriggered();
    });
    connect(m_second, &QToolButton::clicked, this, [this] {
        dismiss();
        emit secondActionTriggered();
    });
    connect(m_close, &QToolButton::clicked, this, &InlineNotice::dismiss);
    applyColors();
    hide();
}

void InlineNotice::showNotice(Kind kind, const QString &sentence, const QString &actionText,
                              const QString &secondText)
{
    m_kind = kind;
    m_sentence->setText(sentence);
    m_action->setText(actionText);
    m_action->setAccessibleName(actionText);
    m_action->setVisible(!actionText.isEmpty());
    m_second->setText(secondText);
    m_second->setAccessibleName(secondText);
    m_second->setVisible(!secondText.isEmpty());
    setAccessibleName(sentence);
    applyColors();
    show();
}

void InlineNotice::dismiss()
{
    m_sentence->clear();
    hide();
}

QString InlineNotice::sentence() const
{
    return m_sentence->text();
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
        dismiss();
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
