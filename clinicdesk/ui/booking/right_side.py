"""The right side of the booking page: the day, the next free times, or why nothing may be booked."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.ui.booking.day_column import DayColumn
from clinicdesk.ui.booking.next_free import NextFreeView
from clinicdesk.ui.booking.outcome import StopCard

if TYPE_CHECKING:
    from clinicdesk.ui.booking.plan import BookingPlan
    from clinicdesk.ui.context import DeskContext


class RightSide(QStackedWidget):
    """One of three at a time."""

    def __init__(self, context: "DeskContext") -> None:
        super().__init__()
        day_first = context.clinic.day_first
        self.day = DayColumn(context.today(), day_first=day_first)
        self.next_free = NextFreeView(context, day_first=day_first)
        self.stop_card = StopCard()
        self._stopped = QWidget()
        high = QVBoxLayout(self._stopped)
        high.setContentsMargins(0, 0, 0, 0)
        high.addWidget(self.stop_card)
        high.addStretch(1)
        for widget in (self.day, self.next_free, self._stopped):
            self.addWidget(widget)

    def show_plan(self, plan: "BookingPlan") -> None:
        """Show what belongs to a booking in the making."""
        self.setCurrentWidget(self._stopped if plan.stopped else self.day)

    def show_next_free(self, plan: "BookingPlan") -> bool:
        """List the next free times for the session type looked at; returns whether it can be booked at all."""
        if plan.session_type is None:
            return False
        self.setCurrentWidget(self.next_free)
        self.next_free.show_plan(plan)
        return True
