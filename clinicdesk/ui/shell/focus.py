"""Whom the panel speaks about, and for which technique."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient, age_on
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.when import short_day

if TYPE_CHECKING:
    from clinicdesk.rules.assessment import Assessment
    from clinicdesk.ui.panel import SuitabilityPanel


class PatientFocus(QObject):
    """Keeps the panel on the patient in focus.

    Signals:
        verdict_changed(Verdict | None): the verdict on the panel, None while nobody was assessed.
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
        self.technique = Technique.SWEDISH
        self._verdict: Verdict | None = None

    def show_patient(self, patient: Patient) -> None:
        """Look at a patient with the answers last given: the draft if one stands, else the latest intake."""
        self.patient = patient
        answers = self._known_answers(patient)
        if answers is None:
            self.answers = {}
            self._panel.show_no_intake(patient.details, self._age(patient))
            self._show_referral(patient)
            self._tell(None)
        else:
            self.show_technique(self.technique, answers)

    def show_technique(self, technique: Technique, answers: Answers | None = None) -> None:
        """Assess the patient in focus for a technique."""
        if self.patient is None:
            return
        self.technique = technique
        self.answers = self.answers if answers is None else answers
        today = self._context.today()
        assessment = self._context.desk.intakes.assess(self.patient, self.answers, technique, on=today)
        self._show(assessment)

    def show_assessment(self, patient: Patient, assessment: "Assessment", answers: Answers) -> None:
        """Show what a page assessed while answers are given or a session is chosen."""
        before = self._verdict if self.patient is not None and self.patient.id == patient.id else None
        self.patient, self.answers, self.technique = patient, answers, assessment.technique
        self._show(assessment)
        if assessment.verdict is Verdict.REFER_URGENTLY and before is not Verdict.REFER_URGENTLY:
            self.urgent_found.emit(patient, assessment)

    def refresh(self) -> None:
        """Look at the patient in focus anew: another desk has changed what is known of them."""
        if self.patient is not None:
            context = self._context
            self.show_patient(context.desk.patients.open(self.patient.id, actor=context.actor, now=context.now()))

    def clear(self) -> None:
        """Look at nobody."""
        self.patient, self.answers = None, {}
        self._panel.clear()
        self._tell(None)

    def _show(self, assessment: "Assessment") -> None:
        if self.patient is not None:
            known = self._context.desk.intakes.resolve(self.patient, self.answers, on=self._context.today())
            self._panel.show_assessment(self.patient.details, self._age(self.patient), assessment, known)
            self._show_referral(self.patient)
            self._tell(assessment.verdict)

    def _show_referral(self, patient: Patient) -> None:
        """What a referral stands in the way of, whatever the answers come to."""
        referrals = self._context.desk.referrals
        case = referrals.open_of(patient.id)
        if case is None:
            self._panel.show_referral(referrals.obstacle(patient.id))
        else:
            day = short_day(self._context.local(case.referral.opened_at).date())
            self._panel.show_referral(f"Referred on {day}. Nothing can be booked until the outcome is recorded.")

    def _tell(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        self.verdict_changed.emit(verdict)

    def _age(self, patient: Patient) -> int | None:
        born = patient.details.birth_date
        return age_on(born, self._context.today()) if born is not None else None

    def _known_answers(self, patient: Patient) -> Answers | None:
        draft = self._context.desk.intakes.draft(patient.id)
        if draft is not None and draft.answers:
            return draft.answers
        context = self._context
        latest = context.desk.intakes.latest(patient.id, actor=context.actor, now=context.now())
        return latest.answers if latest is not None else None
