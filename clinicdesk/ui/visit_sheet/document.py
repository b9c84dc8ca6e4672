"""A sheet laid out on pages, and painted on a screen, into a PDF or by a printer.

All three use the same layout, so the preview is what comes out of the printer.
"""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from clinicdesk.ui.paper.output import page_image, print_document, usual_page_size, write_pdf
from clinicdesk.ui.visit_sheet.flow import Block, Placed, Row, paginate
from clinicdesk.ui.visit_sheet.lines import INK, POINT, UNITS_PER_INCH, Lead, Line, Rows, paper_font, paragraph
from clinicdesk.ui.visit_sheet.wording import Mark, Paper, Section, Sheet, paper_of

_MM = UNITS_PER_INCH / 25.4
_SIDE, _TOP, _BOTTOM = 19 * _MM, 15 * _MM, 14 * _MM
_RULE_GAP = 5 * POINT
_BODY, _HEADING, _PERSON, _TITLE, _SMALL = 11, 12, 16, 20, 9.5
_LABEL_WIDTH = 58 * POINT
_MARK_WIDTH = 20 * POINT
_FRAME_PADDING = 9 * POINT
_FRAME_INSET = 11 * POINT
_WRITING_GAP = 11 * POINT

__all__ = ["SheetDocument", "page_image", "print_sheet", "render_pdf", "usual_page_size"]


class SheetDocument:
    """One sheet on pages of one size. The unit of every measure is a tenth of a point."""

    def __init__(self, sheet: Sheet | Paper, page_size: QPageSize) -> None:
        self.paper = sheet if isinstance(sheet, Paper) else paper_of(sheet)
        self.page_size = page_size
        self.title = self.paper.title
        inches = page_size.size(QPageSize.Unit.Inch)
        self.width = inches.width() * UNITS_PER_INCH
        self.height = inches.height() * UNITS_PER_INCH
        self._column = self.width - 2 * _SIDE
        self._head = _head_rows(self.paper, self._column)
        self._foot = _foot_rows(self.paper, self._column)
        self._body_top = _TOP + max(map(_height, self._head)) + 3 * _RULE_GAP
        self._body_bottom = self.height - _BOTTOM - _height(self._foot) - 2 * _RULE_GAP
        self._pages = paginate(_blocks(self.paper, self._column), self._body_bottom - self._body_top)

    @property
    def page_count(self) -> int:
        """At least one."""
        return len(self._pages)

    @property
    def spoken(self) -> str:
        """Everything the sheet says, for a screen reader."""
        paper = self.paper
        parts = [paper.title, paper.person, *(f"{label}: {value}" for label, value in paper.facts)]
        for section in paper.sections:
            parts += [section.heading, section.opening, *section.lines, section.closing]
        return ". ".join(part.rstrip(".") for part in [*parts, paper.rules] if part) + "."

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0, on a painter whose unit is a tenth of a point."""
        painter.setPen(INK)
        self._paint_head(painter)
        for placed in self._pages[page]:
            self._paint_block(painter, placed)
        self._paint_foot(painter, page)

    def _paint_head(self, painter: QPainter) -> None:
        left, right = self._head
        _paint_rows(painter, left, _SIDE, _TOP)
        _paint_rows(painter, right, _SIDE + self._column * 0.66, _TOP)
        self._paint_rule(painter, self._body_top - 2 * _RULE_GAP)

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        self._paint_rule(painter, self._body_bottom + _RULE_GAP)
        top = self._body_bottom + 2 * _RULE_GAP
        _paint_rows(painter, self._foot, _SIDE, top)
        painter.setFont(paper_font(_SMALL))
        place = QRectF(_SIDE, top, self._column, self._foot[0].height)
        words = f"page {page + 1} of {self.page_count}"
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_rule(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(INK, 0.5 * POINT))
        painter.drawLine(QPointF(_SIDE, y), QPointF(_SIDE + self._column, y))
        painter.setPen(INK)

    def _paint_block(self, painter: QPainter, placed: Placed[Line | None]) -> None:
        block = placed.block
        top = self._body_top + placed.top
        inset = 0.0
        if block.frame:
            inset = _FRAME_INSET
            half = block.frame * POINT / 2
            pen = QPen(INK, block.frame * POINT)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(_SIDE, top, self._column, placed.height).adjusted(half, half, -half, -half))
            painter.setPen(INK)
        _paint_rows(painter, placed.rows, _SIDE + inset, top + block.padding)


def _height(rows: Rows) -> float:
    return sum(row.height for row in rows)


def _paint_rows(painter: QPainter, rows: Rows | tuple[Row[Line | None], ...], left: float, top: float) -> None:
    for row in rows:
        if row.content is not None:
            row.content.paint(painter, left, top, row.height)
        top += row.height


def _space(points: float) -> Row[Line | None]:
    return Row(points * POINT, None)


def _head_rows(paper: Paper, column: float) -> tuple[Rows, Rows]:
    wide = column * 0.63
    left = paragraph(paper.clinic, paper_font(_BODY, strong=True), wide)
    if paper.contact:
        left += paragraph(paper.contact, paper_font(_SMALL), wide)
    narrow = column * 0.34
    right = paragraph(paper.reference, paper_font(_BODY, strong=True), narrow, right=True)
    right += paragraph(paper.occasion, paper_font(_SMALL), narrow, right=True)
    return left, right


def _foot_rows(paper: Paper, column: float) -> Rows:
    small = paper_font(_SMALL)
    return [*paragraph(paper.rules, small, column * 0.82), *paragraph(paper.made, small, column * 0.82)]


def _blocks(paper: Paper, column: float) -> list[Block[Line | None]]:
    title = [*paragraph(paper.title, paper_font(_TITLE, strong=True), column), _space(8)]
    title += paragraph(paper.person, paper_font(_PERSON, strong=True), column)
    if paper.identity:
        title += [_space(1), *paragraph(paper.identity, paper_font(_BODY), column)]
    blocks = [Block(tuple(title))]
    for number, (label, value) in enumerate(paper.facts):
        rows = paragraph(value, paper_font(_BODY), column, Lead(_LABEL_WIDTH, label))
        blocks.append(Block(tuple(rows), gap=(10 if number == 0 else 2) * POINT))
    for section in paper.sections:
        blocks += _framed(section, column) if section.frame else _open(section, column)
    return blocks


def _framed(section: Section, column: float) -> list[Block[Line | None]]:
    width = column - 2 * _FRAME_INSET
    rows = paragraph(section.heading, paper_font(_HEADING, strong=True), width)
    if section.opening:
        rows += [_space(3), *paragraph(section.opening, paper_font(_BODY), width)]
    for number, text in enumerate(section.lines, start=1):
        rows += [_space(3), *_item(section, text, number, width)]
    if section.closing:
        rows += [_space(3), *paragraph(section.closing, paper_font(_BODY, strong=True), width)]
    return [Block(tuple(rows), gap=14 * POINT, padding=_FRAME_PADDING, frame=section.frame)]


def _open(section: Section, column: float) -> list[Block[Line | None]]:
    heading = paragraph(section.heading, paper_font(_HEADING, strong=True), column)
    if section.opening:
        heading += [_space(3), *paragraph(section.opening, paper_font(_BODY), column)]
    blocks: list[Block[Line | None]] = [Block((*heading, _space(2)), gap=14 * POINT, with_next=True)]
    for number, text in enumerate(section.lines, start=1):
        gap = _WRITING_GAP if section.mark is Mark.RULE else 3 * POINT
        blocks.append(Block(tuple(_item(section, text, number, column)), gap=gap))
    return blocks


def _item(section: Section, text: str, number: int, width: float) -> Rows:
    if section.mark is Mark.RULE:
        return paragraph(text, paper_font(_SMALL), width, Lead(mark=section.mark, rule=width))
    font = paper_font(_PERSON if section.large else _BODY, strong=section.large)
    lead = Lead() if section.mark is Mark.NONE else Lead(_MARK_WIDTH, mark=section.mark, number=number)
    return paragraph(text, font, width, lead)


def render_pdf(sheet: Sheet, path: Path, page_size: QPageSize | None = None) -> None:
    """Write the sheet as a PDF; the file appears whole or not at all.

    Raises:
        ClinicDeskError: the file could not be written.
    """
    write_pdf(SheetDocument(sheet, page_size or usual_page_size(sheet.clinic.region)), path)


def print_sheet(sheet: Sheet, printer: QPrinter) -> None:
    """Print the sheet on the paper the printer is set to.

    Raises:
        ClinicDeskError: the printer did not accept the sheet.
    """
    print_document(SheetDocument(sheet, printer.pageLayout().pageSize()), printer)
