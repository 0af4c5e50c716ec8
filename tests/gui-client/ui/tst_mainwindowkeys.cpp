// That everything in the window can be reached and heard: keys, mnemonics, accessible names.
#include "patience.h"
#include "ui/shortcutsheet.h"
#include "windowdriver.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestMainWindowKeys : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyFocusableWidgetHasAName();
    void mnemonicsAreUnique();
    void menuMnemonicsAreUnique();
    void shortcutsAreUnique();
    void tabReachesEverything();
    void panesAreReachedByKeys();
    void boxesAreReachedByKeys();
    void spaceTicksFromTheKeyboard();
    void shortcutSheetNamesTheShortcuts();
    void textSizeFollowsTheKeys();

private:
    [[nodiscard]] QList<QWidget *> focusable();

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<WindowDriver> m_driver;
};

namespace {

/// The letter behind the & of a text, upper case; null where there is none.
QChar mnemonicOf(QString text)
{
    text.remove("&&"_L1);
    const qsizetype at = text.indexOf(u'&');
    return at >= 0 && at + 1 < text.size() ? text.at(at + 1).toUpper() : QChar();
}

/// What is wrong with a set of texts whose mnemonics must differ; empty where nothing is.
QString clashIn(const QStringList &texts)
{
    QHash<QChar, QString> seen;
    for (const QString &text : texts) {
        const QChar letter = mnemonicOf(text);
        if (letter.isNull()) {
            continue;
        }
        if (seen.contains(letter)) {
            return u"\"%1\" and \"%2\""_s.arg(seen.value(letter), text);
        }
        seen.insert(letter, text);
    }
    return {};
}

} // namespace

void TestMainWindowKeys::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_driver = std::make_unique<WindowDriver>();
    QVERIFY(m_driver->connectTo(*m_server));
}

void TestMainWindowKeys::cleanup()
{
    m_driver.reset();
    m_server.reset();
}

QList<QWidget *> TestMainWindowKeys::focusable()
{
    QList<QWidget *> result;
    const auto widgets = m_driver->window().findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        // An editable combo box hands the focus on to its line edit, which is in the list itself.
        if (widget->isVisible() && widget->isEnabled() && !widget->focusProxy()
            && (widget->focusPolicy() & Qt::TabFocus) != 0) {
            result.append(widget);
        }
    }
    return result;
}

void TestMainWindowKeys::everyFocusableWidgetHasAName()
{
    // Everything that can be shown is shown.
    m_driver->type(u"filter"_s, u"WEATHER/+"_s);
    m_driver->write(u"HEALTH"_s, u"x"_s);
    const QList<QWidget *> widgets = focusable();
    QVERIFY(widgets.size() > 20);
    for (QWidget *widget : widgets) {
        const QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(seen && !seen->text(QAccessible::Name).isEmpty(),
                 qPrintable(u"%1 %2"_s.arg(QLatin1StringView(widget->metaObject()->className()),
                                           widget->objectName())));
    }
}

void TestMainWindowKeys::mnemonicsAreUnique()
{
    QStringList texts;
    const auto menus = m_driver->window().findChild<QMenuBar *>()->actions();
    for (const QAction *action : menus) {
        texts.append(action->text());
    }
    const auto buttons = m_driver->window().findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->isVisible()) {
            texts.append(button->text());
        }
    }
    const auto labels = m_driver->window().findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible() && label->buddy()) {
            texts.append(label->text());
        }
    }
    QVERIFY(texts.size() > 15);
    QCOMPARE(clashIn(texts), QString());
    // While disconnected and while waiting other words stand on the button.
    QCOMPARE(clashIn(texts << u"C&onnect"_s).contains("onnect"_L1), true);
    texts.removeAll(u"Disc&onnect"_s);
    QCOMPARE(clashIn(texts), QString());
    QCOMPARE(clashIn(texts << u"Give u&p"_s), QString());
}

void TestMainWindowKeys::menuMnemonicsAreUnique()
{
    const auto menus = m_driver->window().findChildren<QMenu *>();
    int looked = 0;
    for (const QMenu *menu : menus) {
        QStringList texts;
        const auto actions = menu->actions();
        for (const QAction *action : actions) {
            if (!action->isSeparator() && action->isVisible()) {
                QVERIFY2(!mnemonicOf(action->text()).isNull(), qPrintable(action->text()));
                texts.append(action->text());
            }
        }
        looked += int(texts.size());
        QCOMPARE(clashIn(texts), QString());
    }
    QVERIFY(looked > 30);
}

void TestMainWindowKeys::shortcutsAreUnique()
{
    QHash<QKeySequence, QString> seen;
    QSet<const QAction *> looked;
    for (const auto &section : m_driver->window().actionSections()) {
        for (const QAction *action : section.actions) {
            if (looked.contains(action)) {
                continue;
            }
            looked.insert(action);
            const auto shortcuts = action->shortcuts();
            for (const QKeySequence &keys : shortcuts) {
                QVERIFY2(!seen.contains(keys),
                         qPrintable(u"%1: %2 and %3"_s.arg(keys.toString(), seen.value(keys),
                                                           action->text())));
                seen.insert(keys, action->text());
            }
        }
    }
    QVERIFY(seen.size() > 20);
}

void TestMainWindowKeys::tabReachesEverything()
{
    QSet<QWidget *> wanted;
    const QList<QWidget *> all = focusable();
    for (QWidget *widget : all) {
        wanted.insert(widget);
    }
    m_driver->child<QComboBox>(u"publishTopic"_s)->setFocus();
    // Twice round at most: a cycle that leaves something out never gets there.
    for (qsizetype step = 0; step < 2 * all.size() && !wanted.isEmpty(); ++step) {
        wanted.remove(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QStringList left;
    for (const QWidget *widget : std::as_const(wanted)) {
        left.append(QLatin1StringView(widget->metaObject()->className()) + u' '
                    + widget->accessibleName());
    }
    QCOMPARE(left.join(u", "_s), QString());
}

void TestMainWindowKeys::panesAreReachedByKeys()
{
    QWidget *topics = m_driver->child<QTreeView>(u"topics"_s);
    QWidget *feed = m_driver->child<QTableView>(u"feed"_s);
    QWidget *wire = m_driver->child<QTableView>(u"wire"_s);
    QWidget *publish = m_driver->child<QComboBox>(u"publishTopic"_s);
    const auto press = [](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
        return QApplication::focusWidget();
    };
    QCOMPARE(press(Qt::Key_1, Qt::AltModifier), topics);
    QCOMPARE(press(Qt::Key_2, Qt::AltModifier), feed);
    QCOMPARE(press(Qt::Key_3, Qt::AltModifier), wire);
    QVERIFY(publish == press(Qt::Key_4, Qt::AltModifier)
            || publish->isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(press(Qt::Key_F6), topics);
    QCOMPARE(press(Qt::Key_F6), feed);
    QCOMPARE(press(Qt::Key_F6, Qt::ShiftModifier), topics);
}

void TestMainWindowKeys::boxesAreReachedByKeys()
{
    const auto focusAfter = [this](int key) {
        QTest::keyClick(&m_driver->window(), Qt::Key(key), Qt::ControlModifier);
        return QApplication::focusWidget();
    };
    QCOMPARE(focusAfter(Qt::Key_K), m_driver->child<QLineEdit>(u"commandLine"_s));
    QCOMPARE(focusAfter(Qt::Key_T), m_driver->child<QLineEdit>(u"filter"_s));
    QCOMPARE(focusAfter(Qt::Key_F), m_driver->child<QLineEdit>(u"feedFilter"_s));
}

void TestMainWindowKeys::spaceTicksFromTheKeyboard()
{
    auto *view = m_driver->child<QTreeView>(u"topics"_s);
    QTest::keyClick(&m_driver->window(), Qt::Key_1, Qt::AltModifier);
    // On another column than the one with the box.
    view->setCurrentIndex(m_driver->models().topics().indexOfPath(u"NEWS").siblingAtColumn(
        TopicTreeModel::ValueColumn));
    QTest::keyClick(view, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    QTest::keyClick(view, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->isSubscribed(u"NEWS"_s), patience);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(m_driver->child<QComboBox>(u"publishTopic"_s)->currentText(), u"NEWS"_s);
    QCOMPARE(QApplication::focusWidget(), m_driver->child<QPlainTextEdit>(u"publishPayload"_s));
}

void TestMainWindowKeys::shortcutSheetNamesTheShortcuts()
{
    const QString text = ShortcutSheet::text(m_driver->window().actionSections());
    for (const auto &keys : {"Ctrl+Return\t"_L1, "Ctrl+Shift+Return\t"_L1, "Ctrl+Space\t"_L1,
                             "Alt+1\t"_L1, "F6\t"_L1, "Ctrl+Z\t"_L1, "Ctrl+Shift+B\t"_L1}) {
        QVERIFY2(text.contains(keys), keys.data());
    }
    QTest::keyClick(&m_driver->window(), Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().findChild<ShortcutSheet *>(), patience);
    QTest::keyClick(m_driver->window().findChild<ShortcutSheet *>(), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->window().findChild<ShortcutSheet *>(), patience);
}

void TestMainWindowKeys::textSizeFollowsTheKeys()
{
    auto *feed = m_driver->child<QTableView>(u"feed"_s);
    const int before = feed->rowHeight(0) > 0 ? feed->rowHeight(0) : feed->fontMetrics().height();
    const double normal = QApplication::font().pointSizeF();
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(&m_driver->window(), Qt::Key_Plus, Qt::ControlModifier);
    }
    QVERIFY(QApplication::font().pointSizeF() > normal * 1.4);
    QCOMPARE(m_driver->settings().zoomPercent(), 150);
    QVERIFY(feed->fontMetrics().height() > before - 4);
    QTest::keyClick(&m_driver->window(), Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(QApplication::font().pointSizeF(), normal);
    QCOMPARE(m_driver->settings().zoomPercent(), 100);
}

QTEST_MAIN(TestMainWindowKeys)
#include "tst_mainwindowkeys.moc"
