"""What a session says of itself in the calendar: status, lateness, waiting, and the same in sentences."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import SessionStatus
from clinicdesk.ui.counted import shown
from clinicdesk.ui.when import clock_span, lasting

LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a session has come, as an icon and words.

    Attributes:
        role: the token the icon and the words are inked in.
        urgent: whether somebody is late or waits.
        silent: whether the icon says enough where there is little room.
    """

    icon: str
    words: str
    role: str = "muted"
    urgent: bool = False
    silent: bool = False


_STANDINGS = {
    SessionStatus.BOOKED: Standing("calendar-check", "Booked", silent=True),
    SessionStatus.CONFIRMED: Standing("phone", "Confirmed", silent=True),
    SessionStatus.ARRIVED: Standing("user-check", "Arrived", "accent"),
    SessionStatus.IN_SESSION: Standing("play", "In session", "accent"),
    SessionStatus.COMPLETED: Standing("check-check", "Completed"),
    SessionStatus.NO_SHOW: Standing("user-x", "No-show"),
    SessionStatus.CANCELLED: Standing("calendar-x", "Cancelled"),
}


def standing_of(slot: BookedSlot, now: datetime) -> Standing:
    """Where a session stands now; who is late or waits is told in minutes."""
    session = slot.session
    if session.status is SessionStatus.ARRIVED and session.arrived_at is not None:
        minutes = max(0, (now - session.arrived_at) // timedelta(minutes=1))
        return Standing("hourglass", f"Waits {lasting(minutes)}", "accent", urgent=True)
    if session.status.expected and session.starts_at + LATE_AFTER <= now < session.ends_at:
        minutes = (now - session.starts_at) // timedelta(minutes=1)
        return Standing("clock", f"Late {lasting(minutes)}", "warning", urgent=True)
    return _STANDINGS[session.status]


def plan_words(slot: BookedSlot) -> str:
    """Such as ``4 of 8``, or nothing where no plan counts the session."""
    return "" if slot.place_in_plan is None else str(slot.place_in_plan)


def details_of(slot: BookedSlot, therapist: str, now: datetime, zone: tzinfo) -> list[tuple[str, str]]:
    """Everything the calendar knows of a session, as an icon and a line each; the same for pointer and keyboard."""
    session = slot.session
    standing = standing_of(slot, now)
    lines = [
        ("clock", f"{clock_span(session.starts_at, session.ends_at, zone)}, {slot.session_type.name}"),
        ("stethoscope", therapist),
        ("door-open", slot.room.name if slot.room else "Room: on arrival"),
        (standing.icon, standing.words),
    ]
    if words := plan_words(slot):
        lines.append(("clipboard-list", f"Session {words} of the plan"))
    if session.held:
        lines.append(("hand", "Held: a therapist decides before it starts"))
    if session.cancel_reason:
        lines.append(("info", session.cancel_reason))
    return lines


def spoken(slot: BookedSlot, therapist: str, now: datetime, zone: tzinfo) -> str:
    """A session in one sentence for a screen reader."""
    lines = [words for _, words in details_of(slot, therapist, now, zone)]
    return ", ".join([slot.patient.name, *lines, shown(slot.verdict, slot.renewal).spoken])
