#pragma once

#include <QByteArray>
#include <QList>
#include <QWidget>

class QAction;
class QCheckBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QToolButton;

namespace corkboard {

class EmptyHint;
class LogView;
class MessageDetails;
class MessageFeedModel;

/**
 * The feed with its filter, pause, copy and clear, the exact counts, and the whole selected
 * message.
 */
class FeedPanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FeedPanel)

public:
    /// @param model  must outlive the panel
    explicit FeedPanel(MessageFeedModel &model, QWidget *parent = nullptr);

    /// What an empty feed says depends on these.
    void setSituation(bool connected, int subscriptions);

    /// Pause, copy, clear, newest, details: for the menu.
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
    void updateDetails();
    void copySelected();

    MessageFeedModel &m_model;
    bool m_connected = false;
    int m_subscriptions = 0;
    LogView *m_view;
    EmptyHint *m_empty;
    MessageDetails *m_details;
    QLineEdit *m_filter;
    QCheckBox *m_live;
    QCheckBox *m_stored;
    QLabel *m_filterSays;
    QLabel *m_counts;
    QToolButton *m_newestButton;
    QSplitter *m_splitter;
    QAction *m_pause;
    QAction *m_copy;
    QAction *m_clear;
    QAction *m_newest;
    QAction *m_showDetails;
};

} // namespace corkboard
