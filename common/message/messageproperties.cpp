#include "message/messageproperties.h"

#include <QUtf8StringView>

namespace corkboard {

bool MessageProperties::isEmpty() const
{
    return !payloadFormat && !messageExpiryInterval && !contentType && !responseTopic
        && !correlationData && userProperties.isEmpty();
}

bool hasPromisedFormat(const MessageProperties &properties, QByteArrayView payload)
{
    return properties.payloadFormat != PayloadFormat::Utf8
        || QUtf8StringView(payload.data(), payload.size()).isValidUtf8();
}

} // namespace corkboard
