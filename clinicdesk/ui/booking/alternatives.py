"""What could be booked in place of what clashes: near it in time, or, where the rules forbid the type, another type."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clinicdesk.desk.booking_views import Offer
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.session import BookingRequest
from clinicdesk.ui.names import before_more
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from clinicdesk.ui.booking.plan import BookingPlan
    from clinicdesk.ui.context import DeskContext

MOST = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A type of session at a place where it can be booked."""

    offer: Offer
    request: BookingRequest


def alternatives_of(
    context: "DeskContext", plan: "BookingPlan", starts_at: datetime, therapist_id: str | None
) -> list[Alternative]:
    """The nearest things that can be booked where a plan clashes at a place; none while a referral stands in the way.

    Of a type that the rules forbid: what suits instead, each as near to the place as can be, and the type itself
    on the first date within a fortnight on which they allow it.
    """
    offer = plan.offer
    if offer is None or plan.barred:
        return []
    if offer.bookable:
        return [Alternative(offer, request) for request in plan.alternatives[:MOST]]
    found: list[Alternative] = []
    others = plan.other_offers()
    for each in (*others[: MOST - 1], offer, *others[MOST - 1 :]):
        givers = [member.id for member in plan.staff.values() if member.gives(each.session_type.technique)]
        if not givers or len(found) == MOST:
            continue
        wanted = BookingRequest(
            new_key(context.now()),
            plan.patient.id,
            each.session_type.id,
            therapist_id if therapist_id in givers else givers[0],
            starts_at,
            plan.room_id,
        )
        found += [Alternative(each, request) for request in _nearest(context, wanted, fits_there=each.bookable)]
    return found


def place_words(plan: "BookingPlan", request: BookingRequest) -> str:
    """``Tue 24 Nov 10:15, Jordan Lee, Room 3``."""
    day = short_day(plan.local(request.starts_at).date())
    name = before_more(plan.staff[request.therapist_id].name)
    room = plan.rooms[request.room_id].name if request.room_id else "room on arrival"
    return f"{day} {clock(request.starts_at, plan.zone)}, {name}, {room}"


def _nearest(context: "DeskContext", wanted: BookingRequest, *, fits_there: bool) -> list[BookingRequest]:
    booking, now = context.desk.booking, context.now()
    if fits_there and not booking.clashes(wanted, now=now):
        return [wanted]
    return booking.nearest(wanted, now=now, count=1)
