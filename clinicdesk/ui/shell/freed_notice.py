"""A line below the messages: a time is free that somebody waits for, whoever freed it, at whichever desk."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.style import SPACE, IconLabel, set_icon, set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.desk.waiting_views import WantedTime
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.shell.locking import Locking

LOOK_MS = 400
FREED_KEYS = "F10"


class FreedNotice(QFrame):
    """Looks often at what was done, which costs next to nothing, and stays until it is seen to, closed or untrue."""

    def __init__(self, context: "DeskContext", locking: "Locking", show: "Callable[[WantedTime], None]") -> None:
        super().__init__()
        self._context, self._locking, self._show = context, locking, show
        self.times: list[WantedTime] = []
        set_role(self, "banner")
        self.setProperty("level", "info")
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.hide()

    def _lay_out(self) -> None:
        """Make what stands in it, for the first time that is free."""
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.action_button = button("See who", role="quiet", icon="users", keys=FREED_KEYS)
        self.action_button.clicked.connect(self.see)
        self.close_button = set_role(button(""), "tool")
        self.close_button.setToolTip("Leave it")
        self.close_button.setAccessibleName("Leave it")
        set_icon(self.close_button, "x", "text", 16)
        self.close_button.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE + 4)
        row.addWidget(IconLabel("hourglass", "accent", 20))
        row.addWidget(self.label, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)

    def begin(self) -> None:
        """From now on, look."""
        _ = self._context.desk.freed
        self._timer.start()

    def look(self) -> None:
        """Tell what became free since the last look; behind a locked window once it is open again."""
        now = self._context.now()
        try:
            freed = self._context.desk.freed.look(now=now)
            if freed is None:
                return
            # What was told before may have been given to somebody meanwhile.
            stretches = [each.free for each in self.times]
            told = self._context.desk.wanted.around(stretches, now=now) if stretches else []
        except ClinicDeskError:
            return  # whoever works here next is told
        self.times = [*(each for each in told if each not in freed), *freed]
        self._locking.when_open(self._tell)

    def see(self) -> None:
        """Show who could have the time, the first of several."""
        if self.times:
            first = self.times[0]
            self.leave()
            self._show(first)
        else:
            self._context.messages.info("No time became free that somebody waits for.")

    def leave(self) -> None:
        """Take the line away; the waiting list goes on showing the time."""
        self.times = []
        self.hide()

    def _tell(self) -> None:
        if self.times and self.layout() is None:
            self._lay_out()
        self.setVisible(bool(self.times))
        if not self.times:
            return
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - nothing is freed at the start

        from clinicdesk.ui.waiting.words import freed_words  # noqa: PLC0415 - same

        words = freed_words(self.times, self._context.clinic.tz)
        if words != self.label.text():
            self.label.setText(left_to_right(words))
            self.label.setAccessibleName(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self.label, QAccessible.Event.Alert))
