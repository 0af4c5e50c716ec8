#pragma once

#include "connection/receivedmessage.h"

#include <QWidget>

class QPlainTextEdit;

namespace corkboard {

class ElidedLabel;

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

    /// Says whether the message is still in the feed; its text stays in any case.
    void setKept(bool kept);

    /// Says that no message is selected.
    void clear();

    /// Offset, 16 bytes in hex and as text per line, as `hexdump -C` writes it.
    [[nodiscard]] static QString hexDump(QByteArrayView bytes);

private:
    void updateHeading();

    ElidedLabel *m_heading;
    QString m_facts; ///< topic, time, mark and size
    bool m_kept = true;
    QPlainTextEdit *m_payload;
};

} // namespace corkboard
