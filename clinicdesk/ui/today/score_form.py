"""How bad the pain is, and how well it goes: asked under the line of a session, answered by one key, or not at all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.score import LEAST, MOST, Measure
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import Option, Segmented, button
from clinicdesk.ui.today.forms import LineForm

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.today.steps import DaySteps
    from clinicdesk.ui.today.table import DayTable

_TEN = "T"


class ScoreForm(LineForm):
    """A question with a number from 0 to 10 for an answer.

    The figures answer, T says ten, Escape leaves it; every other key is for the day's list below.

    Signals:
        score_given(int): the answer.
        left: it is not answered.
    """

    score_given = Signal(int)

    def __init__(self, question: str, ends: str) -> None:
        super().__init__(f"{question} {ends}", button("Keep", role="primary"), "Skip")
        self.scale = Segmented([_option(value) for value in range(LEAST, MOST + 1)], name=question)
        for value in range(LEAST, MOST + 1):
            self.scale.button(str(value)).clicked.connect(lambda _checked=False, given=value: self._give(given))
        self.fields.addWidget(self.scale)
        self.fields.addStretch(1)
        self.do_it.hide()
        self.setFocusProxy(self.scale)

    def accept(self) -> None:
        """Keep the number the arrows have come to; without one leave it."""
        value = self.scale.value()
        if value is None:
            self.leave()
        else:
            self._give(int(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """One key answers; a key that means a step for the session takes it, and the question goes."""
        typed = event.text().upper()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and (typed == _TEN or (len(typed) == 1 and typed in "0123456789")):
            event.accept()
            self._give(MOST if typed == _TEN else int(typed))
        elif typed.isprintable() and typed.strip() and plain:
            self.leave()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _give(self, value: int) -> None:
        self.score_given.emit(value)


class Scoring(QObject):
    """Asks, after an arrival and after a session, what is to be asked then."""

    def __init__(self, context: "DeskContext", steps: "DaySteps", table: "DayTable") -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        steps.row_changed.connect(self.offer)

    def offer(self, row: SessionRow) -> None:
        """Ask the next question of a session, if there is one."""
        context = self._context
        question = context.desk.progress.next_question(row.session, now=context.now())
        if question is None or row.verdict >= Verdict.NOT_SUITABLE:
            return
        form = ScoreForm(*question_words(question.measure, question.activity))
        form.score_given.connect(lambda value: self._keep(row, question.measure, value))
        form.left.connect(self._table.close_form)
        self._table.select_session(row.session.id)
        self._table.open_form(row.session.id, form)
        form.setFocus()

    def _keep(self, row: SessionRow, measure: Measure, value: int) -> None:
        context = self._context
        try:
            context.desk.progress.note(row.session, measure, value, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
        self._table.close_form()
        self.offer(row)


def question_words(measure: Measure, activity: str) -> tuple[str, str]:
    """A question, and what the ends of its scale mean."""
    if measure is Measure.ACTIVITY:
        return f"How well does it go now: {activity}?", "0 cannot do it, 10 as well as ever."
    when = "now, before the session" if measure is Measure.PAIN_BEFORE else "after the session"
    return f"How bad is the pain {when}?", "0 none, 10 the worst there is."


def _option(value: int) -> Option:
    key = _TEN if value == MOST else ""
    return Option(str(value), str(value), tip=f"{value} ({key or value})")
