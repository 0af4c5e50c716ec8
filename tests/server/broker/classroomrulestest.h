#pragma once

#include "base/limits.h"
#include "broker/classroomrules.h"
#include "fakesubscriber.h"
#include "topics.h"

#include <QObject>
#include <QTest>

#include <memory>

namespace corkboard {

using Names = QByteArrayList;

/// The topics that exist in every row.
inline const Names existing{"WEATHER",         "NEWS",           "HEALTH", "SECURITY", "WEATHER/MN",
                            "WEATHER/MN/NINE", "WEATHER/WI/NINE"};

inline void addRequestColumns()
{
    QTest::addColumn<Names>("before"); // what the client is subscribed to
    QTest::addColumn<QByteArray>("text");
}

/// Rows for texts that are no filter at all; the same for every request.
inline void addMalformedRows()
{
    const auto row = [](const char *title, const QByteArray &text) {
        QTest::newRow(title) << Names{} << text << ClassroomError::InvalidTopic;
    };
    row("nothing at all", "");
    row("+ beside text", "WEATHER+");
    row("+ beside text in a level", "WEATHER/+x/NINE");
    row("# beside text", "WEATHER#");
    row("# before the end", "WEATHER/#/NINE");
    row("C05 not UTF-8", "WEATHER\xFF");
    row("C04 a line feed", "WEATHER\nNEWS");
    row("a control character", "WEATHER\x1B[2J");
    row("too many levels", QByteArray("a/").repeated(limits::maxTopicLevels) + 'a');
    row("longer than any topic", QByteArray(limits::maxTopicBytes + 1, 'a'));
}

/// What the tests of the classroom protocol's page "Meaning" share: a broker with the topics above
/// and one client, anew for every row.
class ClassroomRulesTest : public QObject {
    Q_OBJECT

protected:
    /// Begins again with a broker that has @p limits.
    void start(const BrokerLimits &limits)
    {
        m_rules.reset();
        m_broker = std::make_unique<Broker>(limits);
        for (const QByteArray &topic : existing) {
            (void)m_broker->addTopic(testtopics::name(topic));
        }
        m_rules = std::make_unique<ClassroomRules>(*m_broker);
        m_subscriber = FakeSubscriber();
        m_session = &m_broker->openSession(m_subscriber, {});
    }

    void subscribeTo(const Names &topics)
    {
        for (const QByteArray &topic : topics) {
            const bool isNew = m_broker->subscribe(*m_session, testtopics::name(topic),
                                                   testtopics::filter(topic), {});
            QVERIFY(isNew);
        }
    }

    /// What the client is subscribed to, in that order.
    [[nodiscard]] Names subscribed() const
    {
        Names result;
        for (const Subscription &subscription : m_session->subscriptions()) {
            result.append(subscription.topic.utf8());
        }
        return result;
    }

    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<ClassroomRules> m_rules;
    FakeSubscriber m_subscriber;
    Session *m_session = nullptr;

private slots:
    void init() { start({}); }
};

} // namespace corkboard
