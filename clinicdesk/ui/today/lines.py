"""What stands in a cell of the day's table, line by line; what a hidden column would tell stands in another."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.counted import shown
from clinicdesk.ui.names import BETWEEN, before_more
from clinicdesk.ui.style import tokens, verdict_colours, verdict_icon_name
from clinicdesk.ui.today.model import (
    ALERT_ROLE,
    DETAIL_ROLE,
    Alert,
    Column,
    Index,
    is_held,
    is_over,
    is_unasked,
    person_notes,
    plan_words,
)

_STATUS_ICONS = {
    SessionStatus.BOOKED: ("clock", "muted"),
    SessionStatus.CONFIRMED: ("clock-check", "muted"),
    SessionStatus.ARRIVED: ("user-check", "accent"),
    SessionStatus.IN_SESSION: ("play", "accent"),
    SessionStatus.COMPLETED: ("circle-check", "muted"),
    SessionStatus.NO_SHOW: ("user-x", "muted"),
    SessionStatus.CANCELLED: ("calendar-x", "muted"),
    SessionStatus.ENTERED_IN_ERROR: ("calendar-x", "muted"),
}
_ALERT_ICONS = {Alert.OVERDUE: "clock-alert", Alert.WAITS: "hourglass"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell; where its column is narrow its words take several.

    Attributes:
        small: whether it stands in small type.
        icon: a name and a role, or None.
    """

    words: str
    ink: str
    small: bool = False
    strong: bool = False
    struck: bool = False
    icon: tuple[str, str] | None = None


class CellLines:
    """Makes the lines of cells, by which columns are hidden."""

    def __init__(self, hidden: Callable[[Column], bool]) -> None:
        self._hidden = hidden

    @property
    def _room_beside_status(self) -> bool:
        """The line below the name is full before the one below the status is."""
        return self._hidden(Column.SESSION) and not self._hidden(Column.VERDICT)

    def of(self, row: SessionRow, index: Index) -> list[Line]:
        """The lines of one cell, none of them empty."""
        ink = tokens().muted if is_over(row) else tokens().text
        struck = row.session.status is SessionStatus.CANCELLED
        match Column(index.column()):
            case Column.TIME:
                found = [Line(_words(index), ink, strong=True, struck=struck), _quiet(_detail(index))]
            case Column.PERSON:
                found = [
                    Line(row.patient.name, ink, strong=True, struck=struck),
                    *self._below_the_name(row, index, ink),
                ]
            case Column.SESSION if self._hidden(Column.THERAPIST):
                found = [Line(row.session_type.name, ink), _quiet(_where(row))]
            case Column.VERDICT:
                found = [_verdict(row), _quiet(_detail(index))]
            case Column.STATUS:
                found = self._status(row, index, ink)
            case _:
                found = [Line(_words(index), ink), _quiet(_detail(index))]
        return [line for line in found if line.words]

    def _below_the_name(self, row: SessionRow, index: Index, ink: str) -> list[Line]:
        """Everything that has no column of its own, the status first."""
        found = []
        if self._hidden(Column.STATUS):
            lines = self._status(row, index.sibling(index.row(), Column.STATUS), ink)
            words = BETWEEN.join(line.words for line in lines if line.words)
            found.append(replace(lines[0], words=words, small=True))
        if self._hidden(Column.SESSION):
            # The number and the place in the plan are what is missed least here.
            where = before_more(row.therapist.name) if self._room_beside_status else _where(row)
            found.append(_quiet(BETWEEN.join((row.session_type.name, where))))
            return [*found, _quiet(BETWEEN.join(person_notes(row)))]
        place = plan_words(row) if self._hidden(Column.THERAPIST) else ""
        about = (f"No. {row.patient.number}", *person_notes(row), place)
        return [*found, _quiet(BETWEEN.join(filter(None, about)))]

    def _status(self, row: SessionRow, index: Index, ink: str) -> list[Line]:
        """Where a session stands, what the desk should know beside that, and the verdict if it has no column."""
        alert = index.data(ALERT_ROLE)
        icon = _STATUS_ICONS[row.session.status]
        if isinstance(alert, Alert):
            icon, ink = (_ALERT_ICONS[alert], "warning"), tokens().warning
        elif is_held(row) and not is_unasked(row):
            icon = _icon_of(Verdict.NEEDS_CLINICIAN_REVIEW)
        beside = [_detail(index)]
        if self._hidden(Column.WAITING) and (waiting := _words(index.sibling(index.row(), Column.WAITING))):
            beside.insert(0, f"waits {waiting}")
        if self._room_beside_status and row.room is not None:
            beside.append(row.room.name)
        found = [
            Line(_words(index), ink, strong=alert is not None, icon=icon),
            _quiet(BETWEEN.join(filter(None, beside))),
        ]
        if self._hidden(Column.VERDICT):
            found.append(replace(_verdict(row), small=True))
        return found


def _words(index: Index) -> str:
    return str(index.data() or "")


def _detail(index: Index) -> str:
    return str(index.data(DETAIL_ROLE) or "")


def _verdict(row: SessionRow) -> Line:
    counted = shown(row.verdict, row.renewal)
    return Line(counted.words, verdict_colours(counted.dress).ink, icon=(counted.icon, counted.dress.code))


def _icon_of(verdict: Verdict) -> tuple[str, str]:
    return verdict_icon_name(verdict), verdict.code


def _where(row: SessionRow) -> str:
    """With whom and, once that is known, in which room."""
    name = before_more(row.therapist.name)
    return BETWEEN.join((name, row.room.name)) if row.room else name


def _quiet(words: str) -> Line:
    return Line(words, tokens().muted, small=True)
