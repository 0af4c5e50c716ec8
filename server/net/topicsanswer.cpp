#include "net/topicsanswer.h"

#include "broker/topiccatalog.h"
#include "classroom/framewriter.h"

namespace corkboard {

const QByteArray &TopicsAnswer::line(const TopicCatalog &catalog)
{
    if (m_count != catalog.count()) {
        m_count = catalog.count();
        Frame frame{"TOPICS", {QByteArray::number(m_count)}};
        frame.fields.reserve(m_count + 1);
        for (const TopicName &topic : catalog.all()) {
            frame.fields.append(topic.utf8());
        }
        m_line = writeFrame(frame);
    }
    return m_line;
}

} // namespace corkboard
