#pragma once

#include "connection/walltime.h"
#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QByteArray>
#include <QtGlobal>

#include <memory>
#include <vector>

namespace corkboard {

/// What a window knows of the broker's stored message of one topic.
enum class RetainedKnowledge {
    NotKnown, ///< nothing was seen of it
    Held, ///< a replay was seen, or our own publish & retain was answered
    Empty, ///< our own clearing was answered
};

/// A wildcard filter of ours that acted once; while something that it brought is still subscribed.
struct FilterExpansion {
    TopicFilter filter;
    WallTime time;
    qsizetype subscribed = 0; ///< topics that it brought and that are still subscribed
};

/// What is known of a topic that exists.
struct TopicFacts {
    TopicName name;
    QByteArray lastPayload{}; ///< the beginning of it: what can be shown
    qsizetype lastPayloadSize = 0; ///< the true size
    quint64 messageCount = 0;
    quint64 countThisSecond = 0;
    quint64 countLastSecond = 0; ///< the rate
    bool subscribed = false;
    bool isMissing = false; ///< not in the broker's last list, kept because it is to come back
    bool isActive = false; ///< it is among those whose rate is looked at each second
    bool isDirty = false; ///< its values changed since the views were told
    bool seen = false; ///< a message of it came, so that lastPayload means something
    RetainedKnowledge retained = RetainedKnowledge::NotKnown;
    std::shared_ptr<FilterExpansion> broughtBy{}; ///< the wildcard filter that subscribed it
    std::shared_ptr<FilterExpansion> cameAfter{}; ///< the expansion that it came too late for
};

/**
 * One level in the tree of topics: a topic, a branch to topics below, or both.
 *
 *     WEATHER            level "WEATHER", a topic and a branch
 *     ├─ MN              level "MN", a topic
 *     └─ (empty)         level "", a branch
 *        └─ X            the topic WEATHER//X
 *
 * Children are sorted: alphabetically without regard to ASCII case, equal ones by their bytes; on
 * the first level those that begin with `$` come last. A node owns its children.
 */
class TopicNode {
public:
    TopicNode(QByteArray level, TopicNode *parent);

    [[nodiscard]] const QByteArray &level() const { return m_level; }
    [[nodiscard]] TopicNode *parent() const { return m_parent; }
    [[nodiscard]] bool isRoot() const { return m_parent == nullptr; }

    /// The levels from the first to this one, joined with `/`.
    [[nodiscard]] QByteArray path() const;

    [[nodiscard]] qsizetype childCount() const { return qsizetype(m_children.size()); }
    [[nodiscard]] TopicNode *child(qsizetype row) const { return m_children[size_t(row)].get(); }

    /// The row of this node in its parent; O(1) mostly, else O(log siblings).
    [[nodiscard]] qsizetype row() const;

    /// The child with @p level; nullptr where there is none.
    [[nodiscard]] TopicNode *findChild(QByteArrayView level) const;

    /// The row at which a child with @p level stands or would stand.
    [[nodiscard]] qsizetype rowFor(QByteArrayView level) const;

    /// Inserts children in front of @p row; they must belong there by the order.
    void insertChildren(qsizetype row, std::vector<std::unique_ptr<TopicNode>> children);

    /// Inserts one child where it belongs.
    TopicNode *addChild(QByteArrayView level);

    /// Takes all children out. They do not have another parent yet.
    [[nodiscard]] std::vector<std::unique_ptr<TopicNode>> takeChildren();

    /// Destroys a child and all below it.
    void removeChild(qsizetype row);

    /// What is known of the topic here; nullptr for a mere branch.
    [[nodiscard]] TopicFacts *facts() const { return m_facts.get(); }
    void setFacts(std::unique_ptr<TopicFacts> facts);

    /// Topics below this node: all, those that are subscribed, that came later than a filter.
    [[nodiscard]] qsizetype topicsBelow() const { return m_topicsBelow; }
    [[nodiscard]] qsizetype subscribedBelow() const { return m_subscribedBelow; }
    [[nodiscard]] qsizetype lateBelow() const { return m_lateBelow; }

    /// Adds to the counts of all ancestors.
    void addToAncestors(qsizetype subscribed, qsizetype late, qsizetype topics = 0);

    /// Whether level @p a comes before @p b among siblings.
    [[nodiscard]] static bool comesBefore(QByteArrayView a, QByteArrayView b, bool firstLevel);

private:
    QByteArray m_level;
    TopicNode *m_parent;
    std::vector<std::unique_ptr<TopicNode>> m_children;
    std::unique_ptr<TopicFacts> m_facts;
    mutable qsizetype m_rowHint = 0;
    qsizetype m_topicsBelow = 0;
    qsizetype m_subscribedBelow = 0;
    qsizetype m_lateBelow = 0;
};

} // namespace corkboard
