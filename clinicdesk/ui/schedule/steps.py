"""What is done with a session from its details: the steps of its day, said in words and taken back by one key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import CancelCause, Session
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.names import before_more

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.context import DeskContext


class SessionSteps(QObject):
    """Takes steps with sessions of the schedule.

    Signals:
        session_changed(Session): a step was taken.
        refused: it was not, and the days are to be read anew.
    """

    session_changed = Signal(object)
    refused = Signal()

    def __init__(self, context: "DeskContext", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def confirm(self, slot: BookedSlot) -> None:
        """The person said that they come."""
        self._take(slot, self._context.desk.day.confirm, "confirmed")

    def arrive(self, slot: BookedSlot) -> None:
        """The person is here and waits; what is asked at every visit is asked on the page of the day."""
        self._take(slot, self._context.desk.day.arrive, "has arrived")

    def start(self, slot: BookedSlot) -> None:
        """The therapist begins; what still stands in the way is said."""
        self._take(slot, self._context.desk.day.start, "in session")

    def complete(self, slot: BookedSlot) -> None:
        """The session is over."""
        self._take(slot, self._context.desk.day.complete, "completed")

    def no_show(self, slot: BookedSlot) -> None:
        """The person did not come."""
        self._take(slot, self._context.desk.day.no_show, "marked as a no-show")

    def cancel(self, slot: BookedSlot, cause: CancelCause, reason: str) -> bool:
        """The session will not take place; returns whether it was cancelled."""
        context = self._context
        return self._do(
            slot,
            lambda: context.desk.day.cancel(
                slot.session, reason=reason, cause=cause, actor=context.actor, now=context.now()
            ),
            "cancelled",
        )

    def _take(self, slot: BookedSlot, call: "Callable[..., Session]", words: str) -> bool:
        context = self._context
        return self._do(slot, lambda: call(slot.session, actor=context.actor, now=context.now()), words)

    def _do(self, slot: BookedSlot, call: "Callable[[], Session]", words: str) -> bool:
        context = self._context
        try:
            session = call()
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self.refused.emit()
            return False
        undo = context.undoing.just_done()
        self.session_changed.emit(session)
        context.messages.info(f"{before_more(slot.patient.name)}: {words}.", undo)
        return True
