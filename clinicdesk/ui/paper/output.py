"""Pages on a screen, in a PDF and on a printer: one layout for all three, so the preview is what comes out."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QFileDevice, QMarginsF, QSaveFile, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.saving import PRIVATE, join_group, shared_with
from clinicdesk.ui.visit_sheet.lines import UNITS_PER_INCH

_LETTER_REGIONS = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "SV", "DO", "PR"})


class Document(Protocol):
    """Something laid out on pages of one size; the unit of every measure is a tenth of a point.

    Attributes:
        page_size: of every page.
        width, height: of every page.
        title: what it is; kept in the file, so it names nobody.
        spoken: everything it says, for a screen reader.
    """

    page_size: QPageSize
    width: float
    height: float
    title: str

    @property
    def page_count(self) -> int:
        """At least one."""
        ...

    @property
    def spoken(self) -> str:
        """See above."""
        ...

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0."""
        ...


def usual_page_size(region: str) -> QPageSize:
    """The paper that lies in the printers of a country: Letter in North America and around it, else A4."""
    letter = region.upper() in _LETTER_REGIONS
    return QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)


def page_image(document: Document, page: int, width: int, ratio: float = 1.0) -> QImage:
    """A page as a picture ``width`` logical pixels wide, drawn for a screen of ``ratio``."""
    pixels = round(width * ratio)
    scale = pixels / document.width
    image = QImage(pixels, round(document.height * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    document.paint(painter, page)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def write_pdf(document: Document, path: Path, what: str = "The sheet", *, shared: bool = False) -> None:
    """Write a PDF that only whoever is at this computer may read; the file appears whole or not at all.

    Args:
        document: what is written.
        path: where to; a file that is there is replaced.
        what: how a sentence calls it.
        shared: whether the people that its folder is shared with may read it, too.

    Raises:
        ClinicDeskError: the file could not be written; what was there before was kept.
    """
    file = QSaveFile(str(path))
    if not file.open(QFileDevice.OpenModeFlag.WriteOnly):
        raise ClinicDeskError(f"{what} was not saved: {file.errorString()}. Choose another folder.")
    file.setPermissions(shared_with(path.parent) if shared else PRIVATE)
    writer = QPdfWriter(file)
    writer.setResolution(UNITS_PER_INCH)
    writer.setPageLayout(QPageLayout(document.page_size, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle(document.title)
    writer.setCreator("ClinicDesk")
    painter = QPainter(writer)
    for page in range(document.page_count):
        if page:
            writer.newPage()
        document.paint(painter, page)
    painter.end()
    if not file.commit():
        raise ClinicDeskError(f"{what} was not saved: {file.errorString()}. Choose another folder.")
    if shared:
        join_group(path)


def print_document(document: Document, printer: QPrinter) -> None:
    """Print on a printer; the document is laid out for its paper.

    Raises:
        ClinicDeskError: the printer did not accept it.
    """
    printer.setFullPage(True)
    printer.setDocName(document.title)
    painter = QPainter()
    if not painter.begin(printer):
        raise ClinicDeskError("The printer did not accept the sheet. Check that it is on, or save a PDF instead.")
    scale = printer.resolution() / UNITS_PER_INCH
    painter.scale(scale, scale)
    for page in range(document.page_count):
        if page:
            printer.newPage()
        document.paint(painter, page)
    painter.end()
