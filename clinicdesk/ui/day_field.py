"""A field for a date."""

from datetime import date

from PySide6.QtWidgets import QLineEdit

from clinicdesk.ui.day_picker import read_day
from clinicdesk.ui.fields import Field
from clinicdesk.ui.when import dated_day


class DayField(Field):
    """A date typed any usual way, said back in words once the field is left."""

    def __init__(self, label: str, today: date, *, day_first: bool) -> None:
        self.edit = QLineEdit()
        super().__init__(label, self.edit, hint=" ")
        self._today, self._day_first = today, day_first
        self.left.connect(self._say)

    def show_day(self, day: date) -> None:
        """Show a date."""
        self.edit.setText(dated_day(day))
        self.edit.setCursorPosition(0)
        self.clear_error()

    def day(self) -> date | None:
        """The date typed, or None when it does not read as one."""
        try:
            return read_day(self.edit.text(), self._today, day_first=self._day_first)
        except ValueError:
            return None

    def _say(self) -> None:
        day = self.day()
        if day is None:
            self.set_error("This does not read as a date. Try 24 Nov, in 6 weeks or +42.")
        else:
            self.show_day(day)
