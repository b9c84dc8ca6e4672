"""Everything the rules know, to read and to search: a line to type in, a list, and what was chosen in full."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.desk.override_rates import OverrideRate
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import EmptyState, Option, Segmented, button
from clinicdesk.ui.jobs import Job, Progress
from clinicdesk.ui.settings.rule_words import Entry, Sort, entries_of, found
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.ui.context import DeskContext

_EVERYTHING = ""
_HERE = "Here, in the last 12 months"
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class RuleReader(QWidget):
    """Rules, questions, advice and sources; made ready when they are first looked at.

    Signals:
        edit_requested(name): change what is in front, in a copy of the rules.
    """

    edit_requested = Signal(str)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._knowledge = context.desk.ruleset.knowledge
        self._rates: dict[str, OverrideRate] = {}
        self._job: Job | None = None
        self._entries: tuple[Entry, ...] = ()
        self._shown: list[Entry] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Words of a rule, a question or a source")
        self.search.setAccessibleName("Search rules, questions, advice and sources")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._refresh)
        self.search.installEventFilter(self)
        self.sort = Segmented([Option(_EVERYTHING, "All"), *(Option(sort, sort) for sort in Sort)], name="Show")
        self.sort.set_value(_EVERYTHING)
        self.sort.value_chosen.connect(self._refresh)
        self.count = set_role(QLabel(), "muted")
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName("In full")
        # An address is there to be read or copied; this program opens nothing on a network.
        self.detail.setOpenLinks(False)
        self.edit = button("Edit in a copy", icon="pencil")
        self.edit.clicked.connect(self._edit)
        self.nothing = EmptyState("search", "", "Check the spelling, or type fewer words.")
        self._lay_out()

    def show_knowledge(self) -> None:
        """Read the rules that judge from here on."""
        self._knowledge, self._entries = self._context.desk.ruleset.knowledge, ()
        if self.isVisible():
            self._gather()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Gather everything the first time."""
        if not self._entries:
            self._gather()
        self.count_overrides()
        super().showEvent(event)

    def count_overrides(self) -> None:
        """Count anew how often each rule was overridden, beside the window where that is possible."""
        context = self._context
        now = context.now()
        if self._job is not None:
            return
        if context.open_desk is None:
            self._show_rates(context.desk.override_rates.of_last_year(now=now) or {})
            return
        counted: list[dict[str, OverrideRate]] = []

        def work(desk: "Desk", progress: Progress) -> None:
            rates = desk.override_rates.of_last_year(now=now, progress=progress)
            if rates is not None:
                counted.append(rates)

        self._job = Job(context.open_desk, work, self)
        self._job.done.connect(lambda: self._show_rates(counted[0]))
        self._job.cancelled.connect(lambda: self._show_rates(self._rates))
        self._job.failed.connect(self._fail)
        self._job.start()

    def stop(self) -> None:
        """Count no further, and stay until that is so; for leaving the page."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Move through the list while the caret stays in the line."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _gather(self) -> None:
        self._entries = entries_of(self._knowledge)
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.sort)
        row.addStretch(1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(SPACE + 4)
        column.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self.list, 2)
        column.addWidget(self.detail, 3)
        column.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.nothing, 5)

    def _refresh(self) -> None:
        wanted = self.sort.value()
        entries = [each for each in self._entries if wanted in {_EVERYTHING, each.sort}]
        self._shown = found(entries, self.search.text())
        self.list.blockSignals(True)
        self.list.clear()
        for entry in self._shown:
            item = QListWidgetItem(_line(entry), self.list)
            item.setToolTip(entry.title)
        self.list.blockSignals(False)
        self.count.setText(f"{len(self._shown)} of {len(entries)}" if self.search.text() else f"{len(entries)} entries")
        self.list.setCurrentRow(0 if self._shown else -1)
        self.nothing.title.setText(f"Nothing found for “{self.search.text().strip()}”")
        for part in (self.list, self.detail, self.edit):
            part.setVisible(bool(self._shown))
        self.nothing.setVisible(not self._shown)
        self._show(self.list.currentRow())

    def _edit(self) -> None:
        self.edit_requested.emit(self._shown[self.list.currentRow()].name)

    def _show(self, row: int) -> None:
        if row < 0:
            self.detail.clear()
            return
        entry = self._shown[row]
        if entry.sort is Sort.RULE:
            said = rate_words(self._rates.get(entry.name, OverrideRate()))
            entry = replace(entry, parts=(*entry.parts, (_HERE, said)))
        self.detail.setHtml(entry.html)

    def _show_rates(self, rates: "dict[str, OverrideRate]") -> None:
        self._job = None
        if rates != self._rates:
            self._rates = rates
            self._show(self.list.currentRow())

    def _fail(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, ClinicDeskError):
            raise error
        self._context.messages.show_error(error)


def rate_words(rate: OverrideRate) -> tuple[str, ...]:
    """What became of a rule, one line each: ``Held or stopped 41 sessions``."""
    if rate == OverrideRate():
        return ("Held or stopped no session",)
    lines = [f"Held or stopped {rate.held} {'session' if rate.held == 1 else 'sessions'}"]
    for count, what in ((rate.released, "released for one session"), (rate.cleared, "cleared for a person")):
        if count:
            lines.append(f"{what.capitalize()} {'once' if count == 1 else f'{count} times'}")
    return tuple(lines)


def _line(entry: Entry) -> str:
    return f"{entry.name}  {entry.title}" if entry.sort is Sort.RULE else entry.title
