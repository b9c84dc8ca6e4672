"""Where the arrows lead in the schedule: from mark to mark through free time, from session to session."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt

from clinicdesk.desk.views import BookedSlot
from clinicdesk.ui.calendar.geometry import on_grid
from clinicdesk.ui.calendar.picture import Cursor, Picture

ARROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End})


def stepped(picture: Picture, cursor: Cursor, key: int) -> Cursor:
    """Where a key leads; a session is one stop, however long it is."""
    match key:
        case Qt.Key.Key_Left | Qt.Key.Key_Right:
            return beside(picture, cursor, 1 if key == Qt.Key.Key_Right else -1)
        case Qt.Key.Key_Down:
            return _below(picture, cursor)
        case Qt.Key.Key_Up:
            return _above(picture, cursor)
        case Qt.Key.Key_Home:
            return _kept(picture, cursor, picture.opens + picture.shift(cursor.column))
        case _:
            last = picture.closes + picture.shift(cursor.column) - timedelta(minutes=picture.grid)
            return _kept(picture, cursor, last)


def on_session(picture: Picture, session_id: str) -> Cursor | None:
    """The cursor on a session, or None when it is not in the picture."""
    found = picture.found(session_id)
    return None if found is None else Cursor(found[0], found[1].session.starts_at, session_id)


def beside(picture: Picture, cursor: Cursor, direction: int) -> Cursor:
    """The same time of day in the neighbouring lane; at the edge the cursor stays."""
    column = cursor.column + direction
    if not 0 <= column < len(picture.lanes):
        return cursor
    moment = cursor.moment + picture.shift(column) - picture.shift(cursor.column)
    slot = picture.lanes[column].slot_at(moment)
    return _on(column, slot) if slot else Cursor(column, moment)


def next_gap(picture: Picture, cursor: Cursor, direction: int) -> Cursor:
    """The next free stretch, or the one before: down the lane, then on in the next one."""
    gaps = sorted((opening.column, opening.earliest) for opening in picture.openings)
    here = (cursor.column, cursor.moment)
    ahead = [gap for gap in gaps if gap > here] if direction > 0 else [gap for gap in gaps if gap < here][::-1]
    return Cursor(*ahead[0]) if ahead else cursor


def _on(column: int, slot: BookedSlot) -> Cursor:
    return Cursor(column, slot.session.starts_at, slot.session.id)


def _below(picture: Picture, cursor: Cursor) -> Cursor:
    slots, here = picture.lanes[cursor.column].stops, _stop(picture, cursor)
    step = timedelta(minutes=picture.grid)
    if here is not None:
        target = _taken_until(here)
        later = slots[slots.index(here) + 1 :]
    else:
        target = on_grid(cursor.moment, picture.grid, picture.zone) + step
        target = target if target - cursor.moment <= step else target - step
        later = tuple(slot for slot in slots if slot.session.starts_at > cursor.moment)
    if later and later[0].session.starts_at <= target:
        return _on(cursor.column, later[0])
    return _kept(picture, cursor, target)


def _above(picture: Picture, cursor: Cursor) -> Cursor:
    slots, here = picture.lanes[cursor.column].stops, _stop(picture, cursor)
    start = here.session.starts_at if here else cursor.moment
    target = on_grid(start, picture.grid, picture.zone)
    target = target if target < start else target - timedelta(minutes=picture.grid)
    earlier = slots[: slots.index(here)] if here else tuple(s for s in slots if s.session.starts_at < start)
    if earlier and (until := _taken_until(earlier[-1])) > target:
        return _on(cursor.column, earlier[-1]) if until >= start else Cursor(cursor.column, until)
    return _kept(picture, cursor, target)


def _taken_until(slot: BookedSlot) -> datetime:
    """When the time of a session is free again: nothing can be booked while somebody tidies up."""
    return slot.session.free_at if slot.session.status.live else slot.session.ends_at


def _stop(picture: Picture, cursor: Cursor) -> BookedSlot | None:
    """The session that the cursor is on, unless its time is free again: from there the arrows go through it."""
    slot = picture.under(cursor)
    return slot if slot in picture.lanes[cursor.column].stops else None


def _kept(picture: Picture, cursor: Cursor, moment: datetime) -> Cursor:
    """Inside the hours of the lane, or on a session outside them."""
    slot = picture.lanes[cursor.column].slot_at(moment)
    if slot is not None:
        return _on(cursor.column, slot)
    shift = picture.shift(cursor.column)
    first = picture.opens + shift
    last = picture.closes + shift - timedelta(minutes=picture.grid)
    return Cursor(cursor.column, min(max(moment, first), last))
