"""What does not stand against a place in the book, and has to be seen before it is taken."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.clashes import session_for
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.open_offers import OpenOffers
from clinicdesk.desk.plan_choice import counted
from clinicdesk.desk.plan_notices import spacing_of
from clinicdesk.desk.waiting_views import Place
from clinicdesk.domain.session import BookingRequest, Session


class BookingNotes:
    """Looks for what the desk should know of a place; it decides."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offers = OpenOffers(store)

    def of(self, session: Session, *, now: datetime) -> tuple[str, ...]:
        """A sentence for each thing to know of a session where it would stand, with the plan it counts against."""
        return tuple(filter(None, (*self.promised(session, now=now), self._spacing(session))))

    def promised(self, session: Session, *, now: datetime) -> tuple[str, ...]:
        """To whom else its time was offered, a sentence each."""
        place = Place(session.therapist_id, session.starts_at, session.free_at, session.room_id)
        found = [each for each in self._offers.meeting(place, now=now) if each.patient_id != session.patient_id]
        return tuple(self._offers.words(each, each.offer) for each in found if each.offer is not None)

    def of_request(self, request: BookingRequest, *, now: datetime) -> tuple[str, ...]:
        """The same of what is asked for; a request with the id of a session of the book is to move that one."""
        wanted = session_for(request, self._store.session_types.get(request.session_type_id))
        stored = self._store.sessions.many([request.id]).get(request.id)
        planned = counted(self._store, wanted) if stored is None else replace(wanted, plan_id=stored.plan_id)
        return self.of(planned, now=now)

    def _spacing(self, session: Session) -> str:
        if session.plan_id is None:
            return ""
        kind = self._store.session_types.get(session.session_type_id).kind
        spacing = spacing_of(self._store, self._store.plans.get(session.plan_id), kind, besides=session.id)
        return spacing.words(local_date(clinic_of(self._store), session.starts_at)) if spacing else ""
