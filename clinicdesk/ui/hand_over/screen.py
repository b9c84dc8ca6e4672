"""The screen as the person sees it who answers questions themselves: one group at a time, and nothing else."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.domain.intake import Answer, Answers
from clinicdesk.domain.staff import StaffMember
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses, is_enter, is_segment
from clinicdesk.ui.fields import button
from clinicdesk.ui.hand_over.ending import Ending
from clinicdesk.ui.hand_over.step import HandOverStep, StepView
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.style import SPACE, set_role


class HandOver(QWidget):
    """A window of its own over the whole screen: nothing of the desk can be seen or reached.

    It ends with a page that asks for the screen back and shows no answer any more; only a PIN ends that.

    Signals:
        answered(str, Answer or None): the person answered a question, or took the answer back.
        none_requested(str): none of a group's open questions is so.
        confirm_requested(str): what they said in a group on other days is still so.
        given_back: the desk has the screen again.
    """

    answered = Signal(str, object)
    none_requested = Signal(str)
    confirm_requested = Signal(str)
    given_back = Signal()

    def __init__(self, owner: QWidget, context: DeskContext, steps: Sequence[HandOverStep]) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Questions for you")
        set_role(self, "hand_over_page")
        self._context = context
        self._steps = {step.group.id: step for step in steps}
        self._views: dict[str, StepView] = {}
        self._asked: Sequence[str] = ()
        self._answers: Answers = {}
        self._earlier: Answers = {}
        self._back_at_desk = False
        self.current = ""
        self.ending = Ending(context)
        self.ending.taken_back.connect(self._taken_back)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._questions())
        self._pages.addWidget(self.ending)

    @property
    def back_button(self) -> QPushButton:
        """What asks for the way back to the desk."""
        return self.ending.back_button

    @property
    def rows(self) -> dict[str, QuestionRow]:
        """The questions made so far, by finding."""
        return {key: row for view in self._views.values() for key, row in view.rows.items()}

    @property
    def view(self) -> StepView:
        """What is asked now."""
        return self._views[self.current]

    def show_answers(self, asked: Sequence[str], answers: Answers, earlier: Answers) -> None:
        """Bring the questions in line with what applies, what was answered, and what was said on other days."""
        self._asked, self._answers, self._earlier = asked, answers, earlier
        if self.current:
            self.view.show_answers(asked, answers, earlier)
            self._show_progress()

    def begin(self) -> None:
        """Cover the screen and put the keyboard on the first open question."""
        self._context.screen_handed_over.emit(True)
        # Where no window manager hears of the full screen, the size has to be asked for outright.
        self.setGeometry(self.screen().geometry())
        self._go_to(self._present()[0])
        self.showFullScreen()
        self._focus()

    def finish(self, *, urgent: bool = False) -> None:
        """Take the questions off the screen and ask for it back."""
        self._pages.setCurrentIndex(1)
        self.ending.begin(urgent=urgent)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up, Down and Enter go from question to question; 0 is none of these."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if self._pages.currentIndex():
            enter_presses(event, self.focusWidget())
        elif is_enter(event) and (is_segment(self.focusWidget()) or self.view.marks_with(self.focusWidget())):
            self._move_on(1)
        elif step is not None:
            self._move_on(step)
        elif event.key() == Qt.Key.Key_0 and self.view.step.takes_none:
            self._answered_at_once(self.none_requested, self.current)
        elif not enter_presses(event, self.focusWidget()):
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """However the window closes, the desk has the screen again; a key of the system's own closes it no more."""
        if not self._back_at_desk:
            event.ignore()
            self.finish()
            return
        super().closeEvent(event)
        self._context.screen_handed_over.emit(False)
        self.given_back.emit()

    def _questions(self) -> QWidget:
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self._told = set_role(QLabel(), "hand_over")
        self._stack = QStackedWidget()
        self.previous_button = button("Back", icon="arrow-left")
        self.previous_button.clicked.connect(lambda: self._step(-1))
        # The words in the middle stay in the middle.
        keeps_place = self.previous_button.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.previous_button.setSizePolicy(keeps_place)
        self.next_button = button("Next", role="primary", icon="arrow-right")
        self.next_button.clicked.connect(lambda: self._step(1))
        self.done_button = button("I have finished", role="primary", icon="check")
        self.done_button.clicked.connect(self._finished)
        foot = QHBoxLayout()
        foot.setSpacing(2 * SPACE)
        foot.addWidget(self.previous_button)
        foot.addStretch(1)
        foot.addWidget(self._told)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        foot.addWidget(self.done_button)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(5 * SPACE, 3 * SPACE, 5 * SPACE, 3 * SPACE)
        outer.setSpacing(2 * SPACE)
        outer.addWidget(self.progress)
        outer.addWidget(self._stack, 1)
        outer.addLayout(foot)
        return page

    def _present(self) -> list[str]:
        """The steps in which something applies, in their order."""
        asked = set(self._asked)
        return [key for key, step in self._steps.items() if step.picture is not None or asked & set(step.questions)]

    def _go_to(self, key: str) -> None:
        if key not in self._views:
            view = StepView(self._steps[key])
            view.answered.connect(self._answered)
            view.none_requested.connect(partial(self._answered_at_once, self.none_requested))
            view.confirm_requested.connect(partial(self._answered_at_once, self.confirm_requested))
            self._views[key] = view
            self._stack.addWidget(view)
        self.current = key
        self.view.show_answers(self._asked, self._answers, self._earlier)
        self._stack.setCurrentWidget(self.view)
        self.view.area.verticalScrollBar().setValue(0)
        self._show_progress()

    def _show_progress(self) -> None:
        present = self._present()
        place = present.index(self.current) if self.current in present else 0
        last = place == len(present) - 1
        self.progress.setMaximum(len(present))
        self.progress.setValue(place + 1)
        self.progress.setVisible(len(present) > 1)
        told = f"Part {place + 1} of {len(present)}"
        self._told.setText(told if len(present) > 1 else "")
        self.progress.setAccessibleName(told)
        self.previous_button.setVisible(place > 0)
        self.next_button.setVisible(not last)
        self.done_button.setVisible(last)

    def _step(self, step: int) -> None:
        if step > 0 and self.view.picture is not None and self.view.picture.offer():
            return
        present = self._present()
        place = present.index(self.current) + step
        if 0 <= place < len(present):
            self._go_to(present[place])
            self._focus()

    def _focus(self) -> None:
        if self.view.picture is not None:
            self.view.picture.figure.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.view.focus_first():
            self._forward.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _forward(self) -> QWidget:
        return self.done_button if self.next_button.isHidden() else self.next_button

    def _answered(self, finding_id: str, answer: Answer | None, move_on: bool) -> None:
        self.answered.emit(finding_id, answer)
        if move_on and not self._pages.currentIndex():
            self._move_on(1)

    def _answered_at_once(self, told: SignalInstance, group_id: str) -> None:
        told.emit(group_id)
        if not self._pages.currentIndex():
            self._focus()

    def _move_on(self, step: int) -> None:
        if step > 0 and self.view.picture is not None and self.view.picture.offer():
            return
        if not self.view.move_on(step) and step > 0:
            self._forward.setFocus(Qt.FocusReason.TabFocusReason)

    def _finished(self) -> None:
        self.finish()

    def _taken_back(self, member: StaffMember) -> None:
        self._back_at_desk = True
        self._context.change_actor(member)
        self.close()
