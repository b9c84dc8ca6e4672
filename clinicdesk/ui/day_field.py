"""A field for a date."""

from datetime import date

from PySide6.QtWidgets import QLineEdit

from clinicdesk.ui.day_picker import read_day
from clinicdesk.ui.fields import Field
from clinicdesk.ui.when import dated_day


class DayField(Field):
    """A date typed any usual way, said back in words once the field is left."""

    def __init__(self, label: str, today: date, *, day_first: bool, gone_by: bool = False) -> None:
        """``gone_by`` says that the day lies behind, or is today."""
        self.edit = QLineEdit()
        super().__init__(label, self.edit, hint=" ")
        self._today, self._day_first, self._gone_by = today, day_first, gone_by
        self.left.connect(self._say)

    def show_day(self, day: date) -> None:
        """Show a date."""
        self.edit.setText(dated_day(day))
        self.edit.setCursorPosition(0)
        self.clear_error()

    def day(self) -> date | None:
        """The date typed, or None when it does not read as one."""
        try:
            return self._read()
        except ValueError:
            return None

    def fault(self) -> str:
        """What is wrong with what was typed, in a sentence; empty where it reads as a date."""
        try:
            self._read()
        except ValueError as fault:
            return str(fault) if self._gone_by else "This does not read as a date. Try 24 Nov, in 6 weeks or +42."
        return ""

    def _read(self) -> date:
        return read_day(self.edit.text(), self._today, day_first=self._day_first, ahead=not self._gone_by)

    def _say(self) -> None:
        day = self.day()
        if day is None:
            self.set_error(self.fault())
        else:
            self.show_day(day)
