"""The letter that something is cleared by in writing."""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinicdesk.domain.clearance import Letter
from clinicdesk.ui.day_field import DayField
from clinicdesk.ui.fields import Field
from clinicdesk.ui.style import SPACE

WHO_WROTE = "Who wrote the letter?"
WHICH_DAY = "Date of the letter"
_BY_NAME = "By name alone: it stands on the visit sheet."
_TAKEN_OVER = "Taken over from before: look at the letter again."


class LetterFields(QWidget):
    """Who wrote it, and its date."""

    def __init__(self, today: date, *, day_first: bool) -> None:
        super().__init__()
        self.by = QLineEdit()
        self.by_field = Field(WHO_WROTE, self.by, hint=_BY_NAME)
        self.on = DayField(WHICH_DAY, today, day_first=day_first, gone_by=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.by_field)
        column.addWidget(self.on)

    def take_over(self, letter: Letter) -> None:
        """Fill in a letter of before, to be looked at again."""
        self.by.setText(letter.written_by)
        self.on.show_day(letter.written_on)
        self.by_field.set_hint(_TAKEN_OVER)

    def letter(self) -> Letter | None:
        """The letter; None where something is missing, which is said at its field."""
        by, on = self.by.text().strip(), self.on.day()
        self.by_field.set_error("" if by else "Say who wrote the letter.")
        self.on.set_error(self.on.fault())
        return Letter(by, on) if by and on is not None else None
