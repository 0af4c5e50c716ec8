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

public:
    /// Begins again with a broker that has @p limits.
    void start(const BrokerLimits &limits)
    {
        rules.reset();
        broker = std::make_unique<Broker>(limits);
        for (const QByteArray &topic : existing) {
            (void)broker->addTopic(testtopics::name(topic));
        }
        rules = std::make_unique<ClassroomRules>(*broker);
        subscriber = FakeSubscriber();
        session = &broker->openSession(subscriber, {});
    }

    void subscribeTo(const Names &topics)
    {
        for (const QByteArray &topic : topics) {
            const bool isNew = broker->subscribe(*session, testtopics::name(topic),
                                                 testtopics::filter(topic), {});
            QVERIFY(isNew);
        }
    }

    /// What the client is subscribed to, in that order.
    [[nodiscard]] Names subscribed() const
    {
        Names result;
        for (const Subscription &subscription : session->subscriptions()) {
            result.append(subscription.topic().utf8());
        }
        return result;
    }

    std::unique_ptr<Broker> broker;
    std::unique_ptr<ClassroomRules> rules;
    FakeSubscriber subscriber;
    Session *session = nullptr;

private slots:
    void init() { start({}); }
};

} // namespace corkboard
