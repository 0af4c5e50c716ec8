#pragma once

#include <QFrame>
#include <QString>

class QBoxLayout;
class QToolButton;

namespace corkboard {

class WrappedText;

/**
 * A sentence inside the window, with at most two buttons that do what it suggests.
 *
 * Used in place of message boxes: it takes no focus, hides itself when its button was pressed, and
 * Escape inside it dismisses it. Screen readers are told of it as of an alert; its text can be
 * selected, breaks anywhere and scrolls beyond some lines. Hidden until something is shown.
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
     * @param actionText  text of the first button, elided where it is long; no button where empty
     * @param secondText  text of a second button; no button where empty
     */
    void showNotice(Kind kind, const QString &sentence, const QString &actionText = {},
                    const QString &secondText = {});

    /// Hides the notice without telling anybody.
    void dismiss();

    /// The sentence shown; empty while hidden.
    [[nodiscard]] QString sentence() const;

    /// Whether a notice is shown that has a button besides the cross.
    [[nodiscard]] bool hasOffer() const;

signals:
    void actionTriggered(); ///< the first button was pressed
    void secondActionTriggered(); ///< the second button was pressed
    void closed(); ///< the person closed it: the cross or Escape

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyColors();
    void arrange();
    void closeByPerson();
    static void setButton(QToolButton &button, const QString &text);

    Kind m_kind = Kind::Hint;
    QBoxLayout *m_layout; ///< the sentence and the buttons: beside or above them
    QBoxLayout *m_buttons;
    WrappedText *m_sentence;
    QToolButton *m_action;
    QToolButton *m_second;
    QToolButton *m_close;
};

} // namespace corkboard
