#pragma once

#include "connection/receivedmessage.h"
#include "connection/requestanswers.h"
#include "models/topicnode.h"
#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace corkboard {

/**
 * All topics as a tree by level, with tick-boxes, last values, counts and rates.
 *
 * Under classroom rules a tick means exactly one topic: Checked where that topic is subscribed,
 * PartiallyChecked where it is not but some below it are, Unchecked else. BelowStateRole says the
 * same of what is below alone: where a branch is a topic and subscribed itself, its box is ticked,
 * and views draw a second one for what is below. Ticking changes nothing here: it emits
 * tickRequested(), and the boxes change when the broker's answer comes to applySubscribed() or
 * applyUnsubscribed().
 *
 * A topic that appears after a wildcard filter that matches it was expanded is unticked and "came
 * later"; HintRole says so on it and on the branches above it, as long as something that the filter
 * brought is still subscribed.
 *
 * Rows are sorted by TopicNode's order and keep it; new ones come between. A batch of new topics is
 * one insertion per run of neighbouring rows, with whole subtrees inside. All columns belong to
 * every level. Good for 100,000 topics.
 */
class TopicTreeModel final : public QAbstractItemModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicTreeModel)

public:
    enum Column {
        TopicColumn, ///< the level, "(empty)" for an empty one; has the tick-box
        RetainedColumn, ///< "R" where the broker is known to hold a retained message
        ValueColumn, ///< the last payload on one line
        RateColumn, ///< messages in the last full second, "12/s"; empty for none
        CountColumn, ///< messages received
        ColumnCount
    };

    enum Role {
        PathRole = Qt::UserRole, ///< QString: topic name or path of the branch, "WEATHER/MN"
        IsTopicRole, ///< bool: a topic exists here; false for a mere branch
        IsReservedRole, ///< bool: begins with `$`; wildcards at the start do not take it
        SubscribedRole, ///< bool
        BelowFilterRole, ///< QString: "WEATHER/#"
        OneLevelFilterRole, ///< QString: "WEATHER/+"
        PayloadRole, ///< QByteArray: the beginning of the last payload, keptPayloadBytes of it
        PayloadSizeRole, ///< qlonglong: the size of the last payload
        RateRole, ///< qulonglong: messages in the last full second
        CountRole, ///< qulonglong
        RetainedRole, ///< int: a RetainedKnowledge
        HintRole, ///< QString: "WEATHER/# was expanded at 10:02; this topic came later."; or empty
        HintFilterRole, ///< QString: the filter to subscribe again; empty without a hint
        LateCountRole, ///< qlonglong: topics that came later, here and below
        BelowStateRole, ///< int, a Qt::CheckState: whether all, some or none below are subscribed
        MarkedRole, ///< bool: the filter of setMarkedFilter() matches this topic
    };

    /// Bytes of a payload that the value column shows.
    static constexpr qsizetype shownPayloadBytes = 96;

    /// Bytes of a payload that are kept; a little more, so that no character is cut in the middle.
    static constexpr qsizetype keptPayloadBytes = shownPayloadBytes + 8;

    explicit TopicTreeModel(QObject *parent = nullptr);
    ~TopicTreeModel() override;

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    /**
     * With Qt::CheckStateRole: emits tickRequested(), or branchTickRequested() where no topic
     * exists.
     *
     * A box that is PartiallyChecked asks to be ticked.
     *
     * @return false always: nothing has changed yet
     */
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

    /// The index of a topic that exists; invalid where there is none.
    [[nodiscard]] QModelIndex indexOf(const TopicName &topic) const;

    /// The index of a topic or branch by its path; invalid where there is none.
    [[nodiscard]] QModelIndex indexOfPath(QStringView path) const;

    /// Topics that exist, those with `$` included.
    [[nodiscard]] qsizetype topicCount() const { return m_topics.size(); }

    /// Whether @p topic is subscribed, as the broker answered.
    [[nodiscard]] bool isSubscribed(const TopicName &topic) const;

    /// The topics that exist, in the order of the tree.
    [[nodiscard]] QList<TopicName> topics() const;

    /// Topics that @p filter matches are marked. Views are not told: they paint themselves anew.
    void setMarkedFilter(const std::optional<TopicFilter> &filter) { m_markedFilter = filter; }

    /**
     * While @p on, topics that addTopics() announces wait, so that rows do not move.
     *
     * Topics that a listing, an answer or a message brings come at once, and so does the first
     * topic of an empty tree. Ends with releaseHeld().
     */
    void setHolding(bool on);

    /// Topics that wait; the heading of the tree says how many.
    [[nodiscard]] qsizetype heldCount() const { return m_held.size(); }

public slots:
    /// The broker's list of all topics: adds new ones, removes those that are gone (never `$`
    /// ones).
    void setTopics(const QList<corkboard::TopicName> &topics);

    /// A batch of topics that were born.
    void addTopics(const QList<corkboard::TopicName> &topics);

    /// The topics that wait come into the tree, whether or not others go on waiting.
    void releaseHeld();

    /// A batch of messages: last values, counts, replays; topics that were not known are added.
    void addMessages(const QList<corkboard::ReceivedMessage> &messages);

    void applySubscribed(const corkboard::SubscribeAnswer &answer);
    void applyUnsubscribed(const corkboard::UnsubscribeAnswer &answer);

    /// Our own publish went well: what the broker holds is known where it was a retained one.
    void applyPublished(const corkboard::PublishAnswer &answer);

    /// All boxes off, no hints: we left the broker.
    void clearSubscriptions();

    /// What the broker holds is not known any more: the connection was lost.
    void forgetRetained();

    /// Empties the tree.
    void clear();

    /// Closes the second for the rates. Called once a second by the model's own timer while there
    /// is something to count; tests call it.
    void advanceSecond();

signals:
    /// The user wants @p topic subscribed (@p on) or not.
    void tickRequested(const corkboard::TopicName &topic, bool on);

    /// The user ticked a branch that is no topic itself: a mere tick would create that topic.
    void branchTickRequested(const QString &path);

    /// topicCount() has changed.
    void topicCountChanged(qsizetype count);

    /// heldCount() has changed.
    void heldCountChanged(qsizetype count);

    /// Topics that the tree did not have before, for completers.
    void topicsAppeared(const QList<corkboard::TopicName> &topics);

    /// Topics that are gone.
    void topicsDisappeared(const QList<corkboard::TopicName> &topics);

private:
    using Expansion = std::shared_ptr<FilterExpansion>;

    // What views ask for: topictreemodel.cpp
    [[nodiscard]] TopicNode *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(TopicNode *node, int column) const;
    [[nodiscard]] QString displayText(const TopicNode &node, int column) const;
    [[nodiscard]] QString toolTip(const TopicNode &node, int column) const;
    [[nodiscard]] QString accessibleText(const TopicNode &node) const;
    [[nodiscard]] QVariant rawValue(const TopicNode &node, int role) const;
    [[nodiscard]] QString subscribedText(const TopicNode &node) const;
    [[nodiscard]] bool isMarked(const TopicNode &node) const;
    [[nodiscard]] QString hint(const TopicNode &node) const;

    // What changes it: topictreechanges.cpp
    void insertTopics(const QList<TopicName> &topics);
    void heldChanged();
    void insertBelow(TopicNode *parent, std::vector<std::unique_ptr<TopicNode>> children);
    void makeTopic(TopicNode *node, const TopicName &name);
    void removeTopics(const QList<TopicName> &topics);
    void removeMissing();
    void removeNode(TopicNode *node);
    [[nodiscard]] Expansion expansionFor(const SubscribeAnswer &answer);
    [[nodiscard]] Expansion newestExpansionFor(const TopicName &topic) const;
    void setSubscribed(TopicNode *node, bool on, const Expansion &by);
    void setLate(TopicNode *node, const Expansion &expansion);
    void dropExpansion(Expansion expansion);
    void boxChanged(TopicNode *node);
    void countMessage(TopicNode *node, const ReceivedMessage &message);
    void setRetained(TopicNode *node, RetainedKnowledge knowledge);
    void markDirty(TopicNode *node);
    void flushSomeDirty();
    void flushDirty(qsizetype maxParents);

    std::unique_ptr<TopicNode> m_root;
    QHash<TopicName, TopicNode *> m_topics;
    QSet<TopicName> m_held; ///< born while rows were to keep still
    bool m_isHolding = false;
    std::optional<TopicFilter> m_markedFilter;
    std::vector<Expansion> m_expansions; ///< oldest first
    std::vector<TopicNode *> m_active; ///< with messages in this second or the last
    std::vector<TopicNode *> m_dirty; ///< whose values changed since the views were told
    QTimer m_secondTimer;
    QTimer m_dirtyTimer;
};

} // namespace corkboard
