#pragma once

#include <QByteArray>
#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;

namespace corkboard {

class ElidedLabel;
class LogView;
class PassingAnswer;
class WireLogModel;

/// Every frame in both directions as it went over the wire, with "copy as a line for nc", and how
/// many of them are kept.
class WirePanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WirePanel)

public:
    /// @param model  must outlive the panel
    explicit WirePanel(WireLogModel &model, QWidget *parent = nullptr);

    /// Copy for nc, clear, show times: for the menu.
    [[nodiscard]] QList<QAction *> wireActions() const;

    /// "12 of 5,000 lines, 0.1 of 16 MB · 300 older not kept"
    [[nodiscard]] QString countsText() const;

    void focusWire();

private:
    void buildActions();
    void buildView();
    QHBoxLayout *buildButtons();
    void updateCounts();
    void updateFollowing();
    void copyForNc();
    void copyRows();

    WireLogModel &m_model;
    LogView *m_view;
    ElidedLabel *m_counts;
    PassingAnswer *m_answer;
    QAction *m_copyNc;
    QAction *m_copyRows;
    QAction *m_newest;
    QAction *m_clear;
    QAction *m_showTime;
};

} // namespace corkboard
