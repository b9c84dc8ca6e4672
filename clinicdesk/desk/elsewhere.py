"""Where else a session of the book could stand: free places near its own that the rules allow, best first."""

from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.moving import Moving, moved
from clinicdesk.desk.openings import Openings
from clinicdesk.domain.session import BookingRequest, Session

_ASKED_FOR = 12


class Elsewhere:
    """Finds other places for sessions that are on file."""

    def __init__(self, store: Store, moving: Moving) -> None:
        self._openings = Openings(store)
        self._moving = moving

    def places(self, session: Session, *, now: datetime, count: int = 4) -> list[Session]:
        """The session as it would stand elsewhere; each can be given to ``Moving.place`` as it is."""
        wanted = BookingRequest(
            session.id,
            session.patient_id,
            session.session_type_id,
            session.therapist_id,
            max(session.starts_at, now),
            session.room_id,
        )
        found = []
        for near in self._openings.nearest(wanted, now=now, count=_ASKED_FOR):
            place = moved(session, starts_at=near.starts_at, therapist_id=near.therapist_id, room_id=near.room_id)
            if not self._moving.fit(place, now=now).clashes:
                found.append(place)
            if len(found) == count:
                break
        return found
