from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from clinicdesk.data.driver import Connection, ConstraintBroken, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, moment_or_none, stamp, stamp_or_none
from clinicdesk.domain.session import CancelCause, Session, SessionStatus
from clinicdesk.errors import NotFound, SlotTaken, StaleRecord

_CLASH = "session_clash:"
LIVE = "status not in ('cancelled', 'no_show', 'entered_in_error')"
_SHOWN = "status <> 'entered_in_error'"

_TO_COME = "starts_at >= :after and status in (select value from json_each(:waiting))"
_EXPECTED = [status.value for status in SessionStatus if SessionStatus.NO_SHOW in status.next_steps]

# How the database tells that a resource is taken, with the session that takes it named.
_HOLDERS = {
    resource: f"""
        select * from (
            select * from sessions
            where {column} = :{column} and {LIVE} and starts_at < :{until} and id <> :id
            order by starts_at desc limit 1
        ) where {until} > :starts_at
    """
    for resource, column, until in (
        ("therapist", "therapist_id", "free_at"),
        ("patient", "patient_id", "ends_at"),
        ("room", "room_id", "free_at"),
        ("equipment", "equipment_id", "free_at"),
    )
}


class SessionRepository:
    """Sessions of every status. The database itself refuses to let two live ones clash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: Session) -> Session:
        """Book a session; booking the same one again under the same id changes nothing.

        Raises:
            SlotTaken: its therapist, patient, room or device is taken; names the resource and the session that has it.
            StaleRecord: a different session, or a later state of this one, is on file under this id.
        """
        row = _row(session)
        stored = self._connection.row("select * from sessions where id = :id", {"id": session.id})
        if stored is not None:
            if stored != row:
                raise StaleRecord("This session is already on file and has changed since. Nothing was overwritten.")
            return session
        try:
            self._connection.insert("sessions", row)
        except ConstraintBroken as broken:
            self._raise_if_taken(broken, row)
            raise
        return session

    def update(self, session: Session) -> Session:
        """Store a changed session and return it with its next version.

        Raises:
            SlotTaken: it was moved or revived into a time that is taken.
            StaleRecord: it changed on file since it was read.
            NotFound: it is not on file.
        """
        row = _row(session)
        try:
            changed = self._connection.execute(_UPDATE, row)
        except ConstraintBroken as broken:
            self._raise_if_taken(broken, row)
            raise
        if not changed:
            self.get(session.id)
            raise StaleRecord("Somebody else changed this session meanwhile. Nothing was overwritten; look again.")
        return replace(session, version=session.version + 1)

    def get(self, session_id: str) -> Session:
        """One session; raises NotFound."""
        row = self._connection.row("select * from sessions where id = :id", {"id": session_id})
        if row is None:
            raise NotFound("This session is not on file.")
        return _session(row)

    def many(self, session_ids: Iterable[str]) -> dict[str, Session]:
        """Those of the sessions that are on file, by id, in one query."""
        rows = self._connection.rows(
            "select sessions.* from json_each(:ids) as wanted join sessions on sessions.id = wanted.value",
            {"ids": to_json(list(session_ids))},
        )
        return {row["id"]: _session(row) for row in rows}

    def between(self, start: datetime, end: datetime) -> list[Session]:
        """Sessions that start in ``[start, end)``, cancelled and missed ones too, in order of time."""
        return self._select("starts_at >= :start and starts_at < :end", start=stamp(start), end=stamp(end))

    def to_come(self, after: datetime) -> list[Session]:
        """Booked sessions that nobody has come for yet and that start at an instant or later, in order of time."""
        return self._select(_TO_COME, after=stamp(after), waiting=to_json(_EXPECTED))

    def versions_to_come(self, after: datetime) -> dict[str, int]:
        """The versions of those sessions, by id: little enough to be read after everything that is done."""
        rows = self._connection.rows(
            f"select id, version from sessions where {_TO_COME} order by starts_at, id",
            {"after": stamp(after), "waiting": to_json(_EXPECTED)},
        )
        return {row["id"]: row["version"] for row in rows}

    def ahead(self, after: datetime) -> list[Session]:
        """Sessions that start at an instant or later and have not begun, in order of time; who has come counts, too."""
        waiting = to_json([*_EXPECTED, SessionStatus.ARRIVED.value])
        return self._select(_TO_COME, after=stamp(after), waiting=waiting)

    def held_to_come(self, after: datetime) -> list[Session]:
        """Those of them that are held."""
        return self._select(f"{_TO_COME} and held = 1", after=stamp(after), waiting=to_json(_EXPECTED))

    def of_patient(self, patient_id: str) -> list[Session]:
        """All sessions of a patient, cancelled and missed ones too, in order of time."""
        return self._select("patient_id = :patient", patient=patient_id)

    def entered_in_error(self, patient_id: str) -> list[Session]:
        """The sessions of a patient whose booking was taken back, in order of time."""
        rows = self._connection.rows(
            f"select * from sessions where patient_id = :patient and not ({_SHOWN}) order by starts_at, id",
            {"patient": patient_id},
        )
        return [_session(row) for row in rows]

    def of_plan(self, plan_id: str) -> list[Session]:
        """All sessions that count against a plan, cancelled and missed ones too, in order of time."""
        return self._select("plan_id = :plan", plan=plan_id)

    def of_series(self, series_id: str) -> list[Session]:
        """All sessions of a series, cancelled and missed ones too, in order of time."""
        return self._select("series_id = :series", series=series_id)

    def count_ahead(self, therapist_id: str, now: datetime) -> int:
        """How many live sessions of a therapist have not ended by a time."""
        return int(
            self._connection.value(
                "select count(*) from sessions where therapist_id = :therapist and ends_at > :now "
                f"and {LIVE} and status <> 'completed'",
                {"therapist": therapist_id, "now": stamp(now)},
            )
        )

    def missed_since(self, patient_id: str, since: datetime) -> tuple[int, int]:
        """How many sessions of a patient that began since then nobody came to, and how many were called off late."""
        row = self._connection.row(
            """
            select count(*) filter (where status = 'no_show') as missed,
                count(*) filter (where status = 'cancelled' and cancelled_late) as late
            from sessions where patient_id = :patient and starts_at >= :since
            """,
            {"patient": patient_id, "since": stamp(since)},
        )
        return (row["missed"], row["late"]) if row else (0, 0)

    def holders(self, session: Session) -> dict[str, Session]:
        """Which other live sessions stand in the way of this one, by what they take of it.

        The keys are those of ``therapist``, ``patient``, ``room`` and ``equipment`` that are taken.
        Empty when the session can be stored as live. The session itself need not be on file.
        """
        found = {resource: self._holder(resource, _row(session)) for resource in _HOLDERS}
        return {resource: holder for resource, holder in found.items() if holder is not None}

    def holder(self, resource: str, session: Session) -> Session | None:
        """Which other live session takes one resource of this one, as in ``holders``."""
        return self._holder(resource, _row(session))

    def _holder(self, resource: str, row: Row) -> Session | None:
        found = self._connection.row(_HOLDERS[resource], row)
        return None if found is None else _session(found)

    def _raise_if_taken(self, broken: ConstraintBroken, row: Row) -> None:
        if not broken.rule.startswith(_CLASH):
            return
        resource = broken.rule.removeprefix(_CLASH)
        holder = self._holder(resource, row)
        raise SlotTaken(
            f"The {resource} is already booked in that time. Nothing was changed; choose another time.",
            resource=resource,
            session_id=None if holder is None else holder.id,
        ) from broken

    def _select(self, where: str, **parameters: str) -> list[Session]:
        rows = self._connection.rows(
            f"select * from sessions where {where} and {_SHOWN} order by starts_at, id", parameters
        )
        return [_session(row) for row in rows]


def _row(session: Session) -> Row:
    return {
        "id": session.id,
        "version": session.version,
        "patient_id": session.patient_id,
        "session_type_id": session.session_type_id,
        "therapist_id": session.therapist_id,
        "room_id": session.room_id,
        "starts_at": stamp(session.starts_at),
        "ends_at": stamp(session.ends_at),
        "free_at": stamp(session.free_at),
        "status": session.status.value,
        "held": int(session.held),
        "confirmed_at": stamp_or_none(session.confirmed_at),
        "arrived_at": stamp_or_none(session.arrived_at),
        "started_at": stamp_or_none(session.started_at),
        "completed_at": stamp_or_none(session.completed_at),
        "missed_at": stamp_or_none(session.missed_at),
        "cancelled_at": stamp_or_none(session.cancelled_at),
        "cancel_cause": None if session.cancel_cause is None else session.cancel_cause.value,
        "cancel_reason": session.cancel_reason,
        "cancelled_late": int(session.cancelled_late),
        "release_note": session.release_note,
        "plan_id": session.plan_id,
        "series_id": session.series_id,
        "equipment_id": session.equipment_id,
        "asked_in": session.asked_in,
    }


_UPDATE = """
    update sessions set
        version = version + 1, patient_id = :patient_id, session_type_id = :session_type_id,
        therapist_id = :therapist_id, room_id = :room_id,
        starts_at = :starts_at, ends_at = :ends_at, free_at = :free_at, status = :status, held = :held,
        confirmed_at = :confirmed_at, arrived_at = :arrived_at, started_at = :started_at,
        completed_at = :completed_at, missed_at = :missed_at, cancelled_at = :cancelled_at,
        cancel_cause = :cancel_cause, cancel_reason = :cancel_reason, cancelled_late = :cancelled_late,
        release_note = :release_note, plan_id = :plan_id, series_id = :series_id,
        equipment_id = :equipment_id, asked_in = :asked_in
    where id = :id and version = :version
"""


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        patient_id=row["patient_id"],
        session_type_id=row["session_type_id"],
        therapist_id=row["therapist_id"],
        room_id=row["room_id"],
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        free_at=moment(row["free_at"]),
        status=SessionStatus(row["status"]),
        held=bool(row["held"]),
        confirmed_at=moment_or_none(row["confirmed_at"]),
        arrived_at=moment_or_none(row["arrived_at"]),
        started_at=moment_or_none(row["started_at"]),
        completed_at=moment_or_none(row["completed_at"]),
        missed_at=moment_or_none(row["missed_at"]),
        cancelled_at=moment_or_none(row["cancelled_at"]),
        cancel_cause=None if row["cancel_cause"] is None else CancelCause(row["cancel_cause"]),
        cancel_reason=row["cancel_reason"],
        cancelled_late=bool(row["cancelled_late"]),
        release_note=row["release_note"],
        plan_id=row["plan_id"],
        series_id=row["series_id"],
        equipment_id=row["equipment_id"],
        asked_in=row["asked_in"],
        version=row["version"],
    )
