#pragma once

#include <QString>
#include <QTextEdit>

namespace corkboard {

/**
 * A sentence that wraps at any width, breaks long words, and can be selected by mouse and keyboard.
 *
 * As high as its text, up to so many lines; longer text scrolls. Neither its text nor a word in it
 * makes a window wider, whoever wrote them. Everything is shown as it is, never as markup.
 */
class WrappedText final : public QTextEdit {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WrappedText)

public:
    explicit WrappedText(int maxLines, QWidget *parent = nullptr);

    void setSentence(const QString &sentence);
    [[nodiscard]] QString sentence() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    int m_maxLines;
};

} // namespace corkboard
