"""The schedule's calendar: sessions are picked, taken in hand and put down, with the mouse or the keys."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk.moving import Fit, movable
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import Session
from clinicdesk.ui.calendar.canvas import Spot
from clinicdesk.ui.calendar.geometry import Opening, on_grid
from clinicdesk.ui.calendar.picture import Cursor, Ghost
from clinicdesk.ui.schedule.carrying import SHIFT, CarryingCanvas
from clinicdesk.ui.schedule.cursoring import ARROWS, next_gap, stepped
from clinicdesk.ui.waiting.words import gap_words, people_words

HOVER_MS = 300
"""How long the pointer rests on a session before its details appear."""
_PLAIN = Qt.KeyboardModifier.NoModifier


class ScheduleCanvas(CarryingCanvas):
    """Lanes of sessions and gaps.

    A session is dragged by its body, and made longer or shorter by its lower edge; a press that
    does not go further than the dead zone is a click.

    Attributes:
        heading_leads_to: what a click on a heading opens, in words.

    Signals:
        gap_picked(column, starts_at): free time was clicked, or Enter was pressed on a time.
        session_picked(BookedSlot): a session was clicked, or Space was pressed on it.
        session_hovered(BookedSlot or None): the pointer rests on a session, or no longer does.
        heading_picked(column): the heading of a lane was clicked.
        waiting_requested(column, starts_at): who of the waiting list could have this time.
    """

    gap_picked = Signal(int, object)
    session_picked = Signal(object)
    session_hovered = Signal(object)
    heading_picked = Signal(int)
    waiting_requested = Signal(int, object)

    def __init__(self, judge: Callable[[Session], Fit], parent: QWidget | None = None) -> None:
        super().__init__(judge, parent)
        self._pressed: tuple[QPointF, Spot] | None = None
        self._hovered_id = ""
        self.heading_leads_to = "the week"
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(self._tell_hover)
        self.setAccessibleName("Schedule")

    # -- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where; a drag begins only beyond the dead zone."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self.spot_at(event.position())
        if self.carry is not None:
            # What the keyboard has in hand is put where the pointer says.
            self.drag_over(event.position())
            self.put_down()
        elif (heading := self.heading_at(event.position())) is not None:
            self.heading_picked.emit(heading)
        elif spot is not None:
            self._pressed = event.position(), spot
            self.session_hovered.emit(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag, or show what a click would pick."""
        point = event.position()
        if self._dragging:
            self.drag_over(point)
            self.carry_moved.emit(event.globalPosition().toPoint())
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, spot = self._pressed
            if (point - start).manhattanLength() >= QApplication.startDragDistance() and spot.slot is not None:
                self._pressed = None
                self.begin_drag(spot, point)
        else:
            self._hover(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put down what was dragged; a press without a drag was a click."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        if self._dragging:
            self._dragging = False
            self._scrolling.stop()
            self.viewport().unsetCursor()
            self.let_go(event.globalPosition().toPoint(), event.position())
        elif pressed is not None and self.carry is None:
            self._click(pressed[1])

    def _click(self, spot: Spot) -> None:
        if spot.slot is not None:
            self.put_cursor(Cursor(spot.column, spot.slot.session.starts_at, spot.slot.session.id))
            self.session_picked.emit(spot.slot)
            return
        start = on_grid(spot.moment - timedelta(minutes=self.picture.grid / 2), self.picture.grid, self.picture.zone)
        opening = self.picture.opening_at(spot.column, spot.moment)
        before = self.picture.lanes[spot.column].slot_at(start)
        if opening is not None:
            start = min(max(start, opening.earliest), opening.ends_at)
        elif before is not None:
            start = before.session.ends_at
        self.put_cursor(Cursor(spot.column, start))
        self.cursor_moved.emit(None)
        if opening is not None:
            self.gap_picked.emit(spot.column, start)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The first click has done it all."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The details hold everything that can be done with a session."""
        point = self.viewport().mapFromGlobal(event.globalPos())
        spot = self.spot_at(QPointF(point))
        if spot is not None and spot.slot is not None and self.carry is None:
            self._click(spot)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, point: QPointF | None) -> None:
        spot = self.spot_at(point) if point is not None else None
        slot = spot.slot if spot else None
        ghost, waits = None, ""
        heading = self.heading_at(point) if point is not None else None
        shape = Qt.CursorShape.PointingHandCursor if heading is not None else Qt.CursorShape.ArrowCursor
        if (
            spot is not None
            and slot is None
            and (opening := self.picture.opening_at(spot.column, spot.moment)) is not None
        ):
            ghost = self._gap_ghost(spot, opening)
            waits = f"{gap_words(opening.waiting, opening.offered)} (E)" if opening.waiting else ""
            shape = Qt.CursorShape.PointingHandCursor
        elif slot is not None:
            grip = spot is not None and spot.at_end and movable(slot.session)
            shape = Qt.CursorShape.SizeVerCursor if grip else Qt.CursorShape.PointingHandCursor
        tip = self._heading_tip(heading) if heading is not None else waits
        if tip != self.viewport().toolTip():
            self.viewport().setToolTip(tip)
        if ghost != self.picture.hovered:
            self.picture.hovered = ghost
            self.viewport().update()
        if self.carry is None:
            self.viewport().setCursor(shape)
        hovered_id = slot.session.id if slot else ""
        if hovered_id != self._hovered_id:
            self._hovered_id = hovered_id
            self._rest.start()
            if not hovered_id:
                self.session_hovered.emit(None)

    def _heading_tip(self, column: int) -> str:
        day = self.picture.group_of(column)
        waits = f". {people_words(day.waiting)} for a time of this day" if day is not None and day.waiting else ""
        return f"Open {self.heading_leads_to}{waits}"

    def _tell_hover(self) -> None:
        found = self.picture.found(self._hovered_id)
        if found is not None and self.carry is None:
            self.session_hovered.emit(found[1])

    def _gap_ghost(self, spot: Spot, opening: Opening) -> Ghost:
        grid = timedelta(minutes=self.picture.grid)
        start = on_grid(spot.moment - grid / 2, self.picture.grid, self.picture.zone)
        start = min(max(start, opening.earliest), opening.ends_at)
        until = max(min(opening.ends_at, start + timedelta(minutes=30)), start + grid)
        return Ghost(spot.column, start, until, until, "", firm=False)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the cursor, or what is in hand; the rest is the page's."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        taken = modifiers in {_PLAIN, SHIFT} and self.picture.lanes
        if not taken or not (self.carry_key if self.carry else self._cursor_key)(event.key(), modifiers):
            event.ignore()

    def _cursor_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        cursor = self.picture.cursor or self._first_cursor()
        slot, free_from = self.picture.under(cursor), self.picture.gap_from(cursor)
        if key in ARROWS and modifiers == _PLAIN:
            self._lead_to(stepped(self.picture, cursor, key) if self.picture.cursor else cursor)
        elif key == Qt.Key.Key_G:
            self._lead_to(next_gap(self.picture, cursor, -1 if modifiers == SHIFT else 1))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and free_from is not None:
            self._mean_gap(cursor, free_from, self.gap_picked)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M} and slot is not None:
            self.put_cursor(cursor)
            self.take(slot)
        elif key == Qt.Key.Key_Space and (seen := slot or self._remembered(cursor)) is not None:
            self.put_cursor(replace(cursor, session_id=seen.session.id))
            self.session_picked.emit(seen)
        elif key == Qt.Key.Key_E and free_from is not None and modifiers == _PLAIN:
            self._mean_gap(cursor, free_from, self.waiting_requested)
        elif key == Qt.Key.Key_P and slot is not None and modifiers == _PLAIN:
            self.park_requested.emit(slot)
        else:
            return False
        return True

    def _mean_gap(self, cursor: Cursor, free_from: datetime, wish: SignalInstance) -> None:
        """Go on with the free time the keyboard is on, whether or not somebody had it once."""
        self.put_cursor(Cursor(cursor.column, free_from))
        wish.emit(cursor.column, free_from)

    def _remembered(self, cursor: Cursor) -> BookedSlot | None:
        return self.picture.lanes[cursor.column].remembered_at(cursor.moment)

    def _lead_to(self, cursor: Cursor) -> None:
        self.put_cursor(cursor)
        self.cursor_moved.emit(self.current)

    def _first_cursor(self) -> Cursor:
        picture = self.picture
        for column, lane in enumerate(picture.lanes):
            if lane.on == picture.now.astimezone(picture.zone).date():
                shift = picture.shift(column)
                now = on_grid(picture.now, picture.grid, picture.zone)
                moment = min(max(now, picture.opens + shift), picture.closes + shift)
                slot = lane.slot_at(moment)
                return Cursor(column, slot.session.starts_at if slot else moment)
        return Cursor(0, picture.opens)
