"""Sessions that the hours no longer leave room for: a list that stays until each is moved, cancelled or kept.

The list is worked out anew whenever it is asked for, so nothing can fall off it: whatever was decided
about hours, by whomever, a session that is still to come and meets an obstacle stands on it.
"""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.clashes import standing
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.day import current_session
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.roster import Roster
from clinicdesk.desk.views import SessionRow
from clinicdesk.desk.working_time import working_time
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.working_hours import KeptSession
from clinicdesk.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class DisplacedSession:
    """A session to be dealt with.

    Attributes:
        obstacle: why it cannot take place as booked, in sentences.
    """

    row: SessionRow
    obstacle: str


class DisplacedSessions:
    """The work list of sessions that the hours stand against."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._journal = Journal(store)
        self._grounds: object = None
        self._against: dict[str, tuple[int, str]] = {}

    def waiting(self, *, now: datetime) -> list[DisplacedSession]:
        """Every session still to come that has to be dealt with, by start."""
        met = self.met(now=now)
        rows = Roster(self._store).rows([session for session, _ in met])
        return [DisplacedSession(row, obstacle) for row, (_, obstacle) in zip(rows, met, strict=True)]

    def count(self, *, now: datetime) -> int:
        """How many wait."""
        return len(self.met(now=now))

    def met(self, *, now: datetime) -> list[tuple[Session, str]]:
        """The sessions of the list, each with what stands against it."""
        versions = self._store.sessions.versions_to_come(now)
        if not versions:
            return []
        clinic, keys = clinic_of(self._store), list(versions)
        ends = self._store.sessions.many({keys[0], keys[-1]})
        first, last = (local_date(clinic, ends[key].starts_at) for key in (keys[0], keys[-1]))
        time = working_time(self._store, first, last)
        staff = {member.id: member for member in self._store.staff.all()}
        types = {each.id: each for each in self._store.session_types.all()}
        grounds = (time.clinic, time.book, staff, types)
        # Asked for after everything that is done: on the same grounds, a session as it was meets what it met.
        known = self._against if grounds == self._grounds else {}
        standing_so = {key: known[key] for key, version in versions.items() if known.get(key, (0, ""))[0] == version}
        looked_at = {}
        for key, session in self._store.sessions.many(versions.keys() - standing_so.keys()).items():
            clashes = standing(time, session, staff[session.therapist_id], types[session.session_type_id])
            looked_at[key] = session.version, " ".join(clash.message for clash in clashes)
        self._grounds, self._against = grounds, standing_so | looked_at
        met = [key for key in keys if self._against.get(key, (0, ""))[1]]
        sessions = self._store.sessions.many(met)
        return self._undecided([(sessions[key], self._against[key][1]) for key in met if key in sessions])

    def keep(self, displaced: DisplacedSession, *, actor: StaffMember, now: datetime) -> None:
        """Let a session take place as it is booked, against the obstacle that was shown.

        Raises:
            NotAllowed: nothing, or something else, stands against it by now.
            StaleRecord: somebody else changed the session meanwhile.
        """
        with self._store.write():
            session = current_session(self._store, displaced.row.session)
            if (session, displaced.obstacle) not in self.met(now=now):
                raise NotAllowed("This session no longer stands on the list. Nothing was changed.")
            kept = self._store.kept_sessions.add(
                KeptSession(
                    id=new_key(now),
                    session_id=session.id,
                    starts_at=session.starts_at,
                    ends_at=session.ends_at,
                    therapist_id=session.therapist_id,
                    obstacle=displaced.obstacle,
                    kept_by=actor.id,
                    kept_at=now,
                )
            )
            self._journal.note("session.keep", [(None, kept)], actor=actor, now=now)
            self._store.audit.append(actor, "session.keep", ("session", session.id), at=now)

    def _undecided(self, met: list[tuple[Session, str]]) -> list[tuple[Session, str]]:
        kept = {
            (each.session_id, each.starts_at, each.ends_at, each.therapist_id, each.obstacle)
            for each in self._store.kept_sessions.of_sessions(session.id for session, _ in met)
        }
        return [
            (each, obstacle)
            for each, obstacle in met
            if (each.id, each.starts_at, each.ends_at, each.therapist_id, obstacle) not in kept
        ]
