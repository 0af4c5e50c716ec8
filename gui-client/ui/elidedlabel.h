#pragma once

#include <QLabel>

namespace corkboard {

/**
 * One line of plain text that is cut with "…" where there is no room for it.
 *
 * Its size hints depend on the font only, never on the text, so that no text from outside and no
 * growing count makes a window wider; it takes the room that is left over. text() is the whole
 * text, and so is the accessible name; while the text is cut, the tool tip shows all of it, and
 * else the one of setToolTip().
 */
class ElidedLabel : public QLabel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    /// Where the text is cut: Qt::ElideRight unless set.
    void setElideMode(Qt::TextElideMode mode);

    /// Not stretching, it asks for the width of its text instead of what is left over, and gives it
    /// up where the window is narrow. Only then does sizeHint() depend on the text.
    void setStretching(bool stretching);

    /// What fits: the text, or a part of it with "…"; line ends are shown as blanks.
    [[nodiscard]] QString shownText() const;

    /// True where shownText() is not all of it.
    [[nodiscard]] bool isElided() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString singleLine() const;

    Qt::TextElideMode m_elideMode = Qt::ElideRight;
    bool m_stretching = true;
};

} // namespace corkboard
