"""An assessment in full: verdict first, then why, what to do, and what else there is."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.clearance import Clearance, Lapsed
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import Alternative, Assessment, Benefit, Pairing, Precaution, WouldChange
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.pages import bring_into_view, scrolling
from clinicdesk.ui.panel.clearance_words import grounds_line, lapse_line, rule_title, standing_line, why_not_words
from clinicdesk.ui.panel.decision_line import DecisionLine
from clinicdesk.ui.panel.lift_lines import LiftLine, lift_lines
from clinicdesk.ui.panel.lines import ChoiceLine, Section, TextLine
from clinicdesk.ui.panel.reason_line import ReasonLine
from clinicdesk.ui.panel.subject import Subject
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
        clear_requested(rule): a therapist wants to clear a reason.
        take_over_requested(Lapsed): give a decision anew that no longer stands.
        take_back_requested(Clearance): end a decision.
    """

    technique_chosen = Signal(object)
    book_requested = Signal(object)
    question_requested = Signal(str)
    urgent_sheet_requested = Signal()
    clear_requested = Signal(str)
    take_over_requested = Signal(object)
    take_back_requested = Signal(object)

    def __init__(self, knowledge: "Knowledge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._opened: set[str] = set()
        self._shown: Assessment | None = None
        self._voice = Voice.DESK
        self._subject: Subject | None = None
        self._at_therapist, self._about = False, ""
        self._form: QWidget | None = None
        self._opener: QWidget | None = None
        self.verdict = VerdictCard()
        self.verdict.book_requested.connect(self.book_requested)
        self.verdict.urgent_sheet_requested.connect(self.urgent_sheet_requested)
        self.glance = KindGlance()
        self.glance.book_requested.connect(self._book_kind)
        self.cleared = Section("Cleared", self._cleared_line)
        self.lapsed = Section("No longer cleared", self._lapsed_line)
        self.recorded = Section("On record", TextLine)
        self.why = Section("Why", self._reason_line, most=_MOST_REASONS)
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

    def show_judgement(
        self,
        judgement: Judgement,
        voice: Voice,
        emergency_number: str,
        *,
        lifts: Sequence[WouldChange] = (),
        subject: Subject | None = None,
        about: str = "",
        at_therapist: bool = False,
    ) -> None:
        """Fill everything.

        Args:
            judgement: what counts, and what the rules say.
            voice: to whom it speaks.
            emergency_number: what to call.
            lifts: what would change the verdict.
            subject: what a therapist may decide about; None where the answers are not on file.
            about: names the session it is judged for, where it is one of the book.
            at_therapist: whether one is at the desk.
        """
        assessment = judgement.effective
        self._shown, self._voice = assessment, voice
        # What is being typed stays while another desk changes something about the same person.
        same = subject is not None and self._subject is not None and subject.same_as(self._subject)
        if not (same and at_therapist and voice is Voice.THERAPIST):
            self.close_form()
        self._subject, self._about, self._at_therapist = subject, about, at_therapist
        self.setUpdatesEnabled(False)
        self.verdict.show_verdict(judgement, voice, emergency_number)
        self.glance.show_verdicts(assessment)
        self._show_decisions(judgement)
        cleared = {each.rule for each in judgement.cleared}
        self.why.show_items(reason_groups(assessment, voice, cleared), self._fill_reason)
        changes = lift_lines(lifts, assessment.technique, self._knowledge.findings, voice)
        self.would_change.show_items(changes, _fill_lift)
        self.do.show_items(assessment.precautions, _fill_precaution)
        self.may_help.show_items(assessment.benefits, _fill_benefit)
        self.pair_with.show_items(assessment.pairing, _fill_pairing)
        offer = assessment.offer_physical_therapy and best_of(assessment, Kind.PHYSICAL_THERAPY) is not None
        self.pair_button.setVisible(offer)
        self.ask_next.show_items(assessment.questions, self._fill_question)
        urgent = assessment.verdict is Verdict.REFER_URGENTLY
        self.instead.show_items(
            () if urgent else assessment.alternatives, partial(_fill_alternative, renewal=assessment.renewal)
        )
        self.setUpdatesEnabled(True)

    def bar(self) -> None:
        """A referral comes first: what the rules say stands, and nothing is offered to be booked."""
        self.glance.bar()
        self.pair_button.hide()
        if self._shown is not None and self._shown.verdict is not Verdict.REFER_URGENTLY:
            self.verdict.bar()

    def forget(self) -> None:
        """Another person comes: nothing stays open."""
        self._opened.clear()
        self.close_form()
        self.show_top()

    def show_top(self) -> None:
        """Bring the verdict into sight."""
        self._area.verticalScrollBar().setValue(0)

    def open_form(self, form: QWidget) -> None:
        """Open a form under the reasons, in place of any other."""
        self.close_form()
        self._form, self._opener = form, self.focusWidget()
        self.forms.addWidget(form)
        form.show()
        bring_into_view(form)
        form.setFocus()

    def close_form(self) -> None:
        """Put a form away, if one is open."""
        if self._form is None:
            return
        form, self._form = self._form, None
        if form.isAncestorOf(self.focusWidget() or self):
            self._give_keyboard_back()
        form.hide()
        form.deleteLater()

    def _give_keyboard_back(self) -> None:
        """To what opened the form; once that is gone, to the reasons."""
        again = (line.head for line in self.why.lines)
        opener = self._opener if self._opener is not None and self._opener.isVisible() else None
        stop = opener or next((head for head in again if head.isVisible()), None)
        if stop is not None:
            stop.setFocus()

    @property
    def form(self) -> QWidget | None:
        """The form that is open, or None."""
        return self._form

    def first_decision(self) -> QWidget | None:
        """The first button of a decision, to clear a reason, else to take one over or back; None without any."""
        buttons = [line.clear_button for line in self.why.lines]
        buttons += [line.button for section in (self.lapsed, self.cleared) for line in section.lines]
        return next((each for each in buttons if each is not None and each.isVisibleTo(self)), None)

    def title_of(self, rule: str) -> str:
        """What a rule is called for a therapist."""
        return rule_title(self._knowledge, rule)

    # -- decisions beside the rules ----------------------------------------------------------------

    def _show_decisions(self, judgement: Judgement) -> None:
        """For the desk nothing of them but what they come to."""
        shown = self._voice is Voice.THERAPIST
        self.cleared.show_items(judgement.cleared if shown else (), self._fill_cleared)
        self.lapsed.show_items(judgement.lapsed if shown else (), self._fill_lapsed)
        self.recorded.show_items(judgement.recorded if shown else (), _fill_recorded)

    def _reason_line(self) -> ReasonLine:
        line = ReasonLine(self._opened, self._details)
        line.clear_requested.connect(self.clear_requested)
        return line

    def _fill_reason(self, line: ReasonLine, group: ReasonGroup) -> None:
        line.show_group(group)
        subject = self._subject
        rules = [reason.rule for reason in group.reasons if reason.verdict.blocks]
        choice = next((subject.choices[rule] for rule in rules if rule in subject.choices), None) if subject else None
        if subject is None or choice is None or self._voice is Voice.DESK:
            line.offer("", "")
            return
        session = subject.session is not None
        note = why_not_words(choice, at_therapist=self._at_therapist, session=session)
        line.offer("" if note else choice.rule, note)

    def _cleared_line(self) -> DecisionLine:
        line = DecisionLine("Take back…", "undo-2")
        line.pressed.connect(lambda: self.take_back_requested.emit(line.property("decision")))
        return line

    def _lapsed_line(self) -> DecisionLine:
        line = DecisionLine("Take over…", "history")
        line.pressed.connect(lambda: self.take_over_requested.emit(line.property("decision")))
        return line

    def _fill_cleared(self, line: DecisionLine, clearance: Clearance) -> None:
        line.setProperty("decision", clearance)
        words = standing_line(self.title_of(clearance.rule), clearance, self._about)
        may = self._at_therapist and self._subject is not None
        line.show_decision("circle-check", "accent", words, grounds_line(clearance), may=may)

    def _fill_lapsed(self, line: DecisionLine, lapsed: Lapsed) -> None:
        line.setProperty("decision", lapsed)
        words = lapse_line(self.title_of(lapsed.clearance.rule), lapsed, self._about)
        choice = self._subject.choices.get(lapsed.clearance.rule) if self._subject else None
        session = self._subject is not None and self._subject.session is not None
        may = choice is not None and not why_not_words(choice, at_therapist=self._at_therapist, session=session)
        line.show_decision("history", "warning", words, grounds_line(lapsed.clearance), may=may)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        forms = QWidget()
        self.forms = QVBoxLayout(forms)
        self.forms.setContentsMargins(0, 0, 0, 0)
        decisions = (self.cleared, self.lapsed, self.recorded)
        reasons = (self.why, self.would_change, self.do, self.may_help, self.pair_with, self.ask_next, self.instead)
        for part in (self.verdict, self.glance, *decisions, forms, *reasons):
            column.addWidget(part)
        column.addStretch(1)
        area = self._area = scrolling(body)
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


def _fill_recorded(line: TextLine, clearance: Clearance) -> None:
    line.show_line("info", "muted", clearance.reason.words, f"{left_to_right(clearance.name)}: “{clearance.text}”")


def _fill_lift(line: TextLine, lift: LiftLine) -> None:
    line.show_line(verdict_icon_name(lift.verdict), lift.verdict.code, lift.text, verdict_words(lift.verdict))


def _fill_precaution(line: TextLine, precaution: Precaution) -> None:
    line.show_line("check", "muted", precaution.text)


def _fill_benefit(line: TextLine, benefit: Benefit) -> None:
    line.show_line("heart-handshake", "muted", benefit.text, benefit.caveat)


def _fill_pairing(line: TextLine, pairing: Pairing) -> None:
    line.show_line("dumbbell", "muted", pairing.text)


def _fill_alternative(line: ChoiceLine, alternative: Alternative, *, renewal: Renewal | None) -> None:
    counted = shown(alternative.verdict, renewal)
    line.setProperty("technique", alternative.technique.value)
    line.show_line(counted.icon, counted.dress.code, technique_words(alternative.technique), aside=counted.short)
