#include "ui/passinganswer.h"

namespace corkboard {

namespace {

constexpr std::chrono::seconds defaultStay{6};

} // namespace

PassingAnswer::PassingAnswer(QWidget *parent)
    : ElidedLabel(parent)
{
    setStretching(false);
    setObjectName(QStringLiteral("answer"));
    m_timer.setSingleShot(true);
    m_timer.setInterval(defaultStay);
    connect(&m_timer, &QTimer::timeout, this, &PassingAnswer::fallSilent);
    hide();
}

void PassingAnswer::say(const QString &answer)
{
    setText(answer);
    if (m_insteadOf) {
        m_insteadOf->hide();
    }
    show();
    m_timer.start();
}

void PassingAnswer::fallSilent()
{
    clear();
    hide();
    if (m_insteadOf) {
        m_insteadOf->show();
    }
}

} // namespace corkboard
