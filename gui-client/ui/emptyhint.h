#pragma once

#include <QLabel>
#include <QString>

class QAbstractItemView;

namespace corkboard {

/**
 * A sentence in the middle of a view that has no rows: what the next click is.
 *
 * It lies on the view's viewport, lets clicks through, and is there only while the model is empty.
 */
class EmptyHint final : public QLabel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyHint)

public:
    /// @param view  has its model already; owns the hint
    explicit EmptyHint(QAbstractItemView *view);

    /// The sentence; the view's accessible description follows it while the view is empty.
    void setSentence(const QString &sentence);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void place();

    QAbstractItemView *m_view;
};

} // namespace corkboard
