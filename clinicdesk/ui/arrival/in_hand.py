"""The arrival in hand: one person's answers of today, and what the rules make of them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.desk.visit_views import ArrivalCheck, CheckedIn
from clinicdesk.domain.intake import Answer, Answers, Source, Value
from clinicdesk.domain.suitability import Technique
from clinicdesk.errors import ClinicDeskError
from clinicdesk.rules import Assessment, Finding
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.intake.answering import Answering
from clinicdesk.ui.intake.in_hand import REST_MS

if TYPE_CHECKING:
    from clinicdesk.desk.judgement import Judgement


class ArrivalInHand(QObject):
    """Answers of one person who has just come. Every change is judged at once; they count once ``check_in`` kept them.

    Signals:
        changed: answers changed; the assessment is up to date.
        day_over: it is another day than that of the visit, and nothing more can be answered for it.
    """

    changed = Signal()
    day_over = Signal()

    def __init__(self, context: DeskContext, check: ArrivalCheck, technique: Technique, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._check = check
        self._technique = technique
        self.session = check.session
        self.patient = check.patient
        self.today = context.today()
        ruleset = context.desk.ruleset
        self._findings = ruleset.knowledge.findings
        self._groups = tuple(
            group.id for group in ruleset.knowledge.groups if group.none_of_these and not group.private
        )
        self.answering = Answering(ruleset, self._resolve, check.given, on=self.today, among=frozenset(check.questions))
        self.judgement = self._judge()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep)
        context.day_changed.connect(self.follow_day)

    @property
    def answers(self) -> Answers:
        """Today's answers to the questions that apply."""
        return self.answering.answers

    @property
    def whole(self) -> Answers:
        """Today's answers with the earlier ones that still count."""
        return {**self._check.carried, **self.answers}

    @property
    def left(self) -> tuple[str, ...]:
        """The questions without whose answer the session does not start; a measurement may stay open."""
        return tuple(
            key for key in self.answering.asked if key not in self.answers and not self._findings[key].may_stay_open
        )

    def follow_day(self) -> bool:
        """Notice when the day of the visit is over; returns whether it is."""
        over = self._context.today() != self.today
        if over:
            self._rest.stop()
            self.day_over.emit()
        return over

    def is_private(self, finding_id: str) -> bool:
        """Whether a question is handed over instead of read aloud."""
        return self._findings[finding_id].private

    def takes_none(self, finding_id: str) -> bool:
        """Whether 'none of these' answers a question, as it does no go-ahead and no number."""
        finding = self._findings[finding_id]
        return finding.group in self._groups and finding.type != "number"

    def answer(self, finding_id: str, answer: Answer | None, source: Source = Source.STAFF) -> None:
        """An answer was given, or taken back."""
        if self.follow_day():
            return
        self.answering.answer(finding_id, replace(answer, source=source) if answer is not None else None)
        self._tell()

    def none_of_these(self) -> int:
        """Record the harmless answer to every open question read aloud, go-aheads apart; returns how many."""
        if self.follow_day():
            return 0
        recorded = self.answering.none_of_these(*self._groups)
        self._tell()
        return len(recorded)

    def travel(self, *, back: bool) -> str | None:
        """Take the last step back, or again; returns a question it changed."""
        if self.follow_day():
            return None
        changed = self.answering.undo() if back else self.answering.redo()
        self._tell()
        return changed

    def check_in(self) -> CheckedIn | None:
        """Keep the answers and judge the session for today; None, and a message, when that failed.

        None as well when the day of the visit is over.
        """
        context = self._context
        if self.follow_day():
            return None
        try:
            outcome = context.desk.arrivals.check_in(self.session, self.answers, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return None
        self._rest.stop()
        self.session = outcome.session
        return outcome

    def derive(self, finding: Finding, answer: Answer) -> Value | None:
        """The value that follows from an answer today."""
        return self._resolve({finding.id: answer}).get(finding.id)

    def _resolve(self, answers: Answers) -> dict[str, Value]:
        whole = {**self._check.carried, **answers}
        return self._context.desk.intakes.resolve(self.patient, whole, on=self.today)

    @property
    def assessment(self) -> "Assessment":
        """What counts by the answers so far."""
        return self.judgement.effective

    def _judge(self) -> "Judgement":
        return self._context.desk.judging.judge(
            self.patient, self.whole, self._technique, on=self.today, session_id=self.session.id
        )

    def _keep(self) -> None:
        try:
            self._context.desk.arrivals.save_draft(self.session, self.answers, now=self._context.now())
        except ClinicDeskError as error:
            self._context.messages.show_error(error)

    def _tell(self) -> None:
        self._rest.start()
        self.judgement = self._judge()
        self.changed.emit()
