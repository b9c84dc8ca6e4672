"""The call list: sessions to come whose verdict changed, until each person was called or the session decided about."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from clinicdesk.domain.call import CallStep
from clinicdesk.ui.follow_up.call_row import CallRow
from clinicdesk.ui.follow_up.places import place_words
from clinicdesk.ui.follow_up.section import FollowUpSection
from clinicdesk.ui.names import before_more
from clinicdesk.ui.pages import KeyHelp

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk import Desk
    from clinicdesk.desk.call_list import Call
    from clinicdesk.domain.patient import Patient
    from clinicdesk.domain.session import BookingRequest


class CallsSection(FollowUpSection):
    """One line for each session; C called, R rebooks, A asks the therapist, I asks again, K keeps.

    Signals:
        intake_requested(Patient): go through the questions with them now.
    """

    title = "Calls"
    well = (
        "Nobody has to be called",
        "When new answers or other rules change what was said about a session that is booked, it stands here.",
    )
    rows: list[CallRow]
    intake_requested = Signal(object)

    @staticmethod
    def count(desk: "Desk", *, now: "datetime") -> int:
        """How many sessions have another verdict by now."""
        return desk.call_list.count(now=now)

    def refresh(self) -> None:
        """Hold what a therapist has to look at, and read the list anew; never from under a form."""
        if self.busy:
            return
        context = self.context
        context.desk.call_list.hold(actor=context.actor, now=context.now())
        waiting = context.desk.call_list.waiting(actor=context.actor, now=context.now())
        if [row.call for row in self.rows] != waiting:
            self.show_rows([self._row(call) for call in waiting])
        sessions = "1 session has" if len(waiting) == 1 else f"{len(waiting)} sessions have"
        self.tell(len(waiting), f"{sessions} another verdict by now. Call each person, rebook, or ask the therapist.")

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of a line."""
        return (
            *super().keys(),
            ("C", "The person was called"),
            ("R", "Book another session instead"),
            ("A", "Ask the therapist"),
            ("I", "Ask again what a referral was about"),
            ("K", "Keep the session as it is"),
        )

    def _row(self, call: "Call") -> CallRow:
        row = CallRow(self.context, call)
        row.called.connect(lambda note: self.act(row, lambda: self._close(call, CallStep.CALLED, note)))
        row.ask_requested.connect(lambda: self.act(row, lambda: self._close(call, CallStep.ASKED)))
        row.keep_requested.connect(lambda: self.act(row, lambda: self._close(call, CallStep.KEPT)))
        row.intake_requested.connect(lambda: self.intake_requested.emit(self._patient(call)))
        row.rebook_requested.connect(lambda place: self.act(row, lambda: self._rebook(call, place)))
        return row

    def _patient(self, call: "Call") -> "Patient":
        context = self.context
        patient: Patient = context.desk.patients.open(call.row.patient.id, actor=context.actor, now=context.now())
        return patient

    def _close(self, call: "Call", step: CallStep, note: str = "") -> str:
        context = self.context
        session = context.desk.call_list.close(call, step, note=note, actor=context.actor, now=context.now())
        name = before_more(call.row.patient.name)
        if step is CallStep.ASKED:
            return f"The session of {name} is held until a therapist has released it."
        held = " It is held for the therapist." if session.held else ""
        told = f"{name} was called." if step is CallStep.CALLED else f"The session of {name} stays in the book."
        return f"{told}{held}"

    def _rebook(self, call: "Call", place: "BookingRequest") -> str:
        context = self.context
        context.desk.call_list.rebook(call, place, actor=context.actor, now=context.now())
        return f"{before_more(call.row.patient.name)} was rebooked: {place_words(context, place)}."
