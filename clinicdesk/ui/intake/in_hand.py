"""The intake in hand: one person's answers, what the rules make of them, and the draft."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.domain.intake import Answer, Answers, Intake, IntakeDraft, Source, Value
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.suitability import Technique
from clinicdesk.errors import ClinicDeskError
from clinicdesk.rules import Assessment, Finding
from clinicdesk.ui.body_map.drawing import Drawing
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.intake.answering import Answering
from clinicdesk.ui.when import clock, dated_day

if TYPE_CHECKING:
    from clinicdesk.desk.intakes import SoFar
    from clinicdesk.desk.judgement import Judgement

REST_MS = 400
"""How long answering rests before the draft is written down."""


class IntakeInHand(QObject):
    """Answers of one person on one day. Every change is judged at once and kept soon after.

    Attributes:
        origin: where the first answers come from, in a sentence; empty for a first intake.
        question: id of the question in hand.

    Signals:
        changed: answers, or what applies, changed; the assessment is up to date.
        day_turned: it has become another day, and what counted for the day before only is open again.
    """

    changed = Signal()
    day_turned = Signal()

    def __init__(self, context: DeskContext, patient: Patient, technique: Technique, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.patient = patient
        self.technique = technique
        self.today = context.today()
        so_far = context.desk.intakes.so_far(patient.id, actor=context.actor, now=context.now())
        self.question = so_far.draft.question if so_far.draft is not None else ""
        self.origin = self._origin(so_far)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._keep)
        self.answering = Answering(
            context.desk.ruleset, self._resolve, so_far.given, on=self.today, earlier=so_far.earlier
        )
        self.judgement = self._judge()
        self.drawing = self._begun_drawing(so_far.draft)
        self.drawing.changed.connect(self._drawn)
        context.day_changed.connect(self.follow_day)

    @property
    def answers(self) -> Answers:
        """Today's answers to the questions that apply."""
        return self.answering.answers

    @property
    def standing(self) -> Answers:
        """All that counts: today's answers, and those of other days until they are confirmed or replaced."""
        return self.answering.standing

    @property
    def to_confirm(self) -> int:
        """How many of the open questions were answered on another day."""
        return sum(key in self.answering.earlier for key in self.answering.asked)

    @property
    def deciding(self) -> int:
        """How many of the open questions could still change a verdict."""
        return sum(key in self.answering.asked for key in self.assessment.questions)

    def follow(self, patient: Patient) -> None:
        """Go on with the same person, whose record may have changed."""
        self.patient = patient
        self.answering.settle()
        self._tell()

    def follow_day(self) -> bool:
        """Go on with the day it is now; returns whether it is another one than before."""
        today = self._context.today()
        if today == self.today:
            return False
        self.today = today
        self.answering.begin_day(today)
        self.drawing.begin_day()
        self._tell()
        self.day_turned.emit()
        return True

    def judge(self, technique: Technique) -> None:
        """Judge another technique."""
        self.technique = technique
        self._tell()

    def answer(self, finding_id: str, answer: Answer | None, source: Source = Source.STAFF) -> None:
        """An answer was given, or taken back."""
        self.follow_day()
        given = replace(answer, source=source) if answer is not None else None
        before = self.answers.get(finding_id)
        if before is not None and given is not None and replace(before, source=source) == given:
            return
        self.answering.answer(finding_id, given)
        self._answered()

    def none_of_these(self, group_id: str, source: Source = Source.GROUP) -> int:
        """Record the harmless answer to every open question of a group; returns how many there were."""
        self.follow_day()
        recorded = self.answering.none_of_these(group_id, source=source)
        if recorded:
            self._answered()
        return len(recorded)

    def confirm(self, group_id: str, source: Source = Source.GROUP) -> int:
        """Confirm what was answered in a group on other days; returns how many answers that were."""
        self.follow_day()
        confirmed = self.answering.confirm(group_id, source=source)
        if confirmed:
            self._answered()
        return len(confirmed)

    def travel(self, *, back: bool) -> str | None:
        """Take the last step back, or again; returns a question it changed."""
        self.follow_day()
        changed = self.answering.undo() if back else self.answering.redo()
        if changed is not None:
            self._answered()
        return changed

    def keep_now(self) -> None:
        """Write the draft down if it is not written yet."""
        if self._rest.isActive():
            self._rest.stop()
            self._keep()

    def complete(self) -> Intake | None:
        """Keep the answers as the person's next intake.

        None when that failed, and a message; and when it has become another day, so that questions are open again.
        """
        context = self._context
        if self.follow_day():
            return None
        try:
            intake = context.desk.intakes.complete(
                self.patient, self._told(), actor=context.actor, now=context.now(), body_map=self.drawing.map
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)
            return None
        self._rest.stop()
        return intake

    def derive(self, finding: Finding, answer: Answer) -> Value | None:
        """The value that follows from an answer on the day of the visit."""
        return self._resolve({finding.id: answer}).get(finding.id)

    def _resolve(self, answers: Answers) -> dict[str, Value]:
        return self._context.desk.intakes.resolve(self.patient, answers, on=self.today)

    @property
    def assessment(self) -> "Assessment":
        """What counts by the answers so far."""
        return self.judgement.effective

    def _judge(self) -> "Judgement":
        return self._context.desk.judging.judge(self.patient, self.standing, self.technique, on=self.today)

    def _told(self) -> Answers:
        """What is written down: each answer with the day on which it was given; where nobody noted one, none."""
        return {key: answer for key, answer in self.standing.items() if answer.given_on is not None}

    def _origin(self, so_far: "SoFar") -> str:
        """Where the first answers come from, and what is to be done with those of other days."""
        context, draft = self._context, so_far.draft
        parts = []
        if draft is not None and draft.saved_at is not None and (draft.answers or draft.body_map):
            saved = context.local(draft.saved_at)
            if saved.date() == self.today:
                parts.append(f"Going on where you left off at {clock(saved, context.clinic.tz)}.")
            else:
                parts.append(f"Begun on {dated_day(saved.date())}.")
        if so_far.earlier:
            parts.append("What was said on another day is to be confirmed or changed.")
        return " ".join(parts)

    def _begun_drawing(self, draft: IntakeDraft | None) -> Drawing:
        """The figure of today's draft, or an empty one: where it hurt another day is not where it hurts now."""
        context = self._context
        today = draft is not None and context.local(draft.saved_at or context.now()).date() == self.today
        drawn = context.desk.body_maps.of_patient(self.patient.id, actor=context.actor, now=context.now())
        begun = draft.body_map if draft is not None and today else None
        return Drawing(context, begun, next(iter(drawn), None), lambda: self.answers, self)

    def _drawn(self) -> None:
        """A mark changes no verdict; it is written down, and may bring a question forward."""
        self._rest.start()
        self.changed.emit()

    def _answered(self) -> None:
        self._rest.start()
        self._tell()

    def _tell(self) -> None:
        self.judgement = self._judge()
        self.changed.emit()

    def _keep(self) -> None:
        now = self._context.now()
        try:
            self._context.desk.intakes.save_draft(
                IntakeDraft(self.patient.id, self._told(), now, self.question, self.drawing.map), now=now
            )
        except ClinicDeskError as error:
            self._context.messages.show_error(error)
