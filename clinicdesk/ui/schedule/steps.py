"""What is done with a session from its details: the steps of its day, said in words and taken back by one key."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import CancelCause, Session
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses, is_enter
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.style import SPACE, set_invalid, set_role
from clinicdesk.ui.why_cancelled import WhyCancelled

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


class CancelReason(QWidget):
    """Why a session is cancelled.

    Signals:
        reason_given(CancelCause, str): cancel it.
        left: keep it.
    """

    reason_given = Signal(object, str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        words = set_role(QLabel(f"Why is the session of {before_more(name)} cancelled?"), "label")
        words.setWordWrap(True)
        self._why = WhyCancelled()
        self.cause, self.note = self._why.reason, self._why.note
        self.fault = set_role(QLabel(), "error")
        self.fault.hide()
        self.do_it = button("Cancel session", role="danger")
        self.keep_button = button("Keep it", role="quiet", keys="Esc")
        buttons = QHBoxLayout()
        buttons.addWidget(self.do_it)
        buttons.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE)
        for widget in (words, self.cause, self.note, self.fault):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFocusProxy(self.cause)
        self.do_it.clicked.connect(self._accept)
        self.keep_button.clicked.connect(self.left)

    def _accept(self) -> None:
        if (missing := self._why.missing()) is not None:
            self._show_fault(*missing)
        elif self._why.cause is not None:
            self.reason_given.emit(self._why.cause, self._why.words())

    def _show_fault(self, sentence: str, editor: QWidget) -> None:
        for each in (self.cause, self.note):
            set_invalid(each, each is editor)
        self.fault.setText(sentence)
        self.fault.show()
        editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button it is on, else cancels the session; nothing reaches the page below."""
        if enter_presses(event, self.focusWidget()):
            return
        if is_enter(event):
            self._accept()
        else:
            super().keyPressEvent(event)
