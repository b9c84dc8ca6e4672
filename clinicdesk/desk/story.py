"""What happened to a session, step by step: when, what and by whom."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.undoing import Undoing
from clinicdesk.domain.call import CallClosed
from clinicdesk.domain.session import Session
from clinicdesk.domain.staff import StaffMember

_STEPS = (
    ("confirmed_at", "Confirmed"),
    ("arrived_at", "Arrived"),
    ("started_at", "Started"),
    ("completed_at", "Completed"),
    ("missed_at", "Marked as a no-show"),
    ("cancelled_at", "Cancelled"),
)


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step.

    Attributes:
        words: ``Maria Keller marked Ana Ruiz as arrived``.
    """

    at: datetime
    words: str


class Stories:
    """Tells what happened to sessions."""

    def __init__(self, store: Store, undoing: Undoing) -> None:
        self._store = store
        self._undoing = undoing

    def of(self, session_id: str, *, actor: StaffMember, now: datetime) -> tuple[StoryLine, ...]:
        """Every step of a session, oldest first; steps older than the journal stand without a name."""
        with self._store.write():
            session = self._store.sessions.get(session_id)
            entries = self._store.journal.of_record(Session.__name__, session_id)
            for closed in self._store.calls.of_session(session_id):
                entries += self._store.journal.of_record(CallClosed.__name__, closed.id)
            each_once = {entry.id: entry for entry in reversed(entries)}
            told = [StoryLine(entry.at, self._undoing.told_by(entry, now)) for entry in each_once.values()]
            self._store.audit.append(actor, "session.read", ("session", session_id), at=now)
        noted = {line.at for line in told}
        steps = [(getattr(session, field), words) for field, words in _STEPS]
        bare = [StoryLine(at, words) for at, words in steps if at is not None and at not in noted]
        return tuple(sorted([*told, *bare], key=lambda line: line.at))
