"""An assessment in full: verdict first, then why, what to do, and what else there is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import Alternative, Assessment, Benefit, Pairing, Precaution, WouldChange
from clinicdesk.ui.fields import button
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.panel.lift_lines import LiftLine, lift_lines
from clinicdesk.ui.panel.lines import ChoiceLine, Section, TextLine
from clinicdesk.ui.panel.reason_line import ReasonLine
from clinicdesk.ui.panel.verdict_card import KindGlance, VerdictCard
from clinicdesk.ui.panel.voice import Voice
from clinicdesk.ui.panel.wording import ReasonGroup, best_of, detail_html, reason_groups
from clinicdesk.ui.style import SPACE, technique_words, tokens, verdict_icon_name, verdict_words

if TYPE_CHECKING:
    from clinicdesk.rules import Knowledge

_MOST_REASONS = 8
_MOST_LIFTS = 4
_MOST_QUESTIONS = 5
_MOST_ALTERNATIVES = 4


class AssessmentView(QWidget):
    """Widgets that stand and are filled anew at each answer.

    Signals:
        technique_chosen(Technique): look at, or choose, another technique.
        book_requested(Technique): book a session of this technique.
        question_requested(finding_id): ask this question now.
        urgent_sheet_requested: print what to do now.
    """

    technique_chosen = Signal(object)
    book_requested = Signal(object)
    question_requested = Signal(str)
    urgent_sheet_requested = Signal()

    def __init__(self, knowledge: "Knowledge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._opened: set[str] = set()
        self._shown: Assessment | None = None
        self._voice = Voice.DESK
        self.verdict = VerdictCard()
        self.verdict.book_requested.connect(self.book_requested)
        self.verdict.urgent_sheet_requested.connect(self.urgent_sheet_requested)
        self.glance = KindGlance()
        self.glance.book_requested.connect(self._book_kind)
        self.why = Section("Why", lambda: ReasonLine(self._opened, self._details), most=_MOST_REASONS)
        self.would_change = Section("What would change it", TextLine, most=_MOST_LIFTS)
        self.do = Section("Do", TextLine)
        self.may_help = Section("May help", TextLine)
        self.pair_with = Section("Pair with", TextLine)
        self.pair_button = button("Book physical therapy too", icon="calendar-plus")
        self.pair_button.clicked.connect(lambda: self._book_kind(Kind.PHYSICAL_THERAPY))
        self.pair_with.foot.addWidget(self.pair_button)
        self.ask_next = Section("Ask next", self._question_line, most=_MOST_QUESTIONS)
        self.instead = Section("Instead", self._alternative_line, most=_MOST_ALTERNATIVES)
        self._lay_out()

    def show_assessment(
        self, assessment: Assessment, voice: Voice, emergency_number: str, lifts: Sequence[WouldChange] = ()
    ) -> None:
        """Fill everything; ``lifts`` is what would change the verdict."""
        self._shown, self._voice = assessment, voice
        self.setUpdatesEnabled(False)
        self.verdict.show_verdict(assessment, voice, emergency_number)
        self.glance.show_verdicts(assessment)
        self.why.show_items(reason_groups(assessment, voice), ReasonLine.show_group)
        changes = lift_lines(lifts, assessment.technique, self._knowledge.findings, voice)
        self.would_change.show_items(changes, _fill_lift)
        self.do.show_items(assessment.precautions, _fill_precaution)
        self.may_help.show_items(assessment.benefits, _fill_benefit)
        self.pair_with.show_items(assessment.pairing, _fill_pairing)
        offer = assessment.offer_physical_therapy and best_of(assessment, Kind.PHYSICAL_THERAPY) is not None
        self.pair_button.setVisible(offer)
        self.ask_next.show_items(assessment.questions, self._fill_question)
        urgent = assessment.verdict is Verdict.REFER_URGENTLY
        self.instead.show_items(() if urgent else assessment.alternatives, _fill_alternative)
        self.setUpdatesEnabled(True)

    def forget(self) -> None:
        """Another person comes: nothing stays open."""
        self._opened.clear()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        sections = (self.why, self.would_change, self.do, self.may_help, self.pair_with, self.ask_next, self.instead)
        for part in (self.verdict, self.glance, *sections):
            column.addWidget(part)
        column.addStretch(1)
        area = scrolling(body)
        _EvenMargins(area, column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _question_line(self) -> ChoiceLine:
        line = ChoiceLine()
        line.clicked.connect(lambda: self.question_requested.emit(line.property("finding")))
        return line

    def _alternative_line(self) -> ChoiceLine:
        line = ChoiceLine()
        line.clicked.connect(lambda: self.technique_chosen.emit(Technique(line.property("technique"))))
        return line

    def _details(self, group: ReasonGroup) -> str:
        return detail_html(group, self._knowledge, self._voice, tokens().muted)

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


def _fill_lift(line: TextLine, lift: LiftLine) -> None:
    line.show_line(verdict_icon_name(lift.verdict), lift.verdict.code, lift.text, verdict_words(lift.verdict))


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
