#pragma once

#include <QByteArray>
#include <QList>
#include <QWidget>

#include <optional>

class QAction;
class QCheckBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QToolButton;

namespace corkboard {

class ElidedLabel;
class EmptyHint;
class LogView;
class MessageDetails;
class MessageFeedModel;
class PassingAnswer;

/**
 * The feed with its filter, pause, copy and clear, the exact counts, and the whole message that a
 * person chose last, which stays there when it falls out of the feed.
 */
class FeedPanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FeedPanel)

public:
    /// @param model  must outlive the panel
    explicit FeedPanel(MessageFeedModel &model, QWidget *parent = nullptr);

    /// What an empty feed says depends on these.
    void setSituation(bool connected, int subscriptions);

    /// Pause, copy, clear and its undo, newest, details: for the menu.
    [[nodiscard]] QList<QAction *> feedActions() const;

    void focusFeed();
    void focusFilter();

    /// "1,204 kept of 1,204 received, 0 hidden · limit 100,000 rows / 128 MB"
    [[nodiscard]] QString countsText() const;

    /// States of columns and splitter, for the settings.
    [[nodiscard]] QByteArray saveColumns() const;
    void restoreColumns(const QByteArray &state);
    [[nodiscard]] QByteArray saveSplitter() const;
    void restoreSplitter(const QByteArray &state);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildActions();
    QAction *makeAction(const QString &text, const QString &name);
    QWidget *buildTop();
    QWidget *buildBottom();
    void buildView();
    void applyFilter();
    void updateCounts();
    void updateFollowing();
    void updatePause();
    void updateHint();
    void updateUndo();
    void reserveRoom();
    [[nodiscard]] QString nothingPassesText() const;
    void showDetails(int row);
    void clearFeed();
    void copySelected();

    MessageFeedModel &m_model;
    bool m_connected = false;
    int m_subscriptions = 0;
    std::optional<quint64> m_detailsPosition; ///< in the feed, of the message in the details
    LogView *m_view;
    EmptyHint *m_empty;
    MessageDetails *m_details;
    QLineEdit *m_filter;
    QCheckBox *m_live;
    QCheckBox *m_stored;
    QLabel *m_filterSays;
    ElidedLabel *m_counts;
    PassingAnswer *m_answer;
    ElidedLabel *m_clearedSays;
    QToolButton *m_undoButton;
    QToolButton *m_newestButton;
    QSplitter *m_splitter;
    QAction *m_pause;
    QAction *m_copy;
    QAction *m_clear;
    QAction *m_undoClear;
    QAction *m_newest;
    QAction *m_showDetails;
};

} // namespace corkboard
