"""The sessions of one person as a table: those to come first, then those of the past, newest first."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from clinicdesk.desk.views import SessionRow
from clinicdesk.ui.counted import shown
from clinicdesk.ui.style import icon, text_factor, tokens, verdict_colours
from clinicdesk.ui.today.model import is_held, is_over, status_words
from clinicdesk.ui.when import clock, dated_day, short_day

Index = QModelIndex | QPersistentModelIndex

_NO_PLAN = "\N{EM DASH}"
_ICON = 16


class Column(IntEnum):
    """The columns, left to right."""

    WHEN = 0
    SESSION = 1
    THERAPIST = 2
    VERDICT = 3
    PLAN = 4
    STATUS = 5


HEADINGS = {
    Column.WHEN: "When",
    Column.SESSION: "Session",
    Column.THERAPIST: "Therapist",
    Column.VERDICT: "Suitability",
    Column.PLAN: "Plan",
    Column.STATUS: "Status",
}


class SessionsModel(QAbstractTableModel):
    """What a person had booked, and has."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._rows: tuple[SessionRow, ...] = ()
        self._year = 0
        self._ahead = 0
        self._shown = 0

    def set_rows(self, rows: Sequence[SessionRow], now: datetime, zone: tzinfo, *, at_most: int | None) -> None:
        """Show the sessions of a person; ``at_most`` so many past ones, all of those to come."""
        ahead = [row for row in rows if row.session.ends_at > now]
        past = [row for row in reversed(rows) if row.session.ends_at <= now]
        self.beginResetModel()
        self._zone = zone
        self._year = now.astimezone(zone).year
        self._rows = (*ahead, *past)
        self._ahead = len(ahead)
        self._shown = len(ahead) + (len(past) if at_most is None else min(at_most, len(past)))
        self.endResetModel()

    @property
    def left_out(self) -> int:
        """How many past sessions are not shown."""
        return len(self._rows) - self._shown

    @property
    def counts(self) -> tuple[int, int]:
        """How many are to come, cancelled ones left out, and how many lie behind."""
        coming = [row for row in self._rows[: self._ahead] if not is_over(row)]
        return len(coming), len(self._rows) - self._ahead

    def row_at(self, place: int) -> SessionRow | None:
        """The session in a line."""
        return self._rows[place] if 0 <= place < self._shown else None

    def place_of(self, session_id: str) -> int | None:
        """The line a session is shown in."""
        shown = self._rows[: self._shown]
        return next((place for place, row in enumerate(shown) if row.session.id == session_id), None)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many rows as sessions shown."""
        return 0 if parent is not None and parent.isValid() else self._shown

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many as there are headings."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; the lines are not numbered."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows, in which colour, and what a screen reader says of it."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(row, column, short=role == Qt.ItemDataRole.DisplayRole)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADINGS[column]}: {self._words(row, column).replace(_NO_PLAN, 'no plan')}"
            case Qt.ItemDataRole.DecorationRole if column is Column.VERDICT:
                counted = shown(row.verdict, row.renewal)
                role_of_icon = "muted" if is_over(row) else counted.dress.code
                return icon(counted.icon, role_of_icon, round(_ICON * text_factor()))
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, column)
            case _:
                return None

    def _words(self, row: SessionRow, column: Column, *, short: bool = False) -> str:
        match column:
            case Column.WHEN:
                day = row.session.starts_at.astimezone(self._zone).date()
                words = short_day(day) if day.year == self._year else dated_day(day)
                return f"{words}, {clock(row.session.starts_at, self._zone)}"
            case Column.SESSION:
                return row.session_type.name
            case Column.THERAPIST:
                return row.therapist.name
            case Column.VERDICT:
                counted = shown(row.verdict, row.renewal)
                return counted.short if short else counted.spoken
            case Column.PLAN:
                return str(row.place_in_plan) if row.place_in_plan else _NO_PLAN
            case Column.STATUS:
                return "Held" if is_held(row) else status_words(row)

    def _ink(self, row: SessionRow, column: Column) -> QColor | None:
        if is_over(row):
            return QColor(tokens().muted)
        return QColor(verdict_colours(shown(row.verdict, row.renewal).dress).ink) if column is Column.VERDICT else None
