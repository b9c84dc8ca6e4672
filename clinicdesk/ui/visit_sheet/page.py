"""The page that shows a sheet and prints or saves it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.desk.views import VisitSheet
from clinicdesk.domain.intake import Answers
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import Option, PageHeader, Segmented, button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.pages import KeyHelp, Page, scrolling
from clinicdesk.ui.visit_sheet.document import SheetDocument, print_sheet, render_pdf, usual_page_size
from clinicdesk.ui.visit_sheet.preview import Preview
from clinicdesk.ui.visit_sheet.wording import Sheet
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.context import DeskContext

FILE_NAME = "visit-sheet.pdf"
"""Proposed for a saved sheet; file names are seen by everybody, so it names nobody."""

_SIZES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}


class VisitSheetPage(Page):
    """A sheet as it will be printed, with the buttons to print and to save it.

    Signals:
        patient_opened(Patient): whose sheet is shown, so that nothing beside it speaks of somebody else.
    """

    patient_opened = Signal(object)

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sheet: Sheet | None = None
        self._make_again: Callable[[], None] | None = None
        self._outdated = False
        context.sign_off_changed.connect(self._outdate)
        self.print_button = button("Print…", role="primary", icon="printer", keys="Ctrl+P")
        self.save_button = button("Save PDF…", icon="save", keys="Ctrl+S")
        self.back_button = button("Back", role="quiet", icon="arrow-left", keys="Esc")
        self.paper_size = Segmented([Option("A4", "A4"), Option("Letter", "Letter")], name="Paper size")
        self.header = PageHeader("Visit sheet", self.print_button)
        for widget in (self.back_button, self.paper_size, self.save_button):
            self.header.aside.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.preview = Preview()
        self.column.addWidget(self.header)
        self.column.addWidget(scrolling(self.preview), 1)
        self.print_button.clicked.connect(self.print_current)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.closed)
        self.paper_size.value_chosen.connect(lambda _value: self._lay_out())
        self.paper_size.set_value(usual_page_size(context.clinic.region).name().split()[0])
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

    def print_current(self) -> None:
        """Ask for a printer and print."""
        if self.sheet is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self.context.messages.warning("No printer is set up on this computer. Save a PDF and print it elsewhere.")
            return
        printer = QPrinter()
        printer.setPageSize(self._page_size())
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print on a printer already chosen, and say how it went."""
        if self.sheet is None:
            return
        try:
            print_sheet(self.sheet, printer)
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.context.messages.info("The sheet was sent to the printer.")

    def save(self) -> None:
        """Ask where to, and save a PDF."""
        if self.sheet is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the sheet", str(Path(folder, FILE_NAME)), "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        try:
            render_pdf(self.sheet, path, self._page_size())
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.context.messages.info(f"The sheet was saved as {path.name}.")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the page that no field wanted."""
        if enter_presses(event, self.focusWidget()):
            return
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_P if control:
                self.print_current()
            case Qt.Key.Key_S if control:
                self.save()
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)

    def _show(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        self._outdated = False
        for widget in (self.print_button, self.save_button):
            widget.setEnabled(sheet is not None)
        if sheet is not None:
            visit = isinstance(sheet, VisitSheet)
            moment = sheet.session.starts_at if isinstance(sheet, VisitSheet) else sheet.made_at
            zone = sheet.clinic.tz
            when = f"{short_day(moment.astimezone(zone).date())}, {clock(moment, zone)}"
            title = "Visit sheet" if visit else "What to do now"
            self.header.set_title(title, f"{before_more(sheet.patient.details.full_name)}  ·  {when}")
            self.print_button.setFocus()
            self.patient_opened.emit(sheet.patient)
        self._lay_out()

    def _outdate(self) -> None:
        self._outdated = self.sheet is not None

    def _lay_out(self) -> None:
        self.preview.show_document(SheetDocument(self.sheet, self._page_size()) if self.sheet else None)

    def _page_size(self) -> QPageSize:
        return QPageSize(_SIZES[self.paper_size.value() or "A4"])
