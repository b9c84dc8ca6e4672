"""The list of sessions that the hours no longer leave room for, until each is moved, cancelled or kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from clinicdesk.domain.session import CancelCause
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.follow_up.displaced_row import DisplacedRow
from clinicdesk.ui.follow_up.section import FollowUpSection
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.ruled_list import RuledList

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk import Desk
    from clinicdesk.desk.displaced import DisplacedSession
    from clinicdesk.domain.session import Session


class AbsencesSection(FollowUpSection):
    """One line for each session; the arrows go from line to line, M moves, C cancels, K keeps."""

    title = "Absences"
    well = (
        "Every session has its time",
        "When somebody is away or the clinic is closed, the sessions to call about stand here.",
    )

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.rows: list[DisplacedRow] = []
        self._list = RuledList()
        self.column.addLayout(self._list)

    @staticmethod
    def count(desk: "Desk", *, now: "datetime") -> int:
        """How many sessions have no time any more."""
        return desk.displaced.count(now=now)

    def refresh(self) -> None:
        """Read the list anew, but never from under a form that is being filled in."""
        if any(row.busy for row in self.rows):
            return
        waiting = self.context.desk.displaced.waiting(now=self.context.now())
        if [row.displaced for row in self.rows] != waiting:
            self._show(waiting)
        self.tell(len(waiting), _summary(len(waiting)))

    def focus_first(self) -> None:
        """Put the keyboard on the first line."""
        if self.rows:
            self.rows[0].setFocus()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of a line."""
        return (
            ("Up", "Line above"),
            ("Down", "Line below"),
            ("M", "Move the session"),
            ("C", "Cancel the session"),
            ("K", "Keep the session as it is booked"),
            ("Return", "Open the person's record"),
        )

    def _show(self, waiting: "list[DisplacedSession]") -> None:
        held = next((row.displaced.row.session.id for row in self.rows if row.hasFocus()), None)
        self.rows = [self._row(displaced) for displaced in waiting]
        self._list.show_lines(self.rows)
        for row in self.rows:
            if row.displaced.row.session.id == held:
                row.setFocus()

    def _row(self, displaced: "DisplacedSession") -> DisplacedRow:
        row = DisplacedRow(self.context, displaced)
        row.move_requested.connect(lambda place: self._act(row, lambda: self._move(displaced, place)))
        row.cancel_requested.connect(lambda reason: self._act(row, lambda: self._cancel(displaced, reason)))
        row.keep_requested.connect(lambda: self._act(row, lambda: self._keep(displaced)))
        row.patient_requested.connect(self.patient_requested)
        row.step_requested.connect(lambda by: self._step(row, by))
        return row

    def _act(self, row: DisplacedRow, deed: Callable[[], str]) -> None:
        """Do something about a session, and go on to the next line."""
        context, place = self.context, self.rows.index(row)
        try:
            words = deed()
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return
        row.close_form()
        self.refresh()
        context.messages.info(words)
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].setFocus()

    def _move(self, displaced: "DisplacedSession", place: "Session") -> str:
        context = self.context
        context.desk.moving.place(displaced.row.session, place, actor=context.actor, now=context.now())
        return f"{displaced.row.patient.name} was moved to {DisplacedRow.place_words(context, place)}."

    def _cancel(self, displaced: "DisplacedSession", reason: str) -> str:
        context = self.context
        context.desk.day.cancel(
            displaced.row.session, reason=reason, cause=CancelCause.CLINIC, actor=context.actor, now=context.now()
        )
        return f"The session of {displaced.row.patient.name} was cancelled."

    def _keep(self, displaced: "DisplacedSession") -> str:
        context = self.context
        context.desk.displaced.keep(displaced, actor=context.actor, now=context.now())
        return f"The session of {displaced.row.patient.name} is kept as it is booked."

    def _step(self, row: DisplacedRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()


def _summary(count: int) -> str:
    sessions = "1 session has" if count == 1 else f"{count} sessions have"
    return f"{sessions} no time any more. Call each person, then move, cancel or keep the session."
