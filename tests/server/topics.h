#pragma once

#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QRandomGenerator>
#include <QTest>

/// Topics and filters that the server's tests share.
namespace corkboard::testtopics {

/// @p text as a topic name; ends the test program where it is none.
inline TopicName name(QByteArrayView text)
{
    const auto parsed = TopicName::parse(text);
    if (!parsed) {
        qFatal("The test's own topic name is not valid");
    }
    return *parsed;
}

/// @p text as a topic filter; ends the test program where it is none.
inline TopicFilter filter(QByteArrayView text)
{
    const auto parsed = TopicFilter::parse(text);
    if (!parsed) {
        qFatal("The test's own topic filter is not valid");
    }
    return *parsed;
}

/// The texts of @p topics, which a failed comparison can show.
inline QByteArrayList texts(const QList<TopicName> &topics)
{
    QByteArrayList result;
    for (const TopicName &topic : topics) {
        result.append(topic.utf8());
    }
    return result;
}

/// The rule of MQTT 5.0 §4.7, written down a second time, for valid topics and filters.
inline bool naivelyMatches(const QByteArray &filter, const QByteArray &topic)
{
    if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) {
        return false;
    }
    const QByteArrayList wanted = filter.split('/');
    const QByteArrayList levels = topic.split('/');
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "#") {
            return true;
        }
        if (i >= levels.size() || (wanted[i] != "+" && wanted[i] != levels[i])) {
            return false;
        }
    }
    return wanted.size() == levels.size();
}

/// A topic name, or with @p wildcards maybe a filter, made of so few levels that many are equal.
inline QByteArray randomTopic(QRandomGenerator &generator, bool wildcards)
{
    const QByteArrayList plain{"a", "b", "", "$c"};
    QByteArrayList levels;
    do {
        const bool plus = wildcards && generator.bounded(4) == 0;
        levels.append(plus ? QByteArray("+") : plain[generator.bounded(plain.size())]);
    } while (generator.bounded(3) != 0 && levels.size() < 6);
    if (wildcards && generator.bounded(4) == 0) {
        levels.append("#");
    }
    const QByteArray topic = levels.join('/');
    return topic.isEmpty() ? QByteArray("a") : topic;
}

/// A seed for random(), printed so that a failure can be played again.
inline quint32 printedSeed()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    return seed;
}

/// Data rows filter, topic, expected: the rules of matching. Source: MQTT 5.0 §4.7.
inline void addMatchingRows()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<bool>("expected");

    const auto row = [](const char *title, const char *filter, const char *topic, bool expected) {
        QTest::newRow(title) << QByteArray(filter) << QByteArray(topic) << expected;
    };
    row("4.7.3 the same text", "WEATHER/NINE", "WEATHER/NINE", true);
    row("4.7.3 letters in another case", "weather", "WEATHER", false);
    row("4.7.1.1 a leading slash is a level", "/WEATHER", "WEATHER", false);
    row("4.7.1.1 a trailing slash is a level", "WEATHER", "WEATHER/", false);
    row("4.7.3 a space counts", "WEATHER", "WEATHER ", false);
    row("4.7.3 a parent", "WEATHER", "WEATHER/NINE", false);
    row("4.7.3 a child", "WEATHER/NINE", "WEATHER", false);
    row("4.7.1.2 # includes the parent level", "sport/tennis/#", "sport/tennis", true);
    row("4.7.1.2 # one level below", "sport/tennis/#", "sport/tennis/player1", true);
    row("4.7.1.2 # many levels below", "sport/#", "sport/tennis/player1/ranking", true);
    row("4.7.1.2 # takes an empty level", "sport/#", "sport/", true);
    row("4.7.1.2 # not a sibling", "sport/#", "sports", false);
    row("4.7.1.2 # alone takes every topic", "#", "sport/tennis", true);
    row("4.7.1.2 # alone takes an empty level", "#", "/", true);
    row("4.7.1.3 + one level", "sport/tennis/+", "sport/tennis/player1", true);
    row("4.7.1.3 + not two levels", "sport/tennis/+", "sport/tennis/player1/ranking", false);
    row("4.7.1.3 + not the parent", "sport/+", "sport", false);
    row("4.7.1.3 + an empty level", "sport/+", "sport/", true);
    row("4.7.1.3 + first, empty", "+/finance", "/finance", true);
    row("4.7.1.3 + twice", "+/+", "/finance", true);
    row("4.7.1.3 + in the middle", "WEATHER/+/NINE", "WEATHER/WISCONSIN/NINE", true);
    row("4.7.1.3 + in the middle, another end", "WEATHER/+/NINE", "WEATHER/WISCONSIN/TEN", false);
    row("4.7.1.3 + alone, two levels", "+", "/finance", false);
    row("4.7.1.3 + then #", "+/tennis/#", "sport/tennis", true);
    row("4.7.1.3 + then #, too short", "+/+/#", "sport", false);
    row("4.7.2 # not a topic with $", "#", "$SYS/monitor", false);
    row("4.7.2 + not a topic with $", "+/monitor", "$SYS/monitor", false);
    row("4.7.2 + alone not a topic with $", "+", "$SYS", false);
    row("4.7.2 named, then #", "$SYS/#", "$SYS/monitor/clients", true);
    row("4.7.2 named, then # as the parent", "$SYS/#", "$SYS", true);
    row("4.7.2 named, then +", "$SYS/+", "$SYS/monitor", true);
    row("4.7.2 $ on a lower level means nothing", "#", "sport/$SYS", true);
    row("4.7.2 $ on a lower level under +", "sport/+", "sport/$SYS", true);
}

} // namespace corkboard::testtopics
