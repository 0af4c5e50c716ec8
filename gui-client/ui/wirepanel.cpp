#include "ui/wirepanel.h"

#include "models/wirelogmodel.h"
#include "ui/columnwidth.h"
#include "ui/elidedlabel.h"
#include "ui/emptyhint.h"
#include "ui/iconset.h"
#include "ui/logview.h"
#include "ui/passinganswer.h"
#include "ui/wiredelegate.h"

#include <QAction>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr double bytesPerMegabyte = 1024 * 1024;

} // namespace

WirePanel::WirePanel(WireLogModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new LogView(this))
    , m_counts(new ElidedLabel(this))
    , m_answer(new PassingAnswer(this))
{
    buildActions();
    buildView();
    m_counts->setObjectName("wireCounts"_L1);
    m_answer->setInsteadOf(m_counts);
    auto *says = new QHBoxLayout;
    says->addWidget(m_counts, 1);
    says->addWidget(m_answer, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(m_view, 1);
    layout->addLayout(says);
    layout->addLayout(buildButtons());
    connect(&model, &WireLogModel::leftOutChanged, this, &WirePanel::updateCounts);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &WirePanel::updateCounts);
    connect(&model, &QAbstractItemModel::modelReset, this, &WirePanel::updateCounts);
    connect(m_view, &LogView::followingChanged, this, &WirePanel::updateFollowing);
    updateCounts();
    updateFollowing();
}

QHBoxLayout *WirePanel::buildButtons()
{
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addStretch(1);
    for (QAction *action : {m_newest, m_copyRows, m_copyNc, m_clear}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        // The dock is narrow, and only one of the pictures does not speak for itself.
        button->setToolButtonStyle(action == m_copyNc ? Qt::ToolButtonTextBesideIcon
                                                      : Qt::ToolButtonIconOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text().remove(u'&'));
        buttons->addWidget(button);
    }
    return buttons;
}

void WirePanel::buildActions()
{
    m_copyNc = new QAction(icon(IconName::Wire), tr("&Copy as a line for nc"), this);
    m_copyNc->setIconText(tr("Copy for nc"));
    m_copyNc->setToolTip(tr("Copy a terminal command that sends the selected line (Ctrl+Shift+C); "
                            "only for lines that this window sent"));
    m_copyNc->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_copyNc->setObjectName("copyForNc"_L1);
    m_copyRows = new QAction(icon(IconName::Copy), tr("Copy the selected lines"), this);
    m_copyRows->setToolTip(tr("Copy the selected lines whole (Ctrl+C in the list)"));
    m_copyRows->setObjectName("copyLines"_L1);
    m_copyRows->setShortcut(QKeySequence::Copy);
    m_copyRows->setShortcutContext(Qt::WidgetShortcut);
    m_newest = new QAction(icon(IconName::Newest), tr("Go to the newest line"), this);
    m_newest->setObjectName("newestLine"_L1);
    m_clear = new QAction(icon(IconName::Clear), tr("Clear the &wire panel"), this);
    m_clear->setIconText(tr("Clear"));
    m_clear->setToolTip(tr("Forget the lines shown here"));
    m_showTime = new QAction(tr("Show the &time of each line"), this);
    m_showTime->setCheckable(true);
    m_showTime->setObjectName("showTime"_L1);
    connect(m_showTime, &QAction::toggled, this,
            [this](bool shown) { m_view->setColumnHidden(WireLogModel::TimeColumn, !shown); });
    connect(m_copyNc, &QAction::triggered, this, &WirePanel::copyForNc);
    connect(m_copyRows, &QAction::triggered, this, &WirePanel::copyRows);
    connect(m_newest, &QAction::triggered, m_view, &LogView::goToNewest);
    connect(m_clear, &QAction::triggered, &m_model, &WireLogModel::clear);
}

void WirePanel::buildView()
{
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new WireDelegate(m_view));
    m_view->setAccessibleName(tr("Frames on the wire"));
    m_view->setObjectName("wire"_L1);
    m_view->addActions({m_copyNc, m_copyRows});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    QHeaderView *header = m_view->horizontalHeader();
    header->setMinimumSectionSize(20);
    const auto fit = [header](int column, const QString &sample) {
        header->resizeSection(column, columnWidth(*header, column, sample));
    };
    fit(WireLogModel::TimeColumn, u"00:00:00.000"_s);
    fit(WireLogModel::DirectionColumn, u"→"_s);
    // The feed shows the time too; here the line is what matters.
    m_view->setColumnHidden(WireLogModel::TimeColumn, true);
    header->setStretchLastSection(true);
    auto *hint = new EmptyHint(m_view);
    hint->setSentence(tr("Every line between this window and the broker is shown here, as it is "
                         "sent."));
}

QList<QAction *> WirePanel::wireActions() const
{
    return {m_copyNc, m_clear, m_showTime};
}

void WirePanel::focusWire()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
}

QString WirePanel::countsText() const
{
    const QLocale locale;
    QString text
        = tr("%1 of %2 lines, %3 of %4 MB")
              .arg(locale.toString(m_model.rowCount()), locale.toString(WireLogModel::maxRows),
                   locale.toString(double(m_model.bytes()) / bytesPerMegabyte, 'f', 1),
                   locale.toString(double(WireLogModel::maxBytes) / bytesPerMegabyte, 'f', 0));
    if (m_model.leftOut() > 0) {
        text += tr(" · %1 older not kept").arg(locale.toString(m_model.leftOut()));
    }
    return text;
}

void WirePanel::updateCounts()
{
    m_counts->setText(countsText());
}

void WirePanel::updateFollowing()
{
    m_newest->setEnabled(!m_view->isFollowing());
    const int below = m_view->newRowsBelow();
    m_newest->setToolTip(below > 0 ? tr("Go to the newest line; %L1 new below").arg(below)
                                   : tr("Go to the newest line"));
}

void WirePanel::copyForNc()
{
    const QList<int> rows = m_view->selectedRows();
    if (rows.size() != 1) {
        m_answer->say(tr("Select one line first."));
        return;
    }
    const QString line = m_model.lineForNc(rows.constFirst());
    if (line.isEmpty()) {
        m_answer->say(tr("Only sent lines (→) are for nc."));
        return;
    }
    QGuiApplication::clipboard()->setText(line);
    m_answer->say(tr("Copied: paste it in a terminal."));
}

void WirePanel::copyRows()
{
    const QList<int> rows = m_view->selectedRows();
    if (rows.isEmpty()) {
        m_answer->say(tr("No line is selected."));
        return;
    }
    QGuiApplication::clipboard()->setText(m_model.rowsAsText(rows));
    m_answer->say(rows.size() == 1 ? tr("Copied 1 line.")
                                   : tr("Copied %L1 lines.").arg(rows.size()));
}

} // namespace corkboard
