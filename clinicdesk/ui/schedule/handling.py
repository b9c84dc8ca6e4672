"""Sessions in hand and in the tray: where they are put, and what the desk says to it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import Session
from clinicdesk.errors import ClinicDeskError, StaleRecord
from clinicdesk.ui.names import before_more
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.schedule.carrying import CarryingCanvas
    from clinicdesk.ui.schedule.tray import Tray


class Handling(QObject):
    """Wires the calendar and the tray to the desk.

    Signals:
        session_moved(Session, Session): a session as it stood, and as it stands now.
        day_changed: somebody else changed the days in front meanwhile.
        day_requested(date): show the day on which a session stands now.
    """

    session_moved = Signal(object, object)
    day_changed = Signal()
    day_requested = Signal(object)

    def __init__(
        self, context: "DeskContext", canvas: "CarryingCanvas", tray: "Tray", day: "Callable[[], date]", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._canvas, self._tray, self._day = context, canvas, tray, day
        canvas.placed.connect(self._place)
        canvas.park_requested.connect(self.park)
        canvas.carry_moved.connect(lambda place: tray.show_target(tray.covers(place)))
        canvas.carry_dropped.connect(self._dropped)
        tray.taken.connect(self._take)
        tray.dragged.connect(self._drag)
        tray.dropped.connect(self._drop)
        tray.changed.connect(lambda: canvas.show_parked(frozenset(tray.slots)))

    def park(self, slot: BookedSlot) -> None:
        """Keep a session at hand in the tray; in the book it stays where it stands."""
        self._canvas.put_back()
        self._tray.add(slot)
        self._canvas.setFocus()

    def _place(self, slot: BookedSlot, wanted: Session) -> None:
        context = self._context
        try:
            placed = context.desk.moving.place(slot.session, wanted, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            if isinstance(error, StaleRecord):
                self._canvas.put_back()
                self._tray.remove(slot.session.id)
            self.day_changed.emit()
            return
        undo = context.undoing.just_done() if placed.version != slot.session.version else None
        self._canvas.empty_hand()
        self._tray.remove(placed.id)
        self.session_moved.emit(slot.session, placed)
        if self._canvas.picture.found(placed.id) is None:
            self.day_requested.emit(context.local(placed.starts_at).date())
        self._canvas.select(placed.id)
        self._canvas.setFocus()
        context.messages.info(self._moved_words(slot, placed), undo)

    def _moved_words(self, slot: BookedSlot, placed: Session) -> str:
        zone, before = self._context.clinic.tz, slot.session
        where = (placed.starts_at, placed.therapist_id, placed.room_id)
        held = " It is held: a therapist decides before it starts." if placed.held and not before.held else ""
        name = before_more(slot.patient.name)
        if where == (before.starts_at, before.therapist_id, before.room_id):
            return f"The session of {name} lasts until {clock(placed.ends_at, zone)} now.{held}"
        on = placed.starts_at.astimezone(zone).date()
        day = f"{short_day(on)} at " if on != before.starts_at.astimezone(zone).date() else ""
        words = f"{name} moved to {day}{clock(placed.starts_at, zone)}"
        staff = {member.id: member.name for member in self._context.desk.clinic.therapists()}
        if placed.therapist_id != before.therapist_id:
            words += f", with {staff[placed.therapist_id]}"
        rooms = {room.id: room.name for room in self._context.desk.clinic.rooms()}
        if placed.room_id != before.room_id:
            words += f", {rooms[placed.room_id]}" if placed.room_id else ", room on arrival"
        return f"{words}.{held}"

    def _dropped(self, place: QPoint) -> None:
        self._tray.show_target(over=False)
        carry = self._canvas.carry
        if carry is not None and self._tray.covers(place):
            self.park(carry.slot)

    def _take(self, slot: BookedSlot) -> None:
        """From the tray into the hand: on the day in front, at the time of the clock it had."""
        self._canvas.setFocus()
        self._canvas.take_to(slot, self._day())

    def _drag(self, slot: BookedSlot, place: QPoint) -> None:
        if self._canvas.carry is None:
            self._canvas.take_to(slot, self._day())
        self._canvas.drag_over(self._canvas.viewport().mapFromGlobal(place).toPointF())

    def _drop(self, place: QPoint) -> None:
        self._canvas.let_go(place, self._canvas.viewport().mapFromGlobal(place).toPointF())
