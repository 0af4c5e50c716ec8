#pragma once

#include <QFrame>
#include <QString>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace corkboard {

/**
 * A sentence inside the window, with at most two buttons that do what it suggests.
 *
 * Used in place of message boxes: it takes no focus, hides itself when its button was pressed, and
 * Escape inside it dismisses it. Hidden until something is shown.
 */
class InlineNotice final : public QFrame {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InlineNotice)

public:
    enum class Kind { Hint, Error };

    explicit InlineNotice(QWidget *parent = nullptr);

    /**
     * Shows @p sentence, in place of what was shown before.
     *
     * @param actionText  text of the first button; no button where empty
     * @param secondText  text of a second button; no button where empty
     */
    void showNotice(Kind kind, const QString &sentence, const QString &actionText = {},
                    const QString &secondText = {});

    /// Hides the notice without telling anybody.
    void dismiss();

    /// The sentence shown; empty while hidden.
    [[nodiscard]] QString sentence() const;

signals:
    void actionTriggered(); ///< the first button was pressed
    void secondActionTriggered(); ///< the second button was pressed

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyColors();

    Kind m_kind = Kind::Hint;
    QLabel *m_sentence;
    QToolButton *m_action;
    QToolButton *m_second;
    QToolButton *m_close;
};

} // namespace corkboard
