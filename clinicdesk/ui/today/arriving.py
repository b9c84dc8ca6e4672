"""Arriving and starting: what is asked first, what the answers changed, and what can be done about it."""

# ruff: noqa: PLC0415 - the day is shown faster when each form is imported at its first use

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.domain.suitability import GENTLEST, Verdict
from clinicdesk.errors import ClinicDeskError, NotFound
from clinicdesk.ui.calls_notice import calls_action, changed_words
from clinicdesk.ui.names import before_more
from clinicdesk.ui.style import verdict_words
from clinicdesk.ui.today.steps import ARRIVE, START, DaySteps, Step

if TYPE_CHECKING:
    from clinicdesk.desk.visit_views import ArrivalCheck, CheckedIn
    from clinicdesk.domain.session import SessionType
    from clinicdesk.rules.assessment import Assessment
    from clinicdesk.ui.context import DeskContext

_WHAT_FOLLOWS = {
    Verdict.SUITABLE_WITH_PRECAUTIONS: "The therapist reads the precautions first.",
    Verdict.NEEDS_CLINICIAN_REVIEW: "The session is held: the therapist decides before it starts.",
    Verdict.NOT_SUITABLE: "The session cannot start.",
    Verdict.REFER_URGENTLY: "Stop: the session cannot start.",
}


class Arriving(QObject):
    """Sees a person from the door to the start of the session.

    Signals:
        questions_requested(ArrivalCheck, SessionRow): ask what is asked at every visit.
        form_requested(SessionRow, QWidget): open a form under the session's line.
        intake_requested(Patient): go through the full intake.
        booking_requested(Patient, Technique): book something else instead.
        calls_requested(title, patient_id): show the calls about somebody.
    """

    questions_requested = Signal(object, object)
    form_requested = Signal(object, object)
    intake_requested = Signal(object)
    booking_requested = Signal(object, object)
    calls_requested = Signal(str, str)

    def __init__(self, context: "DeskContext", steps: DaySteps, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._steps = steps

    def takes(self, row: SessionRow, step: Step) -> bool:
        """Whether a step is taken by way of the questions of the visit."""
        status = row.session.status
        return (step is ARRIVE and (status.expected or status is SessionStatus.ARRIVED)) or (
            step is START and status is SessionStatus.ARRIVED
        )

    def take(self, row: SessionRow, step: Step) -> None:
        """Let somebody arrive or start, asking first what has to be asked."""
        check = self._check(row)
        if check is None:
            return
        if step is ARRIVE:
            self._arrive(row, check)
        else:
            self._start(row, check)

    def later(self, row: SessionRow) -> None:
        """They are here, and will be asked later."""
        self._steps.take(row, ARRIVE)

    def tell(self, row: SessionRow, outcome: "CheckedIn") -> None:
        """Show what an arrival came to; a verdict that got worse is said, not only shown."""
        verdict = outcome.assessment.verdict
        first = row.booked_as or outcome.before
        changed = replace(row, verdict=verdict, booked_as=first if first is not verdict else None, asked=True)
        self._steps.record(changed, outcome.session)
        self._say_what_changed(row, outcome)
        if verdict is Verdict.NOT_SUITABLE:
            self._offer_another(replace(changed, session=outcome.session), outcome.assessment)

    def _say_what_changed(self, row: SessionRow, outcome: "CheckedIn") -> None:
        verdict, told = outcome.assessment.verdict, ""
        if outcome.worse:
            told = f"{verdict_words(outcome.before)} before, {verdict_words(verdict)} now. {_WHAT_FOLLOWS[verdict]}"
        later = changed_words(self._context, row.patient.id)
        if told or later:
            action = calls_action(lambda: self.calls_requested.emit("Calls", row.patient.id)) if later else None
            words = " ".join(filter(None, (told, later)))
            self._context.messages.warning(f"{before_more(row.patient.name)}: {words}", action)

    def _check(self, row: SessionRow) -> "ArrivalCheck | None":
        context = self._context
        try:
            return context.desk.arrivals.check(row.session, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return None

    def _arrive(self, row: SessionRow, check: "ArrivalCheck") -> None:
        arrived = row.session.status is SessionStatus.ARRIVED
        if check.full_due:
            self._offer_full_intake(row, check)
        elif check.left or (arrived and check.judged):
            self.questions_requested.emit(check, row)
        else:
            self._check_in(row)

    def _start(self, row: SessionRow, check: "ArrivalCheck") -> None:
        if check.judged and row.verdict is Verdict.REFER_URGENTLY:
            self._steps.take(row, START)
        elif check.full_due:
            self._offer_full_intake(row, check)
        elif check.left:
            from clinicdesk.ui.today.forms import AskForm

            form = AskForm(check.obstacle, "Ask now", later=False)
            form.ask_confirmed.connect(form.left)
            form.ask_confirmed.connect(lambda: self.questions_requested.emit(check, row))
            self.form_requested.emit(row, form)
        elif not check.judged:
            outcome = self._check_in(row)
            if outcome is not None and not outcome.worse:
                self._steps.take(replace(row, session=outcome.session), START)
        elif row.verdict is Verdict.NOT_SUITABLE:
            self._offer_again(row)
        else:
            self._steps.take(row, START)

    def _check_in(self, row: SessionRow) -> "CheckedIn | None":
        """Judge for today by what was answered today already."""
        context = self._context
        try:
            outcome = context.desk.arrivals.check_in(row.session, {}, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            self._steps.fail(error)
            return None
        self.tell(row, outcome)
        return outcome

    def _offer_full_intake(self, row: SessionRow, check: "ArrivalCheck") -> None:
        booked = row.session.status.expected
        from clinicdesk.ui.today.forms import AskForm

        form = AskForm(check.obstacle, "Go through the intake", later=booked)
        form.ask_confirmed.connect(lambda: self._ask_everything(row, check))
        form.later_confirmed.connect(form.left)
        form.later_confirmed.connect(lambda: self.later(row))
        self.form_requested.emit(row, form)

    def _ask_everything(self, row: SessionRow, check: "ArrivalCheck") -> None:
        """They are at the desk, so they have arrived; the session is judged when it is to start."""
        if row.session.status is SessionStatus.ARRIVED or self._steps.take(row, ARRIVE):
            self.intake_requested.emit(check.patient)

    def _offer_again(self, row: SessionRow) -> None:
        context = self._context
        try:
            stored = context.desk.day.assessment(row.session.id, actor=context.actor, now=context.now())
        except NotFound as error:
            context.messages.show_error(error)
        else:
            self._offer_another(row, stored.assessment)

    def _offer_another(self, row: SessionRow, assessment: "Assessment") -> None:
        found = self._instead(assessment)
        if found is None:
            self._context.messages.warning(
                f"{row.session_type.name} is not suitable for {row.patient.name} today, and nothing else on offer is. "
                "Ask the therapist."
            )
            return
        other, verdict = found
        from clinicdesk.ui.today.forms import RebookForm

        form = RebookForm(row, other, verdict)
        form.rebook_confirmed.connect(lambda: self._rebook(row, other))
        self.form_requested.emit(row, form)

    def _instead(self, assessment: "Assessment") -> "tuple[SessionType, Verdict] | None":
        """The best of what can be booked instead; among equals the same kind, then the gentlest."""
        on_offer = [each for each in self._context.desk.clinic.session_types() if each.active]
        best_first = sorted(
            assessment.alternatives,
            key=lambda each: (
                each.verdict,
                each.kind is not assessment.kind,
                each.technique is not GENTLEST[each.kind],
            ),
        )
        for alternative in best_first:
            if alternative.verdict < Verdict.NOT_SUITABLE:
                for each in on_offer:
                    if each.technique is alternative.technique:
                        return each, alternative.verdict
        return None

    def _rebook(self, row: SessionRow, other: "SessionType") -> None:
        """The time of the old session has to be free before the new one can take it."""
        context = self._context
        if self._steps.cancel(row, f"Not suitable today; {other.name} instead", CancelCause.NOT_SUITABLE):
            patient = context.desk.patients.open(row.patient.id, actor=context.actor, now=context.now())
            self.booking_requested.emit(patient, other.technique)
