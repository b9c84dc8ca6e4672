"""Where the keyboard is in the schedule, in one sentence for a screen reader: no less than the calendar shows."""

from datetime import datetime, timedelta

from clinicdesk.desk.schedule import Ground
from clinicdesk.ui.calendar.picture import Cursor, Ghost, Lane, Picture
from clinicdesk.ui.calendar.session_words import spoken, standing_of
from clinicdesk.ui.schedule.carry import Carry
from clinicdesk.ui.waiting.words import gap_words
from clinicdesk.ui.when import clock, clock_span, short_day

_GROUNDS = {
    Ground.CLOSED: "closed",
    Ground.BREAK: "break",
    Ground.HOLIDAY: "public holiday",
    Ground.AWAY: "away",
}
"""What a stretch is called that is drawn without words."""


def describe(picture: Picture, carry: Carry | None) -> str:
    """What is in hand and what stands against it, else the session or the time the keyboard is on."""
    ghost, cursor = picture.ghost, picture.cursor
    if carry is not None and ghost is not None:
        return _in_hand(picture, carry, ghost)
    if cursor is None or cursor.column >= len(picture.lanes):
        return ""
    lane, slot = picture.lanes[cursor.column], picture.under(cursor)
    if slot is None:
        return _time(picture, lane, cursor)
    therapist = picture.names.get(slot.session.therapist_id, "")
    day = short_day(lane.on) if _several_days(picture) else ""
    parked = "in the tray" if slot.session.id in picture.parked else ""
    return ", ".join(filter(None, (spoken(slot, therapist, picture.now, picture.zone), day, parked)))


def _in_hand(picture: Picture, carry: Carry, ghost: Ghost) -> str:
    lane = picture.lanes[ghost.column]
    where = ", ".join((clock_span(ghost.starts_at, ghost.ends_at, picture.zone), _name(picture, lane)))
    reasons = " ".join(clash.message for clash in ghost.clashes)
    if reasons:
        return f"{carry.slot.patient.name} in hand: {where}. {reasons}"
    held = ", held: a therapist decides before it starts" if ghost.hold else ""
    return f"{carry.slot.patient.name} in hand: {where}, fits{held}. {' '.join(ghost.notes)}".removesuffix(". ")


def _time(picture: Picture, lane: Lane, cursor: Cursor) -> str:
    moment = cursor.moment
    opening = picture.opening_at(cursor.column, moment)
    told = [clock_span(moment, moment + timedelta(minutes=picture.grid), picture.zone), _name(picture, lane)]
    if opening is not None:
        told.append(f"free until {clock(opening.ends_at, picture.zone)}")
        told += [gap_words(opening.waiting, opening.offered)] if opening.waiting else []
    elif why := _why_not(picture, lane, moment):
        told.append(f"not free: {why}")
    if (off := lane.remembered_at(moment)) is not None:
        told.append(f"{standing_of(off, picture.now).words.lower()}: {off.patient.name}")
    return ", ".join(told)


def _why_not(picture: Picture, lane: Lane, moment: datetime) -> str:
    """Why nobody can be booked then; empty where no room is given out, and nothing is free or taken."""
    if lane.of_room and lane.room_id is None:
        return ""
    if moment < picture.now:
        return "it has passed"
    for stretch in lane.stretches:
        if stretch.starts_at <= moment < stretch.ends_at:
            return stretch.words or _GROUNDS[stretch.kind]
    for slot in lane.slots:
        if slot.session.status.live and slot.session.ends_at <= moment < slot.session.free_at:
            return f"tidied up after {slot.patient.name}"
    return "too short for a session"


def _name(picture: Picture, lane: Lane) -> str:
    """Of a lane; where days stand side by side, with its day."""
    day = short_day(lane.on)
    return f"{day}, {lane.title}" if _several_days(picture) and lane.title != day else lane.title


def _several_days(picture: Picture) -> bool:
    return picture.lanes[0].on != picture.lanes[-1].on
