#include "ui/commandline.h"

#include "ui/answertext.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int helpLines = 12;
constexpr qsizetype maxNamed = 20;

/// True for a CONN with more than a name, however it is written: the second field is a password.
bool mayHaveAPassword(const QString &line)
{
    static const QRegularExpression pattern(u"^\\s*[/<]?\\s*conn[\\s,]+[^\\s,]+[\\s,]+[^\\s,>]"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern.match(line).hasMatch();
}

} // namespace

CommandLine::CommandLine(BrokerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_line(new QLineEdit(this))
    , m_says(new QLabel(this))
    , m_help(new QPlainTextEdit(this))
{
    m_line->setPlaceholderText(tr("/SUB WEATHER   /PUB WEATHER Rain   /HELP"));
    m_line->setAccessibleName(tr("Command line"));
    m_line->setToolTip(tr("Commands as they are typed to the broker; Up and Down repeat earlier "
                          "ones"));
    m_line->setObjectName("commandLine"_L1);
    m_line->installEventFilter(this);
    m_says->setTextFormat(Qt::PlainText);
    m_says->setWordWrap(true);
    m_says->setObjectName("commandSays"_L1);
    m_says->hide();
    m_help->setReadOnly(true);
    m_help->setTabChangesFocus(true);
    m_help->setAccessibleName(tr("The broker's commands"));
    m_help->setMaximumHeight(fontMetrics().lineSpacing() * helpLines);
    m_help->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_help->hide();

    auto *label = new QLabel(tr("Comman&d"), this);
    label->setBuddy(m_line);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_line, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 0, 6, 4);
    layout->setSpacing(3);
    layout->addWidget(m_help);
    layout->addLayout(row);
    layout->addWidget(m_says);
    connect(m_line, &QLineEdit::returnPressed, this, &CommandLine::submit);
    connectAnswers();
}

void CommandLine::connectAnswers()
{
    connect(&m_connection, &BrokerConnection::subscribed, this,
            [this](const SubscribeAnswer &answer) { sayAnswer(answertext::sentence(answer)); });
    connect(&m_connection, &BrokerConnection::unsubscribed, this,
            [this](const UnsubscribeAnswer &answer) { sayAnswer(answertext::sentence(answer)); });
    connect(&m_connection, &BrokerConnection::publishAnswered, this,
            [this](const PublishAnswer &answer) { sayAnswer(answertext::sentence(answer, {})); });
    connect(&m_connection, &BrokerConnection::requestFailed, this,
            [this](const RequestFailure &failure) { sayAnswer(failure.sentence); });
    connect(&m_connection, &BrokerConnection::subscriptionsListed, this,
            [this](const QList<TopicName> &topics) {
                sayAnswer(topics.isEmpty()
                              ? tr("You have no subscriptions.")
                              : tr("Subscribed: %1.").arg(answertext::topicList(topics, maxNamed)));
            });
    connect(&m_connection, &BrokerConnection::topicsListed, this,
            [this](const QList<TopicName> &topics) {
                sayAnswer(tr("The broker has: %1.").arg(answertext::topicList(topics, maxNamed)));
            });
    connect(&m_connection, &BrokerConnection::pongReceived, this,
            [this](std::chrono::milliseconds roundTrip) {
                sayAnswer(tr("The broker answered after %1 ms.").arg(roundTrip.count()));
            });
    connect(&m_connection, &BrokerConnection::helpReceived, this, &CommandLine::showHelp);
    connect(&m_connection, &BrokerConnection::stateChanged, this, &CommandLine::handleState);
    connect(&m_connection, &BrokerConnection::connectionFailed, this,
            [this](const ConnectionError &error) {
                if (std::exchange(m_joining, false)) {
                    say(error.sentence);
                }
            });
}

void CommandLine::setHistory(const QStringList &lines)
{
    QStringList kept = lines;
    kept.removeIf(&mayHaveAPassword);
    m_history.setLines(kept);
}

void CommandLine::focusLine()
{
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

bool CommandLine::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
        m_line->setText(m_history.previous(m_line->text()));
        return true;
    case Qt::Key_Down:
        m_line->setText(m_history.next(m_line->text()));
        return true;
    case Qt::Key_Escape:
        m_help->hide();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void CommandLine::submit()
{
    const QString line = m_line->text();
    if (line.trimmed().isEmpty()) {
        return;
    }
    if (!mayHaveAPassword(line)) {
        m_history.add(line);
        emit historyChanged();
    }
    m_help->hide();
    m_says->hide();
    const auto before = m_connection.state();
    if (const auto made = m_connection.runTyped(line); !made) {
        // The text stays, to be put right.
        say(made.error());
        return;
    }
    m_line->clear();
    const auto now = m_connection.state();
    m_joining = now != before && now == BrokerConnection::State::Connecting;
    m_leaving = now != before && now == BrokerConnection::State::Disconnecting;
}

void CommandLine::handleState(BrokerConnection::State state)
{
    if (state == BrokerConnection::State::Connected && std::exchange(m_joining, false)) {
        say(tr("%1.").arg(m_connection.stateText()));
    }
    if (state == BrokerConnection::State::Disconnected) {
        if (std::exchange(m_leaving, false)) {
            say(tr("Left %1.").arg(m_connection.address().toShortString()));
        }
        m_joining = false;
    }
}

void CommandLine::sayAnswer(const QString &sentence)
{
    if (m_connection.answersTyped()) {
        say(sentence);
    }
}

void CommandLine::say(const QString &sentence)
{
    m_says->setText(sentence);
    m_says->setAccessibleName(sentence);
    m_says->show();
}

void CommandLine::showHelp(const QList<HelpLine> &lines)
{
    if (!m_connection.answersTyped()) {
        return;
    }
    m_help->setPlainText(answertext::helpText(lines).trimmed());
    m_help->show();
    m_says->hide();
}

} // namespace corkboard
