"""People already on file who may be the one being registered."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.birth_dates import age_in_words, birth_date_typed
from clinicdesk.desk.phones import format_phone
from clinicdesk.desk.registration import Duplicate
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.ui.fields import Card, button, separator
from clinicdesk.ui.style import SPACE, IconLabel, set_role

_MOST_SHOWN = 3


def identity_in_words(details: PatientDetails, number: int, *, today: date, region: str) -> str:
    """What tells one person from another of the same name, in one line."""
    born = details.birth_date
    parts = (
        f"born {birth_date_typed(born)} ({age_in_words(born, today)})" if born else "",
        format_phone(details.phone, region),
        f"no. {number}",
    )
    return " · ".join(part for part in parts if part)


class DuplicateStrip(Card):
    """People already registered who may be the one being typed. It never blocks.

    Signals:
        open_requested(str): look at the registered person with this id.
        dismissed(str): the person at the counter is somebody else than this id.
    """

    open_requested = Signal(str)
    dismissed = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=2 * SPACE)
        self._rows: list[QWidget] = []
        heading = QHBoxLayout()
        heading.setSpacing(SPACE)
        heading.addWidget(IconLabel("users", "warning", 18))
        self.heading = set_role(QLabel(), "strong")
        heading.addWidget(self.heading, 1)
        self.column.addLayout(heading)
        self.hide()

    def show_duplicates(self, duplicates: Sequence[Duplicate], *, today: date, region: str) -> None:
        """Show who it may be; with nobody the strip is gone."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(duplicate, today, region) for duplicate in duplicates[:_MOST_SHOWN]]
        for row in self._rows:
            self.column.addWidget(row)
        one = len(self._rows) == 1
        self.heading.setText("Somebody very like this is registered already" if one else "It may be one of these")
        self.setVisible(bool(self._rows))

    def _row(self, duplicate: Duplicate, today: date, region: str) -> QWidget:
        patient = duplicate.patient
        name = QLabel(patient.details.full_name)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        identity = identity_in_words(patient.details, patient.number, today=today, region=region)
        detail = set_role(QLabel(f"{identity}\n{duplicate.because[:1].upper()}{duplicate.because[1:]}"), "detail")
        detail.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(detail)
        open_button = button("Open", icon="user")
        open_button.setAccessibleName(f"Open {patient.details.full_name}")
        open_button.clicked.connect(lambda: self.open_requested.emit(patient.id))
        other = button("It is somebody else", role="quiet")
        other.setAccessibleName(f"It is somebody else than {patient.details.full_name}")
        other.clicked.connect(lambda: self.dismissed.emit(patient.id))
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(separator())
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addLayout(words, 1)
        line.addWidget(open_button)
        line.addWidget(other)
        column.addLayout(line)
        return row
