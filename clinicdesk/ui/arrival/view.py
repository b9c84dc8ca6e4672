"""The questions of every visit: those read aloud in one list, the private ones handed over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk.views import SessionRow
from clinicdesk.desk.visit_views import ArrivalCheck
from clinicdesk.domain.intake import Answer, Source
from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules import Group
from clinicdesk.ui.arrival.in_hand import ArrivalInHand
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import button
from clinicdesk.ui.hand_over import HandOver, HandOverStep
from clinicdesk.ui.intake.group_view import GroupView
from clinicdesk.ui.intake.question_row import QuestionRow, editor_of
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, bring_into_view, scrolling
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE
from clinicdesk.ui.when import clock, plain_day

_ALOUD = Group(
    id="aloud",
    title="Asked at every visit",
    intro="Is any of this so today? What was said another day does not count any more.",
    private=False,
    none_of_these=True,
)
_PRIVATE = Group(
    id="private",
    title="For their eyes only",
    intro="They answer these themselves.",
    private=True,
    none_of_these=False,
)
_ALONE = Group(
    id="private",
    title="A few questions only you answer",
    intro="Nobody reads these aloud. Only the people who treat you see the answers.",
    private=True,
    none_of_these=False,
)

_KEYS = (
    ("Y  N  U", "Yes, no, don't know"),
    ("0 or Alt+N", "None of these"),
    ("P", "Prefers not to say"),
    ("Delete", "Take the answer back"),
    ("Up  Down  Enter", "Question before, next question"),
    ("Ctrl+Z  Ctrl+Shift+Z", "Undo, redo"),
    ("Ctrl+Enter", "Check in"),
    ("Esc", "Back to the day"),
)


class ArrivalView(QWidget):
    """Asks one person who has just come, and checks them in.

    Signals:
        assessment_changed(Patient, Judgement, Answers): an answer landed.
        answers_kept(CheckedIn): the answers called for urgent care and were kept at once; the view stays.
        checked_in(CheckedIn): the answers are kept and the session is judged for today.
        later_requested: they are here, and will be asked later.
        left: nothing more is to be done here.
    """

    assessment_changed = Signal(object, object, object)
    answers_kept = Signal(object)
    checked_in = Signal(object)
    later_requested = Signal()
    left = Signal()

    def __init__(self, context: DeskContext, check: ArrivalCheck, row: SessionRow) -> None:
        super().__init__()
        self._context = context
        self.row = row
        self.in_hand = ArrivalInHand(context, check, row.session_type.technique, self)
        self.in_hand.changed.connect(self._changed)
        self.in_hand.day_over.connect(self._end_with_the_day)
        self._urgent = False
        self.hand_over: HandOver | None = None
        # What 'none of these' answers stands first: one key, and only the go-aheads are left.
        aloud = [key for key in check.questions if not self.in_hand.is_private(key)]
        self._aloud = tuple(sorted(aloud, key=lambda key: not self.in_hand.takes_none(key)))
        self._private = tuple(key for key in check.questions if self.in_hand.is_private(key))
        self._build(arrived=check.session.arrived_at is not None)
        self._bind_keys()
        self._refresh()

    # -- what the page asks ----------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard on the first open question, and tell the panel where things stand."""
        self._tell()
        self._go_on_asking()

    def check_in(self) -> None:
        """Keep the answers, unless one is missing without which the session cannot start."""
        left = self.in_hand.left
        if left:
            count = "One question is" if len(left) == 1 else f"{len(left)} questions are"
            self._context.messages.warning(f"{count} still open. Ask now, or choose to ask later.")
            self._go_on_asking()
            return
        outcome = self.in_hand.check_in()
        if outcome is not None:
            self._context.messages.close()
            self.checked_in.emit(outcome)

    def travel(self, *, back: bool) -> None:
        """Take the last answer back, or give it again."""
        changed = self.in_hand.travel(back=back)
        self.aloud.say_recorded(0)
        if changed is not None:
            (self.private if self.in_hand.is_private(changed) else self.aloud).go_to(changed, lit=False)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys that work while somebody is asked."""
        return _KEYS

    # -- what a person does ----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape goes back to the day; no letter reaches the table behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            enter_presses(event, self.focusWidget())
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The question that the keyboard is on stays in sight."""
        super().resizeEvent(event)
        focus = self.focusWidget()
        for row in (*self.aloud.rows.values(), *self.private.rows.values()):
            if focus is not None and row.isAncestorOf(focus):
                bring_into_view(row)

    def _answered(self, finding_id: str, answer: Answer | None) -> None:
        self.in_hand.answer(finding_id, answer)

    def _none_of_these(self) -> None:
        if self.aloud.takes_none:
            self.aloud.say_recorded(self.in_hand.none_of_these())
            self._go_on_asking()

    def _go_on_asking(self) -> None:
        """The keyboard to the first open question, else to what comes next."""
        left = self.in_hand.left
        if any(key in self._aloud for key in left):
            self.aloud.focus_first()
        elif left:
            self.private.focus_first()
            self._area.ensureWidgetVisible(self.private)
        else:
            self.check_in_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> None:
        if any(key in self._private for key in self.in_hand.left):
            self._go_on_asking()
        else:
            self.check_in()

    # -- handing the screen over -----------------------------------------------------------------

    def _begin_hand_over(self) -> None:
        if self.hand_over is not None:
            return
        self.private.conceal()
        step = HandOverStep(_ALONE, self._private, lambda key: self._row(key, large=True))
        self.hand_over = HandOver(self, self._context, [step])
        answering = self.in_hand.answering
        self.hand_over.show_answers(answering.asked, answering.answers, answering.earlier)
        self.hand_over.answered.connect(self._patient_answered)
        self.hand_over.given_back.connect(self._end_hand_over)
        self.hand_over.begin()

    def _patient_answered(self, finding_id: str, answer: Answer | None) -> None:
        self.in_hand.answer(finding_id, answer, Source.PATIENT)
        if self.hand_over is not None and self._urgent:
            # Every minute counts now, and the person at the desk knows what to do.
            self.hand_over.finish(urgent=True)

    def _end_hand_over(self) -> None:
        self.hand_over = None
        self.window().activateWindow()
        if not self._urgent and not self.in_hand.follow_day():
            self._go_on_asking()

    def _end_with_the_day(self) -> None:
        """What was answered counts for the day of the visit, and that is over."""
        if self.hand_over is not None:
            self.hand_over.finish()
            return
        day = plain_day(self.in_hand.today)
        self._context.messages.warning(
            f"It is another day now. What {self.row.patient.name} answered on {day} was not kept, because it counts "
            "for that day only."
        )
        self.left.emit()

    # -- showing ---------------------------------------------------------------------------------

    def _changed(self) -> None:
        """An answer that calls for urgent care is kept before anything else happens."""
        urgent = self.in_hand.assessment.verdict is Verdict.REFER_URGENTLY
        newly, self._urgent = urgent and not self._urgent, urgent
        self._refresh()
        outcome = self.in_hand.check_in() if newly else None
        if outcome is not None:
            self.answers_kept.emit(outcome)
            self._show_referral()
        self._tell()

    def _tell(self) -> None:
        self.assessment_changed.emit(self.in_hand.patient, self.in_hand.judgement, self.in_hand.whole)

    def _refresh(self) -> None:
        answering = self.in_hand.answering
        for view, questions in ((self.aloud, self._aloud), (self.private, self._private)):
            asked = tuple(key for key in questions if key in answering.asked)
            view.show_answers(asked, answering.answers, answering.earlier)
        left = self.in_hand.left
        private_left = any(key in self._private for key in left)
        self.aloud.next_button.setText("Next: for their eyes only" if private_left else "Check in")
        row, context = self.row, self._context
        when = clock(row.session.starts_at, context.clinic.tz)
        told = "all answered" if not left else f"{len(left)} to ask" if len(left) > 1 else "one to ask"
        self.header.set_title(
            f"Arriving: {row.patient.name}", f"{when}  {row.session_type.name}, {row.therapist.name}  ·  {told}"
        )

    def _build(self, *, arrived: bool) -> None:
        self.check_in_button = button("Check in", role="primary", icon="user-check", keys="Ctrl+Return")
        self.check_in_button.clicked.connect(self.check_in)
        self.later_button = button("Ask later", role="quiet")
        self.later_button.setToolTip("They are here; the session starts only once they were asked")
        self.later_button.clicked.connect(self.later_requested)
        if arrived:
            self.later_button.hide()
        self.back_button = button("Back", role="quiet", icon="arrow-left", keys="Esc")
        self.back_button.clicked.connect(self.left)
        self.header = PageHeader("Arriving", self.check_in_button)
        self.header.aside.addWidget(self.back_button)
        self.header.aside.addWidget(self.later_button)
        self.referral = Strip("octagon-alert", Verdict.REFER_URGENTLY.code)
        self.aloud = self._group_view(_ALOUD, self._aloud)
        self.aloud.none_requested.connect(self._none_of_these)
        self.aloud.undo_requested.connect(lambda: self.travel(back=True))
        self.aloud.next_requested.connect(self._next)
        self.private = self._group_view(_PRIVATE, self._private)
        self.private.hand_over_requested.connect(lambda: self._context.before_hand_over(self._begin_hand_over))
        self.private.next_button.hide()
        self.private.next_button.setFocusProxy(self.check_in_button)
        if not self._private:
            self.private.hide()
        content = QWidget()
        questions = QVBoxLayout(content)
        questions.setContentsMargins(0, 0, 0, 0)
        questions.setSpacing(SPACE)
        questions.addWidget(self.aloud)
        questions.addWidget(self.private)
        questions.addStretch(1)
        self._area = scrolling(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE if stacked() else 2 * SPACE)
        foot = QHBoxLayout()
        column.addWidget(self.header)
        column.addWidget(self.referral)
        self._show_referral()
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        if stacked():
            # The height is for the questions.
            self.header.fold(questions, foot)

    def _show_referral(self) -> None:
        """Why the session cannot start whatever is answered now."""
        self.referral.say(self._context.desk.referrals.obstacle(self.in_hand.patient.id), "")

    def _group_view(self, group: Group, questions: tuple[str, ...]) -> GroupView:
        view = GroupView(group, private=group.private)
        view.fill([self._row(key) for key in questions])
        view.answered.connect(self._answered)
        view.question_entered.connect(lambda key: bring_into_view(view.rows[key]))
        return view

    def _row(self, key: str, *, large: bool = False) -> QuestionRow:
        finding = self._context.desk.ruleset.knowledge.findings[key]
        day_first = self._context.clinic.day_first
        editor = editor_of(finding, self._context.today, self.in_hand.derive, day_first=day_first)
        return QuestionRow(finding, editor, large=large)

    def _bind_keys(self) -> None:
        for keys, action in (
            ("Ctrl+Return", self.check_in),
            ("Ctrl+Enter", self.check_in),
            ("Ctrl+Shift+Z", lambda: self.travel(back=False)),
            ("Alt+N", self._none_of_these),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
