from collections.abc import Iterable
from datetime import UTC, datetime

from clinicdesk.data.driver import Connection
from clinicdesk.data.json_text import to_json
from clinicdesk.data.sessions import LIVE
from clinicdesk.data.stamps import moment, stamp

Gap = tuple[datetime, datetime]
"""From the end of one session to the start of the next; from or to the end of time where there is none."""

_BEFORE_ALL, _AFTER_ALL = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

# Of all columns of the index, the id is the one that is missing.
_WITHOUT = "(select rowid from sessions where id = :without)"
_COUNTS = f"{LIVE} and sessions.rowid is not {_WITHOUT}"
_GAPS = f"""
    select owner, freed, coalesce((
        select min(starts_at) from sessions indexed by sessions_live_by_therapist
        where therapist_id = owner and {_COUNTS} and starts_at >= freed
    ), :after_all) as taken
    from (
        select value as owner, coalesce((
            select free_at from sessions indexed by sessions_live_by_therapist
            where therapist_id = value and {_COUNTS} and starts_at < :lasting_to order by starts_at desc limit 1
        ), :before_all) as freed
        from json_each(:therapists)
        union all
        select therapist_id, free_at
        from json_each(:therapists)
        cross join sessions indexed by sessions_live_by_therapist on therapist_id = value
        where {_COUNTS} and starts_at >= :lasting_to and starts_at < :begun_by
    )
    where freed <= :begun_by and taken > freed and taken >= :lasting_to
    order by owner, freed
"""
"""One look-up in the index for each session and one row for each gap: in a full book hardly a row leaves the database.

A window function would be shorter, but it copies every session of the stretch before it compares any.
"""


class FreeTimeRepository:
    """When people and things are taken, without the sessions that take them: for searches over many days."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def gaps(
        self, therapist_ids: Iterable[str], *, begun_by: datetime, lasting_to: datetime, without: str = ""
    ) -> dict[str, list[Gap]]:
        """What is free between the live sessions of therapists, in order; each gap in full, however far it reaches.

        Args:
            therapist_ids: whose; all of them are in the answer.
            begun_by: when a gap has to have begun.
            lasting_to: how far it has to go on.
            without: the id of a session that counts as not there.
        """
        wanted = list(therapist_ids)
        rows = self._connection.rows(
            _GAPS,
            {
                "therapists": to_json(wanted),
                "begun_by": stamp(begun_by),
                "lasting_to": stamp(lasting_to),
                "without": without,
                "before_all": stamp(_BEFORE_ALL),
                "after_all": stamp(_AFTER_ALL),
            },
        )
        found: dict[str, list[Gap]] = {therapist_id: [] for therapist_id in wanted}
        for row in rows:
            found[row["owner"]].append((moment(row["freed"]), moment(row["taken"])))
        return found

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
