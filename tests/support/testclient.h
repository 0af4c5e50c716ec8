#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QHostAddress>

namespace corkboard {

/**
 * A client made of a plain socket, for tests: it sends the bytes that it is told to and says what
 * came back. It knows no protocol beyond line ends and PING.
 *
 * All functions block until what they wait for has happened, at most for patience(); what did not
 * come is told in the result, as a text in brackets that no server sends. Reading never drops
 * bytes: what one call did not take is there for the next. Not thread-safe; movable, so that it can
 * live in containers.
 */
class TestClient {
public:
    /// How a client is connected.
    struct Options {
        QHostAddress address = QHostAddress(QHostAddress::LocalHost);
        int receiveBufferBytes = 0; ///< SO_RCVBUF; 0 leaves the system's; small ones fill soon
    };

    /// What readLine() gives where no line came before the time was over.
    static constexpr const char *nothingCame = "(nothing came)";
    /// What readLine() gives where the server has closed the connection.
    static constexpr const char *closedByServer = "(closed by the server)";

    /// How long a test waits for anything, in milliseconds, before it fails.
    [[nodiscard]] static int patience();

    /// Connects to @p port on 127.0.0.1; isOpen() says whether that went well.
    explicit TestClient(quint16 port);
    TestClient(quint16 port, const Options &options);
    ~TestClient();
    TestClient(TestClient &&other) noexcept;
    TestClient &operator=(TestClient &&other) noexcept;
    TestClient(const TestClient &) = delete;
    TestClient &operator=(const TestClient &) = delete;

    /// True while this end has not been closed.
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

    /**
     * Sends all of @p bytes; while the server does not take them, what it sends is read and kept,
     * unless reading is paused.
     *
     * @return false where the connection ended or the server did not take the bytes in time
     */
    bool send(QByteArrayView bytes);

    /// Sends @p bytes so that each of them travels in a segment of its own.
    bool sendByteByByte(QByteArrayView bytes);

    /// Sends what the kernel takes at once and returns how many bytes that were; -1 on an error.
    qsizetype sendSome(QByteArrayView bytes);

    /// While paused, send() reads nothing, so that the server's output piles up.
    void setReadingPaused(bool paused) { m_readingPaused = paused; }

    /// The next line without its LF; closedByServer or nothingCame where there is none.
    QByteArray readLine();

    /// The next @p count lines; fewer, the last a text in brackets, where they do not come.
    QByteArrayList readLines(qsizetype count);

    /// Exactly @p count bytes, or fewer where no more came.
    QByteArray readBytes(qsizetype count);

    /// What one read of the socket carries (after what earlier reads left over).
    QByteArray readChunk();

    /// At most @p count bytes of what is there already; takes no more than that from the kernel.
    QByteArray readAvailable(qsizetype count = 65'536);

    /// Everything up to the server's close; ends in nothingCame where it does not close.
    QByteArray readUntilClosed();

    /// Sends @p line and a LF, and gives the next line.
    QByteArray ask(QByteArrayView line);

    /// Sends `<PING>` and gives the lines that came before its PONG: none where nothing was said.
    QByteArrayList linesUntilPong();

    /// Waits for the server's close. False where bytes come first, or nothing does.
    bool isClosedByServer();

    /// Says that this client will send no more (FIN); it still reads.
    void shutDownWriting();

    /// Leaves as a crashing computer does: with RST instead of FIN.
    void reset();

    /// Closes the socket.
    void close();

private:
    enum class Ending { None, Closed };

    void connectTo(quint16 port, const Options &options);
    [[nodiscard]] bool waitFor(short events) const;
    bool receive(qsizetype maxBytes = 65'536);

    int m_descriptor = -1;
    QByteArray m_received; ///< read from the socket and not yet handed out
    Ending m_ending = Ending::None;
    bool m_readingPaused = false;
};

} // namespace corkboard
