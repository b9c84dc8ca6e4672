"""Wishes and free times in words."""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING

from clinicdesk.domain.waiting import EVERY_WEEKDAY, Wish
from clinicdesk.ui.names import before_more
from clinicdesk.ui.when import clock, clock_span, lasting, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.waiting_views import Candidate, FreeTime, Place, WaitingRow, WantedTime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_A_RANGE = 3
_DAY = timedelta(days=1)


def wish_words(wish: Wish, therapists: Mapping[str, str]) -> str:
    """Such as ``Mon, Wed before 12:00 with any therapist``; ``therapists`` are the names by id."""
    who = " or ".join(before_more(therapists.get(each, "")) for each in wish.therapist_ids) or "any therapist"
    return " ".join(filter(None, (_days(wish.weekdays), _hours(wish.earliest, wish.latest), f"with {who}")))


def _days(weekdays: frozenset[int]) -> str:
    if weekdays == EVERY_WEEKDAY:
        return "Any day"
    days = sorted(weekdays)
    if len(days) >= _A_RANGE and all(later - day == 1 for day, later in pairwise(days)):
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)


def _hours(earliest: time | None, latest: time | None) -> str:
    if earliest and latest:
        return f"from {earliest:%H:%M} to {latest:%H:%M}"
    if earliest:
        return f"from {earliest:%H:%M} on"
    return f"before {latest:%H:%M}" if latest else ""


def free_words(free: "FreeTime", zone: tzinfo) -> str:
    """Such as ``Tue 24 Nov, 10:30-12:00 with Sam Okoro``."""
    day = short_day(free.starts_at.astimezone(zone).date())
    return f"{day}, {clock_span(free.starts_at, free.ends_at, zone)} with {before_more(free.therapist.name)}"


def place_words(place: "Place", zone: tzinfo, therapists: Mapping[str, str]) -> str:
    """Such as ``Tue 24 Nov, 10:30 with Sam Okoro``."""
    day = short_day(place.starts_at.astimezone(zone).date())
    name = before_more(therapists.get(place.therapist_id, ""))
    return f"{day}, {clock(place.starts_at, zone)} with {name}"


def booked_words(row: "Candidate | WaitingRow", zone: tzinfo, therapists: Mapping[str, str]) -> str:
    """What somebody has: ``has Mon 14 Dec, 10:00 with Jordan Lee``, or ``nothing booked``."""
    session = row.session or row.besides
    if session is None:
        return "nothing booked"
    day = short_day(session.starts_at.astimezone(zone).date())
    who = before_more(therapists.get(session.therapist_id, ""))
    verb = "has" if row.session else "also booked:"
    return f"{verb} {day}, {clock(session.starts_at, zone)} with {who}"


def gained_words(candidate: "Candidate", zone: tzinfo) -> str:
    """How much earlier they would come: ``20 days earlier``; empty for somebody who only waits."""
    session = candidate.session
    if session is None or candidate.gained is None:
        return ""
    days = (session.starts_at.astimezone(zone).date() - candidate.place.starts_at.astimezone(zone).date()) // _DAY
    if days:
        return f"{days} day{'s' if days > 1 else ''} earlier"
    return f"{lasting(int(candidate.gained / timedelta(minutes=1)))} earlier"


def freed_words(times: "Sequence[WantedTime]", zone: tzinfo) -> str:
    """Such as ``Tue 24 Nov, 10:30-12:00 with Sam Okoro is free: 3 people wait for it``, as a sentence."""
    first = times[0]
    words = free_words(first.free, zone)
    if len(times) == 1:
        return f"{words} is free: {people_words(first.count_words)} for it."
    return f"{len(times)} times are free that people wait for. The first: {words}."


def gap_words(count: str, offered: str) -> str:
    """Such as ``Offered to Ana Ruiz. 3 people wait for this time``, from a gap of the schedule."""
    return f"{f'Offered to {offered}. ' if offered else ''}{people_words(count)} for this time"


def people_words(count: str) -> str:
    """Such as ``1 person waits`` or ``20+ people wait``, from the count as it is written."""
    return "1 person waits" if count == "1" else f"{count} people wait"
