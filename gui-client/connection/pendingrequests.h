#pragma once

#include "classroom/command.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QList>
#include <QString>

#include <deque>
#include <optional>

namespace corkboard {

/// A request that the broker has not answered yet.
struct PendingRequest {
    Verb verb = Verb::Ping;
    QString topic{}; ///< topic or filter; empty where the request has none
    QByteArray payload{}; ///< of PUB and PUBR
    bool restoring = false; ///< a SUB made by the connection itself after it was lost
    bool internal = false; ///< made by the connection itself: its answer is not told to the owner
    bool typed = false; ///< made by runTyped()
    QElapsedTimer age{}; ///< since it was sent
};

/**
 * The requests of the classroom protocol that are still to be answered, in the order sent.
 *
 * The broker answers in the order of the requests. It says nothing to a PUB that went well, and
 * nothing behind the last line of HELP; so an answer for a later request says that those before it
 * are done.
 */
class PendingRequests {
public:
    void append(PendingRequest request);

    [[nodiscard]] bool isEmpty() const { return m_requests.empty(); }
    [[nodiscard]] qsizetype size() const { return qsizetype(m_requests.size()); }

    /// What an answer settles.
    struct Settled {
        QList<PendingRequest> done; ///< PUBs and HELPs before it, which went well
        PendingRequest request; ///< the one answered
    };

    /**
     * Takes the request that an answer for @p verb belongs to: the first with that verb, if nothing
     * stands before it but PUBs and HELPs.
     *
     * @return nothing where no such answer can come now; then nothing is taken
     */
    [[nodiscard]] std::optional<Settled> settle(Verb verb);

    /// True where the next line of an answer may be for @p verb, as for settle().
    [[nodiscard]] bool expects(Verb verb) const;

    /// Takes all that are left, in order, when the connection has ended.
    [[nodiscard]] QList<PendingRequest> takeAll();

private:
    [[nodiscard]] std::optional<size_t> find(Verb verb) const;

    std::deque<PendingRequest> m_requests;
};

} // namespace corkboard
