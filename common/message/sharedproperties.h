#pragma once

#include "message/messageproperties.h"

#include <memory>

namespace corkboard {

/**
 * MessageProperties that all copies of a message share: one null pointer where there are none.
 *
 * A constant value, compared by what it holds. Copies may be used in several threads.
 */
class SharedProperties {
public:
    SharedProperties() = default;

    /// Takes no memory for properties that are empty.
    explicit SharedProperties(MessageProperties properties);

    [[nodiscard]] bool isEmpty() const { return m_properties == nullptr; }

    /// The properties; all of them absent where isEmpty().
    [[nodiscard]] const MessageProperties &operator*() const;
    [[nodiscard]] const MessageProperties *operator->() const { return &**this; }

    friend bool operator==(const SharedProperties &a, const SharedProperties &b)
    {
        return a.m_properties == b.m_properties || *a == *b;
    }

private:
    std::shared_ptr<const MessageProperties> m_properties;
};

} // namespace corkboard
