"""The dates of a series as a table, each with what it would come to."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from clinicdesk.desk.series_views import RowCheck
from clinicdesk.domain.session import BookingRequest
from clinicdesk.ui.counted import shown
from clinicdesk.ui.names import BETWEEN
from clinicdesk.ui.place_form import ON_ARRIVAL
from clinicdesk.ui.style import icon, text_factor, tokens, verdict_colours
from clinicdesk.ui.when import clock, short_day

Index = QModelIndex | QPersistentModelIndex

ICON = 16
"""How large icons are, where text is not."""


class Column(IntEnum):
    """The columns, left to right."""

    DAY = 0
    TIME = 1
    SESSION = 2
    THERAPIST = 3
    ROOM = 4
    VERDICT = 5
    FIT = 6


HEADINGS = {
    Column.DAY: "Day",
    Column.TIME: "Time",
    Column.SESSION: "Session",
    Column.THERAPIST: "Therapist",
    Column.ROOM: "Room",
    Column.VERDICT: "Suitability",
    Column.FIT: "Fits?",
}


Holds = Mapping[Column, tuple[Column, ...]]
"""What columns show below their own words, of others that have no room."""
NARROWER: tuple[Holds, ...] = (
    {},
    {Column.SESSION: (Column.THERAPIST, Column.ROOM)},
    {Column.DAY: (Column.TIME,), Column.SESSION: (Column.THERAPIST, Column.ROOM, Column.VERDICT)},
)
"""From the widest way to show a date to the narrowest."""


class RowsModel(QAbstractTableModel):
    """What a series would come to."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._holds: Holds = {}
        self._zone = zone
        self._checks: tuple[RowCheck, ...] = ()
        self._types: Mapping[str, str] = {}
        self._staff: Mapping[str, str] = {}
        self._rooms: Mapping[str, str] = {}

    def set_names(
        self, session_types: Mapping[str, str], staff: Mapping[str, str], rooms: Mapping[str, str], zone: tzinfo
    ) -> None:
        """What session types, therapists and rooms are called, by id."""
        self._types, self._staff, self._rooms, self._zone = session_types, staff, rooms, zone

    def set_checks(self, checks: Sequence[RowCheck]) -> None:
        """Show other dates."""
        self.beginResetModel()
        self._checks = tuple(checks)
        self.endResetModel()

    def check_at(self, place: int) -> RowCheck | None:
        """The date in a line."""
        return self._checks[place] if 0 <= place < len(self._checks) else None

    def place_of(self, request_id: str) -> int | None:
        """The line of a date."""
        return next((place for place, each in enumerate(self._checks) if each.row.request.id == request_id), None)

    def detail_of(self, check: RowCheck) -> str:
        """What, with whom and where a date is and what the rules say, for where the table is too narrow to tell."""
        request = check.row.request
        what, whom = self._named(request, Column.SESSION), self._named(request, Column.THERAPIST)
        where = f"in {self._named(request, Column.ROOM)}" if request.room_id else "room on arrival"
        return f"{what} with {whom}, {where}: {shown(check.verdict, check.renewal).spoken}."

    def _named(self, request: BookingRequest, column: Column) -> str:
        if column is Column.SESSION:
            return self._types.get(request.session_type_id, "no longer offered")
        if column is Column.THERAPIST:
            return self._staff.get(request.therapist_id, "works here no more")
        return ON_ARRIVAL if request.room_id is None else self._rooms.get(request.room_id, "a room no longer in use")

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many rows as dates."""
        return 0 if parent is not None and parent.isValid() else len(self._checks)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many as there are headings."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; the lines are numbered, as they are counted."""
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[Column(section)] if orientation is Qt.Orientation.Horizontal else str(section + 1)
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows, in which colour, and what a screen reader says of it."""
        if not index.isValid():
            return None
        check, column = self._checks[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._lines(check, column, short=role == Qt.ItemDataRole.DisplayRole)
            case Qt.ItemDataRole.AccessibleTextRole:
                held = (column, *self._holds.get(column, ()))
                return ", ".join(f"{HEADINGS[each]} {self._words(check, each)}" for each in held)
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(check, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(check, column)
            case _:
                return None

    def set_holds(self, holds: Holds) -> None:
        """Let columns show the words of others below their own."""
        changed, self._holds = holds != self._holds, holds
        if changed and self._checks:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, Column.FIT))

    def _lines(self, check: RowCheck, column: Column, *, short: bool) -> str:
        own, held = self._words(check, column, short=short), self._holds.get(column, ())
        names = [self._words(check, each, short=short) for each in held if each is not Column.VERDICT]
        verdict = [self._words(check, each, short=short) for each in held if each is Column.VERDICT]
        return "\n".join(filter(None, (own, BETWEEN.join(names), *verdict)))

    def _words(self, check: RowCheck, column: Column, *, short: bool = False) -> str:
        request = check.row.request
        match column:
            case Column.DAY:
                return short_day(request.starts_at.astimezone(self._zone).date())
            case Column.TIME:
                return clock(request.starts_at, self._zone)
            case Column.SESSION | Column.THERAPIST | Column.ROOM:
                return self._named(request, column)
            case Column.VERDICT:
                counted = shown(check.verdict, check.renewal)
                return counted.short if short else counted.spoken
            case Column.FIT:
                return fit_words(check)

    def _icon(self, check: RowCheck, column: Column) -> object:
        size = round(ICON * text_factor())
        if column is Column.VERDICT:
            counted = shown(check.verdict, check.renewal)
            return icon(counted.icon, counted.dress.code, size)
        if column is not Column.FIT:
            return None
        if not check.fits:
            return icon("circle-alert", "error", size)
        if check.notes:
            return icon("info", "warning", size)
        return icon("check", "accent", size) if check.row.changes else None

    def _ink(self, check: RowCheck, column: Column) -> QColor | None:
        if check.fits and (check.row.off or not check.row.changes):
            return QColor(tokens().muted)
        if column is Column.VERDICT:
            return QColor(verdict_colours(shown(check.verdict, check.renewal).dress).ink)
        return QColor(tokens().error) if column is Column.FIT and not check.fits else None


def fit_words(check: RowCheck) -> str:
    """Whether a date fits, and everything that stands against it or should be known."""
    if check.clashes:
        return " ".join(clash.message for clash in check.clashes)
    if check.row.off:
        return "Will be cancelled."
    if not check.row.changes:
        return " ".join(["Stays as it is.", *check.notes])
    held = ", held for the therapist" if check.hold else ""
    return " ".join([f"Fits{held}.", *check.notes])
