#include "support/conversationfile.h"
#include "support/serverprocess.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

/**
 * The classroom protocol against the real server: the conversations of all files in
 * conversations/ but the original dialect's, each with a server of its own.
 */
class TestClassroomProtocol : public QObject {
    Q_OBJECT

private slots:
    void conversation_data();
    void conversation();
};

void TestClassroomProtocol::conversation_data()
{
    QTest::addColumn<WrittenConversation>("written");
    for (const auto *theme : {"connecting", "leaving", "publishing", "subscribing", "topics",
                              "wildcards", "errors", "framing"}) {
        QString failure;
        const auto all = readConversations(
            u"%1/%2.txt"_s.arg(QString::fromUtf8(CONVERSATIONS), QString::fromUtf8(theme)),
            failure);
        QVERIFY2(failure.isEmpty() && !all.isEmpty(), qPrintable(failure));
        for (const WrittenConversation &written : all) {
            QTest::newRow((theme + ": "_ba + written.title).constData()) << written;
        }
    }
}

void TestClassroomProtocol::conversation()
{
    QFETCH(const WrittenConversation, written);
    ServerProcess server;
    QCOMPARE(server.start(written.arguments), QString());
    QCOMPARE(Conversation(server.port()).play(written.steps), QString());
    QCOMPARE(server.shutDown(), QString());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestClassroomProtocol)
#include "tst_classroomprotocol.moc"
