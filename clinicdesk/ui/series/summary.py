"""What a series would come to, in a line."""

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

from clinicdesk.desk.hours import local_date
from clinicdesk.desk.plan_notices import share_words
from clinicdesk.desk.series_views import RowCheck
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.passive_share import falls, shares
from clinicdesk.domain.plan import ACTIVE_TECHNIQUES
from clinicdesk.domain.session import Session
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.ui.style import kind_words
from clinicdesk.ui.weekday_chips import DAY_NAMES
from clinicdesk.ui.when import clock, plain_day, short_day

_NONE_LEFT = "No session of the plan is left to book. Say above how many it should be, and propose the dates anew."
_NOTHING_YET = "Nothing is changed yet: say above where to, or go to a date and press Enter."
_NONE_TO_COME = "Nothing of it is still to come."
_TOLD = 2
"""So many weekdays are told by name."""


def counted(sessions: int) -> str:
    """Such as ``1 session`` or ``12 sessions``."""
    return "1 session" if sessions == 1 else f"{sessions} sessions"


def weekday_words(weekdays: Sequence[int]) -> str:
    """Such as ``Tuesdays``, ``Tuesdays and Fridays``."""
    *rest, last = (f"{DAY_NAMES[weekday]}s" for weekday in weekdays)
    return f"{', '.join(rest)} and {last}" if rest else last


def staying_words(kind: Kind, sessions: Sequence[Session], zone: tzinfo) -> str:
    """Such as ``4 of physical therapy stay on Tuesdays.``; empty for none."""
    if not sessions:
        return ""
    days = [each.starts_at.astimezone(zone).date() for each in sessions]
    weekdays = sorted({day.weekday() for day in days})
    on = f"on {weekday_words(weekdays)}" if len(weekdays) <= _TOLD else "where they are"
    if len(sessions) == 1:
        on = f"on {short_day(days[0])} at {clock(sessions[0].starts_at, zone)}"
    stays = "stays" if len(sessions) == 1 else "stay"
    return f"{len(sessions)} of {kind_words(kind).lower()} {stays} {on}."


def summary_of(
    checks: Sequence[RowCheck],
    techniques: Mapping[str, Technique],
    clinic: Clinic,
    *,
    new: bool,
    ends_on: date | None,
) -> str:
    """How many there are, whether all fit, how the passive share goes, and how many come too late for the plan.

    Args:
        checks: every date.
        techniques: of every session type, by id.
        clinic: whose dates they are.
        new: whether the series is yet to be booked.
        ends_on: the last day of the plan; None where no plan is concerned.
    """
    if not checks:
        return _NONE_LEFT if new else _NONE_TO_COME
    if not any(check.row.changes for check in checks):
        return f"{counted(len(checks))}. {_NOTHING_YET}"
    clashing = sum(not check.fits for check in checks)
    fit = "all fit" if not clashing else "1 does not fit" if clashing == 1 else f"{clashing} do not fit"
    if len(checks) == 1:
        fit = "it does not fit" if clashing else "it fits"
    off = any(check.row.off for check in checks) and not clashing
    words = [f"{_counted_changes(checks)}." if off else f"{_counted_changes(checks)}, {fit}."]
    passive = [techniques.get(check.row.request.session_type_id) not in ACTIVE_TECHNIQUES for check in checks]
    if new and any(passive) and not all(passive):
        parts = shares(passive)
        words.append(f"Passive care {'falls' if falls(parts) else 'does not fall'}: {share_words(parts)}.")
    late = sum(ends_on is not None and local_date(clinic, check.row.request.starts_at) > ends_on for check in checks)
    if ends_on is not None and late:
        words.append(f"{late} after the plan ends on {plain_day(ends_on)}, so not counted.")
    return " ".join(words)


def _counted_changes(checks: Sequence[RowCheck]) -> str:
    changes, many = sum(check.row.changes for check in checks), len(checks)
    if any(check.row.off for check in checks):
        return f"{counted(many)} to cancel"
    return counted(many) if changes == many else f"{changes} of {counted(many)} to move"
