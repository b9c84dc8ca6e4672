"""The body map among the groups of the intake."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Answer, Answers, Source
from clinicdesk.rules import Group
from clinicdesk.ui.body_map.drawing import Drawing
from clinicdesk.ui.body_map.view import BodyMapView
from clinicdesk.ui.enter_key import is_enter, is_segment
from clinicdesk.ui.fields import button
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.style import SPACE, set_role

BODY = Group(
    id="body_map",
    title="Where it hurts",
    intro="Mark every place that hurts today, and how strongly. What is not marked says nothing.",
)
"""Stands behind the first group, the one that asks about the pain; it asks nothing itself."""


class BodyPage(QWidget):
    """The figure where other groups have their rows; it speaks with the page as they do.

    Signals:
        answered(str, Answer or None): a question brought forward was answered.
        next_requested: go on behind this group.
    """

    answered = Signal(str, object)
    next_requested = Signal()

    def __init__(self, drawing: Drawing, make_row: Callable[[str], QuestionRow]) -> None:
        super().__init__()
        self.group = BODY
        self.rows: dict[str, QuestionRow] = {}
        self._behind = ""
        self.map = BodyMapView(drawing, make_row, Source.STAFF)
        self.map.answered.connect(self._answered)
        self.next_button = button("")
        self.next_button.clicked.connect(self._go_on)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(SPACE)
        self.heading = set_role(QLabel(BODY.title), "heading")
        column.addWidget(self.heading)
        intro = set_role(QLabel(BODY.intro), "muted")
        intro.setWordWrap(True)
        column.addWidget(intro)
        column.addWidget(self.map)
        column.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    @property
    def takes_none(self) -> bool:
        """A figure has no 'none of these'."""
        return False

    def show_answers(self, asked: tuple[str, ...], answers: Answers, earlier: Answers) -> None:
        """Bring what is brought forward in line with the answers."""
        self.map.show_answers(asked, answers, earlier)
        self._show_next()

    @property
    def takes_confirm(self) -> bool:
        """Nor is there anything to confirm: where it hurt another day is not where it hurts now."""
        return False

    def say_recorded(self, count: int, *, confirmed: bool = False) -> None:
        """Nothing is ever recorded here at once."""

    def conceal(self) -> None:
        """Nothing here is private."""

    def name_next(self, title: str) -> None:
        """Say where 'next' leads."""
        self._behind = title
        self._show_next()

    def go_to(self, _finding_id: str, *, lit: bool) -> QWidget:
        """No question lives here; the figure is what must be in sight."""
        del lit
        self.focus_first()
        return self.map

    def lay_out(self) -> None:
        """Give everything its place now."""
        self.column.activate()

    def focus_first(self) -> None:
        """Put the keyboard on the figure."""
        self.map.figure.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on: first to what the marks bring forward."""
        if is_enter(event) and (self.map.figure.hasFocus() or is_segment(self.focusWidget())):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _show_next(self) -> None:
        behind = f"Next: {self._behind}" if self._behind else "Complete intake"
        self.next_button.setText("Next: what you marked" if self.map.waits else behind)

    def _go_on(self) -> None:
        """To a question that the marks bring forward, each once, and then to the next group."""
        if not self.map.offer():
            self.next_requested.emit()
        self._show_next()

    def _answered(self, finding_id: str, answer: Answer | None, move_on: bool) -> None:
        self.answered.emit(finding_id, answer)
        if move_on and not self.map.offer():
            self.next_button.setFocus(Qt.FocusReason.TabFocusReason)
        self._show_next()
