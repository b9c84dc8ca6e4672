"""The list of sessions that the hours no longer leave room for, until each is moved, cancelled or kept."""

from typing import TYPE_CHECKING

from clinicdesk.domain.session import CancelCause
from clinicdesk.ui.follow_up.displaced_row import DisplacedRow
from clinicdesk.ui.follow_up.places import place_words
from clinicdesk.ui.follow_up.section import FollowUpSection
from clinicdesk.ui.pages import KeyHelp

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk import Desk
    from clinicdesk.desk.displaced import DisplacedSession
    from clinicdesk.domain.session import Session


class AbsencesSection(FollowUpSection):
    """One line for each session; M moves, C cancels, K keeps."""

    title = "Absences"
    well = (
        "Every session has its time",
        "When somebody is away or the clinic is closed, the sessions to call about stand here.",
    )
    rows: list[DisplacedRow]

    @staticmethod
    def count(desk: "Desk", *, now: "datetime") -> int:
        """How many sessions have no time any more."""
        return desk.displaced.count(now=now)

    def refresh(self) -> None:
        """Read the list anew, but never from under a form that is being filled in."""
        if self.busy:
            return
        waiting = self.context.desk.displaced.waiting(now=self.context.now())
        if [row.displaced for row in self.rows] != waiting:
            self.show_rows([self._row(displaced) for displaced in waiting])
        sessions = "1 session has" if len(waiting) == 1 else f"{len(waiting)} sessions have"
        self.tell(
            len(waiting), f"{sessions} no time any more. Call each person, then move, cancel or keep the session."
        )

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of a line."""
        return (
            *super().keys(),
            ("M", "Move the session"),
            ("C", "Cancel the session"),
            ("K", "Keep the session as it is booked"),
        )

    def _row(self, displaced: "DisplacedSession") -> DisplacedRow:
        row = DisplacedRow(self.context, displaced)
        row.move_requested.connect(lambda place: self.act(row, lambda: self._move(displaced, place)))
        row.cancel_requested.connect(lambda reason: self.act(row, lambda: self._cancel(displaced, reason)))
        row.keep_requested.connect(lambda: self.act(row, lambda: self._keep(displaced)))
        return row

    def _move(self, displaced: "DisplacedSession", place: "Session") -> str:
        context = self.context
        context.desk.moving.place(displaced.row.session, place, actor=context.actor, now=context.now())
        return f"{displaced.row.patient.name} was moved to {place_words(context, place)}."

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
