#include "base/escaping.h"
#include "fuzzinput.h"
#include "mqtt/describe.h"
#include "mqtt/packetreader.h"
#include "mqtt/packetwriter.h"

#include <QList>

using namespace corkboard;
using namespace corkboard::mqtt;
using fuzz::require;

namespace {

constexpr qsizetype maxPacketBytes = 64 * 1024;

/// The first byte of the input.
struct Choice {
    Sender sender;
    ProtocolVersion version;
    bool isVersionSet; ///< before a CONNECT sets it
    bool keepsRest;
};

Choice choiceOf(quint8 bits)
{
    const auto sender = (bits & 1U) != 0 ? Sender::Server : Sender::Client;
    return {sender, (bits & 2U) != 0 ? ProtocolVersion::V5 : ProtocolVersion::V311,
            (bits & 4U) != 0 || sender == Sender::Server, (bits & 8U) != 0};
}

struct Outcome {
    QList<Packet> packets;
    std::optional<ProtocolError> error;
    std::optional<ProtocolVersion> version;
    bool isPartial = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

PacketReader readerFor(const Choice &choice)
{
    PacketReader reader(choice.sender, maxPacketBytes);
    if (choice.isVersionSet) {
        reader.setVersion(choice.version);
    }
    return reader;
}

/// Reads what has been fed; false where the reader has failed.
bool drain(PacketReader &reader, Outcome &outcome, bool keepsRest)
{
    while (true) {
        auto packet = reader.next();
        if (!packet) {
            outcome.error = packet.error();
            require(reader.next().error() == packet.error(), "an error stays");
            return false;
        }
        if (!*packet) {
            return true;
        }
        outcome.packets.append(**std::move(packet));
        if (keepsRest) {
            reader.keepRest();
        }
    }
}

Outcome readAll(const Choice &choice, const QByteArrayList &pieces, bool keepsRest)
{
    PacketReader reader = readerFor(choice);
    Outcome outcome;
    qsizetype fed = 0;
    for (const QByteArray &piece : pieces) {
        auto copy = fuzz::exactCopy(piece);
        reader.feed(fuzz::viewOf(copy));
        if (keepsRest) {
            reader.keepRest();
            copy = {};
        }
        fed += piece.size();
        const bool goesOn = drain(reader, outcome, keepsRest);
        require(reader.keptBytes() <= 2 * fed + 64, "memory is taken for what has come");
        if (!goesOn) {
            break;
        }
    }
    outcome.isPartial = reader.hasPartialPacket();
    outcome.version = reader.version();
    return outcome;
}

void checkPacket(const Packet &packet, ProtocolVersion version, Sender sender)
{
    const QByteArray bytes = write(packet, version);
    const Outcome again = readAll({sender, version, true, false}, {bytes}, false);
    require(!again.error, "what was written can be read");
    require(again.packets == QList<Packet>{packet}, "what was written is read back identically");
    require(!again.isPartial, "what was written is whole");
    require(write(again.packets.first(), version) == bytes, "it is written the same again");

    forEachCodePoint(describe(packet).toUtf8(), [](QByteArrayView, char32_t codePoint) {
        require(!isControl(codePoint), "a description has no control characters");
    });
}

} // namespace

/// 1 byte: Choice; 4 bytes: the sizes of the pieces; the rest is the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::FuzzInput input(data, size);
    const Choice choice = choiceOf(input.byte());
    std::uint32_t pattern = 0;
    for (int i = 0; i < 4; ++i) {
        pattern = pattern << 8U | input.byte();
    }
    const QByteArray bytes = input.rest();

    const Outcome whole = readAll(choice, {bytes}, false);
    require(readAll(choice, fuzz::inPieces(bytes, pattern), choice.keepsRest) == whole,
            "any split gives the same");
    if (whole.error) {
        require(!whole.error->sentence.isEmpty(), "an error has a sentence");
        require(isError(whole.error->reason), "an error is one");
    }
    for (const Packet &packet : whole.packets) {
        checkPacket(packet, whole.version.value_or(choice.version), choice.sender);
    }
    return 0;
}
