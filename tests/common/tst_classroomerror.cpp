#include "classroom/classroomerror.h"

#include <QSet>
#include <QTest>

using namespace corkboard;

class TestClassroomError : public QObject {
    Q_OBJECT

private slots:
    void codeStandsForItsError_data();
    void codeStandsForItsError();
    void codesAreDifferent();
    void otherTextIsNoCode_data();
    void otherTextIsNoCode();
};

void TestClassroomError::codeStandsForItsError_data()
{
    QTest::addColumn<ClassroomError>("error");
    QTest::addColumn<QByteArray>("code");

    const auto row = [](const char *code, ClassroomError error) {
        QTest::newRow(code) << error << QByteArray(code);
    };
    row("invalid-command", ClassroomError::InvalidCommand);
    row("invalid-syntax", ClassroomError::InvalidSyntax);
    row("invalid-topic", ClassroomError::InvalidTopic);
    row("no-match", ClassroomError::NoMatch);
    row("already-subscribed", ClassroomError::AlreadySubscribed);
    row("not-subscribed", ClassroomError::NotSubscribed);
    row("not-connected", ClassroomError::NotConnected);
    row("already-connected", ClassroomError::AlreadyConnected);
    row("too-long", ClassroomError::TooLong);
    row("not-authorized", ClassroomError::NotAuthorized);
    row("limit", ClassroomError::Limit);
}

void TestClassroomError::codeStandsForItsError()
{
    QFETCH(const ClassroomError, error);
    QFETCH(const QByteArray, code);

    QCOMPARE(toCode(error), code);
    QCOMPARE(classroomErrorFromCode(code), std::optional(error));
}

void TestClassroomError::codesAreDifferent()
{
    QSet<QByteArray> codes;
    for (int error = 0; error <= int(ClassroomError::Limit); ++error) {
        codes.insert(toCode(ClassroomError(error)));
    }
    QCOMPARE(codes.size(), qsizetype(ClassroomError::Limit) + 1);
}

void TestClassroomError::otherTextIsNoCode_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("unknown") << QByteArray("no-idea");
    QTest::newRow("upper case") << QByteArray("NO-MATCH");
    QTest::newRow("only a part") << QByteArray("no-matc");
    QTest::newRow("more behind it") << QByteArray("no-match ");
    QTest::newRow("NUL behind it") << QByteArray("limit\0", 6);
}

void TestClassroomError::otherTextIsNoCode()
{
    QFETCH(const QByteArray, text);

    QCOMPARE(classroomErrorFromCode(text), std::nullopt);
}

QTEST_GUILESS_MAIN(TestClassroomError)
#include "tst_classroomerror.moc"
