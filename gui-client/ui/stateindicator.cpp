#include "ui/stateindicator.h"

#include "ui/theme.h"

#include <QPainter>

#include <algorithm>

namespace corkboard {

using State = BrokerConnection::State;

StateIndicator::StateIndicator(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateIndicator::setState(State state)
{
    m_state = state;
    update();
}

QSize StateIndicator::sizeHint() const
{
    const int side = fontMetrics().ascent() + 2;
    return {side, side};
}

void StateIndicator::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal side = std::min(width(), height()) - 4.0;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(rect()).center());
    const auto pen = [this](ThemeColor role) { return QPen(Theme::color(role, palette()), 2); };
    switch (m_state) {
    case State::Connected:
        painter.setPen(pen(ThemeColor::Good));
        painter.setBrush(painter.pen().color());
        painter.drawEllipse(box);
        break;
    case State::Connecting:
    case State::Disconnecting:
        painter.setPen(pen(ThemeColor::Busy));
        painter.drawEllipse(box);
        painter.setBrush(painter.pen().color());
        painter.drawPie(box, 90 * 16, 180 * 16);
        break;
    case State::WaitingToReconnect:
        painter.setPen(pen(ThemeColor::Bad));
        painter.setBrush(painter.pen().color());
        painter.drawPolygon(
            QPolygonF({{box.center().x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
        break;
    case State::Disconnected:
        painter.setPen(pen(ThemeColor::Muted));
        painter.drawEllipse(box);
        break;
    }
}

} // namespace corkboard
