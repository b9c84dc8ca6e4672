"""What is coming that departs from the usual weeks: time off, closures, and days with other hours."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.off_hours import REASON_WORDS
from clinicdesk.desk.spoken_hours import spans_text
from clinicdesk.domain.working_hours import Absence, SpecialHours
from clinicdesk.ui.fields import button
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import SPACE, IconLabel, set_role
from clinicdesk.ui.when import dated_day, short_day

if TYPE_CHECKING:
    from datetime import date


class PlannedList(QWidget):
    """One line for each, by date, to be changed or taken back.

    Signals:
        change_requested(Absence): one is to be changed.
        absence_withdrawn(Absence): one is to be taken back.
        special_withdrawn(SpecialHours): a date is to have its usual hours again.
    """

    change_requested = Signal(object)
    absence_withdrawn = Signal(object)
    special_withdrawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Sequence[Absence], Sequence[SpecialHours]] | None = None
        self._rows = RuledList()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._rows)

    def show_planned(self, absences: Sequence[Absence], special: Sequence[SpecialHours]) -> None:
        """List them, unless the same are listed already: the keyboard may be on one."""
        if (absences, special) == self._shown:
            return
        self._shown = (absences, special)
        dated: list[tuple[date, QWidget]] = [(each.first, self._absence_row(each)) for each in absences]
        dated += [(each.on, self._special_row(each)) for each in special]
        lines = [row for _, row in sorted(dated, key=lambda entry: entry[0])]
        self._rows.show_lines(lines or [set_role(QLabel("Nothing is planned."), "muted")])

    def _absence_row(self, absence: Absence) -> QWidget:
        days = dated_day(absence.first)
        if absence.last != absence.first:
            days = f"{short_day(absence.first)} \N{EN DASH} {dated_day(absence.last)}"
        if absence.part:
            days = f"{days}, {spans_text((absence.part,))}"
        words = " · ".join(filter(None, [REASON_WORDS[absence.reason].capitalize(), absence.note]))
        return self._row(
            "calendar-x",
            days,
            words,
            lambda: self.absence_withdrawn.emit(absence),
            change=lambda: self.change_requested.emit(absence),
        )

    def _special_row(self, special: SpecialHours) -> QWidget:
        words = f"Other hours: {spans_text(special.spans or ()) or 'closed'}"
        return self._row("clock", dated_day(special.on), words, lambda: self.special_withdrawn.emit(special))

    @staticmethod
    def _row(
        icon: str,
        days: str,
        words: str,
        withdraw: Callable[[], None],
        *,
        change: Callable[[], None] | None = None,
    ) -> QWidget:
        widget = QWidget()
        text = QVBoxLayout()
        text.setSpacing(2)
        for label in (QLabel(days), set_role(QLabel(words), "detail")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            text.addWidget(label)
        back = button("Take back", role="quiet")
        back.setAccessibleName(f"Take back: {days}, {words}")
        back.clicked.connect(withdraw)
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, SPACE, 0, SPACE)
        row.setSpacing(SPACE + 4)
        row.addWidget(IconLabel(icon, "muted", 18))
        row.addLayout(text, 1)
        if change is not None:
            edit = button("Change", role="quiet")
            edit.setAccessibleName(f"Change: {days}, {words}")
            edit.clicked.connect(change)
            row.addWidget(edit)
        row.addWidget(back)
        return widget
