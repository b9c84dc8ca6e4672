"""Whom the panel speaks about, and for which technique."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.domain.patient import Patient, age_on
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.counted import shown
from clinicdesk.ui.when import short_day

if TYPE_CHECKING:
    from datetime import date

    from clinicdesk.desk.judgement import Judgement
    from clinicdesk.domain.intake import Answers
    from clinicdesk.domain.session import Session
    from clinicdesk.ui.panel import SuitabilityPanel


class PatientFocus(QObject):
    """Keeps the panel on the patient in focus.

    Signals:
        verdict_changed(Shown | None): the verdict on the panel, None while nobody was assessed.
        urgent_found(Patient, Assessment): the answers being given just came to an urgent referral.
    """

    verdict_changed = Signal(object)
    urgent_found = Signal(object, object)

    def __init__(self, context: DeskContext, panel: "SuitabilityPanel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._panel = panel
        self.patient: Patient | None = None
        self.answers: Answers = {}
        self.session: Session | None = None
        self._on_file = False
        self.technique = Technique.SWEDISH
        self._verdict: Verdict | None = None
        self._on_panel = ""

    def show_patient(self, patient: Patient) -> None:
        """Look at a patient with the answers last given: the draft if one stands, else the latest intake."""
        self.patient, self.session = patient, None
        answers = self._known_answers(patient)
        if answers is None:
            self.answers = {}
            self._panel.show_no_intake(patient.details, self._age(patient))
            self._show_referral(patient)
            self._tell(None)
        else:
            self.show_technique(self.technique, answers)

    def show_technique(self, technique: Technique, answers: "Answers | None" = None) -> None:
        """Judge the patient in focus for a technique."""
        if self.patient is None:
            return
        self.technique, self.session = technique, None
        self.answers = self.answers if answers is None else answers
        self._show(self._judge(), self._context.today())

    def show_judgement(self, patient: Patient, judgement: "Judgement", answers: "Answers") -> None:
        """Show what counts by answers that are just being given: nothing can be decided about them yet."""
        self._on_file, self.session = False, None
        self._follow(patient, judgement, answers, self._context.today())

    def open_judgement(self, patient: Patient, judgement: "Judgement", answers: "Answers") -> None:
        """Show what counts by the answers on file for a session to be booked."""
        self._on_file, self.session = True, None
        self._follow(patient, judgement, answers, self._context.today())

    def open_session(self, session: "Session") -> None:
        """Show what counted when a session was booked or its person came.

        For one still to come it is what counts now, once a therapist has decided something that bears on it, or closed
        the referral that its answers called for.
        """
        desk, actor, at = self._context.desk, self._context.actor, self._context.now()
        try:
            stored = desk.day.assessment(session.id, actor=actor, now=at)
            patient = desk.patients.open(session.patient_id, actor=actor, now=at)
            intakes = desk.intakes.history(session.patient_id, actor=actor, now=at)
        except ClinicDeskError as error:
            self._context.messages.show_error(error)
            return
        on = self._day_of(session)
        answers: Answers = next((each.answers for each in intakes if each.version == stored.intake_version), {})
        judgement = stored.judgement
        if session.status.next_steps:
            now = desk.judging.session(session, on=on)
            # An intake gone through since, or too old by now, is told as well.
            aged = now.judgement.effective.renewal != judgement.effective.renewal
            if now.judgement.decided or aged or desk.referrals.to_ask_again(patient.id):
                judgement, answers = now.judgement, desk.judging.counting(patient.id, now.intake)
        self._on_file, self.session = bool(session.status.next_steps), session
        self._follow(patient, judgement, answers, on)

    def refresh(self) -> None:
        """Look at the patient in focus anew: somebody has changed what is known of them, or decided about them."""
        if self.patient is None:
            return
        context, session = self._context, self.session
        patient = context.desk.patients.open(self.patient.id, actor=context.actor, now=context.now())
        if session is None:
            self.show_patient(patient)
            return
        latest = context.desk.intakes.latest(patient.id, actor=context.actor, now=context.now())
        self.patient, self.answers = patient, context.desk.judging.counting(patient.id, latest)
        on = self._day_of(session)
        self._show(self._judge(on=on), on)

    def turn_to(self, patient_id: str) -> None:
        """Somebody is looked at: what is said of another person could be taken for theirs, and goes.

        A form that is being filled in at the panel stays.
        """
        if self.patient is not None and self.patient.id != patient_id and not self._panel.busy:
            self.clear()

    def clear(self) -> None:
        """Look at nobody."""
        self.patient, self.answers, self.session = None, {}, None
        self._panel.clear()
        self._tell(None)

    def _follow(self, patient: Patient, judgement: "Judgement", answers: "Answers", on: "date") -> None:
        before = self._verdict if self.patient is not None and self.patient.id == patient.id else None
        self.patient, self.answers, self.technique = patient, answers, judgement.effective.technique
        self._show(judgement, on)
        if judgement.verdict is Verdict.REFER_URGENTLY and before is not Verdict.REFER_URGENTLY:
            self.urgent_found.emit(patient, judgement.effective)

    def _day_of(self, session: "Session") -> "date":
        """The day for which a session is judged: its own, or today once that has come."""
        return max(self._context.today(), self._context.local(session.starts_at).date())

    def _judge(self, *, on: "date | None" = None) -> "Judgement":
        assert self.patient is not None  # noqa: S101 - somebody is in focus
        return self._context.desk.judging.judge(
            self.patient,
            self.answers,
            self.technique,
            on=on or self._context.today(),
            session_id=self.session.id if self.session is not None else None,
        )

    def _show(self, judgement: "Judgement", on: "date") -> None:
        patient, desk = self.patient, self._context.desk
        if patient is None:
            return
        if patient.id != self._on_panel:
            self._panel.forget()
            self._on_panel = patient.id
        known = desk.intakes.resolve(patient, self.answers, on=self._context.today())
        subject = None
        if self._on_file:
            from clinicdesk.ui.panel.subject import Subject  # noqa: PLC0415 - nobody is judged while the program starts

            subject = Subject(patient, judgement, on, self.session, desk.clearing.choices(judgement, patient, on=on))
        self._show_referral(patient)
        self._panel.show_judgement(
            patient.details, self._age(patient), judgement, known=known, subject=subject, session=self.session
        )
        self._tell(judgement)

    def _show_referral(self, patient: Patient) -> None:
        """What a referral stands in the way of, whatever the answers come to."""
        referrals = self._context.desk.referrals
        case = referrals.open_of(patient.id)
        if case is None:
            self._panel.show_referral(referrals.obstacle(patient.id))
        else:
            day = short_day(self._context.local(case.referral.opened_at).date())
            self._panel.show_referral(f"Referred on {day}. Nothing can be booked until the outcome is recorded.")

    def _tell(self, judgement: "Judgement | None") -> None:
        self._verdict = judgement.verdict if judgement is not None else None
        self.verdict_changed.emit(shown(judgement.verdict, judgement.effective.renewal) if judgement else None)

    def _age(self, patient: Patient) -> int | None:
        born = patient.details.birth_date
        return age_on(born, self._context.today()) if born is not None else None

    def _known_answers(self, patient: Patient) -> "Answers | None":
        context = self._context
        draft = context.desk.intakes.draft(patient.id)
        self._on_file = draft is None or not draft.answers
        if not self._on_file:
            # As the page of the intake reads it: what counts for one day may have been begun on another.
            return context.desk.intakes.so_far(patient.id, actor=context.actor, now=context.now()).standing
        latest = context.desk.intakes.latest(patient.id, actor=context.actor, now=context.now())
        return context.desk.judging.counting(patient.id, latest) if latest is not None else None
