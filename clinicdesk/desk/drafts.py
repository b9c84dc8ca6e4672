"""What is half typed into a form, kept so that leaving, a log-off or a crash loses nothing."""

from collections.abc import Mapping
from datetime import datetime

from clinicdesk.data import Store


class Drafts:
    """Drafts of forms that have no more to say about them than their values."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def kept(self, kind: str, key: str) -> Mapping[str, object] | None:
        """What was kept of a form, or None."""
        stored = self._store.drafts.get(kind, key)
        return None if stored is None else stored.payload

    def keep(self, kind: str, key: str, values: Mapping[str, object], *, now: datetime) -> None:
        """Keep what is typed, in place of what was kept before.

        Args:
            kind: which form.
            key: what it is about, and for whom.
            values: plain JSON values.
            now: the time.
        """
        with self._store.write():
            self._store.drafts.put(kind, key, values, now)

    def drop(self, kind: str, key: str) -> None:
        """Let go of it, if there is anything."""
        with self._store.write():
            self._store.drafts.delete(kind, key)
