#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>

namespace corkboard {

/**
 * What all clients may hold together: output that waits for them and input that is not complete.
 *
 * Bytes that several clients share are counted once. Going over the limit fails nobody here:
 * exceeded() is said in the next turn, since the broker may be in the middle of a fan-out. Lives in
 * the broker's thread.
 */
class MemoryBudget final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MemoryBudget)
public:
    /// @param limit  bytes
    explicit MemoryBudget(qsizetype limit, QObject *parent = nullptr);

    /// @p bytes more are held; fewer, where it is negative.
    void add(qsizetype bytes)
    {
        m_used += bytes;
        if (m_used > m_limit) {
            sayExceeded();
        }
    }

    /// One more holds @p bytes, which others may hold too.
    void share(const QByteArray &bytes);

    /// One of those who hold @p bytes does so no more.
    void unshare(const QByteArray &bytes);

    [[nodiscard]] qsizetype used() const { return m_used; }
    [[nodiscard]] bool isExceeded() const { return m_used > m_limit; }

signals:
    /// More than the limit is, or was a moment ago, held.
    void exceeded();

protected:
    void customEvent(QEvent *event) override;

private:
    void sayExceeded();

    qsizetype m_limit;
    qsizetype m_used = 0;
    bool m_saying = false;
    QHash<const char *, qsizetype> m_holders; ///< of shared bytes, by where they are
};

} // namespace corkboard
