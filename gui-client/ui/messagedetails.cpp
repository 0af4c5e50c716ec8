#include "ui/messagedetails.h"

#include "base/escaping.h"
#include "connection/walltime.h"
#include "ui/elidedlabel.h"

#include <QFontDatabase>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype bytesPerLine = 16;

/// True for UTF-8 in which the only controls are those of ordinary text.
bool isText(QByteArrayView payload)
{
    bool text = true;
    forEachCodePoint(payload, [&text](QByteArrayView, char32_t codePoint) {
        const bool allowed = codePoint == U'\n' || codePoint == U'\t' || codePoint == U'\r';
        text = text && codePoint != invalidUtf8 && (allowed || !isControl(codePoint));
    });
    return text;
}

} // namespace

MessageDetails::MessageDetails(QWidget *parent)
    : QWidget(parent)
    , m_heading(new ElidedLabel(this))
    , m_payload(new QPlainTextEdit(this))
{
    // A long topic is what may be cut: the facts are behind it.
    m_heading->setElideMode(Qt::ElideMiddle);
    m_heading->setObjectName("detailsHeading"_L1);
    m_payload->setReadOnly(true);
    m_payload->setTabChangesFocus(true);
    m_payload->setUndoRedoEnabled(false);
    m_payload->setAccessibleName(tr("The whole selected message"));
    m_payload->setObjectName("detailsPayload"_L1);
    m_payload->setPlaceholderText(tr("Select a message to read all of it here."));
    m_payload->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_payload->setMinimumHeight(fontMetrics().height() * 2 + 10);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_heading);
    layout->addWidget(m_payload, 1);
    clear();
}

void MessageDetails::showMessage(const ReceivedMessage &message)
{
    const QByteArray &payload = message.message.payload;
    const bool text = isText(payload);
    const QLocale locale;
    const QString size
        = payload.size() == 1 ? tr("1 byte") : tr("%1 bytes").arg(locale.toString(payload.size()));
    m_facts = (u"%1 · %2 · %3 · %4%5"_s.arg(message.message.topic.toString(),
                                            exactClockText(message.time),
                                            message.replayed ? tr("stored copy") : tr("live"), size,
                                            text ? QString() : tr(" · not text, shown in hex")));
    m_kept = true;
    updateHeading();
    m_payload->setFont(text ? font() : QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_payload->setPlainText(text ? QString::fromUtf8(payload) : hexDump(payload));
}

void MessageDetails::setKept(bool kept)
{
    if (kept != m_kept) {
        m_kept = kept;
        updateHeading();
    }
}

void MessageDetails::clear()
{
    m_facts = tr("No message selected");
    m_kept = true;
    updateHeading();
    m_payload->clear();
}

void MessageDetails::updateHeading()
{
    m_heading->setText(m_kept ? m_facts : m_facts + tr(" · no longer in the feed"));
}

QString MessageDetails::hexDump(QByteArrayView bytes)
{
    QString dump;
    for (qsizetype offset = 0; offset < bytes.size(); offset += bytesPerLine) {
        const QByteArrayView line
            = bytes.sliced(offset, std::min(bytesPerLine, bytes.size() - offset));
        const QByteArray hex = line.toByteArray().toHex(' ');
        QString text;
        for (const char byte : line) {
            text += byte >= 0x20 && byte < 0x7F ? QLatin1Char(byte) : QLatin1Char('.');
        }
        dump += u"%1  %2  %3\n"_s.arg(offset, 8, 16, QLatin1Char('0'))
                    .arg(QString::fromLatin1(hex), int(-(bytesPerLine * 3 - 1)))
                    .arg(text);
    }
    return dump;
}

} // namespace corkboard
