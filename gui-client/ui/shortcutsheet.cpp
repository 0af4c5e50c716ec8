#include "ui/shortcutsheet.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

QString plainText(const QAction &action)
{
    QString text = action.text();
    text.replace("&&"_L1, "\1"_L1).remove(u'&').replace(u'\1', u'&');
    return text;
}

QString shortcutsOf(const QAction &action)
{
    return action.shortcuts().isEmpty()
        ? QString()
        : action.shortcuts().constFirst().toString(QKeySequence::NativeText);
}

} // namespace

ShortcutSheet::ShortcutSheet(const QList<Section> &sections, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    QString html = u"<table cellspacing='0' cellpadding='2'>"_s;
    for (const Section &section : sections) {
        html += u"<tr><td colspan='2'><b><br>%1</b></td></tr>"_s.arg(section.title.toHtmlEscaped());
        for (const QAction *action : section.actions) {
            if (const QString keys = shortcutsOf(*action); !keys.isEmpty()) {
                html += u"<tr><td><code>%1</code>&nbsp;&nbsp;</td><td>%2</td></tr>"_s.arg(
                    keys.toHtmlEscaped(), plainText(*action).toHtmlEscaped());
            }
        }
    }
    html += u"</table>"_s;
    auto *label = new QLabel(html, this);
    label->setTextFormat(Qt::RichText);
    label->setMargin(8);
    label->setAccessibleName(text(sections));
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(label);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("List of keyboard shortcuts"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    resize(label->sizeHint().width() + 60, qMin(label->sizeHint().height() + 80, 640));
}

QString ShortcutSheet::text(const QList<Section> &sections)
{
    QString result;
    for (const Section &section : sections) {
        for (const QAction *action : section.actions) {
            if (const QString keys = shortcutsOf(*action); !keys.isEmpty()) {
                result += u"%1\t%2\n"_s.arg(keys, plainText(*action));
            }
        }
    }
    return result;
}

} // namespace corkboard
