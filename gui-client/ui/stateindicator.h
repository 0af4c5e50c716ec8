#pragma once

#include "connection/brokerconnection.h"

#include <QWidget>

namespace corkboard {

/**
 * A sign for the state of the connection, by shape as well as by colour.
 *
 * Connected: a full disc. On the way there or away: half of one. Waiting to reconnect: a triangle.
 * Disconnected: a ring. The words stand beside it, in a label.
 */
class StateIndicator final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateIndicator)

public:
    explicit StateIndicator(QWidget *parent = nullptr);

    void setState(BrokerConnection::State state);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    BrokerConnection::State m_state = BrokerConnection::State::Disconnected;
};

} // namespace corkboard
