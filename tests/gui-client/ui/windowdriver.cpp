#include "windowdriver.h"

#include "models/messagefeedmodel.h"
#include "patience.h"
#include "ui/inlinenotice.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTreeView>

namespace corkboard {

using namespace Qt::StringLiterals;

TestServer::TestServer()
    : m_broker(program())
{
}

bool TestServer::start(quint16 port)
{
    QSignalSpy ready(&m_broker, &LocalBroker::ready);
    m_broker.start({.reach = LocalBroker::Reach::ThisComputer, .port = port, .extraArguments = {}});
    return ready.wait(patience);
}

bool TestServer::stop()
{
    QSignalSpy stopped(&m_broker, &LocalBroker::stopped);
    m_broker.stop();
    return stopped.wait(patience);
}

BrokerAddress TestServer::address() const
{
    return {u"localhost"_s, m_broker.info().port};
}

QString TestServer::program()
{
    return QString::fromUtf8(CORKBOARD_SERVER_PROGRAM);
}

WindowDriver::WindowDriver()
    : m_settings(m_dir.filePath(u"settings.ini"_s))
    , m_window(std::make_unique<MainWindow>(m_settings, TestServer::program()))
{
    m_window->setBrokerPort(0);
    m_window->resize(1280, 720);
    m_window->show();
    if (!QTest::qWaitForWindowActive(m_window.get(), patience)) {
        qFatal("the window did not become active");
    }
}

bool WindowDriver::connectTo(const TestServer &server, const QString &name)
{
    child<QComboBox>(u"address"_s)->setEditText(server.address().toShortString());
    type(u"name"_s, name);
    return press(u"C&onnect"_s)
        && QTest::qWaitFor([this] { return models().topics().topicCount() >= 4; }, patience);
}

bool WindowDriver::press(const QString &text)
{
    QAbstractButton *found = nullptr;
    if (!QTest::qWaitFor([&] { return (found = button(text)) != nullptr && found->isEnabled(); },
                         patience)) {
        return false;
    }
    QTest::mouseClick(found, Qt::LeftButton);
    return true;
}

QAbstractButton *WindowDriver::button(const QString &text)
{
    const auto buttons = m_window->findChildren<QAbstractButton *>();
    for (QAbstractButton *candidate : buttons) {
        if (candidate->isVisible() && candidate->text() == text) {
            return candidate;
        }
    }
    return nullptr;
}

bool WindowDriver::tick(const QString &topic)
{
    auto *view = child<QTreeView>(u"topics"_s);
    const QModelIndex index = models().topics().indexOfPath(topic);
    if (!index.isValid()) {
        return false;
    }
    view->scrollTo(index);
    const QRect row = view->visualRect(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      QPoint(row.left() + row.height() / 2, row.center().y()));
    return true;
}

void WindowDriver::type(const QString &name, const QString &text)
{
    auto *edit = child<QLineEdit>(name);
    edit->setFocus();
    edit->selectAll();
    if (text.isEmpty()) {
        QTest::keyClick(edit, Qt::Key_Delete);
    } else {
        QTest::keyClicks(edit, text);
    }
}

void WindowDriver::write(const QString &topic, const QString &payload)
{
    auto *box = child<QComboBox>(u"publishTopic"_s)->lineEdit();
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, topic);
    // The list of completions would take the next keys.
    if (QWidget *popup = box->completer()->popup(); popup->isVisible()) {
        QTest::keyClick(popup, Qt::Key_Escape);
    }
    auto *message = child<QPlainTextEdit>(u"publishPayload"_s);
    message->setFocus();
    message->selectAll();
    QTest::keyClick(message, Qt::Key_Delete);
    QTest::keyClicks(message, payload);
}

bool WindowDriver::isSubscribed(const QString &topic)
{
    const auto name = TopicName::parse(QStringView(topic));
    return name && models().topics().isSubscribed(*name);
}

QString WindowDriver::feedRow(int row)
{
    if (row >= models().feed().rowCount()) {
        return u"(no such row)"_s;
    }
    QStringList cells;
    for (const int column : {MessageFeedModel::MarkColumn, MessageFeedModel::TopicColumn,
                             MessageFeedModel::PayloadColumn}) {
        cells.append(models().feed().index(row, column).data().toString());
    }
    return cells.join(u' ');
}

QString WindowDriver::notices()
{
    QStringList sentences;
    const auto notices = m_window->findChildren<InlineNotice *>();
    for (const InlineNotice *notice : notices) {
        if (notice->isVisible()) {
            sentences.append(notice->sentence());
        }
    }
    return sentences.join(u'\n');
}

bool Peer::connectTo(const TestServer &server)
{
    m_connection.connectToBroker(server.address(), u"peer"_s);
    return QTest::qWaitFor([this] { return m_connection.isConnected(); }, patience);
}

bool Peer::subscribe(const QString &topic)
{
    QSignalSpy answered(&m_connection, &BrokerConnection::subscribed);
    m_connection.subscribe(topic);
    return answered.wait(patience);
}

void Peer::publish(const QString &topic, const QByteArray &payload, bool retain)
{
    m_connection.publish(topic, payload, retain);
}

} // namespace corkboard
