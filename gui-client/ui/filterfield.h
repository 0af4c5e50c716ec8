#pragma once

#include "models/filterpreview.h"
#include "models/filterpreviewmodel.h"
#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QString>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLineEdit;
class QListView;
class QPushButton;

namespace corkboard {

class WrappedText;

/**
 * The field that subscribes to any topic or filter, and says while one types what it would match.
 *
 * Under the field stands the count in a sentence; a list names the topics that match, and level by
 * level why the nearest others do not. The owner hands over the topics that exist: when
 * topicsWanted() asks for them, after noteTopicsChanged().
 */
class FilterField final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterField)

public:
    explicit FilterField(QWidget *parent = nullptr);

    /// The topics that exist now; what is said is worked out anew if something is typed.
    void setTopics(const QList<TopicName> &topics);

    /// The topics are others now. What is said is worked out anew a little later, not each time.
    void noteTopicsChanged();

    /// The topic chosen elsewhere: while something is typed, the list explains it first.
    void setChosenTopic(const TopicName &topic);

    /// Whether subscribing is possible.
    void setCanSubscribe(bool can);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);

    /// The filter typed, where it is one.
    [[nodiscard]] std::optional<TopicFilter> filter() const;

    void clear();
    void focusField();

signals:
    void subscribeRequested(const QString &filter);

    /// The topics that exist are needed: setTopics() at once.
    void topicsWanted();

    /// filter() has changed: what matches it is to be marked.
    void filterChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void handleText();
    void evaluate();
    void fillList(const FilterPreview::Result &result);
    void fitList();
    void submit();

    FilterPreview m_preview;
    FilterPreviewModel m_lines;
    QTimer m_delay;
    bool m_topicsChanged = false;
    bool m_askingForTopics = false;
    TopicName m_chosen;
    bool m_canSubscribe = false;
    bool m_valid = false;
    QLineEdit *m_edit;
    QPushButton *m_subscribe;
    WrappedText *m_summary;
    QListView *m_list;
};

} // namespace corkboard
