"""Working the call list out a part at a time, so that nobody at the desk waits for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import StoreFault

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_PAUSE_MS = 5
_AT_ONCE = 80
"""Other rules concern every session to come; so many are judged in less time than a frame takes."""


class CatchingUp(QObject):
    """After most deeds a few sessions are looked at, and it is done at once.

    Signals:
        done: the list is as what is on file now has it.
    """

    done = Signal()

    def __init__(self, context: "DeskContext", parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.go_on)

    def go_on(self) -> None:
        """Look at the next sessions, and go on by itself until none is left."""
        context = self._context
        try:
            if not context.desk.call_list.catch_up(now=context.now(), at_most=_AT_ONCE):
                self._timer.start()
                return
        except StoreFault:
            self._timer.stop()  # whoever works here next is told; the next look may find the file again
            return
        self._timer.stop()
        self.done.emit()
