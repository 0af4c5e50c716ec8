#include "ui/wirepanel.h"

#include "models/wirelogmodel.h"
#include "ui/columnwidth.h"
#include "ui/emptyhint.h"
#include "ui/iconset.h"
#include "ui/logview.h"
#include "ui/wiredelegate.h"

#include <QAction>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

WirePanel::WirePanel(WireLogModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new LogView(this))
    , m_says(new QLabel(this))
{
    buildActions();
    buildView();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_says, 1);
    for (QAction *action : {m_copyNc, m_clear}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text().remove(u'&'));
        buttons->addWidget(button);
    }
    m_says->setTextFormat(Qt::PlainText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    connect(&model, &WireLogModel::leftOutChanged, this, &WirePanel::updateLeftOut);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &WirePanel::updateActions);
    updateActions();
    updateLeftOut();
}

void WirePanel::buildActions()
{
    m_copyNc = new QAction(icon(IconName::Wire), tr("&Copy as a line for nc"), this);
    m_copyNc->setIconText(tr("Copy for nc"));
    m_copyNc->setToolTip(tr("Copy a terminal command that sends the selected line (Ctrl+Shift+C)"));
    m_copyNc->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_copyNc->setObjectName("copyForNc"_L1);
    m_copyRows = new QAction(icon(IconName::Copy), tr("Copy the selected lines"), this);
    m_copyRows->setShortcut(QKeySequence::Copy);
    m_copyRows->setShortcutContext(Qt::WidgetShortcut);
    m_clear = new QAction(icon(IconName::Clear), tr("Clear the &wire panel"), this);
    m_clear->setIconText(tr("Clear"));
    m_clear->setToolTip(tr("Forget the lines shown here"));
    m_showTime = new QAction(tr("Show the &time of each line"), this);
    m_showTime->setCheckable(true);
    connect(m_showTime, &QAction::toggled, this,
            [this](bool shown) { m_view->setColumnHidden(WireLogModel::TimeColumn, !shown); });
    connect(m_copyNc, &QAction::triggered, this, &WirePanel::copyForNc);
    connect(m_copyRows, &QAction::triggered, this, &WirePanel::copyRows);
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

void WirePanel::updateActions()
{
    const QList<int> rows = m_view->selectedRows();
    m_copyNc->setEnabled(rows.size() == 1 && !m_model.lineForNc(rows.constFirst()).isEmpty());
}

void WirePanel::updateLeftOut()
{
    const quint64 count = m_model.leftOut();
    m_says->setText(count == 0 ? QString() : tr("%L1 older lines not kept").arg(count));
}

void WirePanel::copyForNc()
{
    const QList<int> rows = m_view->selectedRows();
    if (rows.size() == 1) {
        QGuiApplication::clipboard()->setText(m_model.lineForNc(rows.constFirst()));
    }
}

void WirePanel::copyRows()
{
    const QString text = m_model.rowsAsText(m_view->selectedRows());
    if (!text.isEmpty()) {
        QGuiApplication::clipboard()->setText(text);
    }
}

} // namespace corkboard
