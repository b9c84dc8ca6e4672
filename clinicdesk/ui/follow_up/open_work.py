"""How much waits on the Follow-up page, seen from every other page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import StoreFault
from clinicdesk.ui.follow_up.catching_up import CatchingUp

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

LOOK_MS = 500


class OpenWork(QObject):
    """Counts what waits, anew whenever anybody has changed something on file; to look whether costs next to nothing.

    Signals:
        counted(int): so much waits now, in all sections.
    """

    counted = Signal(int)

    def __init__(self, context: "DeskContext", parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._catching_up = CatchingUp(context, self)
        self._catching_up.done.connect(self._count)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """From now on, follow."""
        self._timer.start()

    def look(self) -> None:
        """Count, if anything was changed since the last look."""
        try:
            stirred = self._context.desk.watch.stirred()
        except StoreFault:
            return  # whoever works here next is told; the next look may find the file again
        if stirred:
            self._catching_up.go_on()

    def _count(self) -> None:
        from clinicdesk.ui.follow_up.page import SECTIONS  # noqa: PLC0415 - the window is shown first

        context, now = self._context, self._context.now()
        try:
            # What has to wait for a therapist by now is held before anybody is told how much there is.
            context.desk.call_list.hold(actor=context.actor, now=now)
            self.counted.emit(sum(section.count(context.desk, now=now) for section in SECTIONS))
        except StoreFault:
            return  # as above
