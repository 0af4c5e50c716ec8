#include "mqttconversation.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

/// The statements of MQTT 5.0 and 3.1.1 that a server is seen to keep, as written conversations,
/// and the table that says which test shows which statement.
class TestConformance : public QObject {
    Q_OBJECT

private slots:
    void statement_data();
    void statement();
    void theTableIsTrue();
};

namespace {

QList<MqttConversation> allConversations()
{
    QList<MqttConversation> all;
    const QDir folder(QStringLiteral(STATEMENTS));
    for (const QString &name : folder.entryList({u"*.txt"_s}, QDir::Files, QDir::Name)) {
        QString failure;
        all += readMqttConversations(folder.filePath(name), failure);
        if (!failure.isEmpty()) {
            qFatal("%s", qPrintable(failure));
        }
    }
    return all;
}

QString readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The sources of the tests, by the name of the executable.
QHash<QString, QString> testSources()
{
    QHash<QString, QString> sources;
    QDirIterator files(QStringLiteral(TESTS), {u"tst_*.cpp"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        sources[files.fileInfo().completeBaseName()] += readText(path);
    }
    return sources;
}

} // namespace

void TestConformance::statement_data()
{
    QTest::addColumn<MqttConversation>("conversation");
    for (const MqttConversation &conversation : allConversations()) {
        const bool old = conversation.version == mqtt::ProtocolVersion::V311;
        QTest::newRow((conversation.title + (old ? " (3.1.1)" : "")).constData()) << conversation;
    }
}

void TestConformance::statement()
{
    QFETCH(const MqttConversation, conversation);
    QVERIFY(conversation.title.startsWith("MQTT-") || conversation.title.startsWith("§"));
    const QString difference = MqttConversationPlayer(conversation).play();
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

/// Each statement is in CONFORMANCE.md once; the tests that it names are there, and so are all
/// conversations.
void TestConformance::theTableIsTrue()
{
    QSet<QByteArray> conversations;
    for (const MqttConversation &conversation : allConversations()) {
        conversations.insert(conversation.statement());
    }
    const QHash<QString, QString> sources = testSources();
    static const QRegularExpression row(u"^\\| (MQTT-[^ ]+|§[^ ]+) \\|.*$"_s);
    static const QRegularExpression test(u"`(tst_\\w+) (\\w+)`"_s);
    QSet<QByteArray> rows;
    for (const QString &line : readText(QStringLiteral(TESTS "/CONFORMANCE.md")).split(u'\n')) {
        const QRegularExpressionMatch match = row.match(line);
        if (!match.hasMatch()) {
            continue;
        }
        const QByteArray statement = match.captured(1).toUtf8();
        QVERIFY2(!rows.contains(statement), statement.constData());
        rows.insert(statement);
        QVERIFY2(line.contains(u"conversation"_s) == conversations.contains(statement),
                 statement.constData());
        for (const QRegularExpressionMatch &named : test.globalMatch(line)) {
            const QString &source = sources.value(named.captured(1));
            QVERIFY2(source.contains(u"::%1()"_s.arg(named.captured(2)))
                         || source.contains(u"::%1_data()"_s.arg(named.captured(2))),
                     qPrintable(named.captured(0)));
        }
    }
    QVERIFY(rows.size() > 200);
    for (const QByteArray &statement : std::as_const(conversations)) {
        QVERIFY2(rows.contains(statement), statement.constData());
    }
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestConformance)
#include "tst_conformance.moc"
