#pragma once

#include "connection/brokerconnection.h"
#include "models/commandhistory.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace corkboard {

/**
 * The line for typed commands, `/SUB WEATHER`, with a history for Up and Down.
 *
 * What it does goes through the same connection as the window's buttons; the broker's
 * answer stands under it in a sentence. Help is shown as a list above it until Escape. A line that
 * may have a password in it is not kept.
 */
class CommandLine final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandLine)

public:
    /// @param connection  must outlive the panel
    explicit CommandLine(BrokerConnection &connection, QWidget *parent = nullptr);

    [[nodiscard]] QStringList history() const { return m_history.lines(); }
    void setHistory(const QStringList &lines);

    void focusLine();

signals:
    void historyChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectAnswers();
    void submit();
    void handleState(BrokerConnection::State state);
    void say(const QString &sentence);
    void sayAnswer(const QString &sentence);
    void showHelp(const QList<HelpLine> &lines);

    BrokerConnection &m_connection;
    CommandHistory m_history;
    bool m_joining = false; ///< a typed CONN is under way
    bool m_leaving = false; ///< a typed DISC is under way
    QLineEdit *m_line;
    QLabel *m_says;
    QPlainTextEdit *m_help;
};

} // namespace corkboard
