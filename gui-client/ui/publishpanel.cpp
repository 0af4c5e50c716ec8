#include "ui/publishpanel.h"

#include "models/payloadtext.h"
#include "models/subscriptionmodel.h"
#include "topic/topicfilter.h"
#include "ui/answertext.h"
#include "ui/iconset.h"
#include "ui/inlinenotice.h"
#include "ui/topicbox.h"
#include "ui/wrappedtext.h"

#include <QAction>
#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int payloadLines = 2;
constexpr int payloadPadding = 12;
constexpr int saysLines = 2;
constexpr int noticePadding = 18;
constexpr qsizetype maxNamed = 6;

/// A button as wide as its text with the icon beside it, which the Tab key reaches.
QToolButton *buttonFor(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    button->setAccessibleName(action->iconText());
    return button;
}

} // namespace

PublishPanel::PublishPanel(QAbstractItemModel &topics, SubscriptionModel &subscriptions,
                           QWidget *parent)
    : QWidget(parent)
    , m_subscriptions(subscriptions)
    , m_topic(new TopicBox(topics, this))
    , m_payload(new QPlainTextEdit(this))
    , m_says(new WrappedText(saysLines, this))
    , m_layout(new QGridLayout(this))
    , m_notice(new InlineNotice(this))
{
    buildActions();
    buildLayout();
    m_pause.setParent(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &PublishPanel::refresh);
    connect(m_topic, &QComboBox::editTextChanged, this, &PublishPanel::handleTopicEdited);
    connect(m_payload, &QPlainTextEdit::textChanged, this, &PublishPanel::handlePayloadEdited);
    connect(m_notice, &InlineNotice::closed, this, &PublishPanel::handleNoticeClosed);
    connect(m_notice, &InlineNotice::secondActionTriggered, this,
            &PublishPanel::handleNoticeClosed);
    connect(m_notice, &InlineNotice::actionTriggered, this, &PublishPanel::handleNoticeAction);
    connect(&subscriptions, &SubscriptionModel::countChanged, this, &PublishPanel::refresh);
    setConnected(false);
}

void PublishPanel::buildActions()
{
    m_publish = new QAction(icon(IconName::Publish), tr("&Publish"), this);
    m_publish->setIconText(tr("Publish"));
    m_publish->setObjectName("publish"_L1);
    m_publish->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    m_publish->setToolTip(tr("Everyone who is subscribed receives it now (Ctrl+Enter)"));
    m_publishRetain = new QAction(icon(IconName::Pin), tr("Publish and &Retain"), this);
    m_publishRetain->setIconText(tr("Publish && Retain"));
    m_publishRetain->setObjectName("publishRetain"_L1);
    m_publishRetain->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return),
                                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Enter)});
    m_publishRetain->setToolTip(
        tr("The broker also keeps it, for everyone who subscribes later (Ctrl+Shift+Enter)"));
    connect(m_publish, &QAction::triggered, this, [this] { publish(false); });
    connect(m_publishRetain, &QAction::triggered, this, [this] { publish(true); });
}

void PublishPanel::buildLayout()
{
    m_topic->setMinimumContentsLength(16);
    m_topic->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_topic->setAccessibleName(tr("Topic or filter to publish to"));
    m_topic->lineEdit()->setAccessibleName(tr("Topic or filter to publish to"));
    m_topic->lineEdit()->setPlaceholderText(tr("WEATHER"));
    m_topic->setToolTip(tr("A topic, or a filter with + and #: it goes to every topic that matches "
                           "and that you are subscribed to"));
    m_topic->setObjectName("publishTopic"_L1);
    m_payload->setTabChangesFocus(true);
    m_payload->setAccessibleName(tr("Message to publish"));
    m_payload->setPlaceholderText(tr("Your message; Enter makes a new line"));
    m_payload->setObjectName("publishPayload"_L1);
    m_says->setObjectName("publishSays"_L1);

    auto *topicLabel = new QLabel(tr("Top&ic"), this);
    topicLabel->setBuddy(m_topic);
    auto *payloadLabel = new QLabel(tr("Messa&ge"), this);
    payloadLabel->setBuddy(m_payload);

    QGridLayout *layout = m_layout;
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setVerticalSpacing(3);
    layout->addWidget(topicLabel, 0, 0);
    layout->addWidget(m_topic, 0, 1);
    layout->addWidget(payloadLabel, 0, 2);
    layout->addWidget(m_payload, 0, 3);
    layout->addWidget(buttonFor(m_publish, this), 0, 4);
    layout->addWidget(buttonFor(m_publishRetain, this), 0, 5);
    layout->addWidget(m_says, 1, 0, 1, 6);
    // The same place for both: the row keeps its height, so that the panes above do not jump.
    layout->addWidget(m_notice, 1, 0, 1, 6);
    fitHeights();
    layout->setColumnStretch(1, 1);
    layout->setColumnStretch(3, 2);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void PublishPanel::fitHeights()
{
    m_payload->setFixedHeight(m_payload->fontMetrics().lineSpacing() * payloadLines
                              + payloadPadding);
    m_layout->setRowMinimumHeight(1, fontMetrics().height() + noticePadding);
}

void PublishPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitHeights();
    }
}

void PublishPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_notice->isHidden()) {
        closeNotice();
        handleNoticeClosed();
        return;
    }
    QWidget::keyPressEvent(event);
}

void PublishPanel::handleTopicEdited()
{
    m_topicIsOwn = !m_suggesting && !topic().isEmpty();
    m_declined.clear();
    closeNotice();
    if (m_suggesting) {
        m_pause.stop();
    } else {
        m_pause.start();
    }
    refresh();
}

void PublishPanel::handlePayloadEdited()
{
    m_payloadIsOwn = m_payloadIsOwn || !m_suggesting;
    // That a subscription is missing stays true whatever the message is.
    if (m_offer != Offer::SubscribeAndPublish) {
        closeNotice();
    }
}

void PublishPanel::closeNotice()
{
    m_offer = Offer::Nothing;
    m_notice->dismiss();
    m_says->show();
}

void PublishPanel::handleNoticeClosed()
{
    m_declined = topic();
    m_offer = Offer::Nothing;
    m_says->show();
    refresh();
}

void PublishPanel::setConnected(bool connected)
{
    m_connected = connected;
    m_publish->setEnabled(connected);
    m_publishRetain->setEnabled(connected);
    if (!connected) {
        m_pause.stop();
    }
    // Offers and hints need a connection; why a request failed stays to be read.
    if (!connected && !m_noticeIsFailure) {
        closeNotice();
    } else if (!connected && !m_notice->isHidden()) {
        showNotice(InlineNotice::Kind::Error, m_notice->sentence());
        m_offer = Offer::Nothing;
    }
    refresh();
}

void PublishPanel::suggestTopic(const QString &topic)
{
    if (!m_topicIsOwn) {
        m_suggesting = true;
        m_topic->setEditText(topic);
        m_suggesting = false;
    }
}

void PublishPanel::chooseTopic(const QString &topic)
{
    m_topicIsOwn = false;
    suggestTopic(topic);
    m_payload->setFocus(Qt::ShortcutFocusReason);
    m_payload->selectAll();
}

void PublishPanel::suggestPayload(const QString &payload)
{
    if (!m_payloadIsOwn) {
        m_suggesting = true;
        m_payload->setPlainText(payload);
        m_suggesting = false;
    }
}

void PublishPanel::applyPublished(const PublishAnswer &answer)
{
    closeNotice();
    setResult(answertext::sentence(answer, reachedBy(answer.topic)), true);
}

void PublishPanel::showFailure(const RequestFailure &failure)
{
    m_pause.stop();
    m_offer = Offer::Nothing;
    QString action;
    if (failure.code == ClassroomError::NotSubscribed
        || failure.code == ClassroomError::InvalidTopic) {
        const bool isName = TopicName::parse(QStringView(failure.topic)).has_value();
        m_offer = isName ? Offer::SubscribeAndPublish : Offer::Nothing;
        m_offered = {failure.topic, failure.payload, failure.retain, {}};
        action = isName ? tr("Subscribe and publish") : QString();
    }
    showNotice(InlineNotice::Kind::Error, failure.sentence, action);
}

QList<QAction *> PublishPanel::publishActions() const
{
    return {m_publish, m_publishRetain};
}

void PublishPanel::focusTopic()
{
    m_topic->setFocus(Qt::ShortcutFocusReason);
    m_topic->lineEdit()->selectAll();
}

QString PublishPanel::topic() const
{
    return m_topic->currentText();
}

QByteArray PublishPanel::payload() const
{
    return m_payload->toPlainText().toUtf8();
}

QList<TopicName> PublishPanel::reachedBy(const QString &filter) const
{
    QList<TopicName> reached;
    if (const auto parsed = TopicFilter::parse(QStringView(filter))) {
        const QList<TopicName> topics = m_subscriptions.topics();
        for (const TopicName &name : topics) {
            if (parsed->matches(name)) {
                reached.append(name);
            }
        }
    }
    return reached;
}

void PublishPanel::publish(bool retain)
{
    if (!m_connected) {
        return;
    }
    if (const auto parsed = TopicFilter::parse(QStringView(topic())); !parsed) {
        m_offer = Offer::Nothing;
        showNotice(InlineNotice::Kind::Error, describe(parsed.error()));
        focusTopic();
        return;
    }
    if (retain && payload().isEmpty()) {
        m_offer = Offer::ClearRetained;
        m_offered = {topic(), {}, true, {}};
        showNotice(InlineNotice::Kind::Hint,
                   tr("An empty message with Retain makes the broker forget what %1 keeps.")
                       .arg(wholePayloadText(topic().toUtf8())),
                   tr("Forget it"), tr("Cancel"));
        return;
    }
    emit publishRequested(topic(), payload(), retain);
}

void PublishPanel::refresh()
{
    if (topic().isEmpty() || !m_connected) {
        setResult(m_connected ? tr("Choose a topic on the left or type one.")
                              : tr("Publishing needs a connection."),
                  false);
        return;
    }
    const auto parsed = TopicFilter::parse(QStringView(topic()));
    if (!parsed) {
        setResult(describe(parsed.error()), false);
        return;
    }
    const QString shown = wholePayloadText(parsed->utf8());
    const QList<TopicName> reached = reachedBy(topic());
    if (!reached.isEmpty()) {
        if (m_offer == Offer::SubscribeAndPublish) {
            closeNotice();
        }
        setResult(parsed->hasWildcard()
                      ? tr("Goes to: %1.").arg(answertext::topicList(reached, maxNamed))
                      : tr("Goes to everyone who is subscribed to %1.").arg(shown),
                  false);
        return;
    }
    if (parsed->hasWildcard()) {
        setResult(tr("%1 matches none of your subscriptions: publishing needs one.").arg(shown),
                  false);
        return;
    }
    setResult(tr("You are not subscribed to %1; publishing needs a subscription.").arg(shown),
              false);
    offerSubscription();
}

void PublishPanel::offerSubscription()
{
    // Not in the middle of a word, not over another notice, and not what was declined.
    if (m_pause.isActive() || !m_notice->isHidden() || m_declined == topic()) {
        return;
    }
    m_offer = Offer::SubscribeAndPublish;
    m_offered = {topic(), {}, false, {}};
    showNotice(InlineNotice::Kind::Hint, m_says->sentence(), tr("Subscribe and publish"));
}

void PublishPanel::handleNoticeAction()
{
    m_says->show();
    switch (std::exchange(m_offer, Offer::Nothing)) {
    case Offer::SubscribeAndPublish:
        // What stands in the box now, so that a message changed in the meantime is not lost.
        emit subscribeAndPublishRequested(m_offered.topic, payload(), m_offered.retain);
        break;
    case Offer::ClearRetained:
        emit publishRequested(m_offered.topic, {}, true);
        break;
    case Offer::Nothing:
        break;
    }
}

void PublishPanel::showNotice(InlineNotice::Kind kind, const QString &sentence,
                              const QString &action, const QString &second)
{
    m_says->hide();
    m_noticeIsFailure = kind == InlineNotice::Kind::Error;
    m_notice->showNotice(kind, sentence, action, second);
}

void PublishPanel::setResult(const QString &sentence, bool good)
{
    m_says->setSentence(good ? u"✓ "_s + sentence : sentence);
    m_says->setVisible(m_notice->isHidden());
}

} // namespace corkboard
