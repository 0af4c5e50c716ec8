#pragma once

#include "ui/elidedlabel.h"

#include <QTimer>

#include <chrono>

namespace corkboard {

/**
 * What a click did, or why it did nothing, in a few words beside it; goes away by itself.
 *
 * Hidden while it has nothing to say.
 */
class PassingAnswer final : public ElidedLabel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PassingAnswer)

public:
    explicit PassingAnswer(QWidget *parent = nullptr);

    /// How long an answer stays, 6 s unless set.
    void setStay(std::chrono::milliseconds stay) { m_timer.setInterval(stay); }

    /// Hides @p widget while it speaks, for places without room for both.
    void setInsteadOf(QWidget *widget) { m_insteadOf = widget; }

    /// Says @p answer, in place of what was said before.
    void say(const QString &answer);

private:
    void fallSilent();

    QWidget *m_insteadOf = nullptr;
    QTimer m_timer;
};

} // namespace corkboard
