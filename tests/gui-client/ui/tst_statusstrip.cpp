#include "connection/classroomconnection.h"
#include "models/messagefeedmodel.h"
#include "ui/statusstrip.h"

#include <QLabel>
#include <QTest>
#include <QUndoCommand>
#include <QUndoStack>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestStatusStrip : public QObject {
    Q_OBJECT

private slots:
    void noFilterMakesItWider();
};

void TestStatusStrip::noFilterMakesItWider()
{
    const ClassroomConnection connection;
    const MessageFeedModel feed;
    QUndoStack undo;
    StatusStrip strip(connection, feed, undo);
    const int before = strip.minimumSizeHint().width();
    undo.push(new QUndoCommand(u"subscribe to "_s + QString(250, u'W')));
    const auto *hint = strip.findChild<QLabel *>(u"undoHint"_s);
    QVERIFY(hint->text().contains(QString(250, u'W')));
    QCOMPARE(strip.minimumSizeHint().width(), before);
    QVERIFY(before < 60 * strip.fontMetrics().averageCharWidth());
}

QTEST_MAIN(TestStatusStrip)
#include "tst_statusstrip.moc"
