"""The page that shows a person's appointment card, prints it and saves it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from clinicdesk.desk.calendars import CalendarFile, Detail
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError, NotFound
from clinicdesk.ui.calendar_button import CalendarButton
from clinicdesk.ui.cards.document import CardsDocument
from clinicdesk.ui.fields import Field, Option, Segmented
from clinicdesk.ui.names import before_more
from clinicdesk.ui.paper.page import PaperPage
from clinicdesk.ui.style import SPACE

if TYPE_CHECKING:
    from clinicdesk.desk.day_sheets import ComingSessions
    from clinicdesk.ui.context import DeskContext

BRING = "Please bring letters and scans of your back, a list of your medicines, and clothes that you can move in."
_SETTING = "cards/bring"
_ONE, _EACH = "one", "each"


class CardsPage(PaperPage):
    """A person's coming sessions as a card to take home.

    Signals:
        patient_opened(Patient): whose card is shown, so that nothing beside it speaks of somebody else.
    """

    patient_opened = Signal(object)
    file_name = "appointment-card.pdf"
    what = "The card"

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, "Appointment card", parent)
        self.patient: Patient | None = None
        self.coming: ComingSessions | None = None
        self.layout_choice = Segmented(
            [Option(_ONE, "One card for all"), Option(_EACH, "A card for each session")], name="Cards"
        )
        self.layout_choice.set_value(_ONE)
        self.bring = QLineEdit(str(context.setting(_SETTING, BRING)))
        self.bring.setCursorPosition(0)
        self.bring.setPlaceholderText("What to bring; empty for nothing")
        self.calendar_button = CalendarButton(context, self._calendar)
        self.header.aside.insertWidget(2, self.calendar_button)
        choice = Field("Cards", self.layout_choice)
        choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        bar = QHBoxLayout()
        bar.setSpacing(2 * SPACE)
        bar.addWidget(choice)
        bar.addWidget(Field("What to bring", self.bring), 1)
        self.bars.append(bar)
        self.column.insertLayout(1, bar)
        self.layout_choice.value_chosen.connect(lambda _value: self.lay_out())
        self.bring.textChanged.connect(lambda _text: self.lay_out())
        self.bring.editingFinished.connect(lambda: context.keep_setting(_SETTING, self.bring.text().strip()))

    def show_patient(self, patient: Patient) -> None:
        """Show the card of a person."""
        self.patient = patient
        context = self.context
        try:
            self.coming = context.desk.day_sheets.coming(patient.id, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            self.coming = None
            context.messages.show_error(error)
        self.header.set_title("Appointment card", before_more(patient.details.full_name))
        self.calendar_button.setEnabled(self.coming is not None)
        self.lay_out()
        self.print_button.setFocus()
        self.patient_opened.emit(patient)

    def make_document(self, page_size: QPageSize) -> CardsDocument | None:
        """The cards on paper."""
        if self.coming is None:
            return None
        each = self.layout_choice.value() == _EACH
        return CardsDocument(self.coming, page_size, each=each, bring=self.bring.text())

    def _calendar(self, detail: Detail) -> CalendarFile:
        if self.patient is None:
            raise NotFound("Nobody is chosen, so there is nothing for a calendar.")
        context = self.context
        return context.desk.calendars.patient(self.patient.id, detail, actor=context.actor, now=context.now())
