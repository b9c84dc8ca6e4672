from collections.abc import Iterable
from datetime import datetime

from clinicdesk.data.driver import Connection
from clinicdesk.data.json_text import to_json
from clinicdesk.data.sessions import LIVE
from clinicdesk.data.stamps import moment, stamp

Gap = tuple[datetime | None, datetime | None]
"""From the end of one session to the start of the next; None where there is none in the stretch asked about."""

# Of all columns of the index, the id is the one that is missing.
_WITHOUT = "(select rowid from sessions where id = :without)"
_GAPS = f"""
    select owner, freed, starts_at from (
        select sessions.therapist_id as owner, sessions.starts_at as starts_at,
            lag(sessions.free_at) over own as freed
        from json_each(:therapists) as wanted
        cross join sessions indexed by sessions_live_by_therapist on sessions.therapist_id = wanted.value
        where {LIVE} and sessions.starts_at >= :start and sessions.starts_at < :end and sessions.rowid is not {_WITHOUT}
        window own as (partition by sessions.therapist_id order by sessions.starts_at)
    ) where freed is null or freed < starts_at
    union all
    select sessions.therapist_id, sessions.free_at, null
    from json_each(:therapists) as wanted
    cross join sessions on sessions.rowid = (
        select rowid from sessions indexed by sessions_live_by_therapist
        where therapist_id = wanted.value and {LIVE} and starts_at >= :start and starts_at < :end
            and rowid is not {_WITHOUT}
        order by starts_at desc limit 1
    )
    order by 1, 2
"""
"""Every gap but those of no length: in a full book hardly a row leaves the database."""


class FreeTimeRepository:
    """When people and things are taken, without the sessions that take them: for searches over many days."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def gaps(
        self, therapist_ids: Iterable[str], start: datetime, end: datetime, *, without: str = ""
    ) -> dict[str, list[Gap]]:
        """What is free between the live sessions of therapists that start in ``[start, end)``, in order.

        Args:
            therapist_ids: whose; all of them are in the answer.
            start: from when; a session that began before may reach into the first gap.
            end: until when.
            without: the id of a session that counts as not there.
        """
        wanted = list(therapist_ids)
        rows = self._connection.rows(
            _GAPS, {"therapists": to_json(wanted), "start": stamp(start), "end": stamp(end), "without": without}
        )
        found: dict[str, list[Gap]] = {therapist_id: [] for therapist_id in wanted}
        for row in rows:
            freed, next_start = row["freed"], row["starts_at"]
            found[row["owner"]].append(
                (None if freed is None else moment(freed), None if next_start is None else moment(next_start))
            )
        return {owner: gaps or [(None, None)] for owner, gaps in found.items()}

    def of_people(
        self, patient_ids: Iterable[str], start: datetime, end: datetime
    ) -> dict[str, list[tuple[str, datetime, datetime]]]:
        """The live sessions of people that start in a stretch: which each is, and when the person is there."""
        rows = self._connection.rows(
            f"""
            select sessions.patient_id, sessions.id, sessions.starts_at, sessions.ends_at
            from json_each(:patients) as wanted cross join sessions on sessions.patient_id = wanted.value
            where {LIVE} and sessions.starts_at >= :start and sessions.starts_at < :end
            order by sessions.starts_at
            """,
            {"patients": to_json(sorted(patient_ids)), "start": stamp(start), "end": stamp(end)},
        )
        found: dict[str, list[tuple[str, datetime, datetime]]] = {}
        for row in rows:
            found.setdefault(row["patient_id"], []).append(
                (row["id"], moment(row["starts_at"]), moment(row["ends_at"]))
            )
        return found

    def taken(
        self, resource: str, key: str, start: datetime, end: datetime, *, without: str = ""
    ) -> list[tuple[datetime, datetime]]:
        """When a room or a device (``room``, ``equipment``) is taken by live sessions that start in a stretch."""
        column = {"room": "room_id", "equipment": "equipment_id"}[resource]
        rows = self._connection.rows(
            f"""
            select starts_at, free_at from sessions
            where {column} = :key and {LIVE} and starts_at >= :start and starts_at < :end and rowid is not {_WITHOUT}
            order by starts_at
            """,
            {"key": key, "start": stamp(start), "end": stamp(end), "without": without},
        )
        return [(moment(row["starts_at"]), moment(row["free_at"])) for row in rows]
