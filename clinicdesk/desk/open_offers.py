"""Times that people of the waiting list were told they could have: promised until they answer, or the time has come."""

from datetime import datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_clock, local_date
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.session import Session
from clinicdesk.domain.waiting import SlotOffer, WaitingEntry

_LONGEST_TURNOVER = timedelta(hours=2)


class OpenOffers:
    """Looks for offers that nobody has answered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def meeting(self, place: Place, *, now: datetime) -> list[WaitingEntry]:
        """Who was offered a time that could not be given any more once a place is taken, until it is free again."""
        found = self.between(place.starts_at, place.ends_at, now=now)
        return [entry for entry, promised in found if promised.meets(place)]

    def between(self, after: datetime, before: datetime, *, now: datetime) -> list[tuple[WaitingEntry, Place]]:
        """What was offered between two moments, each until its therapist would be free again."""
        on = local_date(clinic_of(self._store), now)
        entries = self._store.waiting.offered(after - _LONGEST_TURNOVER, before, now=now, on=on)
        if not entries:
            return []
        sessions = self._store.sessions.many(each.session_id for each in entries if each.session_id)
        turnover = {each.id: each.occupancy - each.duration for each in self._store.session_types.all()}
        found = []
        for entry in entries:
            offer, session = entry.offer, sessions.get(entry.session_id or "")
            if offer is not None and not _over(session, now):
                until = offer.ends_at + turnover[entry.session_type_id]
                if until > after:
                    found.append((entry, Place(offer.therapist_id, offer.starts_at, until, offer.room_id)))
        return found

    def words(self, entry: WaitingEntry, offer: SlotOffer) -> str:
        """Such as ``Offered to Ana Ruiz on the waiting list, 14:00 to 14:30; not answered yet``, as a sentence."""
        clinic = clinic_of(self._store)
        name = self._store.patients.get(entry.patient_id).details.full_name
        span = f"{local_clock(clinic, offer.starts_at)} to {local_clock(clinic, offer.ends_at)}"
        return f"Offered to {name} on the waiting list, {span}; not answered yet."


def _over(session: Session | None, now: datetime) -> bool:
    """Whether the session that somebody would come earlier for has begun or taken place: they wait no longer."""
    return session is not None and session.status.live and (session.started_at is not None or session.starts_at <= now)
