import json
from datetime import date, datetime, time

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import stamp
from clinicdesk.domain.working_hours import (
    Absence,
    AbsenceReason,
    ClockSpan,
    HolidayChoice,
    HoursBook,
    Spans,
    SpecialHours,
    WeeklyHours,
)
from clinicdesk.errors import NotFound, StaleRecord

_COUNTS = "id not in (select id from hours_void)"


class HoursRepository:
    """What was decided about hours: weekly hours, exceptions, absences, and holidays kept closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def book(self, first: date, last: date) -> HoursBook:
        """All that bears on the dates from ``first`` to ``last``."""
        days = {"first": first.isoformat(), "last": last.isoformat()}
        rows = self._connection.rows
        return HoursBook(
            weekly=tuple(
                map(
                    _weekly,
                    rows(
                        f"select * from weekly_hours where valid_from <= :last and {_COUNTS} order by valid_from, seq",
                        days,
                    ),
                )
            ),
            special=tuple(
                map(
                    _special,
                    rows(
                        f"""
                        select * from special_hours
                        where on_date between :first and :last and {_COUNTS} order by seq
                        """,
                        days,
                    ),
                )
            ),
            absences=tuple(self.absences(first, last)),
            holidays=self.holidays(),
        )

    def absences(self, first: date, last: date) -> list[Absence]:
        """Absences and closures that touch the dates, by day; those taken back are left out."""
        return [
            _absence(row)
            for row in self._connection.rows(
                """
                select * from absences where last_day >= :first and first_day <= :last and not withdrawn
                order by first_day, id
                """,
                {"first": first.isoformat(), "last": last.isoformat()},
            )
        ]

    def absence(self, absence_id: str) -> Absence:
        """One absence, taken back or not; raises NotFound."""
        row = self._connection.row("select * from absences where id = :id", {"id": absence_id})
        if row is None:
            raise NotFound("This absence is not on file.")
        return _absence(row)

    def holidays(self) -> HolidayChoice:
        """The holidays kept closed; none before they were chosen."""
        row = self._connection.row("select * from holiday_choice")
        return HolidayChoice() if row is None else HolidayChoice(row["subdivision"], frozenset(json.loads(row["kept"])))

    def add_weekly(self, hours: WeeklyHours) -> None:
        """Add weekly hours; raises StaleRecord when others are on file under this id."""
        self._append(
            "weekly_hours",
            {
                "id": hours.id,
                "owner": hours.owner,
                "valid_from": hours.valid_from.isoformat(),
                "weeks": to_json([[_plain(day) for day in week] for week in hours.weeks]),
                "reference": hours.reference.isoformat(),
            },
        )

    def add_special(self, hours: SpecialHours) -> None:
        """Add the hours of a date; raises StaleRecord when others are on file under this id."""
        spans = None if hours.spans is None else to_json(_plain(hours.spans))
        row: Row = {"id": hours.id, "owner": hours.owner, "on_date": hours.on.isoformat(), "spans": spans}
        self._append("special_hours", row)

    def weekly(self, hours_id: str) -> WeeklyHours:
        """Weekly hours, taken back or not; raises NotFound."""
        return _weekly(self._row("weekly_hours", hours_id))

    def special(self, hours_id: str) -> SpecialHours:
        """The hours of a date, taken back or not; raises NotFound."""
        return _special(self._row("special_hours", hours_id))

    def is_void(self, record_id: str) -> bool:
        """Whether weekly hours, the hours of a date or a decision to keep a session were taken back."""
        return bool(self._connection.value("select count(*) from hours_void where id = :id", {"id": record_id}))

    def withdraw(self, record_id: str, withdrawn: bool, *, by: str, at: datetime) -> None:
        """Take one of these back, or let it count again; ``by`` is who does, by id."""
        seq = self._connection.value("select coalesce(max(seq), 0) + 1 from hours_withdrawn")
        mark = {"seq": seq, "record_id": record_id, "withdrawn": int(withdrawn), "made_by": by, "made_at": stamp(at)}
        self._connection.insert("hours_withdrawn", mark)

    def add_absence(self, absence: Absence) -> Absence:
        """Add an absence or a closure; the same one again changes nothing.

        Raises:
            StaleRecord: another one, or a later state of this one, is on file under this id.
        """
        row = _absence_row(absence)
        stored = self._connection.row("select * from absences where id = :id", {"id": absence.id})
        if stored is None:
            self._connection.insert("absences", row)
        elif stored != row:
            raise StaleRecord("This absence is already on file and has changed since. Nothing was overwritten.")
        return absence

    def update_absence(self, absence: Absence) -> Absence:
        """Store a changed absence and return it with its next version.

        Raises:
            StaleRecord: it changed on file since it was read.
            NotFound: it is not on file.
        """
        changed = self._connection.execute(
            """
            update absences set version = version + 1, owner = :owner, reason = :reason, first_day = :first_day,
                last_day = :last_day, part_from = :part_from, part_until = :part_until, note = :note,
                withdrawn = :withdrawn
            where id = :id and version = :version
            """,
            _absence_row(absence),
        )
        if not changed:
            self.absence(absence.id)
            raise StaleRecord("Somebody else changed this absence meanwhile. Nothing was overwritten; look again.")
        return self.absence(absence.id)

    def put_holidays(self, choice: HolidayChoice) -> None:
        """Store which holidays are kept closed."""
        row: Row = {"id": 1, "subdivision": choice.subdivision, "kept": to_json(sorted(choice.kept))}
        self._connection.upsert("holiday_choice", row, key=("id",))

    def _row(self, table: str, record_id: str) -> Row:
        row = self._connection.row(f"select * from {table} where id = :id", {"id": record_id})
        if row is None:
            raise NotFound("These hours are not on file.")
        return row

    def _append(self, table: str, row: Row) -> None:
        if not self._connection.append(table, row):
            raise StaleRecord("Other hours are already on file under this id. Nothing was overwritten.")


def _plain(spans: Spans) -> list[list[str]]:
    return [[_clock(span.starts), _clock(span.ends)] for span in spans]


def _clock(at: time) -> str:
    return at.isoformat(timespec="minutes")


def _spans(plain: list[list[str]]) -> Spans:
    return tuple(ClockSpan(time.fromisoformat(starts), time.fromisoformat(ends)) for starts, ends in plain)


def _weekly(row: Row) -> WeeklyHours:
    return WeeklyHours(
        id=row["id"],
        owner=row["owner"],
        valid_from=date.fromisoformat(row["valid_from"]),
        weeks=tuple(tuple(_spans(day) for day in week) for week in json.loads(row["weeks"])),
        reference=date.fromisoformat(row["reference"]),
    )


def _special(row: Row) -> SpecialHours:
    spans = None if row["spans"] is None else _spans(json.loads(row["spans"]))
    return SpecialHours(row["id"], row["owner"], date.fromisoformat(row["on_date"]), spans)


def _absence(row: Row) -> Absence:
    part = _spans([[row["part_from"], row["part_until"]]])[0] if row["part_from"] else None
    return Absence(
        id=row["id"],
        owner=row["owner"],
        reason=AbsenceReason(row["reason"]),
        first=date.fromisoformat(row["first_day"]),
        last=date.fromisoformat(row["last_day"]),
        part=part,
        note=row["note"],
        withdrawn=bool(row["withdrawn"]),
        version=row["version"],
    )


def _absence_row(absence: Absence) -> Row:
    return {
        "id": absence.id,
        "version": absence.version,
        "owner": absence.owner,
        "reason": absence.reason.value,
        "first_day": absence.first.isoformat(),
        "last_day": absence.last.isoformat(),
        "part_from": _clock(absence.part.starts) if absence.part else None,
        "part_until": _clock(absence.part.ends) if absence.part else None,
        "note": absence.note,
        "withdrawn": int(absence.withdrawn),
    }
