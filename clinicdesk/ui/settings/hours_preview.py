"""The coming weeks as the decisions about hours make them, while they are being made."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from clinicdesk.desk.off_hours import REASON_WORDS
from clinicdesk.desk.working_time import Period, PeriodKind, WorkingTime
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.working_hours import DAYS_A_WEEK
from clinicdesk.ui.fields import Card
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.weekday_chips import DAY_NAMES
from clinicdesk.ui.when import clock, long_day

WEEKS = 4
_LARGE_COLUMNS = 2
_TOLD_FIRST = (PeriodKind.CLOSURE, PeriodKind.HOLIDAY, PeriodKind.TIME_OFF)


class HoursPreview(Card):
    """Four weeks from this one, each day with its hours or with why there are none."""

    def __init__(self) -> None:
        super().__init__(margin=2 * SPACE)
        self.title = set_role(QLabel("The coming weeks"), "heading")
        self.column.addWidget(self.title)
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE // 2)
        self._heads = [set_role(QLabel(name[:3]), "label") for name in DAY_NAMES]
        self.cells = [[_Cell() for _ in range(DAYS_A_WEEK)] for _ in range(WEEKS)]
        self.column.addLayout(self._grid)
        self._place()

    def show_time(self, time: WorkingTime, owner: str | None, today: date) -> None:
        """Show the clinic's weeks, or those of a therapist."""
        nothing = "Closed" if owner is None else "Off"
        monday = today - timedelta(days=today.weekday())
        self._place()
        for row, week in enumerate(self.cells):
            for place, cell in enumerate(week):
                on = monday + timedelta(days=row * DAYS_A_WEEK + place)
                day = time.clinic_day(on) if owner is None else time.staff_day(owner, on)
                cell.show_day(on, _told(time, day) or [nothing], today=on == today)

    def _place(self) -> None:
        """Seven days beside each other, or two where text is large; then each tells its day of the week."""
        columns = _LARGE_COLUMNS if stacked() else DAYS_A_WEEK
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place)
            head.setVisible(not stacked())
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
        rows = -(-DAYS_A_WEEK // columns)
        for number, week in enumerate(self.cells):
            for place, cell in enumerate(week):
                self._grid.addWidget(cell, 1 + number * rows + place // columns, place % columns)


class _Cell(QFrame):
    """One day."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "well")
        self.number = set_role(QLabel(), "detail")
        self.words = set_role(QLabel(), "detail")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        column.setSpacing(0)
        column.addWidget(self.number)
        column.addWidget(self.words, 1)

    def show_day(self, on: date, lines: list[str], *, today: bool) -> None:
        set_role(self.number, "strong" if today else "detail")
        number = f"{on.day} {on:%b}" if on.day == 1 or today else str(on.day)
        self.number.setText(f"{on:%a} {number}" if stacked() else number)
        self.words.setText("\n".join(lines))
        self.setAccessibleName(f"{long_day(on)}: {', '.join(lines)}")
        self.setToolTip(self.accessibleName())


def _told(time: WorkingTime, day: tuple[Period, ...]) -> list[str]:
    """What a day has to say: its hours, and what is out of the ordinary."""
    lines = [_span(period, time.clinic) for period in day if period.working]
    odd = [_words(period) for period in day if period.kind in _TOLD_FIRST]
    return [*lines, *dict.fromkeys(odd)]


def _span(period: Period, clinic: Clinic) -> str:
    """Such as ``8-12:30``, with an en dash: seven of them stand side by side."""
    clocks = (clock(at, clinic.tz).removeprefix("0").removesuffix(":00") for at in (period.starts_at, period.ends_at))
    return "\N{EN DASH}".join(clocks)


def _words(period: Period) -> str:
    if period.kind is PeriodKind.TIME_OFF and period.absence is not None:
        return REASON_WORDS[period.absence.reason].capitalize()
    return period.words or "Closed"
