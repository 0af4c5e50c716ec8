#pragma once

#include "connection/classroomconnection.h"
#include "connection/localbroker.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"

#include <QAbstractButton>
#include <QTemporaryDir>
#include <QTest>

namespace corkboard {

/// The server that the tests talk to, a process of its own on a free port.
class TestServer {
public:
    TestServer();

    /// Starts it and waits until it listens. @p port 0 takes a free one.
    [[nodiscard]] bool start(quint16 port = 0);

    /// Ends it and waits for its end.
    [[nodiscard]] bool stop();

    [[nodiscard]] BrokerAddress address() const;

    [[nodiscard]] static QString program();

private:
    LocalBroker m_broker;
};

/// A window under test, with settings of its own, driven as a person does.
class WindowDriver {
public:
    WindowDriver();

    [[nodiscard]] MainWindow &window() { return *m_window; }
    [[nodiscard]] ClientModels &models() { return m_window->models(); }
    [[nodiscard]] Settings &settings() { return m_settings; }

    /// Types address and name, presses Connect and waits for the topics.
    [[nodiscard]] bool connectTo(const TestServer &server, const QString &name = {});

    /// The child widget of that object name; the test fails where there is none.
    template <typename Widget>
    [[nodiscard]] Widget *child(const QString &name)
    {
        auto *widget = m_window->findChild<Widget *>(name);
        if (!widget) {
            qFatal("no widget is called %s", qPrintable(name));
        }
        return widget;
    }

    /// Presses the visible button with that text.
    [[nodiscard]] bool press(const QString &text);

    /// The visible button with that text, or nullptr.
    [[nodiscard]] QAbstractButton *button(const QString &text);

    /// Clicks into the tick-box of a topic.
    [[nodiscard]] bool tick(const QString &topic);

    /// Replaces the text of a line edit as typing does.
    void type(const QString &name, const QString &text);

    /// Writes into the publish row.
    void write(const QString &topic, const QString &payload);

    [[nodiscard]] bool isSubscribed(const QString &topic);

    /// A row of the feed: mark, topic and message.
    [[nodiscard]] QString feedRow(int row);

    /// The sentences of all visible notices, joined.
    [[nodiscard]] QString notices();

private:
    QTemporaryDir m_dir;
    Settings m_settings;
    std::unique_ptr<MainWindow> m_window;
};

/// Another client of the same server, without a window.
class Peer {
public:
    [[nodiscard]] bool connectTo(const TestServer &server);

    /// Subscribes and waits for the answer.
    [[nodiscard]] bool subscribe(const QString &topic);

    void publish(const QString &topic, const QByteArray &payload, bool retain = false);

private:
    ClassroomConnection m_connection;
};

} // namespace corkboard
