#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QTableView;

namespace corkboard {

class EmptyHint;
class SubscriptionModel;

/// The list of our subscriptions, the filter that brought each, and a button that ends them.
class SubscriptionPanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SubscriptionPanel)

public:
    /// @param model  must outlive the panel
    explicit SubscriptionPanel(SubscriptionModel &model, QWidget *parent = nullptr);

    /// Whether unsubscribing is possible.
    void setConnected(bool connected);

signals:
    void unsubscribeRequested(const QString &topic);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyFont();
    void unsubscribeSelected();
    void refresh();

    SubscriptionModel &m_model;
    bool m_connected = false;
    QLabel *m_title;
    QTableView *m_view;
    QPushButton *m_unsubscribe;
};

} // namespace corkboard
