#pragma once

#include "classroom/frame.h"

#include <QByteArray>
#include <QByteArrayView>

namespace corkboard {

/**
 * Writes @p frame as one line, with its LF.
 *
 * What is written is read back identically by parseFrame(), for every byte string in every field;
 * the line itself is valid UTF-8 without control characters.
 *
 * The verb must be as Frame says, and a field that is free text must be the last one.
 *
 * Escaped are backslash, C0, DEL and C1 controls and bytes that are not valid UTF-8; in fields that
 * are not free text also `,` `<` `>`.
 */
[[nodiscard]] QByteArray writeFrame(const Frame &frame);

/// `<VERB, TOPIC, PAYLOAD>` and LF, without building a Frame first; for the hot path.
[[nodiscard]] QByteArray writeMessage(QByteArrayView verb, QByteArrayView topic,
                                      QByteArrayView payload);

} // namespace corkboard
