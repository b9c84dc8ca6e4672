"""The page that shows a sheet and prints or saves it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QWidget

from clinicdesk.desk.calendars import CalendarFile, Detail
from clinicdesk.desk.visit_views import VisitSheet
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError, NotFound
from clinicdesk.ui.calendar_button import CalendarButton
from clinicdesk.ui.names import before_more
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.paper.page import PaperPage
from clinicdesk.ui.visit_sheet.document import SheetDocument
from clinicdesk.ui.visit_sheet.wording import Sheet
from clinicdesk.ui.when import moment_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.context import DeskContext


class VisitSheetPage(PaperPage):
    """A sheet as it will be printed, with the buttons to print and to save it.

    Signals:
        patient_opened(Patient): whose sheet is shown, so that nothing beside it speaks of somebody else.
    """

    patient_opened = Signal(object)
    file_name = "visit-sheet.pdf"

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, "Visit sheet", parent)
        self.sheet: Sheet | None = None
        self._make_again: Callable[[], None] | None = None
        self._outdated = False
        context.sign_off_changed.connect(self._outdate)
        self.calendar_button = CalendarButton(context, self._calendar)
        self.header.aside.insertWidget(2, self.calendar_button)
        self._show(None)

    def show_session(self, session_id: str) -> None:
        """Show the sheet of a session."""
        self._make_again = partial(self.show_session, session_id)
        try:
            self._show(self.context.desk.visits.sheet(session_id, actor=self.context.actor, now=self.context.now()))
        except ClinicDeskError as error:
            self._show(None)
            self.context.messages.show_error(error)

    def show_urgent(self, patient: Patient, answers: Answers) -> None:
        """Show what a person should do now who must be seen elsewhere first."""
        self._make_again = partial(self.show_urgent, patient, answers)
        visits = self.context.desk.visits
        try:
            self._show(visits.urgent_sheet(patient, answers, actor=self.context.actor, now=self.context.now()))
        except ClinicDeskError as error:
            self._show(None)
            self.context.messages.show_error(error)

    def page_shown(self) -> None:
        """Make the sheet anew when since it was made the rules were signed off, or no longer are."""
        if self._outdated and self._make_again is not None:
            self._make_again()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return (("Ctrl+S", "Save the sheet as a PDF"), ("Esc", "Go back"))

    def make_document(self, page_size: QPageSize) -> SheetDocument | None:
        """The sheet on paper."""
        return SheetDocument(self.sheet, page_size) if self.sheet is not None else None

    def _calendar(self, detail: Detail) -> CalendarFile:
        context = self.context
        if not isinstance(self.sheet, VisitSheet):
            raise NotFound("There is no session here, so there is nothing for a calendar.")
        return context.desk.calendars.session(self.sheet.session.id, detail, actor=context.actor, now=context.now())

    def _show(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        self._outdated = False
        self.calendar_button.setVisible(isinstance(sheet, VisitSheet))
        self.lay_out()
        if sheet is not None:
            visit = isinstance(sheet, VisitSheet)
            moment = sheet.session.starts_at if isinstance(sheet, VisitSheet) else sheet.made_at
            zone = sheet.clinic.tz
            when = moment_words(moment, zone)
            title = "Visit sheet" if visit else "What to do now"
            self.header.set_title(title, f"{before_more(sheet.patient.details.full_name)}  ·  {when}")
            self.print_button.setFocus()
            self.patient_opened.emit(sheet.patient)

    def _outdate(self) -> None:
        self._outdated = self.sheet is not None
