#pragma once

#include <QByteArray>
#include <QList>
#include <QWidget>

class QAction;
class QLabel;

namespace corkboard {

class LogView;
class WireLogModel;

/// Every frame in both directions as it went over the wire, with "copy as a line for nc".
class WirePanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WirePanel)

public:
    /// @param model  must outlive the panel
    explicit WirePanel(WireLogModel &model, QWidget *parent = nullptr);

    /// Copy for nc, clear, show times: for the menu.
    [[nodiscard]] QList<QAction *> wireActions() const;

    void focusWire();

private:
    void buildActions();
    void buildView();
    void updateActions();
    void updateLeftOut();
    void copyForNc();
    void copyRows();

    WireLogModel &m_model;
    LogView *m_view;
    QLabel *m_says;
    QAction *m_copyNc;
    QAction *m_copyRows;
    QAction *m_clear;
    QAction *m_showTime;
};

} // namespace corkboard
