"""When the clinic is open and who works when: the usual weeks, and everything that departs from them.

All of it is told in the clinic's own clock and calendar; ``clinicdesk.desk.hours`` turns it into instants.
An owner is the id of a member of staff, or None for the clinic as a whole.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class ClockSpan:
    """From one time of a day up to a later one of the same day."""

    starts: time
    ends: time

    def __post_init__(self) -> None:
        if not self.starts < self.ends:
            raise ValueError("a span ends later than it starts")


Spans = tuple[ClockSpan, ...]
"""Spans of one day by start, none touching the next; what lies between two of them is a break."""

Week = tuple[Spans, ...]
"""Seven days, Monday first."""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The usual weeks of an owner from a day on, until newer ones follow.

    Attributes:
        valid_from: the first day on which they hold.
        weeks: one week, or several that take turns.
        reference: a day of a week in which ``weeks[0]`` holds.
    """

    id: str
    owner: str | None
    valid_from: date
    weeks: tuple[Week, ...]
    reference: date

    def __post_init__(self) -> None:
        if not self.weeks or any(len(week) != DAYS_A_WEEK for week in self.weeks):
            raise ValueError("a week has seven days, and there is at least one week")
        for week in self.weeks:
            for day in week:
                check_spans(day)

    def turn(self, on: date) -> int:
        """Which of the weeks holds on a date."""
        return (_monday(on) - _monday(self.reference)) // DAYS_A_WEEK % len(self.weeks)

    def spans(self, on: date) -> Spans:
        """The spans of a date."""
        return self.weeks[self.turn(on)][on.weekday()]


@dataclass(frozen=True, slots=True)
class SpecialHours:
    """The hours of one date, in place of the usual ones and of a public holiday.

    Attributes:
        spans: empty for a day off; None takes an earlier exception back.
    """

    id: str
    owner: str | None
    on: date
    spans: Spans | None

    def __post_init__(self) -> None:
        check_spans(self.spans or ())


class AbsenceReason(StrEnum):
    """Why somebody is away; the clinic itself is only ever closed."""

    LEAVE = "leave"
    ILLNESS = "illness"
    TRAINING = "training"
    OTHER = "other"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Absence:
    """Time off of a member of staff, or a closure of the clinic.

    Attributes:
        first, last: the days, both included.
        part: the part of the day, when it is not whole days; then there is only one day.
        note: what the desk wants to remember, such as what a closure is for.
        withdrawn: taken back; it stays on file and counts no longer.
    """

    id: str
    owner: str | None
    reason: AbsenceReason
    first: date
    last: date
    part: ClockSpan | None = None
    note: str = ""
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("an absence ends on the day it begins or later")
        if self.part and self.first != self.last:
            raise ValueError("a part of a day belongs to one day")
        if (self.owner is None) is not (self.reason is AbsenceReason.CLOSURE):
            raise ValueError("the clinic closes; people are away")

    def covers(self, on: date) -> bool:
        """Whether it touches a date."""
        return not self.withdrawn and self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class HolidayChoice:
    """Which public holidays the clinic keeps closed.

    Attributes:
        subdivision: the state or province within the clinic's country, or an empty text.
        kept: names of holidays, as the calendar of the country has them.
    """

    subdivision: str = ""
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HoursBook:
    """All that was decided about hours, for some stretch of dates.

    Attributes:
        weekly: by the day they hold from; of two for one day, the later counts.
        special: of two for one owner and date, the later counts.
    """

    weekly: tuple[WeeklyHours, ...] = ()
    special: tuple[SpecialHours, ...] = ()
    absences: tuple[Absence, ...] = ()
    holidays: HolidayChoice = HolidayChoice()

    def weekly_of(self, owner: str | None, on: date) -> WeeklyHours | None:
        """The usual weeks that hold on a date, or None when none were ever decided."""
        holding = [each for each in self.weekly if each.owner == owner and each.valid_from <= on]
        return max(enumerate(holding), key=lambda place: (place[1].valid_from, place[0]))[1] if holding else None

    def usual_of(self, owner: str | None) -> tuple[WeeklyHours, ...]:
        """What the usual weeks of an owner rest on: what was decided for them, or else for the clinic."""
        own = tuple(each for each in self.weekly if each.owner == owner)
        return own or tuple(each for each in self.weekly if each.owner is None)

    def special_of(self, owner: str | None, on: date) -> Spans | None:
        """The spans of an exception on a date, or None when there is none."""
        decided = self.specials_of(owner, on)
        return decided[-1].spans if decided else None

    def specials_of(self, owner: str | None, on: date) -> tuple[SpecialHours, ...]:
        """What was decided about the hours of a date, the one that counts last."""
        return tuple(each for each in self.special if each.owner == owner and each.on == on)

    def absences_of(self, owner: str | None, on: date) -> list[Absence]:
        """What an owner is away for on a date."""
        return [each for each in self.absences if each.owner == owner and each.covers(on)]


@dataclass(frozen=True, slots=True)
class KeptSession:
    """The decision that a session takes place although the hours stand against it.

    It holds for the session at this time, with this therapist, against this obstacle; a session that is
    moved, or meets another obstacle, has to be decided about anew.

    Attributes:
        obstacle: what stood against it, in the words of that day.
        kept_by: the id of the member of staff who decided it.
    """

    id: str
    session_id: str
    starts_at: datetime
    ends_at: datetime
    therapist_id: str
    obstacle: str
    kept_by: str
    kept_at: datetime


def check_spans(spans: Spans) -> None:
    """Raise ValueError unless the spans of a day stand in order and apart."""
    if any(before.ends >= after.starts for before, after in pairwise(spans)):
        raise ValueError("the spans of a day stand in order and do not touch")


def same_every_day(spans: Spans) -> tuple[Week, ...]:
    """One week whose days are all alike."""
    return ((spans,) * DAYS_A_WEEK,)


def _monday(on: date) -> int:
    return on.toordinal() - on.weekday()
