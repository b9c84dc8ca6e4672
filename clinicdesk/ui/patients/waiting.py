"""What a person waits for, on their record."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.waiting_views import WaitingRow
from clinicdesk.domain.patient import Patient
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import set_role
from clinicdesk.ui.waiting.people import words_of
from clinicdesk.ui.waiting.words import booked_words, wish_words
from clinicdesk.ui.when import short_day


class WaitingSection(Section):
    """Every wish of the person that is open; not there for whoever waits for nothing.

    Signals:
        earlier_requested(patient_id, WaitingEntry): look at the wish, to change it.
    """

    earlier_requested = Signal(str, object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._list = RuledList()
        self.column.addWidget(set_role(QLabel("Waiting list"), "heading"))
        self.column.addLayout(self._list)

    def show_patient(self, patient: Patient) -> None:
        """Show what the person waits for."""
        context = self.context
        rows = context.desk.waiting.of_patient(patient.id, now=context.now())
        names = {member.id: member.name for member in context.desk.clinic.staff()}
        self._list.show_lines([self._line(row, names) for row in rows])
        self.setVisible(bool(rows))

    def _line(self, row: WaitingRow, names: dict[str, str]) -> QWidget:
        entry, zone = row.entry, self.context.clinic.tz
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addWidget(words_of(f"{row.session_type.name} · {booked_words(row, zone, names)}"))
        until = f"until {short_day(entry.expires_on)}"
        urgent = "urgent" if entry.urgent else ""
        told = " · ".join(filter(None, (wish_words(entry.wish, names), urgent, until, entry.note)))
        column.addWidget(words_of(told, "muted"))
        change = button("Change the wish", role="link", icon="pencil")
        change.clicked.connect(partial(self.earlier_requested.emit, row.patient.id, entry))
        column.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
        return line
