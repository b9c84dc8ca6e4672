"""Everything that was ever put in force, and putting an earlier version back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.domain.rule_version import SHIPPED, RulesEntry, RuleStep
from clinicdesk.ui.enter_key import enter_presses, is_enter, is_save
from clinicdesk.ui.fields import Card, Field, button
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import SPACE, IconLabel, set_role
from clinicdesk.ui.when import clock, dated_day

if TYPE_CHECKING:
    from clinicdesk.desk.rule_bench import RulesStanding
    from clinicdesk.ui.context import DeskContext


class VersionsView(QWidget):
    """What judges now, the versions that could be put back, and the history.

    Signals:
        roll_back_requested(number, reason): put this version in force again.
    """

    roll_back_requested = Signal(int, str)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: list[_VersionRow] = []
        self.standing = set_role(QLabel(), "heading")
        self.details = set_role(QLabel(), "muted")
        for label in (self.standing, self.details):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._versions, self._history = RuledList(), RuledList()
        now, others, before = Card(margin=3 * SPACE), Card(margin=3 * SPACE), Card(margin=3 * SPACE)
        now.column.addWidget(self.standing)
        now.column.addWidget(self.details)
        others.column.addWidget(set_role(QLabel("Put an earlier version back"), "heading"))
        others.column.addLayout(self._versions)
        before.column.addWidget(set_role(QLabel("What was in force"), "heading"))
        before.column.addLayout(self._history)
        self._others, self._before = others, before
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(2 * SPACE)
        for card in (now, others, before):
            column.addWidget(card)
        column.addStretch(1)
        context.actor_changed.connect(self.refresh)
        context.rules_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read anew."""
        bench, context = self._context.desk.rule_bench, self._context
        standing, history = bench.standing(), bench.history()
        self.standing.setText(
            f"{_called(standing.number).capitalize()} judge{'' if standing.number == SHIPPED else 's'}"
        )
        self.details.setText(_details(standing, context))
        reasons = {SHIPPED: f"The rules of this program, {standing.shipped.version}"}
        reasons |= {version.number: version.reason for version in bench.versions()}
        others = [number for number in sorted(reasons, reverse=True) if number != standing.number]
        self.rows = [_VersionRow(number, reasons[number], may=context.at_therapist) for number in others]
        for row in self.rows:
            row.roll_back_requested.connect(self.roll_back_requested)
        self._versions.show_lines(self.rows)
        self._others.setVisible(bool(others))
        names = {member.id: member.name for member in context.desk.clinic.staff()}
        self._history.show_lines(_entry_row(entry, names.get(entry.staff_id, ""), context) for entry in history)
        self._before.setVisible(bool(history))


class _VersionRow(QWidget):
    """A version that could judge again; the form for that opens below it.

    Signals:
        roll_back_requested(number, reason)
    """

    roll_back_requested = Signal(int, str)

    def __init__(self, number: int, reason: str, *, may: bool) -> None:
        super().__init__()
        self.number = number
        words = QLabel(f"{_called(number).capitalize()}: {reason}")
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.open_button = button("Put back…", role="quiet", icon="history")
        self.open_button.setAccessibleName(f"Put back {_called(number)}")
        if not may:
            self.open_button.hide()
        self.open_button.clicked.connect(self._open)
        self.reason = QLineEdit()
        self.field = Field("Why are these rules put back?", self.reason, hint="Kept in the history for everybody.")
        self.put_back = button(f"Put {_called(number)} in force", role="danger", icon="history")
        self.put_back.clicked.connect(self._ask)
        leave = button("Leave it", role="quiet")
        leave.clicked.connect(self._close)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(SPACE)
        form.addWidget(self.field)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.put_back)
        form.addLayout(foot)
        self._form.hide()
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, SPACE)
        column.addLayout(row)
        column.addWidget(self._form)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the keyboard, and puts back from the line; Escape leaves it."""
        if enter_presses(event, self.focusWidget()):
            return
        if self._form.isVisible() and (is_enter(event) or is_save(event)):
            self._ask()
        elif self._form.isVisible() and event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self._form.show()
        self.open_button.hide()
        self.reason.setFocus()

    def _close(self) -> None:
        self._form.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def _ask(self) -> None:
        reason = self.reason.text().strip()
        self.field.set_error("" if reason else "Say in a few words why the rules are changed back.")
        if reason:
            self.roll_back_requested.emit(self.number, reason)


def _called(number: int) -> str:
    return "the shipped rules" if number == SHIPPED else f"version {number}"


def _details(standing: "RulesStanding", context: "DeskContext") -> str:
    lines = [f"{standing.version.version}  ·  {standing.version.hash[:12]}"]
    if standing.entry is not None:
        lines.append(f"{_when(standing.entry, context)} by {standing.by}: {standing.entry.reason}")
    if standing.newer_shipped:
        lines.append(
            f"The program comes with other rules by now, {standing.shipped.version}, than when this version was made. "
            "Compare them before the next version is published."
        )
    if standing.fault:
        lines.append(standing.fault)
    return "\n".join(lines)


def _when(entry: RulesEntry, context: "DeskContext") -> str:
    step = "Published" if entry.step is RuleStep.PUBLISHED else "Put back"
    return f"{step} {dated_day(context.local(entry.made_at).date())}, {clock(entry.made_at, context.clinic.tz)}"


def _entry_row(entry: RulesEntry, by: str, context: "DeskContext") -> QWidget:
    words = QLabel(f"{_called(entry.number).capitalize()}: {entry.reason}")
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    widget = QWidget()
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(words)
    column.addWidget(set_role(QLabel(f"{_when(entry, context)} by {by}"), "detail"))
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, SPACE, 0, SPACE)
    row.setSpacing(SPACE + 4)
    icon = "check-check" if entry.step is RuleStep.PUBLISHED else "history"
    row.addWidget(IconLabel(icon, "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(column, 1)
    return widget
