#pragma once

#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>

#include <memory>

namespace corkboard {

/**
 * Values by topic name or topic filter, in a tree with one node per level.
 *
 *     WEATHER ── + ── NINE          "WEATHER/+/NINE"
 *        │
 *        └─ # ·                     "WEATHER/#"
 *
 * All edges of the tree stand in one hash table, keyed by (parent node, level); siblings are also
 * linked, so that a filter's wildcard can visit them. A node costs the same whether it has one
 * child or a thousand, and a look-up costs one hash per level.
 *
 *     m_children: (root, "WEATHER") → W     (W, "+") → P     (W, "#") → H     (P, "NINE") → N
 *
 * The two ways of matching:
 *  - the tree holds filters and is asked with a name: forEachFilterMatching();
 *  - the tree holds names and is asked with a filter: forEachNameMatching().
 *
 * References to values stay valid until that value is removed. Visitors must not change the tree.
 * Not thread-safe.
 *
 * @tparam Value  default-constructible
 */
template <typename Value>
class TopicTree {
public:
    TopicTree() = default;
    ~TopicTree();
    Q_DISABLE_COPY_MOVE(TopicTree)

    /// The value at @p path (a name or a filter as bytes); nullptr where there is none.
    [[nodiscard]] Value *find(QByteArrayView path);
    [[nodiscard]] const Value *find(QByteArrayView path) const;

    /// The value at @p path; a new one where there was none.
    Value &insert(QByteArrayView path);

    /// Removes the value at @p path and the nodes that nothing needs any more. False: none there.
    bool remove(QByteArrayView path);

    /// How many values there are.
    [[nodiscard]] qsizetype size() const { return m_size; }

    /**
     * Calls @p visit(Value &) for every stored filter that matches @p name, in no order.
     * Cost: O(levels · 2^wildcard branches). Source: MQTT 5.0 §4.7.1–4.7.3.
     */
    template <typename Visitor>
    void forEachFilterMatching(const TopicName &name, Visitor &&visit) const;

    /**
     * Calls @p visit(Value &) for every stored name that @p filter matches, in no order.
     * Cost: O(levels) for a filter without wildcards, else by the part of the tree it covers.
     */
    template <typename Visitor>
    void forEachNameMatching(const TopicFilter &filter, Visitor &&visit) const;

    /// Whether @p filter matches any stored name. Stops at the first one, and `#` takes no walk.
    [[nodiscard]] bool anyNameMatches(const TopicFilter &filter) const;

private:
    struct Node {
        Node *parent = nullptr;
        Node *firstChild = nullptr;
        Node *previous = nullptr;
        Node *next = nullptr;
        QByteArray level;
        std::unique_ptr<Value> value;
        bool hasWildcardChild = false; ///< false also saves the look-ups of + and #
    };
    struct Edge {
        const Node *parent;
        QByteArrayView level; ///< points into the child's own level

        friend bool operator==(const Edge &a, const Edge &b)
        {
            return a.parent == b.parent && a.level == b.level;
        }
        friend size_t qHash(const Edge &edge, size_t seed = 0)
        {
            return qHashMulti(seed, quintptr(edge.parent), edge.level);
        }
    };

    [[nodiscard]] Node *child(const Node *parent, QByteArrayView level) const
    {
        return m_edges.value({parent, level}, nullptr);
    }
    [[nodiscard]] Node *findNode(QByteArrayView path) const;
    Node *addChild(Node *parent, QByteArrayView level);
    void removeIfNeedless(Node *node);

    template <typename Visitor>
    void matchFilters(const Node *node, const TopicLevels &levels, qsizetype depth,
                      Visitor &visit) const;
    template <typename Visitor>
    void matchNames(const Node *node, const TopicLevels &levels, qsizetype depth,
                    Visitor &visit) const;
    template <typename Visitor>
    void visitSubtree(const Node *node, bool skipReserved, Visitor &visit) const;
    [[nodiscard]] bool anyName(const Node *node, const TopicLevels &levels, qsizetype depth) const;

    Node m_root;
    QHash<Edge, Node *> m_edges;
    qsizetype m_size = 0;
};

template <typename Value>
TopicTree<Value>::~TopicTree()
{
    qDeleteAll(m_edges);
}

template <typename Value>
auto TopicTree<Value>::findNode(QByteArrayView path) const -> Node *
{
    const TopicLevels levels = splitLevels(path);
    Node *node = child(&m_root, levels[0]);
    for (qsizetype i = 1; node != nullptr && i < levels.size(); ++i) {
        node = child(node, levels[i]);
    }
    return node;
}

template <typename Value>
Value *TopicTree<Value>::find(QByteArrayView path)
{
    Node *node = findNode(path);
    return node != nullptr ? node->value.get() : nullptr;
}

template <typename Value>
const Value *TopicTree<Value>::find(QByteArrayView path) const
{
    const Node *node = findNode(path);
    return node != nullptr ? node->value.get() : nullptr;
}

template <typename Value>
auto TopicTree<Value>::addChild(Node *parent, QByteArrayView level) -> Node *
{
    auto *node = new Node;
    node->parent = parent;
    node->level = level.toByteArray();
    node->next = parent->firstChild;
    if (node->next != nullptr) {
        node->next->previous = node;
    }
    parent->firstChild = node;
    parent->hasWildcardChild = parent->hasWildcardChild || node->level == "+" || node->level == "#";
    m_edges.insert({parent, node->level}, node);
    return node;
}

template <typename Value>
Value &TopicTree<Value>::insert(QByteArrayView path)
{
    Node *node = &m_root;
    for (const QByteArrayView level : splitLevels(path)) {
        Node *next = child(node, level);
        node = next != nullptr ? next : addChild(node, level);
    }
    if (!node->value) {
        node->value = std::make_unique<Value>();
        ++m_size;
    }
    return *node->value;
}

template <typename Value>
bool TopicTree<Value>::remove(QByteArrayView path)
{
    Node *node = findNode(path);
    if (node == nullptr || !node->value) {
        return false;
    }
    node->value.reset();
    --m_size;
    removeIfNeedless(node);
    return true;
}

template <typename Value>
void TopicTree<Value>::removeIfNeedless(Node *node)
{
    while (node != &m_root && !node->value && node->firstChild == nullptr) {
        Node *parent = node->parent;
        m_edges.remove({parent, node->level});
        if (node->previous != nullptr) {
            node->previous->next = node->next;
        } else {
            parent->firstChild = node->next;
        }
        if (node->next != nullptr) {
            node->next->previous = node->previous;
        }
        delete node;
        node = parent;
    }
}

template <typename Value>
template <typename Visitor>
void TopicTree<Value>::forEachFilterMatching(const TopicName &name, Visitor &&visit) const
{
    if (!name.isEmpty()) {
        matchFilters(&m_root, name.levels(), 0, visit);
    }
}

template <typename Value>
template <typename Visitor>
void TopicTree<Value>::matchFilters(const Node *node, const TopicLevels &levels, qsizetype depth,
                                    Visitor &visit) const
{
    const bool fenced = depth == 0 && levels[0].startsWith('$');
    if (node->hasWildcardChild && !fenced) {
        const Node *hash = child(node, "#");
        if (hash != nullptr && hash->value) {
            visit(*hash->value);
        }
    }
    if (depth == levels.size()) {
        if (node->value) {
            visit(*node->value);
        }
        return;
    }
    if (const Node *same = child(node, levels[depth])) {
        matchFilters(same, levels, depth + 1, visit);
    }
    if (node->hasWildcardChild && !fenced) {
        if (const Node *plus = child(node, "+")) {
            matchFilters(plus, levels, depth + 1, visit);
        }
    }
}

template <typename Value>
template <typename Visitor>
void TopicTree<Value>::forEachNameMatching(const TopicFilter &filter, Visitor &&visit) const
{
    if (!filter.isEmpty()) {
        matchNames(&m_root, filter.levels(), 0, visit);
    }
}

template <typename Value>
template <typename Visitor>
void TopicTree<Value>::matchNames(const Node *node, const TopicLevels &levels, qsizetype depth,
                                  Visitor &visit) const
{
    if (depth == levels.size()) {
        if (node->value) {
            visit(*node->value);
        }
        return;
    }
    if (levels[depth] == QByteArrayView("#")) {
        visitSubtree(node, depth == 0, visit);
        return;
    }
    if (levels[depth] != QByteArrayView("+")) {
        if (const Node *same = child(node, levels[depth])) {
            matchNames(same, levels, depth + 1, visit);
        }
        return;
    }
    for (const Node *each = node->firstChild; each != nullptr; each = each->next) {
        if (depth > 0 || !each->level.startsWith('$')) {
            matchNames(each, levels, depth + 1, visit);
        }
    }
}

template <typename Value>
bool TopicTree<Value>::anyNameMatches(const TopicFilter &filter) const
{
    return !filter.isEmpty() && anyName(&m_root, filter.levels(), 0);
}

template <typename Value>
bool TopicTree<Value>::anyName(const Node *node, const TopicLevels &levels, qsizetype depth) const
{
    if (depth == levels.size()) {
        return node->value != nullptr;
    }
    const bool all = levels[depth] == QByteArrayView("#");
    if (all && depth > 0) {
        return true; // no node stays in the tree without a value at it or below
    }
    if (!all && levels[depth] != QByteArrayView("+")) {
        const Node *same = child(node, levels[depth]);
        return same != nullptr && anyName(same, levels, depth + 1);
    }
    for (const Node *each = node->firstChild; each != nullptr; each = each->next) {
        const bool fenced = depth == 0 && each->level.startsWith('$');
        if (!fenced && (all || anyName(each, levels, depth + 1))) {
            return true;
        }
    }
    return false;
}

template <typename Value>
template <typename Visitor>
void TopicTree<Value>::visitSubtree(const Node *node, bool skipReserved, Visitor &visit) const
{
    if (node->value) {
        visit(*node->value);
    }
    for (const Node *each = node->firstChild; each != nullptr; each = each->next) {
        if (!skipReserved || !each->level.startsWith('$')) {
            visitSubtree(each, false, visit);
        }
    }
}

} // namespace corkboard
