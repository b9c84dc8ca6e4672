"""The usual week, a line of hours for each day, or two weeks that take turns."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.desk.spoken_hours import read_spans, spans_text
from clinicdesk.domain.working_hours import DAYS_A_WEEK, Spans, Week
from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.fields import Option, Segmented, button
from clinicdesk.ui.style import SPACE, IconLabel, set_invalid, set_role
from clinicdesk.ui.weekday_chips import DAY_NAMES

_WORKDAYS = 5
ONE, TWO, TURNS = "one", "two", "turns"


class WeekEditor(QWidget):
    """Typed as people say it, ``9-12, 13-17``; written out in full as soon as a day is left.

    Enter goes on to the next day, Ctrl+D copies a day to the one below, as in a table.

    Signals:
        typed: something was typed or chosen, be it half a word.
        edited: something was changed by hand and reads as hours.
    """

    typed = Signal()
    edited = Signal()
    first, second = ", week A", ", week B"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns = Segmented(
            [Option(ONE, "Every week alike", "e"), Option(TWO, "Two weeks in turn", "t")], name="Weeks"
        )
        self.turns.set_value(ONE)
        self.turns.value_chosen.connect(self._follow_turns)
        self.heads = [set_role(QLabel(f"Week {letter}"), "label") for letter in "AB"]
        self.days = [[_DayLine(f"{day}{suffix}") for day in DAY_NAMES] for suffix in (self.first, self.second)]
        self.copy = button("Copy Monday to Friday", role="quiet", keys="Alt+M")
        self.copy.setShortcut("Alt+M")
        self.copy.setToolTip("Give Tuesday to Friday the hours of Monday (Alt+M); Ctrl+D copies one day down")
        self.copy.clicked.connect(self._copy_monday)
        self._fault_icon = IconLabel("circle-alert", "error", 14)
        self.fault = set_role(QLabel(), "error")
        self.fault.setWordWrap(True)
        self._lay_out()
        self._follow_turns(ONE)

    def show_weeks(self, weeks: Sequence[Week]) -> None:
        """Show one week, or two, without telling anybody."""
        self.turns.set_value(TWO if len(weeks) > 1 else ONE)
        for place, lines in enumerate(self.days):
            week = weeks[min(place, len(weeks) - 1)]
            for line, spans in zip(lines, week, strict=True):
                line.show_spans(spans)
        self._show_second(len(weeks) > 1)
        self._show_fault("")

    def texts(self) -> dict[str, str]:
        """What stands there, half typed or not: each day by its name, and whether two weeks take turns."""
        days = {line.accessibleName(): line.text() for lines in self.days for line in lines}
        return {**days, TURNS: self.turns.value() or ONE}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what stood there before, without telling anybody."""
        self.turns.set_value(texts[TURNS])
        for lines in self.days:
            for line in lines:
                line.show_text(texts[line.accessibleName()])
        self._show_second(texts[TURNS] == TWO)
        self._show_fault("")

    def weeks(self) -> tuple[Week, ...] | None:
        """What was typed, or None where something does not read as hours; it is marked then."""
        lines = [line for week in self._shown_weeks() for line in week]
        for line in lines:
            line.write_out()
        wrong = next((line for line in lines if line.fault), None)
        self._show_fault(f"{wrong.accessibleName()}: {wrong.fault}" if wrong else "")
        return self.read()

    def read(self) -> tuple[Week, ...] | None:
        """The same without marking or writing anything: somebody may be in the middle of a word."""
        try:
            return tuple(tuple(read_spans(line.text()) for line in week) for week in self._shown_weeks())
        except ValueError:
            return None

    def focus_first(self) -> None:
        """Put the keyboard into what is wrong, or into Monday."""
        lines = [line for week in self.days for line in week]
        first = next((line for line in lines if line.fault), lines[0])
        first.setFocus()
        first.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes down the days; Ctrl+D copies a day to the next."""
        focus = self.focusWidget()
        place = self._place_of(focus)
        if place is None:
            super().keyPressEvent(event)
            return
        week, day = place
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        down = is_enter(event) or event.key() == Qt.Key.Key_Down
        if control and event.key() == Qt.Key.Key_D and day + 1 < DAYS_A_WEEK:
            self.days[week][day + 1].setText(self.days[week][day].text())
            self._go_to(week, day + 1)
            self._changed()
        elif down and day + 1 < DAYS_A_WEEK:
            self._go_to(week, day + 1)
        elif event.key() == Qt.Key.Key_Up and day:
            self._go_to(week, day - 1)
        elif is_enter(event):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        for place, head in enumerate(self.heads):
            grid.addWidget(head, 0, place + 1)
            grid.setColumnStretch(place + 1, 1)
        for row, day in enumerate(DAY_NAMES, start=1):
            label = QLabel(day)
            label.setBuddy(self.days[0][row - 1])
            grid.addWidget(label, row, 0)
            for place, lines in enumerate(self.days):
                grid.addWidget(lines[row - 1], row, place + 1)
        for lines in self.days:
            for line in lines:
                line.textEdited.connect(self.typed)
                line.editingFinished.connect(self._changed)
        top = QHBoxLayout()
        top.addWidget(self.turns)
        top.addStretch(1)
        copy = QHBoxLayout()
        copy.addWidget(self.copy)
        copy.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(SPACE // 2)
        below.addWidget(self._fault_icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.fault, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(top)
        column.addLayout(grid)
        column.addLayout(copy)
        column.addLayout(below)
        self._show_fault("")

    def _shown_weeks(self) -> list[list["_DayLine"]]:
        return self.days if self.turns.value() == TWO else self.days[:1]

    def _place_of(self, widget: QWidget | None) -> tuple[int, int] | None:
        for week, lines in enumerate(self.days):
            for day, line in enumerate(lines):
                if line is widget:
                    return week, day
        return None

    def _go_to(self, week: int, day: int) -> None:
        self.days[week][day].setFocus()
        self.days[week][day].selectAll()

    def _copy_monday(self) -> None:
        for lines in self.days:
            for line in lines[1:_WORKDAYS]:
                line.setText(lines[0].text())
        self._changed()

    def _changed(self) -> None:
        reads = self.weeks() is not None
        self.typed.emit()
        if reads:
            self.edited.emit()

    def _follow_turns(self, value: str) -> None:
        self._show_second(value == TWO)
        self._changed()

    def _show_second(self, shown: bool) -> None:
        self._grid.setColumnStretch(2, int(shown))
        for widget in (*self.heads, *self.days[1]):
            widget.setVisible(shown)

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self._fault_icon.setVisible(bool(sentence))


class _DayLine(QLineEdit):
    """The hours of one day."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.fault = ""
        self.setAccessibleName(name)
        self.setPlaceholderText("Closed")
        self.setMinimumWidth(8 * SPACE)
        self.setToolTip("Such as 9-12, 13-17; empty for a day off (Ctrl+D copies to the next day)")

    def show_spans(self, spans: Spans) -> None:
        self.show_text(spans_text(spans))

    def show_text(self, text: str) -> None:
        # The caret stays where it is in a line that says this already.
        if text != self.text():
            self.setText(text)
        self._tell("")

    def write_out(self) -> None:
        """Write the hours in full, or say why they do not read as hours."""
        try:
            self.show_spans(read_spans(self.text()))
        except ValueError as fault:
            self._tell(str(fault))

    def _tell(self, fault: str) -> None:
        self.fault = fault
        set_invalid(self, bool(fault))
        self.setAccessibleDescription(f"Error: {fault}" if fault else "")
