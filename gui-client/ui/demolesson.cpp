#include "ui/demolesson.h"

#include "connection/classroomconnection.h"

#include <array>
#include <chrono>

namespace corkboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The first lines come quickly, so that there is something to see; then a person can read along.
constexpr auto quickInterval = 120ms;
constexpr auto slowInterval = 2'000ms;
constexpr int quickMessages = 12;

/// When a topic is born that a filter of the window does not know: after so many messages.
constexpr int lateTopicAfter = 16;

struct Line {
    const char *helper;
    const char *topic;
    const char *payload;
};

constexpr std::array storedLines{
    Line{"weather station", "WEATHER", "Storm warning until 18:00"},
    Line{"newsdesk", "NEWS", "School closes at noon on Friday"},
};

constexpr std::array script{
    Line{"weather station", "WEATHER/MINNESOTA", "Snow, -3 degrees"},
    Line{"weather station", "WEATHER/WISCONSIN", "Rain, 4 degrees"},
    Line{"newsdesk", "NEWS", "The library has new books"},
    Line{"weather station", "WEATHER/MINNESOTA/DULUTH", "Wind from the lake, 40 km/h"},
    Line{"nurse", "HEALTH", "Please drink enough water"},
    Line{"weather station", "WEATHER/MINNESOTA", "Snow, -2 degrees"},
    Line{"newsdesk", "NEWS/SPORTS", "Class 8b wins 3 : 1"},
    Line{"weather station", "WEATHER/WISCONSIN", "Sun, 6 degrees"},
    Line{"caretaker", "SECURITY/DOORS", "Door 2 is open"},
    Line{"weather station", "WEATHER/MINNESOTA/DULUTH", "Wind has died down"},
    Line{"newsdesk", "NEWS", "Choir practice moves to room 12"},
    Line{"weather station", "WEATHER", "Clear skies tomorrow"},
};

constexpr const char *lateTopic = "WEATHER/IOWA";

} // namespace

/// One client of the lesson.
struct DemoLesson::Helper {
    QString name;
    QStringList topics;
    ClassroomConnection connection;
    qsizetype waitingFor = 0; ///< answers until it is ready
};

DemoLesson::DemoLesson(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(quickInterval);
    connect(&m_timer, &QTimer::timeout, this, &DemoLesson::publishNext);
}

DemoLesson::~DemoLesson() = default;

QStringList DemoLesson::openingFilters()
{
    return {u"WEATHER/#"_s, u"NEWS"_s};
}

void DemoLesson::begin(const BrokerAddress &address)
{
    if (!m_helpers.empty()) {
        return;
    }
    m_running = true;
    m_address = address;
    addHelper(u"weather station"_s,
              {u"WEATHER"_s, u"WEATHER/MINNESOTA"_s, u"WEATHER/MINNESOTA/DULUTH"_s,
               u"WEATHER/WISCONSIN"_s});
    addHelper(u"newsdesk"_s, {u"NEWS"_s, u"NEWS/SPORTS"_s});
    addHelper(u"nurse"_s, {u"HEALTH"_s});
    addHelper(u"caretaker"_s, {u"SECURITY/DOORS"_s});
    m_waitingFor = qsizetype(m_helpers.size());
    for (const auto &helper : m_helpers) {
        helper->connection.connectToBroker(address, helper->name);
    }
}

void DemoLesson::addHelper(const QString &name, const QStringList &topics)
{
    m_helpers.push_back(std::make_unique<Helper>());
    Helper &helper = *m_helpers.back();
    helper.name = name;
    helper.topics = topics;
    connect(&helper.connection, &BrokerConnection::stateChanged, this,
            [this, &helper](BrokerConnection::State state) {
                if (state == BrokerConnection::State::Connected && helper.waitingFor == 0) {
                    handleReady(helper);
                }
            });
    const auto answered = [this, &helper] { handleAnswer(helper); };
    connect(&helper.connection, &BrokerConnection::subscribed, this, answered);
    connect(&helper.connection, &BrokerConnection::publishAnswered, this, answered);
    connect(&helper.connection, &BrokerConnection::connectionFailed, this,
            &DemoLesson::handleConnectionFailed);
    connect(&helper.connection, &BrokerConnection::requestFailed, this,
            [this](const RequestFailure &failure) {
                // Without a code the broker did not answer: that it is gone is told apart.
                if (failure.code) {
                    emit failed(failure.sentence);
                }
            });
}

void DemoLesson::handleConnectionFailed(const ConnectionError &error)
{
    if (!error.willRetry) {
        emit failed(error.sentence);
        return;
    }
    // Later, because the connection that says so has not done with it yet.
    QMetaObject::invokeMethod(this, &DemoLesson::end, Qt::QueuedConnection);
}

void DemoLesson::end()
{
    m_running = false;
    m_timer.stop();
    for (const auto &helper : m_helpers) {
        helper->connection.disconnectFromBroker();
    }
}

void DemoLesson::handleReady(Helper &helper)
{
    helper.waitingFor = helper.topics.size();
    for (const QString &topic : std::as_const(helper.topics)) {
        helper.connection.subscribe(topic);
    }
    for (const Line &line : storedLines) {
        if (QLatin1StringView(line.helper) == helper.name) {
            ++helper.waitingFor;
            helper.connection.publish(QString::fromUtf8(line.topic), line.payload, true);
        }
    }
}

void DemoLesson::handleAnswer(Helper &helper)
{
    if (helper.waitingFor == 0) {
        return;
    }
    --helper.waitingFor;
    if (helper.waitingFor > 0) {
        return;
    }
    --m_waitingFor;
    if (m_waitingFor == 0) {
        m_timer.start();
        emit ready();
    }
}

void DemoLesson::publishNext()
{
    if (m_published == maxMessages) {
        m_timer.stop();
        return;
    }
    const Line &line = script.at(size_t(m_published) % script.size());
    ++m_published;
    if (m_published == quickMessages) {
        m_timer.setInterval(slowInterval);
    }
    for (const auto &helper : m_helpers) {
        if (QLatin1StringView(line.helper) != helper->name) {
            continue;
        }
        if (m_published == lateTopicAfter) {
            helper->connection.subscribe(QString::fromUtf8(lateTopic));
        }
        helper->connection.publish(QString::fromUtf8(line.topic), line.payload, false);
    }
}

} // namespace corkboard
