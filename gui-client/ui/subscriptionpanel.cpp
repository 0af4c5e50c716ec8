#include "ui/subscriptionpanel.h"

#include "models/subscriptionmodel.h"
#include "ui/columnwidth.h"
#include "ui/emptyhint.h"
#include "ui/iconset.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowPadding = 4;

} // namespace

SubscriptionPanel::SubscriptionPanel(SubscriptionModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new QLabel(this))
    , m_view(new QTableView(this))
    , m_unsubscribe(new QPushButton(icon(IconName::Unsubscribe), tr("Unsubscribe"), this))
{
    m_view->setModel(&model);
    m_view->setObjectName("subscriptions"_L1);
    m_view->setAccessibleName(tr("My subscriptions"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    // Both share the room: a topic that cannot be read is no use, whatever brought it.
    for (const int column : {SubscriptionModel::TopicColumn, SubscriptionModel::OriginColumn}) {
        m_view->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    applyFont();
    auto *hint = new EmptyHint(m_view);
    hint->setSentence(tr("None yet. Tick a topic above."));
    m_unsubscribe->setObjectName("unsubscribe"_L1);
    m_unsubscribe->setAccessibleName(tr("Unsubscribe the selected topics"));
    m_unsubscribe->setToolTip(tr("End the selected subscriptions (Delete)"));

    auto *remove = new QAction(tr("Unsubscribe"), m_view);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(remove);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(remove, &QAction::triggered, this, &SubscriptionPanel::unsubscribeSelected);

    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_unsubscribe);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);

    connect(m_unsubscribe, &QPushButton::clicked, this, &SubscriptionPanel::unsubscribeSelected);
    connect(&model, &SubscriptionModel::countChanged, this, &SubscriptionPanel::refresh);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SubscriptionPanel::refresh);
    refresh();
}

void SubscriptionPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        applyFont();
    }
}

void SubscriptionPanel::applyFont()
{
    const int height = fontMetrics().height() + rowPadding;
    m_view->verticalHeader()->setMinimumSectionSize(height);
    m_view->verticalHeader()->setDefaultSectionSize(height);
    QHeaderView *header = m_view->horizontalHeader();
    header->resizeSection(SubscriptionModel::CountColumn,
                          columnWidth(*header, SubscriptionModel::CountColumn, u"0000"_s));
}

void SubscriptionPanel::setConnected(bool connected)
{
    m_connected = connected;
    refresh();
}

void SubscriptionPanel::unsubscribeSelected()
{
    if (!m_connected) {
        return;
    }
    QStringList topics;
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        topics.append(m_model.topicAt(row.row()).toString());
    }
    // Collected first: each answer takes rows away.
    for (const QString &topic : std::as_const(topics)) {
        emit unsubscribeRequested(topic);
    }
}

void SubscriptionPanel::refresh()
{
    const int count = m_model.rowCount();
    m_title->setText(count == 0 ? tr("My subscriptions") : tr("My subscriptions: %L1").arg(count));
    m_unsubscribe->setEnabled(m_connected && m_view->selectionModel()->hasSelection());
}

} // namespace corkboard
