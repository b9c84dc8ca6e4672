"""The docked panel: whom it speaks about, in which voice, and what the rules say."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import EmptyState, Option, Segmented
from clinicdesk.ui.names import before_more
from clinicdesk.ui.panel.voice import Voice
from clinicdesk.ui.sign_off_words import NOT_SIGNED_OFF, rules_standing
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE, IconLabel, set_role, set_verdict

if TYPE_CHECKING:
    from clinicdesk.desk.judgement import Judgement
    from clinicdesk.domain.session import Session
    from clinicdesk.rules.assessment import WouldChange
    from clinicdesk.ui.panel.assessment_view import AssessmentView
    from clinicdesk.ui.panel.deciding import Deciding
    from clinicdesk.ui.panel.subject import Findings, Subject

_URGENT = Verdict.REFER_URGENTLY
_NAME_WIDTH = 200
"""What a name has at least beside the age, in pixels."""


class SuitabilityPanel(QFrame):
    """Whether a session suits the patient in focus.

    Signals:
        technique_chosen(Technique): look at, or choose, another technique.
        book_requested(Technique): book a session of this technique.
        question_requested(finding_id): ask this question now.
        intake_requested: there are no answers yet; begin the intake.
        urgent_sheet_requested: print what to do now.
        referral_requested: show the referral that stands in the way.
    """

    technique_chosen = Signal(object)
    book_requested = Signal(object)
    question_requested = Signal(str)
    intake_requested = Signal()
    urgent_sheet_requested = Signal()
    referral_requested = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAccessibleName("Suitability")
        self._context = context
        self._shown: Judgement | None = None
        self._barred = False
        self._subject: Subject | None = None
        self._session: Session | None = None
        self._lifts: tuple[WouldChange, ...] = ()
        self.deciding: Deciding
        self.voice = Segmented(
            [Option("desk", "Desk", tip="What to do"), Option("therapist", "Therapist", tip="Why, rule and sources")],
            name="Speak to",
        )
        self.voice.set_value(self._voice_of_actor())
        self.voice.value_chosen.connect(lambda _value: self.render_shown())
        context.actor_changed.connect(self._follow_actor)
        context.sign_off_changed.connect(self.name_rules)
        context.rules_changed.connect(self.follow_rules)
        self._lay_out()
        self.clear()

    # -- what to show --------------------------------------------------------------------------

    def show_judgement(
        self,
        details: PatientDetails,
        age: int | None,
        judgement: "Judgement",
        *,
        known: "Findings | None" = None,
        subject: "Subject | None" = None,
        session: "Session | None" = None,
    ) -> None:
        """Show what counts; called at each answer, so it fills widgets that stand.

        What would change the verdict is told where what is ``known`` today comes to this assessment, not of one on
        file, and nothing was decided beside it. ``subject`` is what a therapist may decide about here, ``session`` the
        one of the book it was judged for.
        """
        self._show_person(details, age)
        self._shown, self._subject, self._session = judgement, subject, session
        self._lifts = self._lifts_of(judgement, known) if known is not None else ()
        self.render_shown()
        self._states.setCurrentWidget(self.view)

    def show_no_intake(self, details: PatientDetails, age: int | None) -> None:
        """Show a person of whom nothing is known yet."""
        self.forget()
        self._show_person(details, age)
        self._states.setCurrentWidget(self._no_intake)

    def show_referral(self, sentence: str) -> None:
        """Say what stands in the way whatever the answers come to; an empty sentence takes it away."""
        self._barred = bool(sentence)
        self._referral.say(sentence, "Show it" if sentence else "")
        self._standing.setVisible(bool(sentence))

    @property
    def busy(self) -> bool:
        """Whether a form is open in it."""
        return "view" in self.__dict__ and self.view.form is not None

    def ask_for_decision(self) -> QWidget | str:
        """What takes the keyboard for deciding, speaking to the therapist; else why nothing can be decided here."""
        if self.busy:
            return self.view.form or self.view
        if self._subject is None:
            return "There is nothing to decide here: look at somebody, or a session, whose answers are on file."
        if not self._context.at_therapist:
            return "Only a therapist decides beside the rules. Ask one to sit down at the desk."
        if self.voice.value() != Voice.THERAPIST:
            self.voice.choose(Voice.THERAPIST)
        name = before_more(self._subject.patient.details.full_name)
        return self.view.first_decision() or f"Nothing that can be cleared holds {name} back."

    def clear(self) -> None:
        """Nobody is in focus."""
        self.forget()
        self.show_referral("")
        self._person.hide()
        self._states.setCurrentWidget(self._nobody)

    def forget(self) -> None:
        """Another person comes: nothing stays open, and what is shown first is the verdict."""
        self._shown = self._subject = None
        if "view" in self.__dict__:
            self.view.forget()

    def name_rules(self) -> None:
        """Say which rules speak and who vouches for them; they are loaded after the window first stands."""
        desk = self._context.desk
        version = desk.ruleset.version
        self.sign_off.setText(rules_standing(desk.sign_off.current(), self._context.clinic.tz))
        self.version.setText(f"Version {version.version}")
        self.version.setToolTip(f"{version.id} {version.version}\n{version.hash}")

    def follow_rules(self) -> None:
        """Other rules judge: what was made to show those before goes."""
        view = self.__dict__.pop("view", None)
        if view is not None:
            self._shown = None
            self._states.setCurrentWidget(self._nobody)
            self._states.removeWidget(view)
            view.deleteLater()
        self.name_rules()

    # -- building ------------------------------------------------------------------------------

    @cached_property
    def view(self) -> "AssessmentView":
        """The assessment in full; made when the first one is shown, to keep the start of the program quick."""
        from clinicdesk.ui.panel.assessment_view import AssessmentView  # noqa: PLC0415 - see above
        from clinicdesk.ui.panel.deciding import Deciding  # noqa: PLC0415 - same

        self.name_rules()
        view = AssessmentView(self._context.desk.ruleset.knowledge)
        view.technique_chosen.connect(self.technique_chosen)
        view.book_requested.connect(self.book_requested)
        view.question_requested.connect(self.question_requested)
        view.urgent_sheet_requested.connect(self.urgent_sheet_requested)
        self.deciding = Deciding(self._context, view)
        self._states.addWidget(view)
        return view

    @cached_property
    def _no_intake(self) -> EmptyState:
        made = EmptyState(
            "clipboard-list", "No intake yet", "Ask the intake questions to see what suits.", "Start the intake"
        )
        made.action_requested.connect(self.intake_requested)
        self._states.addWidget(made)
        return made

    def _lay_out(self) -> None:
        self._name = set_role(QLabel(), "heading")
        self._name.setWordWrap(True)
        self._age = set_role(QLabel(), "muted")
        self._nobody = EmptyState(
            "stethoscope", "Nobody in focus", "Open a person to see which session suits them, and why."
        )
        self._referral = set_verdict(Strip("octagon-alert", _URGENT.code), _URGENT)
        self._referral.action_requested.connect(self.referral_requested)
        self._standing = QWidget()
        standing = QVBoxLayout(self._standing)
        standing.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        standing.addWidget(self._referral)
        holder = QWidget()
        self._states = QStackedLayout(holder)
        self._states.addWidget(self._nobody)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(self._person)
        whole.addWidget(self._standing)
        whole.addWidget(holder, 1)
        whole.addWidget(self._foot())

    def _head(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.addWidget(set_role(QLabel("Suitability"), "muted"), 1)
        row.addWidget(self.voice)
        self._person = QWidget()
        person = QHBoxLayout(self._person)
        person.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        person.addWidget(self._name, 1)
        person.addWidget(self._age, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE + 1, 2 * SPACE, SPACE)
        head.addLayout(row)
        return head

    def _foot(self) -> QFrame:
        self.sign_off = set_role(QLabel(NOT_SIGNED_OFF), "detail")
        self.sign_off.setWordWrap(True)
        self.version = set_role(QLabel(), "detail")
        foot = set_role(QFrame(), "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        row.setSpacing(SPACE // 2 + 2)
        row.addWidget(IconLabel("pen-line", "muted", 14))
        row.addWidget(self.sign_off, 1)
        row.addWidget(self.version)
        return foot

    # -- filling -------------------------------------------------------------------------------

    def _show_person(self, details: PatientDetails, age: int | None) -> None:
        # The longest names would push the verdict out of sight: two lines or so, and whole in the tooltip.
        room = 2 * max(self._name.width(), _NAME_WIDTH) - _NAME_WIDTH // 4
        self._name.setText(self._name.fontMetrics().elidedText(details.full_name, Qt.TextElideMode.ElideRight, room))
        self._name.setToolTip(details.full_name)
        self._age.setText("age not known" if age is None else f"{age} years")
        self._person.show()

    def render_shown(self) -> None:
        """Fill in anew what is shown: its voice, or the colours, may be others."""
        if self._shown is not None:
            from clinicdesk.ui.panel.clearance_words import session_words  # noqa: PLC0415 - it brings the rules along

            voice = Voice(self.voice.value() or Voice.DESK)
            self.view.show_judgement(
                self._shown,
                voice,
                self._context.clinic.emergency_number,
                lifts=self._lifts,
                subject=self._subject,
                about=session_words(self._session, self._context.clinic.tz),
                at_therapist=self._context.at_therapist,
            )
            if self._barred:
                self.view.bar()
            self.deciding.subject = self._subject

    def _lifts_of(self, judgement: "Judgement", known: "Findings") -> "tuple[WouldChange, ...]":
        rules, technique = self._context.desk.ruleset, judgement.assessment.technique
        assessment = judgement.assessment
        by_rules = replace(rules.assess(known, technique), renewal=assessment.renewal)
        same = not judgement.cleared and by_rules == assessment
        return rules.would_change(known, technique) if same else ()

    def _voice_of_actor(self) -> str:
        return Voice.THERAPIST if self._context.at_therapist else Voice.DESK

    def _follow_actor(self) -> None:
        self.voice.set_value(self._voice_of_actor())
        self.render_shown()
