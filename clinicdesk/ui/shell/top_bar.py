"""The bar above the page: the command box, and the clinic's clock."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.shell.command_box import CommandBox
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import clock, short_day

_MINUTE_MS = 60_000


class TopBar(QFrame):
    """The command box in the middle, the time at the right; a demo clinic says that it is one."""

    def __init__(self, context: DeskContext, box: CommandBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "top")
        self._context = context
        self._box = box
        self._clock = set_role(QLabel(), "strong")
        self._day = set_role(QLabel(), "muted")
        self._demo = set_role(QLabel("Demo clinic"), "pill")
        self._demo.setToolTip("Every person here is invented")
        box.setMaximumWidth(720)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * SPACE, SPACE + 2, 3 * SPACE, SPACE + 2)
        row.setSpacing(SPACE + 4)
        row.addWidget(box, 10)
        row.addStretch(1)
        row.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._day)
        row.addWidget(self._clock)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        context.clinic_changed.connect(self._tick)
        self._tick()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The day of the week goes where large text leaves no room for it; it stands on Today, too."""
        super().resizeEvent(event)
        others = (self._box.minimumWidth(), self._demo.sizeHint().width(), self._clock.sizeHint().width())
        self._day.setVisible(sum(others) + self._day.sizeHint().width() + 12 * SPACE <= self.width())

    def _tick(self) -> None:
        """Show the minute, and come back when it is over."""
        now = self._context.now()
        self._clock.setText(clock(now, self._context.clinic.tz))
        self._day.setText(short_day(self._context.today()))
        self._demo.setVisible(self._context.clinic.demo)
        self._context.follow_day()
        self._timer.start(_MINUTE_MS - (now.second * 1000 + now.microsecond // 1000))
