"""A calendar in which a session can be taken in hand, carried over the grid, and put down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.desk.moving import Fit, movable
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import Session
from clinicdesk.ui.calendar.canvas import CalendarCanvas, Spot
from clinicdesk.ui.calendar.geometry import on_grid
from clinicdesk.ui.calendar.picture import Cursor, Ghost, Picture
from clinicdesk.ui.schedule.carry import Carry
from clinicdesk.ui.schedule.cursoring import on_session
from clinicdesk.ui.schedule.describing import describe

_SCROLL_MS = 30
_EDGE = 28
SHIFT = Qt.KeyboardModifier.ShiftModifier


class CarryingCanvas(CalendarCanvas):
    """Lanes, a cursor, and at most one session in hand.

    In hand, a session follows the pointer or the arrows on the grid; wherever it cannot stand it
    turns red and says why.

    Signals:
        cursor_moved(BookedSlot or None): a key led to another session, or a key or a click to where there is none.
        placed(BookedSlot, Session): a session was put down where it is to stand.
        carry_dropped(QPoint): it was let go at a point of the screen; whoever takes it calls ``put_back``.
        carry_moved(QPoint): it is dragged over a point of the screen.
        carried(BookedSlot or None): a session was taken in hand, or nothing is in hand any more.
        carry_shown: what is in hand is somewhere else now, or something else stands against it.
        clash_met(by_key): it was to be put where it clashes; it stays in hand.
        park_requested(BookedSlot): keep it at hand in the tray.
    """

    cursor_moved = Signal(object)
    placed = Signal(object, object)
    carry_moved = Signal(QPoint)
    carry_dropped = Signal(QPoint)
    carried = Signal(object)
    carry_shown = Signal()
    clash_met = Signal(bool)
    park_requested = Signal(object)

    def __init__(self, judge: Callable[[Session], Fit], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self.carry: Carry | None = None
        self._dragging = False
        self._judged: dict[Session, Fit] = {}
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)

    # -- what is shown -------------------------------------------------------------------------

    def show_picture(self, picture: Picture) -> None:
        """Show other days or the same ones anew; what is in hand stays in hand."""
        self._judged.clear()
        self.set_picture(picture)
        if self.carry is not None:
            self._show_carry()
        self.describe_itself()

    @property
    def current(self) -> BookedSlot | None:
        """The session the keyboard is on."""
        return self.picture.under(self.picture.cursor)

    def put_cursor(self, cursor: Cursor | None) -> None:
        """Move the keyboard, and bring the place into sight."""
        self.picture.cursor = cursor
        if cursor is not None:
            slot = self.current
            start = slot.session.starts_at if slot else cursor.moment
            end = slot.session.ends_at if slot else cursor.moment + timedelta(minutes=self.picture.grid)
            self.bring_up(cursor.column, start, end, slot)
        self.viewport().update()
        self.describe_itself()

    def select(self, session_id: str) -> None:
        """Put the keyboard on a session, if it is in the picture."""
        cursor = on_session(self.picture, session_id)
        if cursor is not None:
            self.put_cursor(cursor)

    def show_parked(self, parked: frozenset[str]) -> None:
        """Which sessions lie in the tray."""
        if parked != self.picture.parked:
            self.set_picture(replace(self.picture, parked=parked))
            self.describe_itself()

    def reveal_now(self) -> None:
        """Bring the time now into sight where today is shown, else the morning."""
        for column, lane in enumerate(self.picture.lanes):
            if lane.on == self.picture.now.astimezone(self.picture.zone).date():
                hour = timedelta(hours=1)
                self.bring_up(column, self.picture.now - hour, self.picture.now + 2 * hour)
                return

    def show_wish(self, ghost: Ghost | None) -> None:
        """Show a session that is about to be booked, while nothing is in hand."""
        if self.carry is None and ghost != self.picture.ghost:
            self.show_ghost(ghost)

    # -- in hand -------------------------------------------------------------------------------

    def take(self, slot: BookedSlot) -> None:
        """Take a session in hand, to be moved by the arrows or the pointer."""
        if not movable(slot.session):
            return
        self.carry = Carry(slot, slot.session)
        self._judged.clear()
        self.carried.emit(slot)
        self._show_carry(reveal=True)

    def take_to(self, slot: BookedSlot, day: date) -> None:
        """Take a session of the tray in hand, on a day in sight, at the time of the clock it had."""
        if not movable(slot.session):
            return
        self.carry = Carry(slot, slot.session)
        self._judged.clear()
        self.carried.emit(slot)
        self.carry_on((day - slot.session.starts_at.astimezone(self.picture.zone).date()).days)
        if self.carry.column_in(self.picture) is None:
            # Its therapist or room is not shown: it begins in the first lane of the day.
            lane = next((each for each in self.picture.lanes if each.on == day), self.picture.lanes[0])
            self.carry = self.carry.at(lane, self.carry.wanted.starts_at)
        self._show_carry(reveal=True)

    def put_back(self) -> None:
        """Let go of what is in hand; it stays where it stands in the book."""
        if self.carry is None:
            return
        session_id = self.carry.slot.session.id
        self.empty_hand()
        self.select(session_id)

    def empty_hand(self) -> None:
        """Hold nothing any more."""
        self.carry, self._dragging = None, False
        self._scrolling.stop()
        self.show_ghost(None)
        self.viewport().unsetCursor()
        self.carried.emit(None)

    @property
    def dragging(self) -> bool:
        """Whether what is in hand hangs on the pointer."""
        return self._dragging

    def put_down(self, *, by_key: bool = False) -> None:
        """Put what is in hand where it is shown, if it can stand there."""
        carry, ghost = self.carry, self.picture.ghost
        if carry is None or ghost is None:
            return
        if ghost.clashes:
            self.clash_met.emit(by_key)
            return
        if not carry.changed:
            self.put_back()
            return
        self.placed.emit(carry.slot, carry.wanted)

    def drag_over(self, point: QPointF) -> None:
        """What is in hand follows the pointer to a point of the viewport."""
        if self.carry is None:
            return
        inside = QPointF(
            min(max(point.x(), self.inner.left()), self.inner.right() - 1),
            min(max(point.y(), self.inner.top()), self.inner.bottom() - 1),
        )
        found = self.time_at(inside)
        if found is not None:
            self._set_carry(self.carry.over(self.picture, *found))
        near = self.inner.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if not near.contains(point) and self.inner.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE).contains(point):
            self._scrolling.start()
        else:
            self._scrolling.stop()

    def _set_carry(self, carry: Carry) -> None:
        if self.carry is None or carry.wanted != self.carry.wanted:
            self.carry = carry
            self._show_carry()

    def _show_carry(self, *, reveal: bool = False) -> None:
        carry = self.carry
        if carry is None:
            return
        column = carry.column_in(self.picture)
        ghost: Ghost | None = None
        if column is not None:
            fit = self._judged.get(carry.wanted)
            if fit is None:
                fit = self._judged[carry.wanted] = self._judge(carry.wanted)
            ghost = carry.ghost(column, fit)
        changed = ghost != self.picture.ghost
        self.picture.hovered = None
        self.show_ghost(ghost, carry.slot.session.id)
        if reveal and ghost is not None:
            self.bring_up(ghost.column, ghost.starts_at, ghost.ends_at)
        if changed:
            self.describe_itself()
            self.carry_shown.emit()

    def _scroll_on(self) -> None:
        """Near an edge the calendar moves on below what is dragged."""
        point = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        inner = self.inner
        down = (point.y() > inner.bottom() - _EDGE) - (point.y() < inner.top() + _EDGE)
        right = (point.x() > inner.right() - _EDGE) - (point.x() < inner.left() + _EDGE)
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        for bar, by in zip(bars, (down, right), strict=True):
            bar.setValue(bar.value() + by * 12)
        self.drag_over(point)

    # -- dragged ---------------------------------------------------------------------------------

    def begin_drag(self, spot: Spot, point: QPointF) -> None:
        """Take hold of a session, or of its lower edge."""
        slot = spot.slot
        if slot is None or not movable(slot.session):
            return
        grab = spot.moment - slot.session.starts_at
        self.carry = Carry(slot, slot.session, grab, resizing=spot.at_end)
        self._dragging = True
        self._judged.clear()
        self.carried.emit(slot)
        shape = Qt.CursorShape.SizeVerCursor if spot.at_end else Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)
        self._show_carry()
        self.drag_over(point)

    def let_go(self, place: QPoint, point: QPointF) -> None:
        """Put down what was dragged, unless somebody takes it or it left the calendar; what clashes stays in hand."""
        self.carry_dropped.emit(place)
        if self.carry is None:
            return
        if self.inner.contains(point):
            self.put_down()
        else:
            self.put_back()

    # -- moved by keys ---------------------------------------------------------------------------

    def carry_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Move, resize, put down or put back what is in hand; returns whether the key meant that."""
        carry = self.carry
        if carry is None:
            return False
        grid = timedelta(minutes=self.picture.grid)
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            sign = 1 if key == Qt.Key.Key_Down else -1
            self._nudge(carry, sign, resize=modifiers == SHIFT, grid=grid)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._sideways(carry, 1 if key == Qt.Key.Key_Right else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.put_down(by_key=True)
        elif key == Qt.Key.Key_Escape:
            self.put_back()
        elif key == Qt.Key.Key_P:
            slot = carry.slot
            self.put_back()
            self.park_requested.emit(slot)
        else:
            return False
        return True

    def _nudge(self, carry: Carry, sign: int, *, resize: bool, grid: timedelta) -> None:
        if resize:
            self._set_carry(carry.longer(sign * self.picture.grid))
        else:
            start = carry.wanted.starts_at
            mark = on_grid(start, self.picture.grid, self.picture.zone)
            # From between two marks the first step goes to the nearer one on the way.
            target = mark if (mark - start) * sign > timedelta() else mark + sign * grid
            column = carry.column_in(self.picture)
            lane = self.picture.lanes[column] if column is not None else None
            if lane is not None:
                self._set_carry(carry.at(lane, target))
        self._reveal_ghost()

    def _sideways(self, carry: Carry, direction: int) -> None:
        column = carry.column_in(self.picture)
        target = (column if column is not None else 0) + direction
        if column is not None and 0 <= target < len(self.picture.lanes):
            shift = self.picture.shift(target) - self.picture.shift(column)
            self._set_carry(carry.at(self.picture.lanes[target], carry.wanted.starts_at + shift))
            self._reveal_ghost()

    def _reveal_ghost(self) -> None:
        ghost = self.picture.ghost
        if ghost is not None:
            self.bring_up(ghost.column, ghost.starts_at, ghost.ends_at)

    def carry_on(self, days: int) -> None:
        """Take what is in hand along to another day, at the same time of the clock."""
        if self.carry is not None:
            zone = self.picture.zone
            local = self.carry.wanted.starts_at.astimezone(zone)
            there = datetime.combine(local.date() + timedelta(days=days), local.time(), zone)
            self.carry = self.carry.moved_to(there.astimezone(UTC))

    def describe_itself(self) -> None:
        """Tell a screen reader where the keyboard is, or what stands against what is in hand."""
        words = describe(self.picture, self.carry)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
