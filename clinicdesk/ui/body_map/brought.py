"""The questions that marks bring forward, each under the line that says why."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Answer, Answers
from clinicdesk.rules.body_asks import Brought
from clinicdesk.ui.fields import Card
from clinicdesk.ui.intake.question_row import QuestionRow
from clinicdesk.ui.style import SPACE, IconLabel, set_role


class BroughtQuestions(Card):
    """Comes and goes with the marks; the answers are the intake's own.

    Signals:
        answered(str, Answer or None, bool): a question was answered, and whether the keyboard may move on.
    """

    answered = Signal(str, object, bool)

    def __init__(self, make_row: Callable[[str], QuestionRow], *, large: bool) -> None:
        super().__init__(margin=SPACE)
        self._make_row = make_row
        self._large = large
        self._parts: dict[str, _Part] = {}
        self._present: tuple[str, ...] = ()
        self.hide()

    @property
    def rows(self) -> dict[str, QuestionRow]:
        """The questions in sight, by finding."""
        return {key: self._parts[key].row for key in self._present}

    def show_brought(
        self, brought: Sequence[Brought], asked: Sequence[str], answers: Answers, earlier: Answers
    ) -> None:
        """Show these questions, as far as they apply to this person."""
        present = [each for each in brought if each.finding in asked]
        for place, each in enumerate(present):
            if each.finding not in self._parts:
                part = _Part(self._make_row(each.finding), large=self._large)
                part.row.answered.connect(self.answered)
                self._parts[each.finding] = part
            self.column.insertWidget(place, self._parts[each.finding])
            self._parts[each.finding].show_question(each, answers.get(each.finding), earlier.get(each.finding))
        self._present = tuple(each.finding for each in present)
        for key, part in self._parts.items():
            part.setVisible(key in self._present)
        self.setVisible(bool(present))


class _Part(QWidget):
    """Why, the question, and what is to be said of its answer."""

    def __init__(self, row: QuestionRow, *, large: bool) -> None:
        super().__init__()
        self.row = row
        self.why = set_role(QLabel(), "hand_over" if large else "strong")
        self.why.setWordWrap(True)
        self.doubt = QLabel()
        if large:
            set_role(self.doubt, "hand_over")
        self.doubt.setWordWrap(True)
        self._doubted = QWidget()
        doubted = QHBoxLayout(self._doubted)
        doubted.setContentsMargins(SPACE + 4, 0, SPACE + 4, SPACE)
        doubted.setSpacing(SPACE)
        doubted.addWidget(IconLabel("circle-help", "warning", 18))
        doubted.addWidget(self.doubt, 1)
        why = QHBoxLayout()
        why.setContentsMargins(SPACE + 4, SPACE, SPACE + 4, 0)
        why.addWidget(self.why, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(why)
        column.addWidget(row)
        column.addWidget(self._doubted)

    def show_question(self, brought: Brought, answer: Answer | None, earlier: Answer | None) -> None:
        """Show the question as it stands."""
        self.why.setText(brought.why)
        self.row.show_answer(answer, earlier)
        self.doubt.setText(brought.contradiction)
        self._doubted.setVisible(bool(brought.contradiction))
