"""The docked panel: verdict first, then why, what to do, and what else there is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import Alternative, Assessment, Benefit, Pairing, Precaution
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import EmptyState, Option, Segmented, button
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.panel.lines import ChoiceLine, Section, TextLine
from clinicdesk.ui.panel.reason_line import ReasonLine
from clinicdesk.ui.panel.verdict_card import KindGlance, VerdictCard
from clinicdesk.ui.panel.wording import ReasonGroup, Voice, best_of, detail_html, reason_groups
from clinicdesk.ui.style import SPACE, IconLabel, set_role, technique_words, tokens, verdict_icon_name, verdict_words

if TYPE_CHECKING:
    from clinicdesk.rules import Knowledge

_MOST_REASONS = 8
_MOST_QUESTIONS = 5
_MOST_ALTERNATIVES = 4


class SuitabilityPanel(QFrame):
    """Whether a session suits the patient in focus.

    Signals:
        technique_chosen(Technique): look at, or choose, another technique.
        book_requested(Technique): book a session of this technique.
        question_requested(finding_id): ask this question now.
        intake_requested: there are no answers yet; begin the intake.
        urgent_sheet_requested: print what to do now.
    """

    technique_chosen = Signal(object)
    book_requested = Signal(object)
    question_requested = Signal(str)
    intake_requested = Signal()
    urgent_sheet_requested = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAccessibleName("Suitability")
        self._context = context
        self._knowledge: Knowledge = context.desk.ruleset.knowledge
        self._opened: set[str] = set()
        self._shown: Assessment | None = None
        self.voice = Segmented(
            [Option("desk", "Desk", tip="What to do"), Option("therapist", "Therapist", tip="Why, rule and sources")],
            name="Speak to",
        )
        self.voice.set_value(self._voice_of_actor())
        self.voice.value_chosen.connect(lambda _value: self._render())
        context.actor_changed.connect(self._follow_actor)
        self._make_parts()
        self._lay_out()
        self.clear()

    # -- what to show --------------------------------------------------------------------------

    def show_assessment(
        self, details: PatientDetails, age: int | None, assessment: Assessment, _answers: Answers | None = None
    ) -> None:
        """Show what the rules say; called at each answer, so it fills widgets that stand."""
        self._show_person(details, age)
        self._shown = assessment
        self._render()
        self._states.setCurrentIndex(2)

    def show_no_intake(self, details: PatientDetails, age: int | None) -> None:
        """Show a person of whom nothing is known yet."""
        self._shown = None
        self._opened.clear()
        self._show_person(details, age)
        self._states.setCurrentIndex(1)

    def clear(self) -> None:
        """Nobody is in focus."""
        self._shown = None
        self._opened.clear()
        self._person.hide()
        self._states.setCurrentIndex(0)

    # -- building ------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.verdict = VerdictCard()
        self.verdict.book_requested.connect(self.book_requested)
        self.verdict.urgent_sheet_requested.connect(self.urgent_sheet_requested)
        self.glance = KindGlance()
        self.glance.book_requested.connect(self._book_kind)
        self.why = Section("Why", lambda: ReasonLine(self._opened, self._details), most=_MOST_REASONS)
        self.do = Section("Do", TextLine)
        self.may_help = Section("May help", TextLine)
        self.pair_with = Section("Pair with", TextLine)
        self.pair_button = button("Book physical therapy too", icon="calendar-plus")
        self.pair_button.clicked.connect(lambda: self._book_kind(Kind.PHYSICAL_THERAPY))
        self.pair_with.foot.addWidget(self.pair_button)
        self.ask_next = Section("Ask next", self._question_line, most=_MOST_QUESTIONS)
        self.instead = Section("Instead", self._alternative_line, most=_MOST_ALTERNATIVES)
        self._name = set_role(QLabel(), "heading")
        self._name.setWordWrap(True)
        self._age = set_role(QLabel(), "muted")
        version = self._knowledge.version
        self.sign_off = set_role(QLabel("Rules not yet signed off here"), "detail")
        self.version = set_role(QLabel(f"Version {version.version}"), "detail")
        self.version.setToolTip(f"{version.id} {version.version}\n{version.hash}")

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        sections = (self.why, self.do, self.may_help, self.pair_with, self.ask_next, self.instead)
        for part in (self.verdict, self.glance, *sections):
            column.addWidget(part)
        column.addStretch(1)
        nobody = EmptyState("stethoscope", "Nobody in focus", "Open a person to see which session suits them, and why.")
        no_intake = EmptyState(
            "clipboard-list", "No intake yet", "Ask the intake questions to see what suits.", "Start the intake"
        )
        no_intake.action_requested.connect(self.intake_requested)
        holder = QWidget()
        self._states = QStackedLayout(holder)
        area = scrolling(body)
        _EvenMargins(area, column)
        for state in (nobody, no_intake, area):
            self._states.addWidget(state)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(self._person)
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
        person.addWidget(self._age)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE + 1, 2 * SPACE, SPACE)
        head.addLayout(row)
        return head

    def _foot(self) -> QFrame:
        foot = set_role(QFrame(), "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        row.setSpacing(SPACE // 2 + 2)
        row.addWidget(IconLabel("pen-line", "muted", 14))
        row.addWidget(self.sign_off, 1)
        row.addWidget(self.version)
        return foot

    def _question_line(self) -> ChoiceLine:
        line = ChoiceLine()
        line.clicked.connect(lambda: self.question_requested.emit(line.property("finding")))
        return line

    def _alternative_line(self) -> ChoiceLine:
        line = ChoiceLine()
        line.clicked.connect(lambda: self.technique_chosen.emit(Technique(line.property("technique"))))
        return line

    # -- filling -------------------------------------------------------------------------------

    def _show_person(self, details: PatientDetails, age: int | None) -> None:
        self._name.setText(details.full_name)
        self._age.setText("age not known" if age is None else f"{age} years")
        self._person.show()

    def _render(self) -> None:
        assessment = self._shown
        if assessment is None:
            return
        voice = Voice(self.voice.value() or Voice.DESK)
        self.setUpdatesEnabled(False)
        self.verdict.show_verdict(assessment, voice, self._context.clinic.emergency_number)
        self.glance.show_verdicts(assessment)
        self.why.show_items(reason_groups(assessment, voice), ReasonLine.show_group)
        self.do.show_items(assessment.precautions, _fill_precaution)
        self.may_help.show_items(assessment.benefits, _fill_benefit)
        self.pair_with.show_items(assessment.pairing, _fill_pairing)
        offer = assessment.offer_physical_therapy and best_of(assessment, Kind.PHYSICAL_THERAPY) is not None
        self.pair_button.setVisible(offer)
        self.ask_next.show_items(assessment.questions, self._fill_question)
        urgent = assessment.verdict is Verdict.REFER_URGENTLY
        self.instead.show_items(() if urgent else assessment.alternatives, _fill_alternative)
        self.setUpdatesEnabled(True)

    def _details(self, group: ReasonGroup) -> str:
        voice = Voice(self.voice.value() or Voice.DESK)
        return detail_html(group, self._knowledge, voice, tokens().muted)

    def _fill_question(self, line: ChoiceLine, finding_id: str) -> None:
        finding = self._knowledge.findings[finding_id]
        line.setProperty("finding", finding_id)
        line.show_line("tablet" if finding.private else "circle-help", "accent", finding.question)

    def _book_kind(self, kind: Kind) -> None:
        if self._shown is None:
            return
        own = kind is self._shown.kind and self._shown.verdict < Verdict.NOT_SUITABLE
        technique = self._shown.technique if own else best_of(self._shown, kind)
        if technique is not None:
            self.book_requested.emit(technique)

    def _voice_of_actor(self) -> str:
        return Voice.THERAPIST if self._context.at_therapist else Voice.DESK

    def _follow_actor(self) -> None:
        self.voice.set_value(self._voice_of_actor())
        self._render()


class _EvenMargins(QObject):
    """Takes the room of a scroll bar out of the right margin, so that nothing moves when the bar comes."""

    def __init__(self, area: QScrollArea, column: QVBoxLayout) -> None:
        super().__init__(area)
        self._area = area
        self._column = column
        area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the width the bar leaves."""
        if event.type() == QEvent.Type.Resize:
            taken = self._area.width() - self._area.viewport().width()
            margins = self._column.contentsMargins()
            margins.setRight(max(2 * SPACE - taken, 0))
            self._column.setContentsMargins(margins)
        return super().eventFilter(watched, event)


def _fill_precaution(line: TextLine, precaution: Precaution) -> None:
    line.show_line("check", "muted", precaution.text)


def _fill_benefit(line: TextLine, benefit: Benefit) -> None:
    line.show_line("heart-handshake", "muted", benefit.text, benefit.caveat)


def _fill_pairing(line: TextLine, pairing: Pairing) -> None:
    line.show_line("dumbbell", "muted", pairing.text)


def _fill_alternative(line: ChoiceLine, alternative: Alternative) -> None:
    verdict = alternative.verdict
    line.setProperty("technique", alternative.technique.value)
    line.show_line(
        verdict_icon_name(verdict), verdict.code, technique_words(alternative.technique), aside=verdict_words(verdict)
    )
