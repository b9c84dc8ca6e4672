"""What a person takes home of their coming sessions: a card, or a file for their calendar."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from clinicdesk.desk.calendars import CalendarFile, Detail
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import NotFound
from clinicdesk.ui.calendar_button import CalendarButton
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, set_role


class TakeHomeSection(Section):
    """A card to print, and a file for a calendar.

    Signals:
        cards_requested(Patient): print a card of the coming sessions.
    """

    cards_requested = Signal(object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._patient: Patient | None = None
        self.column.addWidget(set_role(QLabel("To take home"), "heading"))
        words = set_role(
            QLabel("The coming sessions, printed on a card or as a file for a telephone's calendar."), "muted"
        )
        words.setWordWrap(True)
        self.card_button = button("Appointment card…", icon="contact")
        self.card_button.clicked.connect(lambda: self.cards_requested.emit(self._patient))
        self.calendar_button = CalendarButton(context, self._calendar)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(words, 1)
        for each in (self.card_button, self.calendar_button):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        stack_if_large(row)
        self.column.addLayout(row)

    def show_patient(self, patient: Patient) -> None:
        """Whose sessions they would be."""
        self._patient = patient

    def _calendar(self, detail: Detail) -> CalendarFile:
        if self._patient is None:
            raise NotFound("Nobody is chosen, so there is nothing for a calendar.")
        context = self.context
        return context.desk.calendars.patient(self._patient.id, detail, actor=context.actor, now=context.now())
