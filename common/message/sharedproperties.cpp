#include "message/sharedproperties.h"

namespace corkboard {

SharedProperties::SharedProperties(MessageProperties properties)
    : m_properties(properties.isEmpty()
                       ? nullptr
                       : std::make_shared<const MessageProperties>(std::move(properties)))
{
}

const MessageProperties &SharedProperties::operator*() const
{
    static const MessageProperties none;
    return m_properties ? *m_properties : none;
}

} // namespace corkboard
