#pragma once

#include <QObject>

namespace corkboard {

/**
 * Turns SIGINT and SIGTERM into a Qt signal (Windows: Ctrl+C).
 *
 * The handler of the system only writes a byte; everything else happens in the event loop of the
 * thread that made the object. One object per program.
 */
class ShutdownSignal final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShutdownSignal)
public:
    explicit ShutdownSignal(QObject *parent = nullptr);
    ~ShutdownSignal() override;

signals:
    /// @param name  of the system's signal, for the log: "SIGTERM"
    void requested(const QString &name);
};

} // namespace corkboard
