"""Choosing a day: one back, one on, typed, or from a month."""

import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.style import SPACE, icon, set_invalid, set_role, text_factor
from clinicdesk.ui.when import dated_day

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_NAME = 2
_DAYS_AHEAD = re.compile(r"([+-])\s*(\d{1,3})")
_DAYS_A_WEEK = 7
_WIDTH = 168


def read_day(text: str, today: date, *, day_first: bool, ahead: bool = True) -> date:
    """The day meant: ``tue`` (the next one), ``+7``, ``tomorrow``, ``24 Nov``, ``24/11``, ``in 2 weeks``.

    Where it does not lie ahead, one that has gone by is meant: ``24 Nov`` of last year, if need be.

    Raises:
        ValueError: with a sentence for the person who typed it.
    """
    from clinicdesk.desk.spoken_dates import parse_when  # noqa: PLC0415 - dates are slow to import, and rarely typed

    said = text.strip().casefold()
    named = [at for at, name in enumerate(_WEEKDAYS) if len(said) >= _SHORTEST_NAME and name.startswith(said)]
    if ahead and len(named) == 1:
        return today + timedelta(days=(named[0] - today.weekday() - 1) % _DAYS_A_WEEK + 1)
    if ahead and (match := _DAYS_AHEAD.fullmatch(said)):
        return today + timedelta(days=int(match[1] + match[2]))
    without_weekday = re.sub(rf"^({'|'.join(name[:3] for name in _WEEKDAYS)})[a-z]*\.?,?\s+", "", said)
    try:
        return parse_when(without_weekday, today, day_first=day_first, ahead=ahead)
    except (ValueError, OverflowError) as fault:
        told = "This does not read as a date. Try 24 Nov, tomorrow, tue or +7." if ahead else str(fault)
        raise ValueError(told) from None


class DayPicker(QWidget):
    """A day, with a button on either side and a month to choose from.

    Signals:
        day_chosen(date): the person chose another day; not emitted by ``set_day``.
        day_misread(sentence): what was typed is not a day; an empty text once it is.
    """

    day_chosen = Signal(object)
    day_misread = Signal(str)

    def __init__(self, today: date, *, day_first: bool, name: str = "Day", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = today
        self.today = today
        self._day_first = day_first
        self.previous_button = button("", role="tool", icon="chevron-left")
        self.next_button = button("", role="tool", icon="chevron-right")
        self.today_button = button("Today", role="quiet", keys="Alt+T")
        self.editor = _DayEdit()
        self.editor.setAccessibleName(name)
        self.editor.setToolTip("A day: 24 Nov, tomorrow, tue, +7 (Alt+Down opens the month)")
        month = self.editor.addAction(icon("calendar-days", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        month.setToolTip("Choose from the month (Alt+Down)")
        month.triggered.connect(self.open_month)
        self.editor.month_requested.connect(self.open_month)
        self.editor.editingFinished.connect(self._read)
        for each, words, key, days in (
            (self.previous_button, "Previous day", "PgUp", -1),
            (self.next_button, "Next day", "PgDown", 1),
        ):
            each.setToolTip(f"{words} ({key})")
            each.setAccessibleName(words)
            each.clicked.connect(lambda _checked=False, by=days: self.step(by))
        self.today_button.clicked.connect(lambda: self.choose(self.today))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        for widget in (self.previous_button, self.editor, self.next_button, self.today_button):
            row.addWidget(widget)
        row.addStretch(1)
        self.set_day(today)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def set_today(self, today: date) -> None:
        """Another day has begun."""
        self.today = today
        self.set_day(self.day)

    def set_day(self, day: date) -> None:
        """Show a day without telling anybody."""
        self.day = day
        self.editor.setText(dated_day(day))
        self.editor.setCursorPosition(0)
        self._show_fault("")
        self.today_button.setEnabled(day != self.today)

    def choose(self, day: date) -> None:
        """Choose as the person does, and tell."""
        if day != self.day:
            self.set_day(day)
            self.day_chosen.emit(day)

    def step(self, days: int) -> None:
        """Go some days on, or back."""
        self.choose(self.day + timedelta(days=days))

    def show_steps(self, shown: bool) -> None:
        """Show or hide the buttons around the day, where there is no room for them: a day can be typed."""
        for each in (self.previous_button, self.next_button, self.today_button):
            each.setVisible(shown)

    def open_month(self) -> None:
        """Open the month below the editor."""
        popup = _Month(self.day, self)
        popup.day_chosen.connect(self.choose)
        popup.move(self.editor.mapToGlobal(QPoint(0, self.editor.height() + 4)))
        popup.show()
        popup.calendar.setFocus()

    def _fit(self) -> None:
        self.editor.setFixedWidth(round(_WIDTH * text_factor()))

    def _read(self) -> None:
        text = self.editor.text()
        if text == dated_day(self.day):
            self._show_fault("")
            return
        try:
            day = read_day(text, self.today, day_first=self._day_first)
        except ValueError as fault:
            self._show_fault(str(fault))
            return
        if day == self.day:
            self.set_day(day)
        self.choose(day)

    def _show_fault(self, sentence: str) -> None:
        set_invalid(self.editor, bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        self.day_misread.emit(sentence)


class _DayEdit(QLineEdit):
    month_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt+Down opens the month, as in every list."""
        if event.key() == Qt.Key.Key_Down:
            self.month_requested.emit()
        else:
            super().keyPressEvent(event)


class _Month(QFrame):
    day_chosen = Signal(object)

    def __init__(self, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_role(self, "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        layout.addWidget(self.calendar)

    def _choose(self, day: QDate) -> None:
        self.day_chosen.emit(date(day.year(), day.month(), day.day()))
        self.close()
