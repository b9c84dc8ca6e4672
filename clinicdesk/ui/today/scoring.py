"""How bad the pain is, and how well it goes: asked under the line of a session, answered by one key, or not at all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import ClinicDeskError

if TYPE_CHECKING:
    from clinicdesk.domain.score import Measure
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.today.steps import DaySteps
    from clinicdesk.ui.today.table import DayTable


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
        from clinicdesk.ui.today.score_form import ScoreForm, question_words  # noqa: PLC0415 - asked later in the day

        form = ScoreForm(*question_words(question.measure, question.activity))
        form.score_given.connect(lambda value: self._keep(row, question.measure, value))
        form.left.connect(self._table.close_form)
        self._table.select_session(row.session.id)
        self._table.open_form(row.session.id, form)
        form.setFocus()

    def _keep(self, row: SessionRow, measure: "Measure", value: int) -> None:
        context = self._context
        try:
            context.desk.progress.note(row.session, measure, value, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
        self._table.close_form()
        self.offer(row)
