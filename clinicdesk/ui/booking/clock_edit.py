"""A time of day, typed the way people type one."""

import re
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.ui.calendar.geometry import FINE_STEP
from clinicdesk.ui.style import set_invalid

_CLOCK = re.compile(r"(\d{1,2})(?:[:.,h ]?([0-5]\d))?\s*([ap])?\.?m?\.?")
_NOON = 12
_HOURS_A_DAY = 24
_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - only its hours and minutes are used


def read_clock(text: str) -> time:
    """The time meant by ``10:15``, ``1015``, ``10.15``, ``9`` or ``2 pm``.

    Raises:
        ValueError: with a sentence for the person who typed it.
    """
    match = _CLOCK.fullmatch(text.strip().casefold())
    if match is None:
        raise ValueError("This does not read as a time. Try 10:15.")
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _NOON:
            raise ValueError("There is no such hour. Try 2 pm or 14:00.")
        hour = hour % _NOON + (_NOON if match[3] == "p" else 0)
    if hour >= _HOURS_A_DAY:
        raise ValueError("A day has 24 hours. Try 10:15.")
    return time(hour, minute)


class ClockEdit(QLineEdit):
    """A line for a time; Up and Down change it by five minutes.

    Signals:
        time_typed(datetime.time): another time was typed.
        time_misread(sentence): what was typed is not a time; an empty text once it is.
    """

    time_typed = Signal(object)
    time_misread = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = time(9)
        self.setMaxLength(8)
        self.editingFinished.connect(self._read)

    def show_time(self, shown: time | None) -> None:
        """Show a time, or nothing, without telling anybody."""
        self._time = shown or self._time
        self.setText(f"{shown:%H:%M}" if shown else "")
        self._show_fault("")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A later or earlier time with the arrows."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not event.modifiers():
            minutes = FINE_STEP if event.key() == Qt.Key.Key_Up else -FINE_STEP
            moved = (datetime.combine(_ANY_DAY, self._time) + timedelta(minutes=minutes)).time()
            self.show_time(moved)
            self.time_typed.emit(moved)
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        if not self.text().strip() or self.text() == f"{self._time:%H:%M}":
            self._show_fault("")
            return
        try:
            typed = read_clock(self.text())
        except ValueError as fault:
            self._show_fault(str(fault))
            return
        self.show_time(typed)
        self.time_typed.emit(typed)

    def _show_fault(self, sentence: str) -> None:
        set_invalid(self, bool(sentence))
        self.setAccessibleDescription(sentence)
        self.time_misread.emit(sentence)
