#include "models/topictreemodel.h"

#include <QSet>

#include <algorithm>
#include <iterator>
#include <limits>
#include <ranges>
#include <unordered_map>
#include <utility>

namespace corkboard {

namespace {

/// Views are told of the changes below so many parents at a time; the rest follows 33 ms later.
constexpr qsizetype parentsPerFlush = 512;
constexpr qsizetype allParents = std::numeric_limits<qsizetype>::max();

/// Filters whose late topics are looked after; a client has at most 1,000 subscriptions.
constexpr size_t maxExpansions = 1'000;

} // namespace

void TopicTreeModel::setTopics(const QList<TopicName> &topics)
{
    const QSet<TopicName> listed(topics.begin(), topics.end());
    for (auto topic = m_topics.cbegin(); topic != m_topics.cend(); ++topic) {
        topic.value()->facts()->isMissing
            = !topic.key().isReserved() && !listed.contains(topic.key());
    }
    removeMissing();
    if (!m_held.isEmpty()) {
        // The list has those of them that still exist.
        m_held.clear();
        heldChanged();
    }
    insertTopics(topics);
}

void TopicTreeModel::removeMissing()
{
    QList<TopicName> gone;
    for (auto topic = m_topics.cbegin(); topic != m_topics.cend(); ++topic) {
        const TopicFacts *facts = topic.value()->facts();
        if (facts->isMissing && !facts->subscribed) {
            gone.append(topic.key());
        }
    }
    removeTopics(gone);
}

void TopicTreeModel::addTopics(const QList<TopicName> &topics)
{
    if (!m_isHolding || m_topics.isEmpty()) {
        insertTopics(topics);
        return;
    }
    const qsizetype before = m_held.size();
    for (const TopicName &topic : topics) {
        if (TopicNode *known = m_topics.value(topic)) {
            known->facts()->isMissing = false;
        } else {
            m_held.insert(topic);
        }
    }
    if (m_held.size() != before) {
        heldChanged();
    }
}

void TopicTreeModel::setHolding(bool on)
{
    m_isHolding = on;
    if (!on) {
        releaseHeld();
    }
}

void TopicTreeModel::releaseHeld()
{
    if (!m_held.isEmpty()) {
        insertTopics(m_held.values());
    }
}

void TopicTreeModel::heldChanged()
{
    emit headerDataChanged(Qt::Horizontal, TopicColumn, TopicColumn);
    emit heldCountChanged(heldCount());
}

void TopicTreeModel::insertTopics(const QList<TopicName> &topics)
{
    // New nodes grow below stand-ins for the existing nodes that they belong to, and then move over
    // whole: so views see one insertion per run of rows, and no half-built subtree.
    std::unordered_map<TopicNode *, std::unique_ptr<TopicNode>> standIns;
    QHash<TopicName, TopicNode *> added;
    QList<TopicName> order;
    for (const TopicName &topic : topics) {
        if (TopicNode *known = m_topics.value(topic)) {
            known->facts()->isMissing = false;
            continue;
        }
        if (added.contains(topic)) {
            continue;
        }
        TopicNode *node = m_root.get();
        bool exists = true;
        for (const QByteArrayView level : topic.levels()) {
            TopicNode *child = node->findChild(level);
            if (child == nullptr && exists) {
                auto &standIn = standIns[node];
                if (!standIn) {
                    standIn = std::make_unique<TopicNode>(
                        QByteArray(), node->isRoot() ? nullptr : node->parent());
                }
                exists = false;
                node = standIn.get();
                child = node->findChild(level);
            }
            node = child != nullptr ? child : node->addChild(level);
        }
        added.insert(topic, node);
        order.append(topic);
        if (!exists) {
            node->setFacts(std::make_unique<TopicFacts>(TopicFacts{.name = topic}));
        }
    }
    if (order.isEmpty()) {
        return;
    }
    for (auto &[parent, standIn] : standIns) {
        insertBelow(parent, standIn->takeChildren());
    }
    m_topics.insert(added);
    bool wasHeld = false;
    for (const TopicName &topic : std::as_const(order)) {
        makeTopic(added.value(topic), topic);
        wasHeld = m_held.remove(topic) || wasHeld;
    }
    if (wasHeld) {
        heldChanged();
    }
    emit topicsAppeared(order);
    emit topicCountChanged(topicCount());
}

void TopicTreeModel::insertBelow(TopicNode *parent,
                                 std::vector<std::unique_ptr<TopicNode>> children)
{
    // From the last to the first, so that the rows found before stay right.
    const QModelIndex parentIndex = indexOf(parent, 0);
    while (!children.empty()) {
        const qsizetype row = parent->rowFor(children.back()->level());
        auto first = children.end() - 1;
        while (first != children.begin() && parent->rowFor((first - 1)->get()->level()) == row) {
            --first;
        }
        std::vector<std::unique_ptr<TopicNode>> run(std::make_move_iterator(first),
                                                    std::make_move_iterator(children.end()));
        children.erase(first, children.end());
        beginInsertRows(parentIndex, int(row), int(row) + int(run.size()) - 1);
        parent->insertChildren(row, std::move(run));
        endInsertRows();
    }
}

void TopicTreeModel::makeTopic(TopicNode *node, const TopicName &name)
{
    if (node->facts() == nullptr) {
        node->setFacts(std::make_unique<TopicFacts>(TopicFacts{.name = name}));
        boxChanged(node);
    }
    node->addToAncestors(0, 0, 1);
    for (TopicNode *above = node->parent(); above != nullptr && !above->isRoot();
         above = above->parent()) {
        // All below it were subscribed, and now only some are.
        if (above->subscribedBelow() > 0 && above->subscribedBelow() + 1 == above->topicsBelow()) {
            boxChanged(above);
            break;
        }
    }
    if (const Expansion missed = newestExpansionFor(name)) {
        setLate(node, missed);
    }
}

void TopicTreeModel::removeTopics(const QList<TopicName> &topics)
{
    if (topics.isEmpty()) {
        return;
    }
    flushDirty(allParents);
    for (const TopicName &topic : topics) {
        TopicNode *node = m_topics.value(topic);
        setSubscribed(node, false, {});
        setLate(node, {});
    }
    QSet<const TopicNode *> gone;
    for (const TopicName &topic : topics) {
        gone.insert(m_topics.value(topic));
    }
    std::erase_if(m_active, [&gone](const TopicNode *node) { return gone.contains(node); });
    for (const TopicName &topic : topics) {
        removeNode(m_topics.take(topic));
    }
    emit topicsDisappeared(topics);
    emit topicCountChanged(topicCount());
}

void TopicTreeModel::removeNode(TopicNode *node)
{
    node->setFacts(nullptr);
    node->addToAncestors(0, 0, -1);
    if (node->childCount() > 0) {
        boxChanged(node);
        return;
    }
    // Branches that led to this topic only go with it.
    while (!node->parent()->isRoot() && node->parent()->childCount() == 1
           && node->parent()->facts() == nullptr) {
        node = node->parent();
    }
    TopicNode *parent = node->parent();
    const qsizetype row = node->row();
    beginRemoveRows(indexOf(parent, 0), int(row), int(row));
    parent->removeChild(row);
    endRemoveRows();
}

void TopicTreeModel::applySubscribed(const SubscribeAnswer &answer)
{
    insertTopics(answer.topics);
    const Expansion expansion = expansionFor(answer);
    for (const TopicName &topic : answer.topics) {
        TopicNode *node = m_topics.value(topic);
        node->facts()->isMissing = false;
        setSubscribed(node, true, expansion);
    }
}

TopicTreeModel::Expansion TopicTreeModel::expansionFor(const SubscribeAnswer &answer)
{
    const auto filter = TopicFilter::parse(answer.filter);
    if (!filter || !filter->hasWildcard()) {
        return {};
    }
    const auto known = std::ranges::find_if(
        m_expansions, [&filter](const Expansion &each) { return each->filter == *filter; });
    if (known == m_expansions.end()) {
        if (m_expansions.size() >= maxExpansions) {
            dropExpansion(m_expansions.front());
        }
        m_expansions.push_back(std::make_shared<FilterExpansion>(*filter, answer.time));
        return m_expansions.back();
    }
    if (answer.restored) {
        return *known;
    }
    // It has just acted on all topics that exist: it is the newest, and nothing is late for it.
    std::rotate(known, std::next(known), m_expansions.end());
    m_expansions.back()->time = answer.time;
    return m_expansions.back();
}

TopicTreeModel::Expansion TopicTreeModel::newestExpansionFor(const TopicName &topic) const
{
    for (const Expansion &expansion : m_expansions | std::views::reverse) {
        if (expansion->filter.matches(topic)) {
            return expansion;
        }
    }
    return {};
}

void TopicTreeModel::applyUnsubscribed(const UnsubscribeAnswer &answer)
{
    bool missing = false;
    for (const TopicName &topic : answer.topics) {
        if (TopicNode *node = m_topics.value(topic)) {
            missing = missing || node->facts()->isMissing;
            setSubscribed(node, false, {});
        }
    }
    if (missing) {
        removeMissing();
    }
}

void TopicTreeModel::clearSubscriptions()
{
    for (TopicNode *node : std::as_const(m_topics)) {
        setSubscribed(node, false, {});
    }
    while (!m_expansions.empty()) {
        dropExpansion(m_expansions.back());
    }
    removeMissing();
}

void TopicTreeModel::setSubscribed(TopicNode *node, bool on, const Expansion &by)
{
    TopicFacts *facts = node->facts();
    if (facts->subscribed == on) {
        return;
    }
    facts->subscribed = on;
    node->addToAncestors(on ? 1 : -1, 0);
    const Expansion before = std::exchange(facts->broughtBy, by);
    if (by) {
        ++by->subscribed;
    }
    if (on) {
        setLate(node, {});
    }
    boxChanged(node);
    if (before && --before->subscribed == 0) {
        dropExpansion(before);
    }
}

void TopicTreeModel::setLate(TopicNode *node, const Expansion &expansion)
{
    TopicFacts *facts = node->facts();
    if (facts->cameAfter == expansion) {
        return;
    }
    const bool wasLate = facts->cameAfter != nullptr;
    facts->cameAfter = expansion;
    node->addToAncestors(0, (expansion ? 1 : 0) - (wasLate ? 1 : 0));
    boxChanged(node);
}

void TopicTreeModel::dropExpansion(Expansion expansion)
{
    const Expansion dropped = std::move(expansion);
    std::erase(m_expansions, dropped);
    if (m_root->lateBelow() == 0) {
        return;
    }
    for (TopicNode *node : std::as_const(m_topics)) {
        if (node->facts()->cameAfter == dropped) {
            setLate(node, {});
        }
    }
}

void TopicTreeModel::boxChanged(TopicNode *node)
{
    for (; !node->isRoot(); node = node->parent()) {
        const QModelIndex index = indexOf(node, TopicColumn);
        emit dataChanged(index, index);
    }
}

void TopicTreeModel::addMessages(const QList<ReceivedMessage> &messages)
{
    QList<TopicName> unknown;
    for (const ReceivedMessage &message : messages) {
        if (!m_topics.contains(message.message.topic)) {
            unknown.append(message.message.topic);
        }
    }
    insertTopics(unknown);
    for (const ReceivedMessage &message : messages) {
        countMessage(m_topics.value(message.message.topic), message);
    }
    flushSomeDirty();
}

void TopicTreeModel::countMessage(TopicNode *node, const ReceivedMessage &message)
{
    TopicFacts *facts = node->facts();
    const QByteArray &payload = message.message.payload;
    // A whole payload may have a megabyte, and the feed's budget does not count it here.
    facts->lastPayload
        = payload.size() <= keptPayloadBytes ? payload : payload.first(keptPayloadBytes);
    facts->lastPayloadSize = payload.size();
    facts->seen = true;
    ++facts->messageCount;
    ++facts->countThisSecond;
    if (message.replayed) {
        facts->retained = RetainedKnowledge::Held;
    } else if (message.message.payload.isEmpty() && facts->retained == RetainedKnowledge::Held) {
        // An empty message may have cleared what was kept, or may be just that.
        facts->retained = RetainedKnowledge::NotKnown;
    }
    if (!facts->isActive) {
        facts->isActive = true;
        m_active.push_back(node);
        if (!m_secondTimer.isActive()) {
            m_secondTimer.start();
        }
    }
    markDirty(node);
}

void TopicTreeModel::applyPublished(const PublishAnswer &answer)
{
    if (!answer.retain) {
        return;
    }
    insertTopics(answer.topics);
    for (const TopicName &topic : answer.topics) {
        setRetained(m_topics.value(topic),
                    answer.payload.isEmpty() ? RetainedKnowledge::Empty : RetainedKnowledge::Held);
    }
    flushSomeDirty();
}

void TopicTreeModel::forgetRetained()
{
    for (TopicNode *node : std::as_const(m_topics)) {
        setRetained(node, RetainedKnowledge::NotKnown);
    }
    flushSomeDirty();
}

void TopicTreeModel::setRetained(TopicNode *node, RetainedKnowledge knowledge)
{
    if (node->facts()->retained != knowledge) {
        node->facts()->retained = knowledge;
        markDirty(node);
    }
}

void TopicTreeModel::advanceSecond()
{
    std::erase_if(m_active, [this](TopicNode *node) {
        TopicFacts *facts = node->facts();
        facts->countLastSecond = std::exchange(facts->countThisSecond, 0);
        facts->isActive = facts->countLastSecond > 0;
        markDirty(node);
        return !facts->isActive;
    });
    if (m_active.empty()) {
        m_secondTimer.stop();
    }
    flushSomeDirty();
}

void TopicTreeModel::markDirty(TopicNode *node)
{
    if (!node->facts()->isDirty) {
        node->facts()->isDirty = true;
        m_dirty.push_back(node);
    }
}

void TopicTreeModel::flushSomeDirty()
{
    flushDirty(parentsPerFlush);
}

void TopicTreeModel::flushDirty(qsizetype maxParents)
{
    struct Range {
        qsizetype first;
        qsizetype last;
    };
    std::unordered_map<TopicNode *, Range> ranges;
    std::vector<TopicNode *> later;
    for (TopicNode *node : std::exchange(m_dirty, {})) {
        const auto range = ranges.find(node->parent());
        if (range == ranges.end() && qsizetype(ranges.size()) >= maxParents) {
            later.push_back(node);
            continue;
        }
        node->facts()->isDirty = false;
        const qsizetype row = node->row();
        if (range == ranges.end()) {
            ranges.emplace(node->parent(), Range{row, row});
        } else {
            range->second.first = std::min(range->second.first, row);
            range->second.last = std::max(range->second.last, row);
        }
    }
    m_dirty = std::move(later);
    if (!m_dirty.empty()) {
        m_dirtyTimer.start();
    }
    for (const auto &[parent, range] : ranges) {
        const QModelIndex parentIndex = indexOf(parent, 0);
        emit dataChanged(index(int(range.first), RetainedColumn, parentIndex),
                         index(int(range.last), CountColumn, parentIndex));
    }
}

void TopicTreeModel::clear()
{
    const QList<TopicName> gone = topics();
    m_secondTimer.stop();
    m_dirtyTimer.stop();
    beginResetModel();
    m_active.clear();
    m_dirty.clear();
    m_expansions.clear();
    m_topics.clear();
    m_held.clear();
    m_root = std::make_unique<TopicNode>(QByteArray(), nullptr);
    endResetModel();
    heldChanged();
    if (!gone.isEmpty()) {
        emit topicsDisappeared(gone);
        emit topicCountChanged(0);
    }
}

} // namespace corkboard
