"""A page of the window that shows something on paper, prints it and saves it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.fields import Option, Segmented, button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, scrolling
from clinicdesk.ui.paper.output import Document, print_document, usual_page_size, write_pdf
from clinicdesk.ui.paper.preview import Preview
from clinicdesk.ui.stacking import stack

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_SIZES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}


class PaperPage(Page):
    """Pages as they will be printed, with the buttons to print and to save them.

    A page of this kind says what is shown in ``make_document`` and calls ``lay_out`` when that has changed.

    Attributes:
        file_name: proposed for a saved file; file names are seen by everybody, so it names nobody.
        what: how a sentence calls it.
        bars: rows above the paper that become columns where text is large.
    """

    file_name = "sheet.pdf"
    what = "The sheet"

    def __init__(self, context: "DeskContext", title: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.print_button = button("Print…", role="primary", icon="printer", keys="Ctrl+P")
        self.save_button = button("Save PDF…", icon="save", keys="Ctrl+S")
        self.back_button = button("Back", role="quiet", icon="arrow-left", keys="Esc")
        self.paper_size = Segmented([Option("A4", "A4"), Option("Letter", "Letter")], name="Paper size")
        self.header = PageHeader(title, self.print_button)
        for widget in (self.back_button, self.paper_size, self.save_button):
            self.header.aside.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.bars: list[QBoxLayout] = []
        self.preview = Preview()
        self.column.addWidget(self.header)
        self.column.addWidget(scrolling(self.preview), 1)
        self.print_button.clicked.connect(self.print_current)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.closed)
        self.paper_size.value_chosen.connect(lambda _value: self.lay_out())
        self.paper_size.set_value(usual_page_size(context.clinic.region).name().split()[0])

    def make_document(self, _page_size: QPageSize) -> Document | None:
        """What is shown, laid out on pages of a size; None while there is nothing to show."""
        return None

    def went_out(self) -> None:
        """What is shown was printed or saved; for pages on which something follows from that."""

    def lay_out(self) -> None:
        """Show anew what there is to show."""
        stack(*self.bars)
        document = self.make_document(self.page_size())
        for widget in (self.print_button, self.save_button):
            widget.setEnabled(document is not None)
        self.preview.show_document(document)

    def page_size(self) -> QPageSize:
        """The paper chosen."""
        return QPageSize(_SIZES[self.paper_size.value() or "A4"])

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return (("Ctrl+S", "Save as a PDF"), ("Esc", "Go back"))

    def print_current(self) -> None:
        """Ask for a printer and print."""
        if self.make_document(self.page_size()) is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self.context.messages.warning("No printer is set up on this computer. Save a PDF and print it elsewhere.")
            return
        printer = QPrinter()
        printer.setPageSize(self.page_size())
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print on a printer already chosen, and say how it went."""
        document = self.make_document(printer.pageLayout().pageSize())
        if document is None:
            return
        try:
            print_document(document, printer)
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.went_out()
            self.context.messages.info(f"{self.what} was sent to the printer.")

    def save(self) -> None:
        """Ask where to, and save a PDF."""
        document = self.make_document(self.page_size())
        if document is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(self, "Save as a PDF", str(Path(folder, self.file_name)), "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        try:
            write_pdf(document, path, self.what)
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
        else:
            self.went_out()
            self.context.messages.info(f"{self.what} was saved as {path.name}.")

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
