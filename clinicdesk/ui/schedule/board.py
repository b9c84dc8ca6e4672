"""Days of the book laid out as lanes, the way a person wants to look at them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from clinicdesk.desk.saved_views import ScheduleView
from clinicdesk.desk.schedule import ScheduleDay, ScheduleDays
from clinicdesk.ui.calendar.geometry import Opening, free_between, snapped
from clinicdesk.ui.calendar.pens import initials
from clinicdesk.ui.calendar.picture import Group, Lane, Picture
from clinicdesk.ui.when import lasting, short_day

NO_ROOM = "no-room"
"""Stands for the lane of the sessions that get their room on arrival."""


@dataclass(frozen=True, slots=True)
class Column:
    """A therapist or a room that may have lanes."""

    id: str
    name: str


def columns_of(days: ScheduleDays, view: ScheduleView) -> list[Column]:
    """Everything that could be shown, in the clinic's order."""
    if view.rooms:
        return [Column(room.id, room.name) for room in days.rooms] + [Column(NO_ROOM, "No room yet")]
    return [Column(member.id, member.name) for member in days.therapists]


def shown(days: ScheduleDays, view: ScheduleView) -> list[Column]:
    """What a view shows of it; all where nothing it names is left."""
    every = columns_of(days, view)
    return [column for column in every if column.id in view.chosen] or every


def picture_of(days: ScheduleDays, view: ScheduleView, *, now: datetime, zone: tzinfo) -> Picture:
    """A picture of some days, without anything chosen in it."""
    columns = shown(days, view)
    days = replace(days, days=_worth_showing(days.days, view))
    lanes = [_lane(day, column, view) for day in days.days for column in columns]
    single = len(columns) == 1
    openings = [opening for place, lane in enumerate(lanes) for opening in _openings(place, lane, days, now)]
    first = days.days[0]
    length = first.closes - first.opens
    lanes = [_headed(lane, place, openings, view, length=length, single=single) for place, lane in enumerate(lanes)]
    return Picture(
        zone=zone,
        opens=first.opens,
        closes=first.closes,
        now=now,
        lanes=tuple(lanes),
        openings=tuple(openings),
        groups=_groups(days, len(columns), now, zone) if view.week and not single else (),
        grid=view.grid,
        names={member.id: member.name for member in days.therapists},
    )


def _worth_showing(days: tuple[ScheduleDay, ...], view: ScheduleView) -> tuple[ScheduleDay, ...]:
    """Of a week, the days on which the clinic is ever open and those with sessions."""
    if not view.week:
        return days
    return tuple(day for day in days if day.slots or not day.shut) or days


def _lane(day: ScheduleDay, column: Column, view: ScheduleView) -> Lane:
    room_id = None if column.id == NO_ROOM else column.id
    if view.rooms:
        slots = [
            slot for slot in day.slots if slot.session.room_id == room_id and (room_id or slot.session.status.live)
        ]
        stretches = day.closed
    else:
        slots = [slot for slot in day.slots if slot.session.therapist_id == column.id]
        stretches = day.stretches[column.id]
    return Lane(
        key=f"{day.on}/{column.id}",
        title=column.name,
        short=initials(column.name),
        on=day.on,
        first=day.opens,
        slots=tuple(slots),
        stretches=stretches,
        therapist_id=None if view.rooms else column.id,
        room_id=room_id if view.rooms else None,
        of_room=view.rooms,
    )


def _openings(place: int, lane: Lane, days: ScheduleDays, now: datetime) -> list[Opening]:
    if lane.of_room and lane.room_id is None:
        return []
    day = next(each for each in days.days if each.on == lane.on)
    busy = [(slot.session.starts_at, slot.session.free_at) for slot in lane.slots if slot.session.status.live]
    busy += [(stretch.starts_at, stretch.ends_at) for stretch in lane.stretches]
    first = max(day.opens, snapped(now, 5) + timedelta(minutes=5) if now > day.opens else day.opens)
    given = days.given_by(lane.therapist_id)
    if not given:
        return []
    least, taken = min(each.duration for each in given), min(each.occupancy for each in given)
    starts = {start for start, _ in busy}
    return [
        Opening(place, start, end - least, end)
        for start, end in free_between(first, day.closes, busy, least)
        # Before a session the tidying up has to fit, too; before a break or the evening it may run over.
        if end - start >= taken or end not in starts or _is_off(lane, end)
    ]


def _is_off(lane: Lane, moment: datetime) -> bool:
    return any(stretch.starts_at == moment for stretch in lane.stretches)


def _headed(
    lane: Lane, place: int, openings: list[Opening], view: ScheduleView, *, length: timedelta, single: bool
) -> Lane:
    spans = tuple((each.earliest, each.ends_at) for each in openings if each.column == place)
    free = sum((end - start for start, end in spans), timedelta())
    detail = f"{lasting(int(free / timedelta(minutes=1)))} free" if free else _why_none(lane, length)
    if lane.of_room and lane.room_id is None:
        detail = f"{len(lane.slots)} sessions" if len(lane.slots) != 1 else "1 session"
    if view.week and single:
        return replace(lane, title=short_day(lane.on), short=f"{lane.on.day}", detail=detail, free=spans)
    return replace(lane, detail=detail, free=spans)


def _why_none(lane: Lane, length: timedelta) -> str:
    """The heading stays in sight, so it says what is written at the top of a lane that is off all day."""
    return next((each.words for each in lane.stretches if each.ends_at - each.starts_at >= length), "no free time")


def _groups(days: ScheduleDays, count: int, now: datetime, zone: tzinfo) -> tuple[Group, ...]:
    today = now.astimezone(zone).date()
    groups = []
    for place, day in enumerate(days.days):
        live = sum(slot.session.status.live for slot in day.slots)
        words = f"{live} sessions" if live != 1 else "1 session"
        groups.append(Group(place * count, count, short_day(day.on), words, today=day.on == today))
    return tuple(groups)
