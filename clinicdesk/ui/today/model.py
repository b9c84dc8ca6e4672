"""The day's sessions as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.staff import StaffMember
from clinicdesk.ui.counted import shown
from clinicdesk.ui.names import BETWEEN
from clinicdesk.ui.style import verdict_words
from clinicdesk.ui.when import clock, lasting

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
"""A typed key that orders a column; never the displayed text."""
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
"""The whole ``SessionRow``."""
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 3
"""The quieter second line of a cell, or an empty text."""


ALERT_ROLE = Qt.ItemDataRole.UserRole + 4
"""The ``Alert`` of a line, or None."""


class Alert(StrEnum):
    """What the clinic's limits say of a line, in the words that stand in place of its status."""

    OVERDUE = "Overdue"
    WAITS = "Waits too long"


class Column(IntEnum):
    """The columns, left to right."""

    TIME = 0
    PERSON = 1
    SESSION = 2
    THERAPIST = 3
    ROOM = 4
    VERDICT = 5
    STATUS = 6
    WAITING = 7
    ACTIONS = 8


_HEADINGS = {
    Column.TIME: "Time",
    Column.PERSON: "Person",
    Column.SESSION: "Session",
    Column.THERAPIST: "Therapist",
    Column.ROOM: "Room",
    Column.VERDICT: "Suitability",
    Column.STATUS: "Status",
    Column.WAITING: "Waiting",
    Column.ACTIONS: "",
}
_STATUS_WORDS = {
    SessionStatus.BOOKED: "Expected",
    SessionStatus.CONFIRMED: "Confirmed",
    SessionStatus.ARRIVED: "Arrived",
    SessionStatus.IN_SESSION: "In session",
    SessionStatus.COMPLETED: "Done",
    SessionStatus.NO_SHOW: "No-show",
    SessionStatus.CANCELLED: "Cancelled",
    SessionStatus.ENTERED_IN_ERROR: "Taken back",
}
HELD_WORDS = "Held for the therapist"
UNASKED_WORDS = "To be asked first"
_COUNTED = (SessionStatus.BOOKED, SessionStatus.ARRIVED, SessionStatus.IN_SESSION, SessionStatus.COMPLETED)
"""Under the first stands everybody who is expected, confirmed or not."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many sessions of a day stand where."""

    words: str
    number: int


def status_words(row: SessionRow) -> str:
    """Where a session stands, in the words of the window."""
    return _STATUS_WORDS[row.session.status]


def is_held(row: SessionRow) -> bool:
    """Whether a therapist has to decide before this session starts."""
    return row.session.held and (row.session.status.expected or row.session.status is SessionStatus.ARRIVED)


def is_unasked(row: SessionRow) -> bool:
    """Whether somebody is here who was not asked yet what is asked at every visit."""
    return row.session.status is SessionStatus.ARRIVED and not row.asked


def is_over(row: SessionRow) -> bool:
    """Whether nothing more happens with this session; it is shown quieter."""
    return not row.session.status.next_steps


def minutes_waited(row: SessionRow, now: datetime) -> int | None:
    """Whole minutes since the person arrived, while they wait; never negative."""
    if row.waiting_since is None or row.session.status is not SessionStatus.ARRIVED:
        return None
    return max(0, int((now - row.waiting_since).total_seconds() // 60))


def minutes_late(row: SessionRow, now: datetime) -> int:
    """Whole minutes since a session should have begun for which nobody has come; 0 when it is not late."""
    if not row.session.status.expected:
        return 0
    return max(0, int((now - row.session.starts_at).total_seconds() // 60))


def person_notes(row: SessionRow) -> list[str]:
    """What to call the person where that is not plain, and the first thing their plan has to say that cannot wait."""
    called = row.patient.called
    brief = next((notice.brief for notice in row.notices if notice.brief), "")
    return ([] if row.patient.name.startswith(called) else [f"called {called}"]) + ([brief] if brief else [])


def plan_words(row: SessionRow) -> str:
    """Such as ``4 of 8 of the plan``; an empty text where no plan counts the session."""
    return f"{row.place_in_plan} of the plan" if row.place_in_plan else ""


def minutes_came_late(row: SessionRow) -> int:
    """Whole minutes between the start of a session and the arrival; 0 for whoever was on time."""
    arrived = row.session.arrived_at
    return 0 if arrived is None else max(0, int((arrived - row.session.starts_at).total_seconds() // 60))


def _order(row: SessionRow) -> tuple[datetime, str, str]:
    return row.session.starts_at, row.patient.name, row.session.id


class TodayModel(QAbstractTableModel):
    """A list of rows and the time it is; everything shown follows from the two."""

    def __init__(self, zone: tzinfo, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._now = now
        self._all: list[SessionRow] = []
        self._rows: list[SessionRow] = []
        self._therapist: str | None = None
        self._waiting_minutes, self._late_minutes = 15, 10
        self._parts: dict[int, Callable[[SessionRow, Column], object]] = {
            Qt.ItemDataRole.DisplayRole: self._words,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            DETAIL_ROLE: self._detail,
            SORT_ROLE: self._sort_key,
            ROW_ROLE: lambda row, _column: row,
            ALERT_ROLE: lambda row, _column: self._alert(row),
        }

    def set_rows(self, rows: Sequence[SessionRow], zone: tzinfo) -> None:
        """Show another day."""
        self.beginResetModel()
        self._zone = zone
        self._all = list(rows)
        self._rows = self._filtered()
        self.endResetModel()

    def merge_rows(self, rows: Sequence[SessionRow]) -> None:
        """Show the same day as it is now: lines come, go and change in place, the others stay where they are."""
        self._all = list(rows)
        wanted = self._filtered()
        kept = {row.session.id: _order(row) for row in wanted}
        for place in reversed(range(len(self._rows))):
            row = self._rows[place]
            if kept.get(row.session.id) != _order(row):
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(wanted):
            if place < len(self._rows) and self._rows[place].session.id == row.session.id:
                if self._rows[place] != row:
                    self._rows[place] = row
                    self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
            else:
                self.beginInsertRows(QModelIndex(), place, place)
                self._rows.insert(place, row)
                self.endInsertRows()

    def update_row(self, row: SessionRow) -> None:
        """Show one session as it is now; the others stay as they are, and so does the selection."""
        self._all = [row if each.session.id == row.session.id else each for each in self._all]
        place = self.place_of(row.session.id)
        if place is not None:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def set_now(self, now: datetime) -> None:
        """Let waiting times grow; only the rows of people who wait, or are late, are told to repaint."""
        self._now = now
        for place, row in enumerate(self._rows):
            if row.waiting_since is not None or minutes_late(row, now):
                self.dataChanged.emit(self.index(place, Column.STATUS), self.index(place, Column.WAITING))

    def set_limits(self, waiting_minutes: int, late_minutes: int) -> None:
        """From how many minutes on waiting is too long, and being late is overdue."""
        self._waiting_minutes, self._late_minutes = waiting_minutes, late_minutes

    def show_therapist(self, therapist_id: str | None) -> None:
        """Show the sessions of one therapist, or of everybody."""
        if therapist_id != self._therapist:
            self.beginResetModel()
            self._therapist = therapist_id
            self._rows = self._filtered()
            self.endResetModel()

    def row_at(self, place: int) -> SessionRow | None:
        """The session in a line."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def row_of(self, session_id: str) -> SessionRow | None:
        """A session of the day, whether it is shown or filtered away."""
        return next((row for row in self._all if row.session.id == session_id), None)

    def place_of(self, session_id: str) -> int | None:
        """The line a session is shown in."""
        return next((place for place, row in enumerate(self._rows) if row.session.id == session_id), None)

    def therapists(self) -> list[StaffMember]:
        """Everybody with a session this day, by name."""
        return sorted({row.therapist.id: row.therapist for row in self._all}.values(), key=lambda each: each.name)

    def counts(self) -> list[Count]:
        """How many of the sessions shown are expected, arrived, in session and done."""
        booked = SessionStatus.BOOKED
        statuses = [booked if row.session.status.expected else row.session.status for row in self._rows]
        return [Count(_STATUS_WORDS[status], statuses.count(status)) for status in _COUNTED]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Sessions; a session has nothing below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Always the same."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; the lines are not numbered."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADINGS[Column(section)]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, second line, sort key, or the session itself."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        column = Column(index.column())
        part = self._parts.get(role)
        return part(row, column) if part else None

    def _filtered(self) -> list[SessionRow]:
        rows = [row for row in self._all if self._therapist in {None, row.therapist.id}]
        return sorted(rows, key=_order)

    def _words(self, row: SessionRow, column: Column) -> str:
        waited = minutes_waited(row, self._now)
        words = {
            Column.TIME: clock(row.session.starts_at, self._zone),
            Column.PERSON: row.patient.name,
            Column.SESSION: row.session_type.name,
            Column.THERAPIST: row.therapist.name,
            Column.ROOM: row.room.name if row.room else "On arrival",
            Column.VERDICT: shown(row.verdict, row.renewal).words,
            Column.STATUS: alert.value if (alert := self._alert(row)) else status_words(row),
            Column.WAITING: "" if waited is None else f"{waited} min",
        }
        return words.get(column, "")

    def _spoken(self, row: SessionRow, column: Column) -> str:
        words = ", ".join(filter(None, (self._words(row, column), self._detail(row, column))))
        return f"{_HEADINGS[column]}: {words}" if words else ""

    def _detail(self, row: SessionRow, column: Column) -> str:
        if column is Column.TIME:
            return clock(row.session.ends_at, self._zone)
        if column is Column.PERSON:
            return BETWEEN.join([f"No. {row.patient.number}", *person_notes(row)])
        if column is Column.SESSION:
            return BETWEEN.join(filter(None, (f"{row.session_type.minutes} min", plan_words(row))))
        if column is Column.STATUS:
            return self._standing(row)
        if column is Column.VERDICT and row.booked_as is not None:
            return f"was: {verdict_words(row.booked_as)}"
        return ""

    def _standing(self, row: SessionRow) -> str:
        """What the desk should know beside the status: not asked yet, held, late, or let go by a therapist."""
        late, came_late = minutes_late(row, self._now), minutes_came_late(row)
        parts = []
        if is_unasked(row) or is_held(row):
            parts.append(UNASKED_WORDS if is_unasked(row) else HELD_WORDS)
        elif row.session.release_note is not None and not is_over(row):
            parts.append("released")
        if late:
            parts.insert(0, f"late {lasting(late)}")
        elif came_late >= self._late_minutes and row.session.status is SessionStatus.ARRIVED:
            parts.insert(0, f"came {lasting(came_late)} late")
        return BETWEEN.join(parts)

    def _alert(self, row: SessionRow) -> Alert | None:
        if minutes_late(row, self._now) >= self._late_minutes:
            return Alert.OVERDUE
        if row.session.status is SessionStatus.ARRIVED and row.waiting_since is not None:
            # Whoever comes early waits of their own accord until the session should begin.
            waits_since = max(row.waiting_since, row.session.starts_at)
            if self._now - waits_since >= timedelta(minutes=self._waiting_minutes):
                return Alert.WAITS
        return None

    def _sort_key(self, row: SessionRow, column: Column) -> object:
        waited = minutes_waited(row, self._now)
        if column is Column.TIME:
            return row.session.starts_at.timestamp()
        if column is Column.VERDICT:
            return int(row.verdict)
        if column is Column.STATUS:
            return list(SessionStatus).index(row.session.status)
        if column is Column.WAITING:
            return -1 if waited is None else waited
        return self._words(row, column).casefold()
