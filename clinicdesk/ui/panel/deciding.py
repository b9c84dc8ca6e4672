"""Decisions beside the rules, from the panel: the form that is opened, the name it stands under, and what is stored."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.desk.grounds import refuse_faulty
from clinicdesk.domain.clearance import Clearance, Lapsed
from clinicdesk.domain.suitability import GENTLEST, Technique, covers_words
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.names import before_more
from clinicdesk.ui.panel.clear_form import ClearForm, Decision
from clinicdesk.ui.panel.clearance_words import session_words
from clinicdesk.ui.panel.take_back_form import TakeBackForm, take_back
from clinicdesk.ui.when import moment_words, plain_day

if TYPE_CHECKING:
    from clinicdesk.desk.vouching import Vouched
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.form_draft import FieldsDraft
    from clinicdesk.ui.panel.assessment_view import AssessmentView
    from clinicdesk.ui.panel.subject import Subject


def _technique(subject: "Subject", rule: str) -> Technique:
    """What a decision about a rule is about: the technique looked at, or the other kind where it holds that alone."""
    judged = subject.judgement.effective
    kinds = {each.kind for each in judged.reasons if each.rule == rule and each.verdict.blocks}
    return judged.technique if judged.kind in kinds else GENTLEST[judged.kind.other]


class Deciding(QObject):
    """What a therapist decides at the panel."""

    def __init__(self, context: "DeskContext", view: "AssessmentView") -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self.subject: Subject | None = None
        view.clear_requested.connect(self.ask)
        view.take_over_requested.connect(self._ask_again)
        view.take_back_requested.connect(self.ask_why)

    def ask(self, rule: str, old: Clearance | None = None) -> None:
        """Ask on which grounds a rule is cleared, beginning with those of a decision that lapsed."""
        subject, context = self.subject, self._context
        choice = subject.choices.get(rule) if subject else None
        if subject is None or choice is None:
            return
        covers = covers_words(_technique(subject, rule))
        form = ClearForm(
            f"{self._view.title_of(rule).removesuffix('.')}. For {covers}.",
            choice,
            context.today(),
            member=context.actor,
            session=moment_words(subject.session.starts_at, context.clinic.tz) if subject.session else "",
            day_first=context.clinic.day_first,
            old=old,
        )
        session = subject.session.id if subject.session is not None else ""
        draft = form.keep(context, f"{subject.patient.id} {rule} {session}")
        form.left.connect(self._view.close_form)
        form.decided.connect(lambda decision: self._clear(subject, form, decision, draft))
        self._view.open_form(form)

    def ask_why(self, clearance: Clearance) -> None:
        """Ask why a decision is taken back."""
        if self.subject is None:
            return
        form = TakeBackForm(self._view.title_of(clearance.rule))
        draft = form.keep(self._context, clearance)
        form.left.connect(self._view.close_form)
        form.confirmed.connect(
            lambda why: take_back(self._context, clearance, why, lambda error: self._taken_back(draft, error))
        )
        self._view.open_form(form)

    def _ask_again(self, lapsed: Lapsed) -> None:
        self.ask(lapsed.clearance.rule, lapsed.clearance)

    def _clear(self, subject: "Subject", form: ClearForm, decision: Decision, draft: "FieldsDraft") -> None:
        """A clearance stands under a therapist's name, who types their PIN once nothing is missing."""
        context, today = self._context, self._context.today()
        try:
            refuse_faulty(decision.text, decision.expires_on or today, decision.reason, decision.letter, today=today)
        except InvalidValues as error:
            form.show_faults(error)
        else:
            context.vouch("clear what a rule says", lambda vouched: self._give(subject, decision, draft, vouched))

    def _give(self, subject: "Subject", decision: Decision, draft: "FieldsDraft", vouched: "Vouched") -> None:
        context = self._context
        try:
            given = context.desk.clearing.give(
                subject.patient,
                decision.rule,
                technique=subject.judgement.effective.technique,
                reason=decision.reason,
                text=decision.text,
                letter=decision.letter,
                expires_on=decision.expires_on,
                session=subject.session if decision.this_session else None,
                vouched=vouched,
                now=context.now(),
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            undo = context.undoing.just_done()
            self._view.close_form()
            draft.drop()
            context.decided.emit()
            self._view.show_top()
            name = before_more(subject.patient.details.full_name)
            about = f" for {session_words(subject.session, context.clinic.tz)}" if decision.this_session else ""
            context.messages.info(f"Cleared for {name}{about} until {plain_day(given.expires_on)}.", undo)

    def _taken_back(self, draft: "FieldsDraft", error: ClinicDeskError | None) -> None:
        self._view.close_form()
        if error is None:
            draft.drop()
        self._context.decided.emit()
        self._view.show_top()
        if error is not None:
            self._context.messages.show_error(error)
        else:
            self._context.messages.info("Taken back. What the rule says counts again.")
