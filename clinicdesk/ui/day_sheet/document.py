"""Day sheets laid out on pages: who comes, what for, and what to heed, in black and white."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPen

from clinicdesk.desk.day_sheets import DaySheet, Whose
from clinicdesk.ui.counted import shown
from clinicdesk.ui.day_sheet.lines import (
    TableLine,
    blank_line,
    free_line,
    heading_line,
    off_line,
    pause_line,
    pause_words,
    session_line,
    title_line,
)
from clinicdesk.ui.sign_off_words import rules_standing
from clinicdesk.ui.visit_sheet.flow import Block, Placed, Row, paginate
from clinicdesk.ui.visit_sheet.lines import INK, POINT, UNITS_PER_INCH, Rows, paper_font, paragraph
from clinicdesk.ui.when import clock, dated_day, long_day

_MM = UNITS_PER_INCH / 25.4
_SIDE, _TOP, _BOTTOM = 13 * _MM, 12 * _MM, 11 * _MM
_TITLE, _DAY, _BODY, _SMALL = 18, 12, 10, 8.5
_BLANKS = 4


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One page of one sheet, counted within the sheet."""

    sheet: DaySheet
    placed: list[Placed[TableLine]]
    number: int
    of: int


class DaySheetsDocument:
    """Sheets one after the other, each beginning on a page of its own. The unit is a tenth of a point."""

    title = "Day sheet"

    def __init__(self, sheets: Sequence[DaySheet], page_size: QPageSize) -> None:
        self.sheets = tuple(sheets)
        self.page_size = page_size
        inches = page_size.size(QPageSize.Unit.Inch)
        self.width = inches.width() * UNITS_PER_INCH
        self.height = inches.height() * UNITS_PER_INCH
        self._column = self.width - 2 * _SIDE
        self._headings = heading_line(self._column)
        self._leaves = [leaf for sheet in self.sheets for leaf in self._laid_out(sheet)]

    @property
    def page_count(self) -> int:
        """Of all sheets together."""
        return len(self._leaves)

    @property
    def spoken(self) -> str:
        """Everything the sheets say."""
        return " ".join(_spoken(sheet) for sheet in self.sheets)

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0, on a painter whose unit is a tenth of a point."""
        leaf = self._leaves[page]
        painter.setPen(INK)
        left, right = _head(leaf.sheet, self._column)
        _paint(painter, left, _SIDE, _TOP)
        _paint(painter, right, _SIDE + self._column * 0.6, _TOP)
        top = _TOP + self._head_height(leaf.sheet)
        self._rule(painter, top, 1.2)
        self._headings.paint(painter, _SIDE, top)
        top += self._headings.height
        for placed in leaf.placed:
            for row in placed.rows:
                row.content.paint(painter, _SIDE, top + placed.top)
        self._paint_foot(painter, leaf)

    def _laid_out(self, sheet: DaySheet) -> list[_Leaf]:
        room = self._foot_top(sheet) - _TOP - self._head_height(sheet) - self._headings.height
        blocks = [Block((Row(line.height, line),)) for line in self._lines(sheet)]
        if sheet.free:
            title = title_line("Free times and breaks", self._column)
            blocks.append(Block((Row(title.height, title),), with_next=True))
            lines = [free_line(name, between, sheet.clinic.tz, self._column) for name, between in sheet.free]
            blocks += [Block((Row(line.height, line),)) for line in lines]
        pages = paginate(blocks, room)
        used = sum(placed.height for placed in pages[-1])
        for _ in range(_BLANKS):
            blank = blank_line(self._column)
            if used + blank.height > room:
                break
            pages[-1].append(Placed(Block((Row(blank.height, blank),)), (Row(blank.height, blank),), used))
            used += blank.height
        return [_Leaf(sheet, placed, number, len(pages)) for number, placed in enumerate(pages, start=1)]

    def _lines(self, sheet: DaySheet) -> Iterator[TableLine]:
        """Sessions and what lies between them, in order of time, and then what is off."""
        zone, column = sheet.clinic.tz, self._column
        booked = [(each.session.starts_at, session_line(each, sheet.whose, zone, column)) for each in sheet.lines]
        between = [(each.starts_at, pause_line(each, zone, column)) for each in sheet.pauses]
        for _, line in sorted((*booked, *between), key=lambda entry: entry[0]):
            yield line
        if sheet.off:
            yield off_line(sheet.off, zone, column)

    def _head_height(self, sheet: DaySheet) -> float:
        return max(map(_height, _head(sheet, self._column))) + 5 * POINT

    def _foot_top(self, sheet: DaySheet) -> float:
        return self.height - _BOTTOM - _height(_foot(sheet, self._column)) - 4 * POINT

    def _paint_foot(self, painter: QPainter, leaf: _Leaf) -> None:
        top = self._foot_top(leaf.sheet)
        self._rule(painter, top, 0.5)
        top += 4 * POINT
        _paint(painter, _foot(leaf.sheet, self._column), _SIDE, top)
        painter.setFont(paper_font(_BODY, strong=True))
        place = QRectF(_SIDE, top, self._column, 13 * POINT)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"page {leaf.number} of {leaf.of}")

    def _rule(self, painter: QPainter, y: float, thick: float) -> None:
        painter.setPen(QPen(INK, thick * POINT))
        painter.drawLine(QPointF(_SIDE, y), QPointF(_SIDE + self._column, y))
        painter.setPen(INK)


def _head(sheet: DaySheet, column: float) -> tuple[Rows, Rows]:
    wide, narrow = column * 0.58, column * 0.4
    left = paragraph(_name(sheet), paper_font(_TITLE, strong=True), wide)
    left += paragraph(_summary(sheet), paper_font(_BODY), wide)
    right = paragraph(long_day(sheet.on), paper_font(_DAY, strong=True), narrow, right=True)
    right += paragraph(sheet.clinic.name, paper_font(_BODY), narrow, right=True)
    if sheet.clinic.phone:
        phone = sheet.clinic.phone.replace(" ", "\N{NO-BREAK SPACE}")
        right += paragraph(phone, paper_font(_SMALL), narrow, right=True)
    return left, right


def _foot(sheet: DaySheet, column: float) -> Rows:
    zone = sheet.clinic.tz
    local = sheet.made_at.astimezone(zone)
    by = f" by {sheet.made_by}" if sheet.made_by else ""
    words = (
        f"Made {dated_day(local.date())}, {clock(local, zone)}{by}. What changed later is not on it.",
        f"{rules_standing(sheet.signed_off, zone)}. Clinical: keep it from other eyes, shred it afterwards.",
    )
    return [row for each in words for row in paragraph(each, paper_font(_SMALL), column * 0.84)]


def _name(sheet: DaySheet) -> str:
    return "Everybody expected" if sheet.whose is Whose.CLINIC else sheet.name


def _summary(sheet: DaySheet) -> str:
    what = {Whose.CLINIC: "Day sheet", Whose.THERAPIST: "Day sheet", Whose.ROOM: "Day sheet of the room"}[sheet.whose]
    if not sheet.lines:
        return f"{what}: nothing is booked"
    zone = sheet.clinic.tz
    begins = clock(min(line.session.starts_at for line in sheet.lines), zone)
    ends = clock(max(line.session.ends_at for line in sheet.lines), zone)
    count = "1 session" if len(sheet.lines) == 1 else f"{len(sheet.lines)} sessions"
    return f"{what}: {count}, {begins}\N{EN DASH}{ends}"


def _spoken(sheet: DaySheet) -> str:
    zone = sheet.clinic.tz
    parts = [_name(sheet), long_day(sheet.on), _summary(sheet)]
    parts += [
        f"{pause_words(each)} {clock(each.starts_at, zone)} to {clock(each.ends_at, zone)}" for each in sheet.pauses
    ]
    for line in sheet.lines:
        verdict = shown(line.verdict, line.renewal).spoken if line.verdict is not None else "Not judged"
        told = (clock(line.session.starts_at, zone), line.name, line.type_name, line.room, verdict, line.standing)
        parts.append(", ".join(filter(None, told)))
    return ". ".join(parts) + "."


def _height(rows: Rows) -> float:
    return sum(row.height for row in rows)


def _paint(painter: QPainter, rows: Rows, left: float, top: float) -> None:
    for row in rows:
        if row.content is not None:
            row.content.paint(painter, left, top, row.height)
        top += row.height
