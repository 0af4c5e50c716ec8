#include "ui/emptyhint.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QEvent>

namespace corkboard {

EmptyHint::EmptyHint(QAbstractItemView *view)
    : QLabel(view->viewport())
    , m_view(view)
{
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setMargin(12);
    setForegroundRole(QPalette::PlaceholderText);
    view->viewport()->installEventFilter(this);
    const QAbstractItemModel *model = view->model();
    connect(model, &QAbstractItemModel::rowsInserted, this, &EmptyHint::refresh);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &EmptyHint::refresh);
    connect(model, &QAbstractItemModel::modelReset, this, &EmptyHint::refresh);
    place();
    refresh();
}

void EmptyHint::setSentence(const QString &sentence)
{
    setText(sentence);
    refresh();
}

bool EmptyHint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        place();
    }
    return QLabel::eventFilter(watched, event);
}

void EmptyHint::refresh()
{
    const bool isEmpty = m_view->model()->rowCount() == 0;
    if (isEmpty == isVisibleTo(m_view->viewport())
        && m_view->accessibleDescription() == (isEmpty ? text() : QString())) {
        return;
    }
    setVisible(isEmpty);
    m_view->setAccessibleDescription(isEmpty ? text() : QString());
}

void EmptyHint::place()
{
    setGeometry(m_view->viewport()->rect());
}

} // namespace corkboard
