"""Which form opens under a line, and what follows when it is filled."""

# ruff: noqa: PLC0415 - the day is shown faster when each form is imported at its first use

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import SessionStatus
from clinicdesk.ui.today.model import is_held

if TYPE_CHECKING:
    from clinicdesk.domain.clearance import ClearanceReason, Letter
    from clinicdesk.domain.session import CancelCause
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.line_form import LineForm
    from clinicdesk.ui.today.steps import DaySteps
    from clinicdesk.ui.today.table import DayTable


class LineForms(QObject):
    """Opens a form under the line it is about, one at a time."""

    def __init__(self, context: "DeskContext", table: "DayTable", steps: "DaySteps", parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._steps = steps

    def ask_reason(self, row: SessionRow) -> None:
        """Ask why a session is cancelled, or say why it cannot be."""
        if SessionStatus.CANCELLED not in row.session.status.next_steps:
            self._context.messages.warning(f"The session of {row.patient.name} can no longer be cancelled.")
            return
        from clinicdesk.ui.today.forms import CancelForm

        form = CancelForm(self._context, row)
        form.cancel_confirmed.connect(lambda reason, cause: self._cancel(row, reason, cause))
        self.open(row, form)

    def _cancel(self, row: SessionRow, reason: str, cause: "CancelCause") -> None:
        """After a refusal the form stays, and the line may be another by now."""
        newest = self._table.day.row_of(row.session.id) or row
        self._close_when(self._steps.cancel(newest, reason, cause))

    def ask_note(self, row: SessionRow) -> None:
        """Ask a therapist why a held session may start, or say why it cannot be released."""
        if not is_held(row):
            self._context.messages.warning(f"The session of {row.patient.name} is not held.")
        elif not self._context.at_therapist:
            self._context.messages.warning(f"Only a therapist can release the session of {row.patient.name}.")
        else:
            from clinicdesk.ui.today.release_form import ReleaseForm

            context = self._context
            lapsed = context.desk.clearing.lapsed(row.session, actor=context.actor, now=context.now())
            form = ReleaseForm(context, row, lapsed)
            form.release_confirmed.connect(lambda note, reason, letter: self._release(row, note, reason, letter))
            self.open(row, form)

    def _release(self, row: SessionRow, note: str, reason: "ClearanceReason", letter: "Letter | None") -> None:
        """A release stands under a therapist's name, who types their PIN."""
        self._context.vouch(
            "release this session",
            lambda vouched: self._close_when(self._steps.release(row, note, reason, letter, vouched)),
        )

    def tell_story(self, row: SessionRow) -> None:
        """Show what happened to a session, when and by whom."""
        from clinicdesk.ui.today.story import StoryForm, story_lines

        lines = story_lines(self._context, row.session.id)
        if lines:
            self.open(row, StoryForm(row, lines))

    def story_words(self, row: SessionRow) -> str:
        """The same in plain lines, for under the pointer."""
        from clinicdesk.ui.today.story import story_lines

        return "\n".join(f"{when}   {words}" for when, words in story_lines(self._context, row.session.id))

    def open(self, row: SessionRow, form: "LineForm") -> None:
        """Open a form under a line, in place of any other."""
        form.left.connect(self._table.close_form)
        self._table.select_session(row.session.id)
        self._table.open_form(row.session.id, form)
        form.setFocus()

    def _close_when(self, done: bool) -> None:
        if done:
            self._table.close_form()
            self._table.setFocus()
