"""One group of questions, as the person sees it who answers them alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScroller, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Answer, Answers
from clinicdesk.rules import Group
from clinicdesk.ui.body_map.view import BodyMapView
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.style import SPACE, set_role, text_factor

_WIDTH = 940


@dataclass(frozen=True, slots=True)
class HandOverStep:
    """What is asked at once.

    Attributes:
        questions: what is asked in it, where it applies, in order.
        make_row: makes one question, large; called when the step is first wanted.
        takes_none: whether 'none of these' may answer what is open.
        picture: makes what stands above the questions, such as a figure to mark; no question need apply then.
    """

    group: Group
    questions: tuple[str, ...]
    make_row: Callable[[str], QuestionRow]
    takes_none: bool = False
    picture: Callable[[], BodyMapView] | None = None


class StepView(QWidget):
    """A title, a sentence, the questions, 'none of these', and 'all still so'.

    Signals:
        answered(str, Answer or None, bool): a question was answered, and whether the keyboard may move on.
        none_requested(str): every open question of this group has its harmless answer.
        confirm_requested(str): what they said in this group on other days is still so.
    """

    answered = Signal(str, object, bool)
    none_requested = Signal(str)
    confirm_requested = Signal(str)

    def __init__(self, step: HandOverStep) -> None:
        super().__init__()
        self.step = step
        self.rows = {key: step.make_row(key) for key in step.questions}
        self._shown: dict[str, tuple[Answer | None, Answer | None]] = {}
        self._asked: tuple[str, ...] = ()
        content = QWidget()
        content.setMaximumWidth(round(_WIDTH * text_factor()))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(self._head())
        self.picture = step.picture() if step.picture is not None else None
        if self.picture is not None:
            self.picture.answered.connect(self.answered)
            column.addWidget(self.picture, 8)
        self._card = Card(margin=SPACE)
        self._card.column.setSpacing(0)
        for row in self.rows.values():
            row.hide()
            row.answered.connect(self.answered)
            self._card.column.addWidget(row)
        column.addWidget(self._card)
        column.addStretch(1)
        self.area = scrolling(content)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        QScroller.grabGesture(self.area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def show_answers(self, asked: Sequence[str], answers: Answers, earlier: Answers) -> None:
        """Bring the questions in line with what applies, what was answered, and what was said on other days."""
        mine = tuple(key for key in asked if key in self.rows)
        for key, row in self.rows.items():
            shown = answers.get(key), earlier.get(key)
            if self._shown.get(key) != shown:
                self._shown[key] = shown
                row.show_answer(*shown)
            if key not in mine:
                row.hide()
            elif row.isHidden():
                row.slide_in() if self._asked and self.isVisible() else row.show()
            row.set_ruled(bool(mine) and key != mine[0])
        self._asked = mine
        if self.picture is not None:
            self.picture.show_answers(asked, answers, earlier)
        self._card.setVisible(bool(mine))
        self.none_button.setEnabled(any(key not in answers for key in mine))
        self.confirm_button.setVisible(self.step.takes_none and any(key in earlier for key in mine))

    def focus_first(self) -> bool:
        """Put the keyboard on the first open question; returns whether there is one."""
        first = next((key for key in self._asked if self._shown[key][0] is None), None)
        if first is None:
            return False
        self.rows[first].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def marks_with(self, widget: QWidget | None) -> bool:
        """Whether a widget is the figure of this step."""
        return self.picture is not None and widget is self.picture.figure

    def move_on(self, step: int) -> bool:
        """The keyboard to the question before or behind; returns whether there is one."""
        visible = [self.rows[key] for key in self._asked]
        focus = self.window().focusWidget()
        here = next((place for place, row in enumerate(visible) if focus and row.isAncestorOf(focus)), None)
        place = 0 if here is None else here + step
        if not 0 <= place < len(visible):
            return False
        visible[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(visible[place], 0, 3 * SPACE)
        return True

    def _head(self) -> QHBoxLayout:
        group = self.step.group
        words = QVBoxLayout()
        words.setSpacing(SPACE)
        title = set_role(QLabel(group.title), "title")
        told = set_role(QLabel(group.intro), "hand_over")
        for label in (title, told):
            label.setWordWrap(True)
            words.addWidget(label)
        self.none_button = button("None of these", icon="check")
        self.none_button.setToolTip("Answers every question here that is still open (0)")
        if not self.step.takes_none:
            # Shown before it has its place it would be a window of its own.
            self.none_button.hide()
        self.none_button.clicked.connect(lambda: self.none_requested.emit(group.id))
        self.confirm_button = button("All still so", icon="check-check")
        self.confirm_button.setToolTip("Confirms all that you said here on another day")
        self.confirm_button.hide()
        self.confirm_button.clicked.connect(lambda: self.confirm_requested.emit(group.id))
        actions = QVBoxLayout()
        actions.setSpacing(SPACE)
        actions.addStretch(1)
        actions.addWidget(self.none_button)
        actions.addWidget(self.confirm_button)
        head = QHBoxLayout()
        head.setSpacing(3 * SPACE)
        head.addLayout(words, 1)
        head.addLayout(actions)
        return head

    def _keep_in_sight(self) -> None:
        """What an answer opened below its question would otherwise wait under the edge, unseen."""
        focus = self.window().focusWidget()
        row = next((row for row in self.rows.values() if focus and row.isAncestorOf(focus)), None)
        if row is not None:
            self.area.ensureWidgetVisible(row, 0, SPACE)
