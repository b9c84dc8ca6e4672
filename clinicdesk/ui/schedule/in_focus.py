"""Whom the panel is to speak of while the schedule is in front."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk.views import BookedSlot

if TYPE_CHECKING:
    from clinicdesk.ui.schedule.detailing import Detailing
    from clinicdesk.ui.schedule.quick_booking import QuickBooking
    from clinicdesk.ui.schedule.view import ScheduleCanvas


class InFocus(QObject):
    """Tells who is looked at: on the calendar, in the details of a session, on the card of a booking.

    Signals:
        patient_opened(Patient): the card is about this person now.
        session_opened(Session): its details were opened.
        patient_seen(patient_id): the keyboard is on a session of this person, or has it in hand.
        patient_cleared: the card is about nobody any more.
    """

    patient_opened = Signal(object)
    session_opened = Signal(object)
    patient_seen = Signal(str)
    patient_cleared = Signal()

    def __init__(self, canvas: "ScheduleCanvas", details: "Detailing", quick: "QuickBooking", parent: QObject) -> None:
        super().__init__(parent)
        self._quick = quick
        self._booked_for = ""
        canvas.carried.connect(self._see)
        details.looked_at.connect(self._see)
        details.opened.connect(lambda slot: self.session_opened.emit(slot.session))
        quick.plan_changed.connect(self._follow_card)

    def _see(self, slot: BookedSlot | None) -> None:
        if slot is not None:
            self.patient_seen.emit(slot.patient.id)

    def _follow_card(self) -> None:
        """Also of somebody without an intake, of whom nothing can be judged yet."""
        plan = self._quick.plan
        before, self._booked_for = self._booked_for, plan.patient.id if plan is not None else ""
        if self._booked_for == before:
            return
        if plan is not None:
            self.patient_opened.emit(plan.patient)
        else:
            self.patient_cleared.emit()
