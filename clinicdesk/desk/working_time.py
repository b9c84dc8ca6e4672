"""Working time: for any date, when the clinic is open and who is at work, as instants in UTC.

Special hours of a date stand in place of the usual ones and of a public holiday. Closures and time
off are taken out of either. Nobody works while the clinic is closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.gaps import Stretch
from clinicdesk.desk.hours import instant, opening, whole_day
from clinicdesk.desk.public_holidays import PublicHolidays
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.working_hours import Absence, ClockSpan, HoursBook, Spans


class PeriodKind(StrEnum):
    """What a period of a day is."""

    WORKING = "working"
    CLOSED = "closed"
    BREAK = "break"
    HOLIDAY = "holiday"
    TIME_OFF = "time_off"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a day that is one thing throughout.

    Attributes:
        words: the name of the holiday, or what a closure is for; else empty.
        absence: the time off or the closure that makes it.
    """

    starts_at: datetime
    ends_at: datetime
    kind: PeriodKind
    words: str = ""
    absence: Absence | None = None

    @property
    def working(self) -> bool:
        """Whether sessions can be given in it."""
        return self.kind is PeriodKind.WORKING

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether it has a moment in common with a stretch."""
        return self.starts_at < ends_at and starts_at < self.ends_at


Periods = tuple[Period, ...]
"""A whole local day from midnight to midnight, in order and without a hole."""


class WorkingTime:
    """Who works when, from all that was decided about hours."""

    def __init__(self, clinic: Clinic, book: HoursBook) -> None:
        self.clinic = clinic
        self.book = book
        self._holidays = PublicHolidays(clinic.region, book.holidays.subdivision)
        self._own = _by_owner(book)
        self._clinic_days: dict[date, Periods] = {}
        self._staff_days: dict[tuple[str, date], Periods] = {}
        self._own_days: dict[tuple[str, date], Periods] = {}

    def clinic_day(self, on: date) -> Periods:
        """The clinic's day: open where it is working."""
        if on not in self._clinic_days:
            self._clinic_days[on] = self._clinic_day(on)
        return self._clinic_days[on]

    def staff_day(self, staff_id: str, on: date) -> Periods:
        """A therapist's day; where the clinic is not open, it says why."""
        if (staff_id, on) not in self._staff_days:
            self._staff_days[staff_id, on] = self._staff_day(staff_id, on)
        return self._staff_days[staff_id, on]

    def own_day(self, staff_id: str, on: date) -> Periods:
        """A therapist's day by their own hours and time off, whether or not the clinic is open."""
        if (staff_id, on) not in self._own_days:
            self._own_days[staff_id, on] = self._own_day(staff_id, on)
        return self._own_days[staff_id, on]

    def working(self, staff_id: str, on: date) -> list[Stretch]:
        """When a therapist can give sessions on a date."""
        return [(period.starts_at, period.ends_at) for period in self.staff_day(staff_id, on) if period.working]

    def reach(self, on: date) -> Stretch:
        """What a picture of the date has to show: the usual day, and whenever the clinic is open beyond it."""
        opens, closes = opening(self.clinic, on)
        for period in self.clinic_day(on):
            if period.working:
                opens, closes = min(opens, period.starts_at), max(closes, period.ends_at)
        return opens, closes

    def _clinic_day(self, on: date) -> Periods:
        own = self._own.get(None, HoursBook())
        special = own.special_of(None, on)
        holiday = self._kept_holiday(on) if special is None else ""
        weekly = own.weekly_of(None, on)
        usual = weekly.spans(on) if weekly else (ClockSpan(self.clinic.opens_at, self.clinic.closes_at),)
        if holiday:
            day = [Period(*whole_day(self.clinic, on), PeriodKind.HOLIDAY, holiday)]
        else:
            day = self._laid_out(on, usual if special is None else special)
        return tuple(_laid_over(day, self._away(own.absences_of(None, on), on)))

    def _staff_day(self, staff_id: str, on: date) -> Periods:
        if staff_id not in self._own:
            return self.clinic_day(on)
        closed = [period for period in self.clinic_day(on) if not period.working]
        return tuple(_laid_over(list(self.own_day(staff_id, on)), closed))

    def _own_day(self, staff_id: str, on: date) -> Periods:
        own = self._own.get(staff_id, HoursBook())
        spans = own.special_of(staff_id, on)
        if spans is None and (weekly := own.weekly_of(staff_id, on)):
            spans = weekly.spans(on)
        whole = Period(*whole_day(self.clinic, on), PeriodKind.WORKING)
        # Whoever has no hours of their own is there whenever the clinic is open.
        day = [whole] if spans is None else self._laid_out(on, spans)
        return tuple(_laid_over(day, self._away(own.absences_of(staff_id, on), on)))

    def _kept_holiday(self, on: date) -> str:
        kept = self.book.holidays.kept
        return ", ".join(self._holidays.kept(on, kept)) if kept else ""

    def _laid_out(self, on: date, spans: Spans) -> list[Period]:
        day = [Period(*whole_day(self.clinic, on), PeriodKind.CLOSED)]
        inner = [self._period(on, span.starts, span.ends, PeriodKind.WORKING) for span in spans]
        breaks = [self._period(on, one.ends, other.starts, PeriodKind.BREAK) for one, other in pairwise(spans)]
        return _laid_over(day, inner + breaks)

    def _period(self, on: date, starts: time, ends: time, kind: PeriodKind) -> Period:
        return Period(instant(self.clinic, on, starts), instant(self.clinic, on, ends), kind)

    def _away(self, absences: Sequence[Absence], on: date) -> list[Period]:
        away = []
        for absence in absences:
            kind = PeriodKind.TIME_OFF if absence.owner else PeriodKind.CLOSURE
            if absence.part:
                period = self._period(on, absence.part.starts, absence.part.ends, kind)
            else:
                period = Period(*whole_day(self.clinic, on), kind)
            away.append(replace(period, words="" if absence.owner else absence.note, absence=absence))
        return away


def working_time(store: Store, first: date, last: date) -> WorkingTime:
    """The working time of a clinic, good for the dates from ``first`` to ``last``."""
    return WorkingTime(clinic_of(store), store.hours.book(first, last))


def _by_owner(book: HoursBook) -> dict[str | None, HoursBook]:
    owners = {each.owner for entries in (book.weekly, book.special, book.absences) for each in entries}
    return {
        owner: HoursBook(
            tuple(each for each in book.weekly if each.owner == owner),
            tuple(each for each in book.special if each.owner == owner),
            tuple(each for each in book.absences if each.owner == owner),
        )
        for owner in owners
    }


def _laid_over(day: list[Period], above: Iterable[Period]) -> list[Period]:
    """The day with periods laid over it, each hiding what lies below it; those of no length hide nothing."""
    for top in above:
        if top.starts_at >= top.ends_at:
            continue
        before = [_cut(period, period.starts_at, min(period.ends_at, top.starts_at)) for period in day]
        behind = [_cut(period, max(period.starts_at, top.ends_at), period.ends_at) for period in day]
        day = [*(each for each in before if _lasts(each)), top, *(each for each in behind if _lasts(each))]
    return day


def _cut(period: Period, starts_at: datetime, ends_at: datetime) -> Period:
    if (starts_at, ends_at) == (period.starts_at, period.ends_at):
        return period
    return replace(period, starts_at=starts_at, ends_at=ends_at)


def _lasts(period: Period) -> bool:
    return period.ends_at - period.starts_at > timedelta()
