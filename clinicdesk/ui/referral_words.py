"""What referral cases are called in the window and on paper."""

from datetime import datetime, tzinfo

from clinicdesk.desk.referrals import CaseView
from clinicdesk.domain.referral import Outcome, ReferralEvent, Step, Whom
from clinicdesk.ui.names import before_more
from clinicdesk.ui.when import clock, dated_day, lasting, plain_day, short_day

WHOM_WORDS = {
    Whom.PATIENT: "the person",
    Whom.COMPANION: "who came with them",
    Whom.EMERGENCY_SERVICE: "the emergency service",
    Whom.DOCTOR: "a doctor",
    Whom.THERAPIST: "the therapist on duty",
}
OUTCOME_WORDS = {
    Outcome.SERIOUS_CONFIRMED: "Seen: a serious cause was confirmed",
    Outcome.SERIOUS_RULED_OUT: "Seen: a serious cause was ruled out",
    Outcome.DOCTOR_TOOK_OVER: "A doctor took over",
    Outcome.DECLINED: "Went home against advice",
    Outcome.NOT_REACHED: "Could not be reached",
    Outcome.IN_ERROR: "Opened in error",
    Outcome.OTHER: "Something else",
}
NEXT_WORDS = {
    Step.TOLD: "Next: tell the person and whoever takes over, and note who was told.",
    Step.LETTER: "Next: print the letter for whoever sees them.",
    Step.OUTCOME: "Next: a therapist records the outcome.",
}
_AN_HOUR, _TWO_DAYS = 60, 48 * 60


def age_words(opened_at: datetime, now: datetime) -> str:
    """How long a case has been open: ``20 min``, ``5 h`` or ``3 days``."""
    minutes = max(0, int((now - opened_at).total_seconds() // 60))
    if minutes < _AN_HOUR:
        return lasting(minutes)
    return f"{minutes // _AN_HOUR} h" if minutes < _TWO_DAYS else f"{minutes // (24 * 60)} days"


def opened_words(view: CaseView, zone: tzinfo) -> str:
    """Such as ``Referred urgently on Mon 23 Nov 2026, 09:31, by Maria``."""
    referral = view.case.referral
    day = dated_day(referral.opened_at.astimezone(zone).date())
    return f"Referred urgently on {day}, {clock(referral.opened_at, zone)}, by {view.staff[referral.opened_by]}"


def told_words(event: ReferralEvent, zone: tzinfo) -> str:
    """Who was told and when: ``a doctor (Dr. Obi), Mon 23 Nov 09:40``."""
    whom = WHOM_WORDS[event.whom] if event.whom else ""
    name = f" ({before_more(event.name)})" if event.name else ""
    return f"{whom}{name}, {when_words(event.made_at, zone)}"


def when_words(moment: datetime, zone: tzinfo) -> str:
    """Such as ``Mon 23 Nov 09:40``."""
    return f"{short_day(moment.astimezone(zone).date())} {clock(moment, zone)}"


def outcome_words(event: ReferralEvent, view: CaseView) -> str:
    """The outcome, when it was, who recorded it, and what they wrote."""
    what = OUTCOME_WORDS[event.outcome] if event.outcome else ""
    day = f" ({plain_day(event.on)})" if event.on else ""
    return f"{what}{day}, recorded by {view.staff[event.made_by]}: {event.text}"


def happened_lines(view: CaseView, zone: tzinfo) -> list[str]:
    """What was done so far, a line for each kind of step; what was taken back is not told."""
    case = view.case
    lines = []
    if told := case.of(Step.TOLD):
        lines.append("Told: " + "; ".join(told_words(event, zone) for event in told))
    if letters := case.of(Step.LETTER):
        to = f", to {before_more(letters[-1].name)}" if letters[-1].name else ""
        lines.append(f"Letter: {when_words(letters[-1].made_at, zone)}{to}")
    return lines + [outcome_words(event, view) for event in case.of(Step.OUTCOME)]
