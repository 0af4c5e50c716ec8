#pragma once

#include <QObject>

namespace corkboard {

class Broker;

/**
 * Logs what the broker says happened: clients coming and going, new topics, subscriptions.
 *
 * Only a listener on the broker's signals. Long names and topics are cut; that they are escaped is
 * the log writer's part, as for all that is logged (see installLogWriter()). Payloads are never
 * logged.
 */
class BrokerLog final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrokerLog)
public:
    /// @param broker  must outlive the log
    explicit BrokerLog(Broker &broker, QObject *parent = nullptr);
};

} // namespace corkboard
