#include "models/topicnode.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace corkboard {

TopicNode::TopicNode(QByteArray level, TopicNode *parent)
    : m_level(std::move(level))
    , m_parent(parent)
{
}

QByteArray TopicNode::path() const
{
    if (isRoot() || m_parent->isRoot()) {
        return m_level;
    }
    return m_parent->path() + '/' + m_level;
}

qsizetype TopicNode::row() const
{
    if (isRoot()) {
        return 0;
    }
    const auto &siblings = m_parent->m_children;
    if (size_t(m_rowHint) >= siblings.size() || siblings[size_t(m_rowHint)].get() != this) {
        m_rowHint = m_parent->rowFor(m_level);
    }
    return m_rowHint;
}

TopicNode *TopicNode::findChild(QByteArrayView level) const
{
    const qsizetype row = rowFor(level);
    return row < childCount() && child(row)->level() == level ? child(row) : nullptr;
}

qsizetype TopicNode::rowFor(QByteArrayView level) const
{
    const auto position = std::ranges::lower_bound(
        m_children, level,
        [this](QByteArrayView a, QByteArrayView b) { return comesBefore(a, b, isRoot()); },
        [](const auto &node) { return QByteArrayView(node->level()); });
    return position - m_children.begin();
}

void TopicNode::insertChildren(qsizetype row, std::vector<std::unique_ptr<TopicNode>> children)
{
    for (const auto &each : children) {
        each->m_parent = this;
    }
    m_children.insert(m_children.begin() + row, std::make_move_iterator(children.begin()),
                      std::make_move_iterator(children.end()));
}

TopicNode *TopicNode::addChild(QByteArrayView level)
{
    const qsizetype row = rowFor(level);
    const auto position = m_children.insert(m_children.begin() + row,
                                            std::make_unique<TopicNode>(level.toByteArray(), this));
    return position->get();
}

std::vector<std::unique_ptr<TopicNode>> TopicNode::takeChildren()
{
    return std::exchange(m_children, {});
}

void TopicNode::removeChild(qsizetype row)
{
    m_children.erase(m_children.begin() + row);
}

void TopicNode::setFacts(std::unique_ptr<TopicFacts> facts)
{
    m_facts = std::move(facts);
}

void TopicNode::addToAncestors(qsizetype subscribed, qsizetype late, qsizetype topics)
{
    for (TopicNode *node = m_parent; node != nullptr; node = node->m_parent) {
        node->m_topicsBelow += topics;
        node->m_subscribedBelow += subscribed;
        node->m_lateBelow += late;
    }
}

bool TopicNode::comesBefore(QByteArrayView a, QByteArrayView b, bool firstLevel)
{
    if (firstLevel && a.startsWith('$') != b.startsWith('$')) {
        return b.startsWith('$');
    }
    const int withoutCase = a.compare(b, Qt::CaseInsensitive);
    return withoutCase != 0 ? withoutCase < 0 : a.compare(b) < 0;
}

} // namespace corkboard
