"""What therapists decided about a person beside the rules: what stands, and what stood."""

from PySide6.QtWidgets import QLabel

from clinicdesk.desk.clearance_choices import Decided
from clinicdesk.domain.clearance import Clearance, Lapsed
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.form_draft import FieldsDraft
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.panel.clearance_words import (
    given_line,
    grounds_line,
    lapse_line,
    rule_title,
    session_words,
    standing_line,
)
from clinicdesk.ui.panel.decision_line import DecisionLine
from clinicdesk.ui.panel.take_back_form import TakeBackForm, take_back
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.style import set_role


class ClearancesSection(Section):
    """Every decision, newest first; the grounds are the therapist's, and shown while one is at the desk."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._patient: Patient | None = None
        self.lines: list[DecisionLine] = []
        self._form: TakeBackForm | None = None
        self.column.addWidget(set_role(QLabel("Clearances"), "heading"))
        context.actor_changed.connect(lambda _actor: self._reload())

    def show_patient(self, patient: Patient) -> None:
        """Show what was decided about a person, and nothing at all where nothing was; a reason being typed stays."""
        if self._patient is None or patient.id != self._patient.id:
            self._close_form()
        self._patient = patient
        if self._form is None:
            self._reload()

    def _reload(self) -> None:
        context, patient = self.context, self._patient
        if patient is None:
            return
        found = context.desk.clearing.standings(patient, actor=context.actor, now=context.now())
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [self._line(each) for each in found]
        for line in self.lines:
            self.column.addWidget(line)
        self.setVisible(bool(found))

    def _line(self, decided: Decided) -> DecisionLine:
        clearance, lapse = decided.clearance, decided.lapse
        about = session_words(decided.session, self.context.clinic.tz)
        at_therapist, knowledge = self.context.at_therapist, self.context.desk.ruleset.knowledge
        title = rule_title(knowledge, clearance.rule, at_therapist=at_therapist)
        line = DecisionLine("Take back…", "undo-2")
        line.pressed.connect(lambda: self._ask_why(clearance, title))
        given = given_line(clearance, self.context.local(clearance.given_at).date())
        below = f"{grounds_line(clearance)} {given}" if at_therapist else given
        if not clearance.reason.lifts:
            line.show_decision("info", "muted", f"{title}: {clearance.reason.words}", below, may=False)
        elif lapse is None:
            line.show_decision(
                "circle-check", "accent", standing_line(title, clearance, about), below, may=at_therapist
            )
        else:
            words = lapse_line(title, Lapsed(clearance, lapse), about, at_therapist=at_therapist)
            line.show_decision("history", "muted", words, below, may=False)
        return line

    def _ask_why(self, clearance: Clearance, title: str) -> None:
        self._close_form()
        form = self._form = TakeBackForm(title)
        draft = form.keep(self.context, clearance)
        form.left.connect(self._close_form)
        form.confirmed.connect(
            lambda why: take_back(self.context, clearance, why, lambda error: self._taken_back(draft, error))
        )
        self.column.addWidget(form)
        form.show()
        bring_into_view(form)
        form.setFocus()

    def _taken_back(self, draft: FieldsDraft, error: ClinicDeskError | None) -> None:
        self._close_form()
        if error is not None:
            self.context.messages.show_error(error)
        else:
            draft.drop()
        self._reload()
        self.context.decided.emit()

    def _close_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form, None
            form.hide()
            form.deleteLater()
