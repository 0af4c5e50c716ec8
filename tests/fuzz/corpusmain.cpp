#include "fuzzinput.h"

#include <QDir>
#include <QFile>

namespace {

void say(const QString &text)
{
    std::fputs(qPrintable(text + QLatin1Char('\n')), stderr);
}

} // namespace

// Runs a fuzz target once with each file of the folders that are named on the command line. This is
// how the corpus is an ordinary test, with any compiler.
int main(int argc, char *argv[])
{
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        const QDir folder(QFile::decodeName(argv[i]));
        for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
            // Said before, so that it is the last line where the target ends the program.
            say(name);
            QFile file(folder.filePath(name));
            if (!file.open(QFile::ReadOnly)) {
                say(QStringLiteral("It cannot be read: %1").arg(file.errorString()));
                return EXIT_FAILURE;
            }
            const QByteArray bytes = file.readAll();
            const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
            LLVMFuzzerTestOneInput(input.data(), input.size());
            ++count;
        }
    }
    say(QStringLiteral("%1 inputs").arg(count));
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
