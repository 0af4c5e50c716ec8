#include "app/logwriter.h"

#include "base/escaping.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QMutex>

#include <array>
#include <cstdio>
#include <utility>

#ifdef Q_OS_UNIX
#include <poll.h>
#include <unistd.h>
#endif

namespace corkboard {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype maxTextBytes = 512;

QMutex mutex;
quint64 linesLeftOut = 0; ///< under the mutex

QString levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return u"debug"_s;
    case QtInfoMsg:
        return u"info"_s;
    case QtWarningMsg:
        return u"warning"_s;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return u"error"_s;
}

/// Writes @p line unless that would have to wait.
bool tryWrite(const QByteArray &line)
{
#ifdef Q_OS_UNIX
    pollfd standardError{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&standardError, 1, 0) != 1 || (standardError.revents & POLLOUT) == 0) {
        return false;
    }
    return ::write(STDERR_FILENO, line.constData(), size_t(line.size())) >= 0;
#else
    return std::fwrite(line.constData(), 1, size_t(line.size()), stderr) > 0;
#endif
}

QByteArray formatted(QtMsgType type, QStringView category, const QString &text)
{
    const QString time = QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH:mm:ss.zzz");
    return u"%1 %2 %3: %4\n"_s
        .arg(time, levelName(type).leftJustified(7), category, escapedForLog(text, maxTextBytes))
        .toUtf8();
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    QString category = QString::fromLatin1(context.category != nullptr ? context.category : "");
    category = category.startsWith("corkboard."_L1) ? category.sliced(10) : u"qt"_s;
    const QMutexLocker lock(&mutex);
    if (linesLeftOut > 0) {
        const QByteArray note
            = formatted(QtWarningMsg, u"log",
                        u"%1 lines were left out because nobody read the log"_s.arg(linesLeftOut));
        if (!tryWrite(note)) {
            ++linesLeftOut;
            return;
        }
        linesLeftOut = 0;
    }
    if (!tryWrite(formatted(type, category, text))) {
        ++linesLeftOut;
    }
}

} // namespace

void installLogWriter(LogLevel level)
{
    QString rules;
    const std::array types{std::pair(LogLevel::Warning, u"warning"_s),
                           std::pair(LogLevel::Info, u"info"_s),
                           std::pair(LogLevel::Debug, u"debug"_s)};
    for (const auto &[least, type] : types) {
        rules += u"corkboard.*.%1=%2\n"_s.arg(type, level >= least ? u"true"_s : u"false"_s);
    }
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(writeMessage);
}

} // namespace corkboard
