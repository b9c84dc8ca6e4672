"""What stands in the columns of a day sheet, measured and painted a session at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from clinicdesk.desk.day_sheets import DayLine, Whose
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.paper.mark import paint_mark
from clinicdesk.ui.style import verdict_words
from clinicdesk.ui.visit_sheet.lines import INK, POINT, Rows, paper_font, paragraph
from clinicdesk.ui.when import clock

_STRONG, _PLAIN, _SMALL = 10.5, 9.5, 8.5
_PADDING = 3.5 * POINT
_GAP = 7 * POINT
_BOX = 9 * POINT
_MARK = 12 * POINT
_MOST_PRECAUTIONS = 3
_LONGEST_NOTE = 160
_SHARES = (0.08, 0.25, 0.235, 0.165, 0.27)
"""Of the width beside the box to tick: time, patient, session, verdict, what to heed."""

HEADINGS = ("Time", "Patient", "Session", "Verdict", "To heed")


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a line."""

    left: float
    rows: Rows
    verdict: Verdict | None = None

    @property
    def height(self) -> float:
        """Of the words in it."""
        return sum(row.height for row in self.rows)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the words, and the mark before them."""
        if self.verdict is not None:
            paint_mark(painter, self.verdict, left + self.left - _MARK - 3.5 * POINT, top + POINT / 2, _MARK)
            painter.setPen(INK)
        for row in self.rows:
            if row.content is not None:
                row.content.paint(painter, left + self.left, top, row.height)
            top += row.height


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line across the sheet, with a box to tick where somebody comes.

    Attributes:
        blank: a line to write on by hand.
    """

    cells: tuple[Cell, ...]
    height: float
    width: float
    box: bool = True
    blank: bool = False

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the line and the rule below it."""
        if self.box:
            painter.setPen(QPen(INK, 0.9 * POINT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + POINT / 2, top + _PADDING + 2 * POINT, _BOX, _BOX))
            painter.setPen(INK)
        for cell in self.cells:
            cell.paint(painter, left, top + _PADDING)
        painter.setPen(QPen(INK, 0.35 * POINT))
        bottom = top + self.height
        painter.drawLine(QPointF(left, bottom), QPointF(left + self.width, bottom))
        painter.setPen(INK)


def columns(width: float) -> list[tuple[float, float]]:
    """Left edge and width of each column, gaps between them left out."""
    left: float = _BOX + _GAP
    free = width - left
    made = []
    for share in _SHARES:
        made.append((left, free * share - _GAP))
        left += free * share
    made[-1] = (made[-1][0], made[-1][1] + _GAP)
    return made


def session_line(line: DayLine, whose: Whose, zone: tzinfo, width: float) -> TableLine:
    """A session as one line of the sheet."""
    places = columns(width)
    texts = (
        (_clock_words(line, zone), (f"{line.minutes} min",)),
        (line.name, (f"no. {line.number}", line.phone)),
        (line.type_name, (*_with_and_where(line, whose), f"plan {line.plan}" if line.plan else "")),
    )
    cells = [
        Cell(left, _stacked(strong, small, wide)) for (left, wide), (strong, small) in zip(places, texts, strict=False)
    ]
    left, wide = places[3]
    indent = _MARK + 4 * POINT
    cells.append(Cell(left + indent, _verdict(line, wide - indent), line.verdict))
    left, wide = places[4]
    cells.append(Cell(left, _heed(line, wide)))
    return TableLine(tuple(cells), max(cell.height for cell in cells) + 2 * _PADDING, width)


def off_line(lines: Sequence[DayLine], zone: tzinfo, width: float) -> TableLine:
    """The sessions that are off, in one paragraph."""
    told = "; ".join(
        f"{clock(line.session.starts_at, zone)} {line.name} (no. {line.number}), {line.standing.lower()}"
        for line in lines
    )
    cell = Cell(0.0, paragraph(f"Off: {told}.", paper_font(_PLAIN), width))
    return TableLine((cell,), cell.height + 2 * _PADDING, width, box=False)


def heading_line(width: float) -> TableLine:
    """What the columns are called."""
    cells = [
        Cell(left, paragraph(words, paper_font(_SMALL), wide))
        for (left, wide), words in zip(columns(width), HEADINGS, strict=True)
    ]
    return TableLine(tuple(cells), max(cell.height for cell in cells) + 1.2 * _PADDING, width, box=False)


def blank_line(width: float) -> TableLine:
    """A line to write on by hand."""
    return TableLine((), 26 * POINT, width, blank=True)


def _stacked(strong: str, small: Sequence[str], width: float) -> Rows:
    """What matters, and below it the rest: on one line where it fits, otherwise each on a line of its own."""
    rows = paragraph(strong, paper_font(_STRONG, strong=True), width)
    told = [text for text in small if text]
    on_one = paragraph("  ·  ".join(told), paper_font(_SMALL), width)
    if len(on_one) == 1:
        return rows + on_one
    return rows + [row for text in told for row in paragraph(text, paper_font(_SMALL), width)]


def _clock_words(line: DayLine, zone: tzinfo) -> str:
    """The start; on the night the clock goes back, with the name of the time it is told in."""
    local = line.session.starts_at.astimezone(zone)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{clock(local, zone)} {local.tzname()}" if twice else clock(local, zone)


def _with_and_where(line: DayLine, whose: Whose) -> tuple[str, ...]:
    room = line.room or "Room on arrival"
    return {Whose.CLINIC: (line.therapist, room), Whose.THERAPIST: (room,), Whose.ROOM: (line.therapist,)}[whose]


def _verdict(line: DayLine, width: float) -> Rows:
    words = verdict_words(line.verdict) if line.verdict is not None else "Not judged"
    rows = paragraph(words, paper_font(_PLAIN, strong=True), width)
    return rows + (paragraph(line.standing, paper_font(_SMALL), width) if line.standing else [])


def _heed(line: DayLine, width: float) -> Rows:
    told = list(line.precautions[:_MOST_PRECAUTIONS])
    more = len(line.precautions) - len(told)
    if more:
        told.append(f"{more} more on the visit sheet.")
    rows: Rows = paragraph(" ".join(told), paper_font(_SMALL), width) if told else []
    for decided in line.decided:
        rows += paragraph(decided, paper_font(_SMALL), width)
    if line.note:
        rows += paragraph(f"Note: {_shortened(line.note)}", paper_font(_SMALL), width)
    return rows


def _shortened(note: str) -> str:
    if len(note) <= _LONGEST_NOTE:
        return note
    return f"{note[:_LONGEST_NOTE].rsplit(' ', 1)[0].rstrip(' ,;.')}…"
