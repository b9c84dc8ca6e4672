"""Why nobody, or somebody, can give a session at a time, in sentences."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from clinicdesk.desk.hours import local_clock, local_date
from clinicdesk.desk.working_time import Period, PeriodKind, WorkingTime
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.working_hours import Absence, AbsenceReason

REASON_WORDS = {
    AbsenceReason.LEAVE: "on leave",
    AbsenceReason.ILLNESS: "ill",
    AbsenceReason.TRAINING: "at a training",
    AbsenceReason.OTHER: "away",
    AbsenceReason.CLOSURE: "closed",
}
_PUT_FIRST = (PeriodKind.CLOSURE, PeriodKind.HOLIDAY, PeriodKind.TIME_OFF, PeriodKind.CLOSED, PeriodKind.BREAK)


def off_hours(time: WorkingTime, therapist: StaffMember, starts_at: datetime, ends_at: datetime) -> list[str]:
    """What stands against a session of a therapist: why the clinic is not open, and why the therapist is not there."""
    on = local_date(time.clinic, starts_at)
    closed = _first(time.clinic_day(on), starts_at, ends_at)
    # While the clinic is closed nobody's own hours matter, but time off outlasts it.
    away = _first(time.own_day(therapist.id, on), starts_at, ends_at)
    sentences = []
    if closed:
        sentences.append(_clinic_sentence(time, closed, starts_at, ends_at))
    if away and (not closed or away.kind is PeriodKind.TIME_OFF):
        sentences.append(_staff_sentence(time, away, therapist, starts_at, ends_at))
    return sentences


def absence_words(absence: Absence, on: date) -> str:
    """Such as ``on leave until 3 December`` or ``at a training from 14:00 to 16:00``."""
    words = REASON_WORDS[absence.reason]
    if absence.part:
        return f"{words} from {absence.part.starts:%H:%M} to {absence.part.ends:%H:%M}"
    link = "on" if absence.first == absence.last else "until"
    return f"{words} {link} {_day(absence.last, on)}"


def _first(day: Sequence[Period], starts_at: datetime, ends_at: datetime) -> Period | None:
    """What most stands against a stretch, or None when all of it is working time."""
    met = [period for period in day if not period.working and period.meets(starts_at, ends_at)]
    return min(met, key=lambda period: _PUT_FIRST.index(period.kind), default=None)


def _clinic_sentence(time: WorkingTime, closed: Period, starts_at: datetime, ends_at: datetime) -> str:
    on = local_date(time.clinic, starts_at)
    if closed.absence:
        what = f": {closed.words}" if closed.words else ""
        return f"The clinic is {absence_words(closed.absence, on)}{what}."
    if closed.kind is PeriodKind.HOLIDAY:
        return f"The clinic is closed on {_day(on, on)}: {closed.words}."
    day = time.clinic_day(on)
    hours = _hours(time, day)
    if not hours:
        return f"The clinic is closed on {_weekday(on)}."
    return f"The clinic is open {hours}; {_what_is_wrong(time, day, 'it is closed', starts_at, ends_at)}."


def _staff_sentence(
    time: WorkingTime, away: Period, therapist: StaffMember, starts_at: datetime, ends_at: datetime
) -> str:
    on = local_date(time.clinic, starts_at)
    if away.absence:
        return f"{therapist.name} is {absence_words(away.absence, on)}."
    if away.kind is PeriodKind.BREAK:
        begins, ends = local_clock(time.clinic, away.starts_at), local_clock(time.clinic, away.ends_at)
        return f"{therapist.name} has a break from {begins} to {ends}."
    day = time.staff_day(therapist.id, on)
    hours = _hours(time, day)
    if not hours:
        return f"{therapist.name} does not work on {_weekday(on)}."
    return f"{therapist.name} works {hours}; {_what_is_wrong(time, day, 'not', starts_at, ends_at)}."


def _what_is_wrong(
    time: WorkingTime, day: Iterable[Period], nobody: str, starts_at: datetime, ends_at: datetime
) -> str:
    begins_well = any(period.working and period.starts_at <= starts_at < period.ends_at for period in day)
    if begins_well:
        return f"this session would end at {local_clock(time.clinic, ends_at)}"
    return f"{nobody} at {local_clock(time.clinic, starts_at)}"


def _hours(time: WorkingTime, day: Iterable[Period]) -> str:
    """Such as ``from 08:00 to 12:00 and from 13:00 to 17:00``."""
    return " and ".join(
        f"from {local_clock(time.clinic, period.starts_at)} to {local_clock(time.clinic, period.ends_at)}"
        for period in day
        if period.working
    )


def _day(day: date, seen_from: date) -> str:
    return f"{day.day} {day:%B}" if day.year == seen_from.year else f"{day.day} {day:%B %Y}"


def _weekday(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
