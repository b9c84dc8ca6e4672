"""Somebody stands at the counter without a booking: what can be given now, by whom, and putting it into the book."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.booking_views import Offer
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.staff import StaffMember

if TYPE_CHECKING:
    from clinicdesk.desk.booking import Booking


@dataclass(frozen=True, slots=True)
class WalkInOffer:
    """A session type, what the rules say of it, and who is free for it first today.

    Attributes:
        request: what would be booked; None when it is not suitable or nobody is free for it today.
        therapist: who would give it.
        notes: what has to be seen before it is taken, a sentence each.
    """

    offer: Offer
    request: BookingRequest | None = None
    therapist: StaffMember | None = None
    notes: tuple[str, ...] = ()


class WalkIns:
    """People without a booking."""

    def __init__(self, store: Store, booking: "Booking") -> None:
        self._store = store
        self._booking = booking

    def offers(self, patient: Patient, *, actor: StaffMember, now: datetime) -> list[WalkInOffer]:
        """Every session type on offer with its verdict today and the first free time for it."""
        with self._store.write():
            intake = self._store.intakes.latest(patient.id)
            self._store.audit.append(actor, "intake.read", ("patient", patient.id), at=now)
        on = local_date(clinic_of(self._store), now)
        offers = self._booking.offers(patient, intake.answers if intake else {}, on=on)
        return [self._timed(offer, patient, now) for offer in offers]

    def take(self, request: BookingRequest, *, actor: StaffMember, now: datetime) -> Session:
        """Book what was offered and mark the arrival in one go; raises as ``Booking.book`` does."""
        return self._booking.book(request, actor=actor, now=now, here=True)

    def _timed(self, offer: Offer, patient: Patient, now: datetime) -> WalkInOffer:
        if not offer.bookable:
            return WalkInOffer(offer)
        on = local_date(clinic_of(self._store), now)
        gaps = self._booking.gaps(on, offer.session_type, patient_id=patient.id, now=now)
        if not gaps:
            return WalkInOffer(offer)
        first = gaps[0]
        request = BookingRequest(
            new_key(now), patient.id, offer.session_type.id, first.therapist.id, first.starts_at, None
        )
        return WalkInOffer(offer, request, first.therapist, self._booking.notes(request, now=now))
