"""What a series would come to, in a line."""

from collections.abc import Mapping, Sequence
from datetime import date

from clinicdesk.desk.hours import local_date
from clinicdesk.desk.plan_notices import share_words
from clinicdesk.desk.series_views import RowCheck
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.passive_share import falls, shares
from clinicdesk.domain.plan import ACTIVE_TECHNIQUES
from clinicdesk.domain.suitability import Technique
from clinicdesk.ui.when import plain_day

_NONE_LEFT = "No session of the plan is left to book. Say above how many it should be, and propose the dates anew."
_NONE_TO_COME = "Nothing of it is still to come."


def counted(sessions: int) -> str:
    """Such as ``1 session`` or ``12 sessions``."""
    return "1 session" if sessions == 1 else f"{sessions} sessions"


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
    off = sum(check.row.off for check in checks)
    clashing = sum(not check.fits for check in checks)
    fit = "all fit" if not clashing else "1 does not fit" if clashing == 1 else f"{clashing} do not fit"
    words = [f"{counted(len(checks))}, {off} cancelled." if off else f"{counted(len(checks))}, {fit}."]
    passive = [techniques.get(check.row.request.session_type_id) not in ACTIVE_TECHNIQUES for check in checks]
    if new and any(passive) and not all(passive):
        parts = shares(passive)
        words.append(f"Passive care {'falls' if falls(parts) else 'does not fall'}: {share_words(parts)}.")
    late = sum(ends_on is not None and local_date(clinic, check.row.request.starts_at) > ends_on for check in checks)
    if ends_on is not None and late:
        words.append(f"{late} after the plan ends on {plain_day(ends_on)}, so not counted.")
    return " ".join(words)
