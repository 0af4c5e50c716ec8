#include "models/topictreemodel.h"

#include "models/payloadtext.h"
#include "models/plaintooltip.h"

#include <QLocale>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

constexpr qsizetype shownLevelBytes = 256;

/// What the topic itself or, for a branch, the first topic below it came too late for.
std::shared_ptr<FilterExpansion> missedExpansion(const TopicNode &node)
{
    if (node.facts() != nullptr && node.facts()->cameAfter) {
        return node.facts()->cameAfter;
    }
    for (qsizetype row = 0; node.lateBelow() > 0 && row < node.childCount(); ++row) {
        if (auto expansion = missedExpansion(*node.child(row))) {
            return expansion;
        }
    }
    return nullptr;
}

Qt::CheckState checkState(const TopicNode &node)
{
    if (node.facts() != nullptr && node.facts()->subscribed) {
        return Qt::Checked;
    }
    return node.subscribedBelow() > 0 ? Qt::PartiallyChecked : Qt::Unchecked;
}

Qt::CheckState belowState(const TopicNode &node)
{
    if (node.subscribedBelow() == 0) {
        return Qt::Unchecked;
    }
    return node.subscribedBelow() < node.topicsBelow() ? Qt::PartiallyChecked : Qt::Checked;
}

qsizetype lateCount(const TopicNode &node)
{
    return node.lateBelow() + (node.facts() != nullptr && node.facts()->cameAfter ? 1 : 0);
}

/// The topics at and below @p node, in the order of the rows.
void collectTopics(const TopicNode &node, QList<TopicName> &topics)
{
    if (node.facts() != nullptr) {
        topics.append(node.facts()->name);
    }
    for (qsizetype row = 0; row < node.childCount(); ++row) {
        collectTopics(*node.child(row), topics);
    }
}

RetainedKnowledge retainedKnowledge(const TopicNode &node)
{
    return node.facts() != nullptr ? node.facts()->retained : RetainedKnowledge::NotKnown;
}

bool isReserved(const TopicNode &node)
{
    return node.path().startsWith('$');
}

} // namespace

TopicTreeModel::TopicTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<TopicNode>(QByteArray(), nullptr))
{
    using namespace std::chrono_literals;
    m_secondTimer.setInterval(1s);
    m_dirtyTimer.setInterval(33ms);
    m_dirtyTimer.setSingleShot(true);
    connect(&m_secondTimer, &QTimer::timeout, this, &TopicTreeModel::advanceSecond);
    connect(&m_dirtyTimer, &QTimer::timeout, this, &TopicTreeModel::flushSomeDirty);
}

TopicTreeModel::~TopicTreeModel() = default;

TopicNode *TopicTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<TopicNode *>(index.internalPointer()) : m_root.get();
}

QModelIndex TopicTreeModel::indexOf(TopicNode *node, int column) const
{
    return node->isRoot() ? QModelIndex() : createIndex(int(node->row()), column, node);
}

QModelIndex TopicTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column < 0 || column >= ColumnCount || parent.column() > 0) {
        return {};
    }
    const TopicNode *node = nodeOf(parent);
    return row >= 0 && row < node->childCount() ? createIndex(row, column, node->child(row))
                                                : QModelIndex();
}

QModelIndex TopicTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(nodeOf(child)->parent(), 0) : QModelIndex();
}

int TopicTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->childCount());
}

int TopicTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool TopicTreeModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QVariant TopicTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && section == TopicColumn
        && !m_held.isEmpty()) {
        return tr("New topics wait for some seconds, so that no row moves under the pointer: %L1.")
            .arg(heldCount());
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TopicColumn:
        return m_held.isEmpty() ? tr("Topic") : tr("Topic (%L1 waiting)").arg(heldCount());
    case RetainedColumn:
        return tr("Kept");
    case ValueColumn:
        return tr("Last message");
    case RateColumn:
        return tr("Rate");
    case CountColumn:
        return tr("Count");
    default:
        return {};
    }
}

Qt::ItemFlags TopicTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return {};
    }
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return index.column() == TopicColumn ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant TopicTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const TopicNode &node = *nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return displayText(node, index.column());
    case Qt::CheckStateRole:
        return index.column() == TopicColumn ? QVariant(int(checkState(node))) : QVariant();
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(node, index.column()));
    case Qt::AccessibleTextRole:
        return index.column() == TopicColumn ? QVariant(accessibleText(node)) : QVariant();
    default:
        return rawValue(node, role);
    }
}

bool TopicTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || index.column() != TopicColumn) {
        return false;
    }
    const TopicNode *node = nodeOf(index);
    if (node->facts() == nullptr) {
        emit branchTickRequested(QString::fromUtf8(node->path()));
        return false;
    }
    const bool on = value.toInt() != int(Qt::Unchecked);
    if (on != node->facts()->subscribed) {
        // A copy: the answer may remove the topic while the signal is still going on.
        const TopicName topic = node->facts()->name;
        emit tickRequested(topic, on);
    }
    return false;
}

QModelIndex TopicTreeModel::indexOf(const TopicName &topic) const
{
    TopicNode *node = m_topics.value(topic);
    return node != nullptr ? indexOf(node, 0) : QModelIndex();
}

QModelIndex TopicTreeModel::indexOfPath(QStringView path) const
{
    const QByteArray utf8 = path.toUtf8();
    TopicNode *node = m_root.get();
    for (const QByteArrayView level : splitLevels(utf8)) {
        node = node->findChild(level);
        if (node == nullptr) {
            return {};
        }
    }
    return indexOf(node, 0);
}

bool TopicTreeModel::isSubscribed(const TopicName &topic) const
{
    const TopicNode *node = m_topics.value(topic);
    return node != nullptr && node->facts()->subscribed;
}

QList<TopicName> TopicTreeModel::topics() const
{
    QList<TopicName> all;
    all.reserve(topicCount());
    collectTopics(*m_root, all);
    return all;
}

bool TopicTreeModel::isMarked(const TopicNode &node) const
{
    return m_markedFilter && node.facts() != nullptr && m_markedFilter->matches(node.facts()->name);
}

QString TopicTreeModel::displayText(const TopicNode &node, int column) const
{
    const TopicFacts *facts = node.facts();
    if (column == TopicColumn) {
        return payloadText(node.level(), shownLevelBytes);
    }
    if (facts == nullptr) {
        return {};
    }
    switch (column) {
    case RetainedColumn:
        return facts->retained == RetainedKnowledge::Held ? u"R"_s : QString();
    case ValueColumn:
        return facts->seen
            ? payloadText(facts->lastPayload, facts->lastPayloadSize, shownPayloadBytes)
            : QString();
    case RateColumn:
        return facts->countLastSecond > 0
            ? tr("%1/s").arg(QLocale().toString(facts->countLastSecond))
            : QString();
    case CountColumn:
        return facts->messageCount > 0 ? QLocale().toString(facts->messageCount) : QString();
    default:
        return {};
    }
}

QString TopicTreeModel::toolTip(const TopicNode &node, int column) const
{
    if (column == RetainedColumn && node.facts() != nullptr) {
        switch (retainedKnowledge(node)) {
        case RetainedKnowledge::Held:
            return tr("The broker keeps a message of this topic for later subscribers.");
        case RetainedKnowledge::Empty:
            return tr("The broker keeps no message of this topic.");
        case RetainedKnowledge::NotKnown:
            return tr("Not known whether the broker keeps a message of this topic: it shows when "
                      "one subscribes.");
        }
    }
    if (column != TopicColumn) {
        return {};
    }
    if (const QString text = hint(node); !text.isEmpty()) {
        return text;
    }
    const QString path = wholePayloadText(node.path());
    return node.facts() != nullptr ? path : tr("%1 is a branch: no topic has this name.").arg(path);
}

QString TopicTreeModel::accessibleText(const TopicNode &node) const
{
    QStringList parts{displayText(node, TopicColumn)};
    if (node.facts() == nullptr) {
        parts += tr("branch");
    }
    parts += subscribedText(node);
    if (const QString text = hint(node); !text.isEmpty()) {
        parts += text;
    }
    if (isMarked(node)) {
        parts += tr("matches the filter typed");
    }
    if (retainedKnowledge(node) == RetainedKnowledge::Held) {
        parts += tr("kept by the broker");
    }
    if (const QString value = displayText(node, ValueColumn); !value.isEmpty()) {
        parts += value;
    }
    return parts.join(u", "_s);
}

QString TopicTreeModel::subscribedText(const TopicNode &node) const
{
    const QString some
        = tr("%L1 of %L2 below subscribed").arg(node.subscribedBelow()).arg(node.topicsBelow());
    switch (checkState(node)) {
    case Qt::Checked:
        return belowState(node) == Qt::PartiallyChecked ? tr("subscribed, %1").arg(some)
                                                        : tr("subscribed");
    case Qt::PartiallyChecked:
        return some;
    case Qt::Unchecked:
        break;
    }
    return tr("not subscribed");
}

QVariant TopicTreeModel::rawValue(const TopicNode &node, int role) const
{
    const TopicFacts *facts = node.facts();
    switch (role) {
    case PathRole:
        return QString::fromUtf8(node.path());
    case IsTopicRole:
        return facts != nullptr;
    case IsReservedRole:
        return isReserved(node);
    case SubscribedRole:
        return facts != nullptr && facts->subscribed;
    case BelowFilterRole:
        return QString::fromUtf8(node.path() + "/#");
    case OneLevelFilterRole:
        return QString::fromUtf8(node.path() + "/+");
    case PayloadRole:
        return facts != nullptr ? facts->lastPayload : QByteArray();
    case PayloadSizeRole:
        return facts != nullptr ? qlonglong(facts->lastPayloadSize) : 0;
    case RateRole:
        return facts != nullptr ? facts->countLastSecond : quint64(0);
    case CountRole:
        return facts != nullptr ? facts->messageCount : quint64(0);
    case RetainedRole:
        return int(retainedKnowledge(node));
    case HintRole:
        return hint(node);
    case HintFilterRole: {
        const auto expansion = missedExpansion(node);
        return expansion ? expansion->filter.toString() : QString();
    }
    case LateCountRole:
        return qlonglong(lateCount(node));
    case BelowStateRole:
        return int(belowState(node));
    case MarkedRole:
        return isMarked(node);
    default:
        return {};
    }
}

QString TopicTreeModel::hint(const TopicNode &node) const
{
    const auto expansion = missedExpansion(node);
    if (!expansion) {
        return {};
    }
    const QString filter = wholePayloadText(expansion->filter.utf8());
    const QString time = shortClockText(expansion->time);
    if (node.facts() != nullptr && node.facts()->cameAfter) {
        return tr("%1 was expanded at %2; this topic came later.").arg(filter, time);
    }
    return node.lateBelow() == 1
        ? tr("%1 was expanded at %2; 1 topic below came later.").arg(filter, time)
        : tr("%1 was expanded at %2; %3 topics below came later.")
              .arg(filter, time, QLocale().toString(node.lateBelow()));
}

} // namespace corkboard
