"""What other desks change meanwhile, told by the audit trail: every change leaves an entry there."""

from clinicdesk.data import Store
from clinicdesk.domain.audit_entry import AuditEntry

_READING = frozenset({"read", "open", "history", "make", "export"})
"""Last words of actions that change nothing. They are audited too; to follow them would let two windows call
each other to read for ever."""


class Watch:
    """Notices what others stored since the last look."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version = store.others_version()
        self._seen = store.audit.newest()
        self._stirred = 0

    def look(self) -> frozenset[str] | None:
        """The patients concerned by what was changed since the last look; None when nothing was.

        Empty when something was changed that concerns nobody, such as a room. What this desk stored itself
        counts only when somebody else has stored something, too.
        """
        version = self._store.others_version()
        if version == self._version:
            return None
        self._version = version
        entries = self._store.audit.after(self._seen)
        if entries:
            self._seen = entries[-1].seq
        changes = [entry for entry in entries if _changes(entry)]
        if not changes:
            return None
        told = frozenset(entry.subject_id for entry in changes if entry.subject_kind == "patient")
        sessions = self._store.sessions.many({e.subject_id for e in changes if e.subject_kind == "session"})
        return told | {session.patient_id for session in sessions.values()}

    def stirred(self) -> bool:
        """Whether anybody, this desk included, has changed something since this was asked last; true at first."""
        newest = self._store.audit.newest()
        if newest == self._stirred:
            return False
        entries = self._store.audit.after(self._stirred) if self._stirred else []
        first, self._stirred = not self._stirred, newest
        return first or any(_changes(entry) for entry in entries)


def _changes(entry: AuditEntry) -> bool:
    return entry.action.rpartition(".")[2] not in _READING
