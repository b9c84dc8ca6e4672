"""What every section of the Follow-up page has in common."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import EmptyState
from clinicdesk.ui.follow_up.task_row import TaskRow
from clinicdesk.ui.pages import KeyHelp, bring_into_view
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk import Desk

WISHES = ("patient_requested", "letter_requested", "intake_requested")
"""Signals by which a section says what the person wants; the page passes them on to the window."""


class FollowUpSection(QWidget):
    """A list of what waits to be dealt with; the arrows go from line to line.

    A section says in ``refresh`` what waits: it calls ``show_rows`` where the lines have changed, and ``tell``.

    Attributes:
        title: what its tab says.
        well: said while nothing waits: a heading, and a sentence that says what would stand here.
        rows: its lines.

    Signals:
        count_changed(int): so many wait now.
        patient_requested(patient_id): open this person's record.
        turn_requested(int): go to the section before (-1) or behind (1).
    """

    title = ""
    well = ("", "")
    count_changed = Signal(int)
    patient_requested = Signal(str)
    turn_requested = Signal(int)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.rows: Sequence[TaskRow] = ()
        self.summary = set_role(QLabel(), "muted")
        self.summary.setWordWrap(True)
        self.empty = EmptyState("circle-check", *self.well)
        self._list = RuledList()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE)
        self.column.addWidget(self.summary)
        self.column.addWidget(self.empty)
        self.column.addLayout(self._list)

    @staticmethod
    def count(desk: "Desk", *, now: "datetime") -> int:
        """How many wait, read without making the list: it is asked after everything that is done."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the list anew, but never from under a form that is being filled in: see ``busy``."""
        raise NotImplementedError

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of a line."""
        return (("Up", "Line above"), ("Down", "Line below"), ("Return", "Open the person's record"))

    @property
    def busy(self) -> bool:
        """Whether a form is open below a line."""
        return any(row.busy for row in self.rows)

    def focus_first(self, patient_id: str = "") -> None:
        """Put the keyboard on the first line, or on the first about somebody; with a form open, go on in that."""
        opened = next((row.form for row in self.rows if row.form is not None), None)
        if opened is not None and not patient_id:
            (opened.focusWidget() or opened).setFocus()
            return
        about = [row for row in self.rows if row.patient_id == patient_id]
        for row in [*about, *self.rows][:1]:
            row.setFocus()
            bring_into_view(row)

    def show_rows(self, rows: Sequence[TaskRow]) -> None:
        """Show these lines; the keyboard stays on the line it is on, if that is still there."""
        held = next((row.key for row in self.rows if row.hasFocus()), None)
        self.rows = rows
        for row in rows:
            row.patient_requested.connect(self.patient_requested)
            row.turn_requested.connect(self.turn_requested)
            row.step_requested.connect(lambda by, row=row: self._step(row, by))
        self._list.show_lines(rows)
        for row in rows:
            if row.key == held:
                row.setFocus()

    def tell(self, count: int, summary: str) -> None:
        """Say how many wait and what to do about them, or that all is well."""
        self.summary.setText(summary)
        self.summary.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        self.count_changed.emit(count)

    def act(self, row: TaskRow, deed: Callable[[], str]) -> bool:
        """Do something about a line, say so, and go on where the keyboard was; false when it was refused."""
        place = self.rows.index(row)
        try:
            words = deed()
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
            return False
        row.close_form()
        self.refresh()
        self.context.messages.info(words)
        if self.rows and all(each.key != row.key for each in self.rows):
            self.rows[min(place, len(self.rows) - 1)].setFocus()
        return True

    def _step(self, row: TaskRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()
            bring_into_view(self.rows[place])
