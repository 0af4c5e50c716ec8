#include "ui/roombanner.h"

#include "models/plaintooltip.h"
#include "ui/iconset.h"
#include "ui/passinganswer.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// How much larger than other text an address is.
constexpr double enlargement = 2.2;

/// What is typed in the address box needs no scheme; without it the address is easier to read.
QString withoutScheme(const QString &address)
{
    return QString(address).remove("classroom://"_L1);
}

} // namespace

RoomBanner::RoomBanner(QWidget *parent)
    : QFrame(parent)
    , m_rows(new QVBoxLayout)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *sentence = new QLabel(
        tr("Others join with this address, in Corkboard's address box or in a terminal with nc:"),
        this);
    sentence->setWordWrap(true);
    auto *close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(icon(IconName::Unsubscribe));
    close->setToolTip(tr("Hide (Esc)"));
    close->setAccessibleName(tr("Hide the addresses to join"));
    close->setFocusPolicy(Qt::StrongFocus);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);

    auto *top = new QHBoxLayout;
    top->addWidget(sentence, 1);
    top->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 8);
    layout->addLayout(top);
    layout->addLayout(m_rows);
    hide();
}

void RoomBanner::showAddresses(const QStringList &addresses)
{
    qDeleteAll(m_rowWidgets);
    m_rowWidgets.clear();
    for (const QString &address : addresses.mid(0, maxShown)) {
        addRow(address);
    }
    if (addresses.size() > maxShown) {
        addMoreButton(addresses.mid(maxShown));
    }
    setVisible(!addresses.isEmpty());
}

void RoomBanner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        for (const QWidget *row : std::as_const(m_rowWidgets)) {
            if (auto *label = row->findChild<QLabel *>("address"_L1)) {
                enlarge(*label);
            }
        }
    }
}

void RoomBanner::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QFrame::keyPressEvent(event);
}

void RoomBanner::addMoreButton(const QStringList &addresses)
{
    QStringList shown;
    for (const QString &address : addresses) {
        shown.append(withoutScheme(address));
    }
    auto *more = new QToolButton(this);
    more->setText(tr("and %L1 more").arg(addresses.size()));
    more->setToolTip(plainToolTip(shown.join(u'\n')));
    more->setAccessibleName(tr("Show more addresses to join: %1").arg(shown.join(", "_L1)));
    more->setFocusPolicy(Qt::StrongFocus);
    more->setObjectName("moreAddresses"_L1);
    connect(more, &QToolButton::clicked, this, [this, more, addresses] {
        m_rowWidgets.removeOne(more);
        more->deleteLater();
        more->hide();
        for (const QString &address : addresses) {
            addRow(address);
        }
    });
    m_rows->addWidget(more, 0, Qt::AlignLeft);
    m_rowWidgets.append(more);
}

void RoomBanner::addRow(const QString &address)
{
    const QString shown = withoutScheme(address);
    auto *row = new QWidget(this);
    auto *label = new QLabel(shown, row);
    label->setObjectName("address"_L1);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(tr("Address to join: %1").arg(shown));
    enlarge(*label);
    auto *copy = new QToolButton(row);
    copy->setIcon(icon(IconName::Copy));
    copy->setText(tr("Copy"));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy->setAccessibleName(tr("Copy the address %1").arg(shown));
    copy->setFocusPolicy(Qt::StrongFocus);
    auto *answer = new PassingAnswer(row);
    connect(copy, &QToolButton::clicked, this, [shown, answer] {
        QGuiApplication::clipboard()->setText(shown);
        answer->say(tr("Copied."));
    });
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(copy);
    layout->addWidget(answer);
    layout->addStretch(1);
    m_rows->addWidget(row);
    m_rowWidgets.append(row);
}

void RoomBanner::enlarge(QLabel &label) const
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * enlargement);
    large.setBold(true);
    label.setFont(large);
}

} // namespace corkboard
