"""The screen as the person sees it who answers private questions themselves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Answer, Answers
from clinicdesk.rules import Group
from clinicdesk.ui.enter_key import enter_presses, is_enter, is_segment
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.style import SPACE, IconLabel, set_role, text_factor

_WIDTH = 940


class HandOver(QWidget):
    """A window of its own over the whole screen: nothing of the desk can be seen or reached.

    It ends with a page that asks for the screen back and shows no answer any more.

    Signals:
        answered(str, Answer or None): the person answered a question, or took the answer back.
        given_back: the desk has the screen again.
    """

    answered = Signal(str, object)
    given_back = Signal()

    def __init__(self, owner: QWidget, groups: Sequence[tuple[Group, Sequence[QuestionRow]]]) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Questions for you")
        set_role(self, "hand_over_page")
        self.rows = {row.finding.id: row for _, rows in groups for row in rows}
        self._shown: dict[str, Answer | None] = {}
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._questions(groups))
        self._pages.addWidget(self._thanks())
        for row in self.rows.values():
            row.hide()
            row.answered.connect(self._row_answered)

    def show_answers(self, asked: Sequence[str], answers: Answers) -> None:
        """Bring the questions in line with what applies and what was answered."""
        for key, row in self.rows.items():
            answer = answers.get(key)
            if key not in self._shown or self._shown[key] != answer:
                self._shown[key] = answer
                row.show_answer(answer)
            if key not in asked:
                row.hide()
            elif row.isHidden():
                row.show() if not self.isVisible() else row.slide_in()

    def begin(self) -> None:
        """Cover the screen and put the keyboard on the first open question."""
        # Where no window manager hears of the full screen, the size has to be asked for outright.
        self.setGeometry(self.screen().geometry())
        self.showFullScreen()
        for key, row in self.rows.items():
            if not row.isHidden() and self._shown.get(key) is None:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Take the questions off the screen and ask for it back."""
        self._pages.setCurrentIndex(1)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up, Down and Enter go from question to question."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if is_enter(event) and is_segment(self.focusWidget()):
            step = 1
        if step is not None:
            self._step(step)
        elif not enter_presses(event, self.focusWidget()):
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """However the window closes, the desk has the screen again."""
        super().closeEvent(event)
        self.given_back.emit()

    def _questions(self, groups: Sequence[tuple[Group, Sequence[QuestionRow]]]) -> QWidget:
        content = QWidget()
        content.setMaximumWidth(round(_WIDTH * text_factor()))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(2 * SPACE)
        column.addWidget(set_role(QLabel("A few questions only you answer"), "title"))
        told = set_role(QLabel("Nobody reads these aloud. Only the people who treat you see the answers."), "hand_over")
        told.setWordWrap(True)
        column.addWidget(told)
        for _, rows in groups:
            card = Card(margin=SPACE)
            card.column.setSpacing(0)
            for number, row in enumerate(rows):
                row.set_ruled(number > 0)
                card.column.addWidget(row)
            column.addWidget(card)
        column.addStretch(1)
        self.done_button = button("I have finished", role="primary", icon="check")
        self.done_button.clicked.connect(self.finish)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 3 * SPACE)
        outer.setSpacing(2 * SPACE)
        self._area = scrolling(content)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        outer.addWidget(self._area, 1)
        outer.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def _thanks(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(2 * SPACE)
        column.addStretch(2)
        column.addWidget(IconLabel("circle-check", "accent", 56), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in (("Thank you", "title"), ("Please give the screen back.", "hand_over")):
            column.addWidget(set_role(QLabel(words), role), 0, Qt.AlignmentFlag.AlignHCenter)
        self.back_button = button("Back to desk", icon="arrow-left")
        self.back_button.clicked.connect(self.close)
        column.addSpacing(3 * SPACE)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _row_answered(self, finding_id: str, answer: Answer | None, move_on: bool) -> None:
        self.answered.emit(finding_id, answer)
        if move_on:
            self._step(1)

    def _keep_in_sight(self) -> None:
        """What an answer opened below its question would otherwise wait under the edge, unseen."""
        focus = self.focusWidget()
        row = next((row for row in self.rows.values() if focus and row.isAncestorOf(focus)), None)
        if row is not None:
            self._area.ensureWidgetVisible(row, 0, SPACE)

    def _step(self, step: int) -> None:
        visible = [row for row in self.rows.values() if not row.isHidden()]
        focus = self.focusWidget()
        here = next((place for place, row in enumerate(visible) if focus and row.isAncestorOf(focus)), None)
        place = 0 if here is None else here + step
        if place >= len(visible):
            self.done_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            visible[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(visible[place], 0, 3 * SPACE)
