"""Which room each session of a series gets: the one before where that is free, else the first that is."""

from dataclasses import replace

from clinicdesk.data import Store
from clinicdesk.domain.session import Session


class SeriesRooms:
    """The rooms of the clinic, as the sessions of a series take them one after another."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rooms = [room.id for room in store.rooms.all() if room.active]
        self._given: list[Session] = []

    def free_for(self, wanted: Session, usual: str | None) -> str | None:
        """The usual room where it is free for a session, else the first that is; None where none is."""
        usual_first = sorted(self._rooms, key=lambda room_id: room_id != usual)
        return next((each for each in usual_first if self._free(replace(wanted, room_id=each))), None)

    def give(self, session: Session) -> None:
        """A session of the series will stand in its room, though it is not in the book yet."""
        self._given.append(session)

    def _free(self, wanted: Session) -> bool:
        taken = any(
            other.room_id == wanted.room_id and other.starts_at < wanted.free_at and wanted.starts_at < other.free_at
            for other in self._given
        )
        return not taken and self._store.sessions.holder("room", wanted) is None
