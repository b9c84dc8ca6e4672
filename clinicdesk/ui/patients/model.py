"""People found, as a table."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from clinicdesk.desk.birth_dates import age_in_words, birth_date_typed
from clinicdesk.desk.phones import format_phone
from clinicdesk.desk.views import PatientSummary

Index = QModelIndex | QPersistentModelIndex

NOT_KNOWN = "\N{EM DASH}"


class Column(IntEnum):
    """The columns, left to right."""

    NAME = 0
    CALLED = 1
    BIRTH_DATE = 2
    PHONE = 3
    NUMBER = 4


_HEADINGS = {
    Column.NAME: "Name",
    Column.CALLED: "Called",
    Column.BIRTH_DATE: "Birth date",
    Column.PHONE: "Phone",
    Column.NUMBER: "Number",
}


class PeopleModel(QAbstractTableModel):
    """A list of people, each a row; it holds nothing the desk did not hand over."""

    def __init__(self, *, today: date, region: str) -> None:
        super().__init__()
        self._people: tuple[PatientSummary, ...] = ()
        self._today, self._region = today, region

    def set_people(self, people: Sequence[PatientSummary], *, today: date) -> None:
        """Show other people."""
        self.beginResetModel()
        self._people, self._today = tuple(people), today
        self.endResetModel()

    def person(self, row: int) -> PatientSummary:
        """The person of a row."""
        return self._people[row]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many rows as people."""
        return 0 if parent is not None and parent.isValid() else len(self._people)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many as there are headings."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; figures stand right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[Column(section)]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows, and what a screen reader says of it."""
        if not index.isValid():
            return None
        person, column = self._people[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(person, column) or NOT_KNOWN
            case Qt.ItemDataRole.ToolTipRole if column is Column.NAME:
                return person.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_HEADINGS[column]}: {self._shown(person, column) or 'not known'}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case _:
                return None

    def _shown(self, person: PatientSummary, column: Column) -> str:
        match column:
            case Column.NAME:
                return person.name
            case Column.CALLED:
                return person.called
            case Column.BIRTH_DATE:
                born = person.birth_date
                return f"{birth_date_typed(born)}, {age_in_words(born, self._today)}" if born else ""
            case Column.PHONE:
                return format_phone(person.phone, self._region)
            case Column.NUMBER:
                return str(person.number)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == Column.NUMBER else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
