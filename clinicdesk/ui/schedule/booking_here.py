"""Booking from a gap: opens the quick booking beside it, and shows in the calendar what would be booked."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.domain.session import Session
from clinicdesk.ui.calendar.picture import Cursor, Ghost
from clinicdesk.ui.schedule.free_place import FreePlace
from clinicdesk.ui.schedule.quick_booking import QuickBooking
from clinicdesk.ui.schedule.waiting_here import WaitingHere
from clinicdesk.ui.schedule.waiting_marks import WaitingMarks
from clinicdesk.ui.waiting.words import gap_words

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.schedule.view import ScheduleCanvas

_OVER = timedelta(hours=1)


class BookingHere(QObject):
    """Wires the gaps of the calendar to the quick booking.

    Signals:
        session_booked(Session): a session is in the book.
        day_requested(date): show the day of a place that was taken instead.
        opened: the quick booking, or the people who wait for a time, came up.
    """

    session_booked = Signal(object)
    day_requested = Signal(object)
    opened = Signal()

    def __init__(self, context: "DeskContext", canvas: "ScheduleCanvas", page: QWidget) -> None:
        super().__init__(page)
        self._context, self._canvas, self._page = context, canvas, page
        self._following = False
        self.quick = QuickBooking(context, page)
        self.waiting = WaitingHere(context, canvas, page)
        self.marks = WaitingMarks(context, canvas, self)
        canvas.gap_picked.connect(self._open)
        canvas.waiting_requested.connect(self._make_way)
        self.quick.waiting_requested.connect(self._show_waiting)
        canvas.carried.connect(lambda slot: self.leave() if slot is not None else None)
        self.quick.closed.connect(self._give_back)
        self.quick.plan_changed.connect(self._show_wish)
        self.quick.place_changed.connect(self._follow)
        self.quick.session_booked.connect(self._booked)

    def refresh(self) -> None:
        """Another desk has changed the day: look again, and keep what is typed and chosen."""
        self.quick.refresh()
        self.waiting.refresh()

    def lanes_changed(self) -> None:
        """Other days or lanes are shown: what was picked is out of sight, unless it is what they are shown for."""
        if not self._following:
            self.leave()

    def leave(self) -> None:
        """Close without booking."""
        if self.waiting.isVisible():
            self.waiting.leave()
        if self.quick.isVisible():
            inside = self.quick.isAncestorOf(self._page.focusWidget())
            self.quick.leave()
            if inside:
                # The keyboard would slip to whatever comes next in the window.
                self._canvas.setFocus()

    def _give_back(self) -> None:
        self.quick.leave()
        self._canvas.setFocus()

    def _open(self, column: int, starts_at: datetime) -> None:
        lane = self._canvas.picture.lanes[column]
        opening = self._canvas.picture.opening_at(column, starts_at)
        until = opening.ends_at if opening else None
        title = lane.title
        if lane.therapist_id is not None:
            title = self._canvas.picture.names.get(lane.therapist_id, title)
        followed = any(slot.session.starts_at == until and slot.session.status.live for slot in lane.slots)
        # Tidying up may run over the end of the day, not into the next session.
        free_until = until if until is None or followed else until + _OVER
        place = FreePlace(starts_at, free_until, lane.therapist_id, lane.room_id, title)
        if self.waiting.isVisible():
            self.waiting.leave()
        self.opened.emit()
        self.quick.show_waiting(gap_words(opening.waiting, opening.offered) if opening and opening.waiting else "")
        self.quick.open_at(place, self._on_page(column, starts_at, until or starts_at))

    def _show_waiting(self) -> None:
        """From the quick booking to the people who wait for its time."""
        place = self.quick.place
        column = self._column_of(place) if place is not None else None
        if place is not None and column is not None:
            self._canvas.waiting_requested.emit(column, place.starts_at)

    def _make_way(self) -> None:
        self.quick.leave()
        self.opened.emit()

    def _show_wish(self) -> None:
        """Draw what would be booked where it would stand."""
        plan, canvas = self.quick.plan, self._canvas
        ghost = None
        if plan is not None and plan.session_type is not None and plan.slot is not None:
            column = canvas.picture.column_of(plan.slot.starts_at, plan.slot.therapist_id, plan.room_id)
            if column is not None:
                starts_at, session_type = plan.slot.starts_at, plan.session_type
                ghost = Ghost(
                    column,
                    starts_at,
                    starts_at + session_type.duration,
                    starts_at + session_type.occupancy,
                    plan.patient.details.full_name,
                    taken=bool(plan.clashes),
                    hold=plan.offer is not None and plan.offer.hold,
                )
        canvas.show_wish(ghost)

    def _follow(self) -> None:
        """Another place was taken than the one picked: its day comes up, and the card stands beside it there."""
        place, canvas = self.quick.place, self._canvas
        if place is None:
            return
        self._following = True
        self.day_requested.emit(self._context.local(place.starts_at).date())
        self._following = False
        self._show_wish()
        ghost = canvas.picture.ghost
        if ghost is not None:
            canvas.put_cursor(Cursor(ghost.column, ghost.starts_at))
            self.quick.open_beside(self._on_page(ghost.column, ghost.starts_at, ghost.ends_at))

    def _on_page(self, column: int, starts_at: datetime, ends_at: datetime) -> QRect:
        area = self._canvas.area_of(column, starts_at, ends_at).toRect()
        return QRect(self._canvas.viewport().mapTo(self._page, area.topLeft()), area.size())

    def _column_of(self, place: FreePlace) -> int | None:
        return self._canvas.picture.column_of(place.starts_at, place.therapist_id, place.room_id)

    def _booked(self, session: Session, words: str) -> None:
        undo = self._context.undoing.just_done()
        self._canvas.show_wish(None)
        self.session_booked.emit(session)
        self._canvas.select(session.id)
        self._canvas.setFocus()
        told = self._context.desk.plans.told(session, now=self._context.now())
        self._context.messages.info(" ".join(filter(None, (f"Booked: {words}.", told))), undo)
