#include "ui/topicbox.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStringListModel>
#include <QWheelEvent>

namespace corkboard {

TopicBox::TopicBox(QAbstractItemModel &topics, QWidget *parent)
    : QComboBox(parent)
    , m_topics(topics)
    , m_list(new QStringListModel(this))
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setModel(m_list);
    setCurrentIndex(-1);
    // On the line edit itself: the combo box would look for what was completed in its own list.
    auto *completer = new QCompleter(&topics, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    setCompleter(nullptr);
    lineEdit()->setCompleter(completer);
}

void TopicBox::showPopup()
{
    fillList();
    QComboBox::showPopup();
}

void TopicBox::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down || event->key() == Qt::Key_PageUp
        || event->key() == Qt::Key_PageDown) {
        fillList();
    }
    QComboBox::keyPressEvent(event);
}

void TopicBox::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

void TopicBox::fillList()
{
    QStringList names;
    names.reserve(m_topics.rowCount());
    for (int row = 0; row < m_topics.rowCount(); ++row) {
        names.append(m_topics.index(row, 0).data().toString());
    }
    // A new list empties the text, and so does choosing nothing.
    const QSignalBlocker quiet(this);
    const QString text = lineEdit()->text();
    const int cursor = lineEdit()->cursorPosition();
    m_list->setStringList(names);
    setCurrentIndex(int(names.indexOf(text)));
    if (lineEdit()->text() != text) {
        lineEdit()->setText(text);
    }
    lineEdit()->setCursorPosition(cursor);
}

} // namespace corkboard
