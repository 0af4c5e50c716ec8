#pragma once

#include "net/protocol.h"

#include <QStringList>

#include <functional>

namespace corkboard {

/// What a FakeProtocol was told, and what it does then; outlives the protocol.
struct ProtocolScript {
    ProtocolHost *host = nullptr; ///< while the protocol exists
    QByteArray first; ///< what it was chosen by
    QByteArray received;
    bool lastHadMore = false;
    int made = 0;
    int started = 0;
    int inputsEnded = 0;
    int resumed = 0;
    int drained = 0;
    int deadlinesHandled = 0;
    bool isBusy = false;
    qsizetype heldBytes = 0;
    QStringList closed; ///< the reason of each connectionClosed()

    Protocol::TimePoint deadline = Protocol::TimePoint::max();
    std::function<void(QByteArrayView)> onReceive;
    std::function<void()> onStart;
    std::function<void()> onInputEnded;
    std::function<void()> onResume;
    std::function<void()> onDrained;
    std::function<void()> onDeadline;
};

/// A protocol that writes everything down and does what its script says.
class FakeProtocol final : public Protocol {
public:
    FakeProtocol(ProtocolScript &script, ProtocolHost &host, QByteArrayView first)
        : m_script(script)
    {
        m_script.host = &host;
        m_script.first = first.toByteArray();
        ++m_script.made;
    }
    ~FakeProtocol() override { m_script.host = nullptr; }
    Q_DISABLE_COPY_MOVE(FakeProtocol)

    [[nodiscard]] QString language() const override { return QStringLiteral("fake"); }
    void start() override { note(m_script.started, m_script.onStart); }
    void receive(QByteArrayView bytes, bool more) override
    {
        m_script.received += bytes;
        m_script.lastHadMore = more;
        if (m_script.onReceive) {
            m_script.onReceive(bytes);
        }
    }
    void inputEnded() override { note(m_script.inputsEnded, m_script.onInputEnded); }
    void resume() override { note(m_script.resumed, m_script.onResume); }
    void outputDrained() override { note(m_script.drained, m_script.onDrained); }
    [[nodiscard]] bool isBusy() const override { return m_script.isBusy; }
    [[nodiscard]] qsizetype heldBytes() const override { return m_script.heldBytes; }
    [[nodiscard]] TimePoint deadline() const override { return m_script.deadline; }
    void handleDeadline() override
    {
        m_script.deadline = TimePoint::max();
        note(m_script.deadlinesHandled, m_script.onDeadline);
    }
    void connectionClosed(const QString &reason) override { m_script.closed.append(reason); }

private:
    static void note(int &count, const std::function<void()> &action)
    {
        ++count;
        if (action) {
            action();
        }
    }

    ProtocolScript &m_script;
};

} // namespace corkboard
