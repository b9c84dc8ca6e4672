"""One group of questions, a screen height of them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Answer, Answers
from clinicdesk.rules import Group
from clinicdesk.ui.enter_key import is_enter, is_segment
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.style import SPACE, IconLabel, set_icon, set_role

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class GroupView(QWidget):
    """The rows of one group, its introduction, and 'none of these'.

    Rows are made once, when the group is first shown; afterwards only what changed is touched.

    Signals:
        answered(str, Answer or None): a question was answered.
        none_requested: every open question of the group has its harmless answer.
        confirm_requested: all that was said in the group on other days is still so.
        undo_requested: take 'none of these' back.
        next_requested: go on behind this group.
        hand_over_requested: let the person answer on the screen.
        question_entered(str): the keyboard is in this question now.
    """

    answered = Signal(str, object)
    none_requested = Signal()
    confirm_requested = Signal()
    undo_requested = Signal()
    next_requested = Signal()
    hand_over_requested = Signal()
    question_entered = Signal(str)

    def __init__(self, group: Group, *, private: bool, confirms: bool = False) -> None:
        """With ``confirms`` what was said on other days is confirmed at once, where 'none of these' may be recorded."""
        super().__init__()
        self.group = group
        self.private = private
        self._confirms = confirms and group.none_of_these
        self.rows: dict[str, QuestionRow] = {}
        self._shown: dict[str, tuple[Answer | None, Answer | None]] = {}
        self._asked: tuple[str, ...] = ()
        self._said = 0
        self._active: QuestionRow | None = None
        self._revealed = not private
        self.next_button = button("")
        self.next_button.clicked.connect(self.next_requested)
        self._build()
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # made by now

    def fill(self, rows: Iterable[QuestionRow]) -> None:
        """Take in the rows of the group, hidden until they apply."""
        for row in rows:
            row.hide()
            row.answered.connect(self._row_answered)
            self.rows[row.finding.id] = row
            self._card.column.addWidget(row)
        # Joins the chain of the Tab key behind the rows, where it stands.
        self.column.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignRight)
        self.column.addStretch(1)

    def show_answers(self, asked: tuple[str, ...], answers: Answers, earlier: Answers) -> None:
        """Bring the rows in line with what applies, what was answered, and what was said on other days."""
        mine = tuple(key for key in asked if key in self.rows)
        for key, row in self.rows.items():
            shown = answers.get(key), earlier.get(key)
            if self._shown.get(key) != shown:
                self._shown[key] = shown
                row.show_answer(*shown)
            if key not in mine:
                row.hide()
            elif row.isHidden():
                row.slide_in() if self._asked else row.show()
            row.set_ruled(key != mine[0] if mine else False)
        self._asked = mine
        done = sum(key in answers for key in mine)
        self._none.setEnabled(done < len(mine))
        self._said = sum(key in earlier for key in mine)
        self._confirm.setText(f"All {self._said} still so" if self._said > 1 else "Still so")
        self._show_head()
        self._box.show_progress(done, len(mine))

    def say_recorded(self, count: int, *, confirmed: bool = False) -> None:
        """Say what 'none of these' recorded, or was confirmed, with the way back; nought takes the line away."""
        what = "1 question" if count == 1 else f"{count} questions"
        left = (
            "" if confirmed or not self._said else " What was said otherwise before stays open: confirm or change it."
        )
        self._recorded.setText(f"{'Confirmed' if confirmed else 'Recorded'} for {what}.{left}")
        self._recorded_row.setVisible(count > 0)

    def name_next(self, title: str) -> None:
        """Say where 'next' leads; without a title the intake is completed."""
        self.next_button.setText(f"Next: {title}" if title else "Complete intake")
        set_role(self.next_button, "" if title else "primary")

    def go_to(self, finding_id: str, *, lit: bool) -> QWidget:
        """Give a question the keyboard, and point it out when ``lit``; returns what must be in sight.

        A private question is not shown on the way: the hand-over stands in for it.
        """
        if not self._revealed:
            self._box.hand_over.setFocus(Qt.FocusReason.OtherFocusReason)
            return self._box
        row = self.rows[finding_id]
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        if lit:
            row.highlight()
        return row

    def lay_out(self) -> None:
        """Give every row its place now: one just made or shown has none until the next turn."""
        self.column.activate()

    def focus_first(self) -> None:
        """Give the keyboard to the first open question."""
        if not self._revealed:
            self._box.hand_over.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first = next((key for key in self._asked if self._shown[key][0] is None), None)
        if first is None:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.rows[first].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def takes_none(self) -> bool:
        """Whether 'none of these' can be recorded now."""
        return not self._none.isHidden() and self._none.isEnabled()

    @property
    def takes_confirm(self) -> bool:
        """Whether what was said in the group on other days can be confirmed at once now."""
        return self._confirms and self._revealed and self._said > 0

    def conceal(self) -> None:
        """Fold private questions away again."""
        if self.private:
            self._reveal(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up, Down and Enter go from question to question, 0 records none of these."""
        step = 1 if is_enter(event) and is_segment(self.focusWidget()) else _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._step(step)
        elif event.key() == Qt.Key.Key_0 and self.takes_none:
            self.none_requested.emit()
        else:
            event.ignore()

    def _build(self) -> None:
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addLayout(self._head())
        column.addWidget(self._recorded_line())
        self._box = PrivateBox()
        self._box.hand_over_requested.connect(self.hand_over_requested)
        self._box.reveal_requested.connect(self._reveal)
        column.addWidget(self._box)
        self._box.setVisible(self.private)
        self._card = Card(margin=SPACE // 2)
        self._card.column.setSpacing(0)
        column.addWidget(self._card)
        self._card.setVisible(self._revealed)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        self.heading = set_role(QLabel(self.group.title), "heading")
        words.addWidget(self.heading)
        intro = set_role(QLabel(self.group.intro), "muted")
        intro.setWordWrap(True)
        words.addWidget(intro)
        self._none = button("None of these", icon="check")
        self._none.setToolTip("Record the harmless answer to every open question of this group (0 or Alt+N)")
        self._none.clicked.connect(self.none_requested)
        self._confirm = button("", icon="check-check")
        self._confirm.setToolTip("Confirm all that was said in this group on other days (Alt+A)")
        self._confirm.clicked.connect(self.confirm_requested)
        actions = QVBoxLayout()
        actions.setSpacing(SPACE // 2)
        for action in (self._none, self._confirm):
            # Shown before it has its place it would be a window of its own.
            action.hide()
            actions.addWidget(action)
        actions.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addLayout(words, 1)
        head.addLayout(actions)
        return head

    def _recorded_line(self) -> QWidget:
        self._recorded_row = QWidget()
        row = QHBoxLayout(self._recorded_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel("check", "accent", 18))
        self._recorded = QLabel()
        row.addWidget(self._recorded)
        undo = button("Undo", role="link")
        undo.setToolTip("Undo (Ctrl+Z)")
        undo.clicked.connect(self.undo_requested)
        row.addWidget(undo)
        row.addStretch(1)
        self._recorded_row.hide()
        return self._recorded_row

    def _reveal(self, revealed: bool) -> None:
        self._revealed = revealed
        self._card.setVisible(revealed)
        self._show_head()
        self._box.show_revealed(revealed)
        if revealed:
            self.focus_first()

    def _show_head(self) -> None:
        self._none.setVisible(self._revealed and self.group.none_of_these)
        self._confirm.setVisible(self.takes_confirm)

    def _row_answered(self, finding_id: str, answer: Answer | None, move_on: bool) -> None:
        self.answered.emit(finding_id, answer)
        # The answer may have brought up something that took the keyboard; it must not be taken back.
        if move_on and self._active is self.rows[finding_id]:
            self._step(1, finding_id)

    def _step(self, step: int, start: str | None = None) -> None:
        """Give the keyboard to the question before or behind; behind the last one is 'next'."""
        here = start or self._entered()
        if here is None:
            self.focus_first() if step > 0 else self.rows[self._asked[-1]].setFocus()
            return
        place = self._asked.index(here) + step
        if place >= len(self._asked):
            self.next_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            self.rows[self._asked[place]].setFocus(Qt.FocusReason.TabFocusReason)

    def _entered(self) -> str | None:
        return next((key for key, row in self.rows.items() if row is self._active), None)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            return
        entered = None
        if self.isAncestorOf(new):
            entered = next((row for row in self.rows.values() if row.isAncestorOf(new)), None)
        if entered is self._active:
            return
        for row in (self._active, entered):
            if row is not None:
                row.set_active(row is entered)
        self._active = entered
        if entered is not None:
            self.question_entered.emit(entered.finding.id)


class PrivateBox(Card):
    """Stands before private questions, so that nobody reads them aloud by accident.

    Signals:
        hand_over_requested: let the person answer on the screen.
        reveal_requested(bool): show the questions here, or fold them away again.
    """

    hand_over_requested = Signal()
    reveal_requested = Signal(bool)

    def __init__(self) -> None:
        super().__init__(margin=2 * SPACE)
        self._revealed = False
        top = QHBoxLayout()
        top.setSpacing(SPACE + 4)
        top.addWidget(IconLabel("lock", "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(set_role(QLabel("Private questions: not to be read aloud"), "strong"))
        self._progress = set_role(QLabel(), "muted")
        self._progress.setWordWrap(True)
        words.addWidget(self._progress)
        top.addLayout(words, 1)
        self.hand_over = button("Hand the screen over", role="primary", icon="tablet")
        self.hand_over.clicked.connect(self.hand_over_requested)
        self.reveal = button("Show here", role="quiet", icon="eye")
        self.reveal.clicked.connect(lambda: self.reveal_requested.emit(not self._revealed))
        actions = QHBoxLayout()
        actions.setSpacing(SPACE)
        actions.addWidget(self.hand_over)
        actions.addWidget(self.reveal)
        actions.addStretch(1)
        self.column.addLayout(top)
        self.column.addSpacing(SPACE // 2)
        self.column.addLayout(actions)

    def show_progress(self, done: int, total: int) -> None:
        """Say how many are answered; never which way."""
        told = "all answered" if done == total else f"{done} of {total} answered"
        self._progress.setText(f"{told[:1].upper()}{told[1:]}. They answer on this screen, or you look together.")

    def show_revealed(self, revealed: bool) -> None:
        """Offer the way back once the questions are in sight."""
        self._revealed = revealed
        self.reveal.setText("Hide again" if revealed else "Show here")
        set_icon(self.reveal, "eye-off" if revealed else "eye")
