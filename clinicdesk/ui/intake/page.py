"""Going through the intake with a person."""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from clinicdesk.domain.intake import Answer
from clinicdesk.domain.patient import Patient, age_on
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import EmptyState, button
from clinicdesk.ui.hand_over import HandOver
from clinicdesk.ui.intake.asking_view import AskingView
from clinicdesk.ui.intake.body_page import BODY
from clinicdesk.ui.intake.completed import CompletedView
from clinicdesk.ui.intake.frame import IntakeFrame
from clinicdesk.ui.intake.handing_over import HandingOver
from clinicdesk.ui.intake.in_hand import IntakeInHand
from clinicdesk.ui.intake.keys import KEYS
from clinicdesk.ui.names import before_more
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.strip import Strip

_NO_BIRTH_DATE = "The birth date is not known. Until it is, a therapist has to decide on every session."
_ANOTHER_DAY = "It is another day now. What can change from day to day is asked anew."


class IntakePage(Page):
    """Questions, answers, and what the rules make of them at once.

    Signals:
        assessment_changed(Patient, Judgement, Answers): an answer landed, or the technique changed.
        intake_completed(Patient, Intake): the answers are kept.
        booking_requested(Patient): book next.
        amend_requested(Patient): what was asked for belongs to the person's record.
        patient_requested(str): look at the record of the person with this id.
    """

    assessment_changed = Signal(object, object, object)
    intake_completed = Signal(object, object)
    booking_requested = Signal(object)
    amend_requested = Signal(object)
    patient_requested = Signal(str)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._technique = Technique.SWEDISH
        self.in_hand: IntakeInHand | None = None
        self.asking: AskingView | None = None
        self.handing_over = HandingOver(self, context)
        self.handing_over.returned.connect(self._end_hand_over)
        self._build()
        self._bind_keys()

    @property
    def asks(self) -> bool:
        """Whether questions are in sight."""
        return self.asking is not None and self._pages.currentWidget() is self.asking

    @property
    def hand_over(self) -> HandOver | None:
        """The screen while a patient has it."""
        return self.handing_over.screen

    # -- what the window asks ------------------------------------------------------------------

    def start(self, patient: Patient, technique: Technique | None = None) -> None:
        """Go through the intake with a person: on from the draft, else from the last intake, else from nothing."""
        self._technique = technique or self._technique
        if self._goes_on_with(patient):
            return
        self.page_left()
        self._drop()
        self.in_hand = in_hand = IntakeInHand(self.context, patient, self._technique, self)
        in_hand.changed.connect(self._refresh)
        in_hand.day_turned.connect(lambda: self.strip.say(_ANOTHER_DAY, ""))
        self._name_person(patient)
        self._show_questions()
        self.strip.say(in_hand.origin, "")
        question = in_hand.question if in_hand.question in in_hand.answering.asked else in_hand.answering.left_off()
        self._enter(question or in_hand.answering.asked[0])
        self._refresh()

    def go_to(self, finding_id: str) -> None:
        """Bring a question into sight, the keyboard on it; what belongs to the record is asked for there."""
        if self.in_hand is None:
            return
        if self.context.desk.ruleset.knowledge.findings[finding_id].asked_by == "record":
            self.amend_requested.emit(self.in_hand.patient)
            return
        question = self.in_hand.answering.leading_to(finding_id)
        if question is not None:
            self._show_questions().go_to(question)

    def set_technique(self, technique: Technique) -> None:
        """Judge another technique with the same answers."""
        self._technique = technique
        if self.in_hand is not None:
            self.in_hand.judge(technique)

    def undo(self) -> None:
        """Take the last answer back."""
        self._travel(back=True)

    def redo(self) -> None:
        """Give the answer again that was taken back."""
        self._travel(back=False)

    def page_left(self) -> None:
        """Write the draft down."""
        if self.in_hand is not None:
            self.in_hand.keep_now()

    def records_changed(self) -> None:
        """The person's record was changed elsewhere: another birth date or sex may ask other questions."""
        context, in_hand = self.context, self.in_hand
        if in_hand is None or not self.asks:
            return
        patient = context.desk.patients.open(in_hand.patient.id, actor=context.actor, now=context.now())
        if patient != in_hand.patient:
            self._name_person(patient)
            in_hand.follow(patient)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return KEYS

    def complete(self) -> None:
        """Keep the answers as the person's next intake, open questions and all."""
        in_hand = self.in_hand
        if in_hand is None or self._pages.currentWidget() is self.completed:
            return
        intake = in_hand.complete()
        if intake is None:
            return
        self._show_page(self.completed)
        self.completed.show_outcome(in_hand, full=intake.full)
        self.intake_completed.emit(in_hand.patient, intake)

    # -- what a person does ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape leaves; the draft is kept."""
        if event.key() == Qt.Key.Key_Escape and self.in_hand is not None:
            self.page_left()
            self.closed.emit()
        elif not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _answered(self, finding_id: str, answer: Answer | None) -> None:
        if self.in_hand is not None:
            self.strip.say("", "")
            self.in_hand.answer(finding_id, answer)

    def _at_once(self, group_id: str, *, confirm: bool) -> None:
        """Answer the open questions of a group: by what was said on other days, or by none of these."""
        if self.in_hand is None or self.asking is None:
            return
        act = self.in_hand.confirm if confirm else self.in_hand.none_of_these
        self.asking.view.say_recorded(act(group_id), confirmed=confirm)
        self.asking.view.focus_first()

    def _current_at_once(self, *, confirm: bool) -> None:
        view = self.asking.view if self.asking is not None else None
        if view is not None and (view.takes_confirm if confirm else view.takes_none):
            self._at_once(view.group.id, confirm=confirm)

    def _travel(self, *, back: bool) -> None:
        if self.in_hand is None or self.asking is None:
            return
        if self.asking.current == BODY.id and self.in_hand.drawing.travel(back=back):
            return
        changed = self.in_hand.travel(back=back)
        if changed is not None:
            self._enter(changed)
        self.asking.view.say_recorded(0)

    def _step_group(self, step: int) -> None:
        if self.asking is not None:
            self.asking.step_group(step)

    def _entered(self, finding_id: str) -> None:
        if self.in_hand is not None:
            self.in_hand.question = finding_id

    # -- handing the screen over -------------------------------------------------------------------

    def _end_hand_over(self, put: frozenset[str]) -> None:
        if self.in_hand is None or self.asking is None:
            return
        count = self.handing_over.answered_there
        if self.handing_over.whole and count:
            told = "1 answer was" if count == 1 else f"{count} answers were"
            self.strip.say(f"{told} given on the screen handed over. Look through them together, then complete.", "")
        answering = self.in_hand.answering
        asked = [key for key in answering.asked if key in put]
        question = answering.next_open(asked[-1] if asked and not self.handing_over.whole else None)
        if question is not None and self.in_hand.assessment.verdict is not Verdict.REFER_URGENTLY:
            self._enter(question)

    # -- showing -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.complete_button = button("Complete intake", role="primary", icon="check", keys="Ctrl+Return")
        self.complete_button.clicked.connect(self.complete)
        self.hand_over_button = button("Hand over", icon="tablet", keys="Alt+H")
        self.hand_over_button.setToolTip("They answer everything themselves, on this screen (Alt+H)")
        self.hand_over_button.clicked.connect(self.handing_over.give_whole)
        self.header = PageHeader("Intake", self.complete_button)
        self.header.aside.addWidget(self.hand_over_button)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Questions answered")
        self.strip = Strip()
        self.birth_date = Strip("info")
        self.birth_date.action_requested.connect(partial(self._wish, self.amend_requested))
        nobody = EmptyState("clipboard-list", "Nobody chosen", "Find the person first (Ctrl+K), then start the intake.")
        self.completed = CompletedView()
        self.completed.booking_requested.connect(partial(self._wish, self.booking_requested))
        self.completed.questions_requested.connect(self._back_to_questions)
        self.completed.record_requested.connect(self._open_record)
        self._pages = QStackedWidget()
        self._pages.addWidget(nobody)
        self._pages.addWidget(self.completed)
        self._frame = IntakeFrame(self.header, (self.progress, self.strip, self.birth_date), self._pages)
        self.column.addWidget(self._frame)
        self._show_page(nobody)

    def _bind_keys(self) -> None:
        for keys, action in (
            ("Ctrl+Return", self.complete),
            ("Ctrl+Enter", self.complete),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+PgDown", partial(self._step_group, 1)),
            ("Ctrl+PgUp", partial(self._step_group, -1)),
            ("Alt+N", partial(self._current_at_once, confirm=False)),
            ("Alt+A", partial(self._current_at_once, confirm=True)),
            ("Alt+H", self.handing_over.give_whole),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _goes_on_with(self, patient: Patient) -> bool:
        """Whether this person's intake is in hand already and not completed."""
        in_hand = self.in_hand
        if in_hand is None or in_hand.patient.id != patient.id or self._pages.currentWidget() is self.completed:
            return False
        in_hand.follow_day()
        self._name_person(patient)
        in_hand.technique = self._technique
        in_hand.follow(patient)
        if in_hand.question:
            self._enter(in_hand.question)
        return True

    def _drop(self) -> None:
        if self.in_hand is not None:
            self.in_hand.deleteLater()
            self.in_hand = None
        if self.asking is not None:
            self._frame.show_asking(None)
            self._pages.removeWidget(self.asking)
            self.asking.deleteLater()
            self.asking = None

    def _show_questions(self) -> AskingView:
        """The questions of the intake in hand, in sight."""
        assert self.in_hand is not None  # noqa: S101 - nobody can ask without a person
        if self.asking is None:
            in_hand, context = self.in_hand, self.context
            self.asking = asking = AskingView(
                context.desk.ruleset.knowledge,
                in_hand.answering,
                in_hand.drawing,
                self.context.today,
                in_hand.derive,
                day_first=context.clinic.day_first,
            )
            asking.answered.connect(self._answered)
            asking.none_requested.connect(partial(self._at_once, confirm=False))
            asking.confirm_requested.connect(partial(self._at_once, confirm=True))
            asking.undo_requested.connect(self.undo)
            asking.hand_over_requested.connect(self.handing_over.give_private)
            asking.question_entered.connect(self._entered)
            asking.complete_requested.connect(self.complete)
            self._pages.addWidget(asking)
        self._show_page(self.asking)
        return self.asking

    def _show_page(self, page: QWidget) -> None:
        asking = page is self.asking
        self._pages.setCurrentWidget(page)
        self.complete_button.setVisible(asking)
        self.hand_over_button.setVisible(asking)
        self.progress.setVisible(asking)
        if not asking:
            self.strip.say("", "")
        self._frame.show_asking(self.asking if asking else None)

    def _enter(self, finding_id: str) -> None:
        """Bring a question into sight without pointing at it."""
        if self.asking is not None and self.in_hand is not None:
            self.asking.enter(finding_id)
            self.in_hand.question = finding_id

    def _name_person(self, patient: Patient) -> None:
        born = patient.details.birth_date
        age = f", {age_on(born, self.context.today())}" if born else ""
        self._person = f"{before_more(patient.details.full_name)}{age}"
        self.birth_date.say(_NO_BIRTH_DATE if born is None else "", "Add the birth date")

    def _refresh(self) -> None:
        """Show what follows from the answers, and tell the panel."""
        if self.in_hand is None or self.asking is None:
            return
        in_hand, progress = self.in_hand, self.in_hand.answering.progress()
        told = f"{progress.done} of {progress.total} answered"
        if in_hand.to_confirm:
            told += f"; {in_hand.to_confirm} to confirm"
        if in_hand.deciding:
            told += f"; {in_hand.deciding} could still change the verdict"
        # In large text the name needs the line to itself.
        self.header.set_title(self._person if stacked() else f"Intake: {self._person}", told)
        self.progress.setMaximum(progress.total)
        self.progress.setValue(progress.done)
        self.asking.refresh()
        self.handing_over.refresh()
        self.assessment_changed.emit(in_hand.patient, in_hand.judgement, in_hand.standing)

    def _back_to_questions(self) -> None:
        if self.in_hand is not None:
            self._show_questions()
            answering = self.in_hand.answering
            self._enter(answering.next_open() or answering.asked[0])

    def _wish(self, signal: SignalInstance) -> None:
        """Tell a wish that is about the person."""
        if self.in_hand is not None:
            signal.emit(self.in_hand.patient)

    def _open_record(self) -> None:
        if self.in_hand is not None:
            self.patient_requested.emit(self.in_hand.patient.id)
