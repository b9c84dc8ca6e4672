import json
from dataclasses import replace
from datetime import date, datetime, time

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.waiting import SlotOffer, WaitingEntry, WaitingStatus, Wish
from clinicdesk.errors import NotFound, StaleRecord


class WaitingRepository:
    """Who waits for a time; what became of it stays on file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: WaitingEntry) -> WaitingEntry:
        """Store a new entry; the same one again changes nothing.

        Raises:
            StaleRecord: another one, or a later state of this one, is on file under this id.
        """
        row = _row(entry)
        stored = self._connection.row("select * from waiting where id = :id", {"id": entry.id})
        if stored is None:
            self._connection.insert("waiting", row)
        elif stored != row:
            raise StaleRecord("This wish is already on file and has changed since. Nothing was overwritten.")
        return entry

    def update(self, entry: WaitingEntry) -> WaitingEntry:
        """Store a changed entry and return it with its next version.

        Raises:
            StaleRecord: it changed on file since it was read.
            NotFound: it is not on file.
        """
        if not self._connection.execute(_UPDATE, _row(entry)):
            self.get(entry.id)
            raise StaleRecord("Somebody else changed this wish meanwhile. Nothing was overwritten; look again.")
        return replace(entry, version=entry.version + 1)

    def get(self, entry_id: str) -> WaitingEntry:
        """One entry; raises NotFound."""
        row = self._connection.row("select * from waiting where id = :id", {"id": entry_id})
        if row is None:
            raise NotFound("This wish is not on file.")
        return _entry(row)

    def open(self, on: date) -> list[WaitingEntry]:
        """Whoever still waits on a day: the urgent first, then who has waited longest."""
        return self._select("status = 'waiting' and expires_on >= :day", day=on.isoformat())

    def expired(self, since: date, until: date) -> list[WaitingEntry]:
        """Whose last day of waiting lay in ``[since, until)``."""
        where = "status = 'waiting' and expires_on >= :since and expires_on < :until"
        return self._select(where, since=since.isoformat(), until=until.isoformat())

    def offered(self, after: datetime, before: datetime, *, now: datetime, on: date) -> list[WaitingEntry]:
        """Whoever still waits on a day and was offered a time to come that has a part between two moments."""
        return self._select(
            """status = 'waiting' and expires_on >= :day and offer_starts_at > :now
            and offer_starts_at < :before and offer_ends_at > :after""",
            day=on.isoformat(),
            now=stamp(now),
            before=stamp(before),
            after=stamp(after),
        )

    def of_patient(self, patient_id: str) -> list[WaitingEntry]:
        """Every entry of a patient."""
        return self._select("patient_id = :patient", patient=patient_id)

    def _select(self, where: str, **parameters: str) -> list[WaitingEntry]:
        rows = self._connection.rows(
            f"select * from waiting where {where} order by urgent desc, asked_at, id", parameters
        )
        return [_entry(row) for row in rows]


def _row(entry: WaitingEntry) -> Row:
    wish, offer = entry.wish, entry.offer
    return {
        "id": entry.id,
        "version": entry.version,
        "patient_id": entry.patient_id,
        "session_type_id": entry.session_type_id,
        "session_id": entry.session_id,
        "weekdays": to_json(sorted(wish.weekdays)),
        "earliest": None if wish.earliest is None else f"{wish.earliest:%H:%M}",
        "latest": None if wish.latest is None else f"{wish.latest:%H:%M}",
        "therapists": to_json(list(wish.therapist_ids)),
        "urgent": int(entry.urgent),
        "note": entry.note,
        "asked_at": stamp(entry.asked_at),
        "expires_on": entry.expires_on.isoformat(),
        "status": entry.status.value,
        "offer_therapist_id": offer and offer.therapist_id,
        "offer_room_id": offer and offer.room_id,
        "offer_starts_at": stamp(offer.starts_at) if offer else None,
        "offer_ends_at": stamp(offer.ends_at) if offer else None,
        "offered_by": offer and offer.made_by,
        "offered_at": stamp(offer.made_at) if offer else None,
        "booked_session_id": entry.booked_session_id,
    }


_CHANGING = (
    "session_type_id",
    "session_id",
    "weekdays",
    "earliest",
    "latest",
    "therapists",
    "urgent",
    "note",
    "expires_on",
    "status",
    "offer_therapist_id",
    "offer_room_id",
    "offer_starts_at",
    "offer_ends_at",
    "offered_by",
    "offered_at",
    "booked_session_id",
)
_UPDATE = f"""
    update waiting set version = version + 1, {", ".join(f"{name} = :{name}" for name in _CHANGING)}
    where id = :id and version = :version
"""


def _entry(row: Row) -> WaitingEntry:
    return WaitingEntry(
        id=row["id"],
        patient_id=row["patient_id"],
        session_type_id=row["session_type_id"],
        asked_at=moment(row["asked_at"]),
        expires_on=date.fromisoformat(row["expires_on"]),
        session_id=row["session_id"],
        wish=Wish(
            weekdays=frozenset(json.loads(row["weekdays"])),
            earliest=None if row["earliest"] is None else time.fromisoformat(row["earliest"]),
            latest=None if row["latest"] is None else time.fromisoformat(row["latest"]),
            therapist_ids=tuple(json.loads(row["therapists"])),
        ),
        urgent=bool(row["urgent"]),
        note=row["note"],
        offer=None if row["offer_starts_at"] is None else _offer(row),
        status=WaitingStatus(row["status"]),
        booked_session_id=row["booked_session_id"],
        version=row["version"],
    )


def _offer(row: Row) -> SlotOffer:
    return SlotOffer(
        therapist_id=row["offer_therapist_id"],
        starts_at=moment(row["offer_starts_at"]),
        ends_at=moment(row["offer_ends_at"]),
        room_id=row["offer_room_id"],
        made_by=row["offered_by"],
        made_at=moment(row["offered_at"]),
    )
