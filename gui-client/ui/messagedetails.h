#pragma once

#include "connection/receivedmessage.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace corkboard {

/**
 * The whole of one message: topic, time, mark, true size, and the payload without any cut.
 *
 * Text is shown as it is, with its line ends; a payload that is not UTF-8 text as a hex dump.
 */
class MessageDetails final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageDetails)

public:
    explicit MessageDetails(QWidget *parent = nullptr);

    void showMessage(const ReceivedMessage &message);

    /// Says that no message is selected.
    void clear();

    /// Offset, 16 bytes in hex and as text per line, as `hexdump -C` writes it.
    [[nodiscard]] static QString hexDump(QByteArrayView bytes);

private:
    QLabel *m_heading;
    QPlainTextEdit *m_payload;
};

} // namespace corkboard
