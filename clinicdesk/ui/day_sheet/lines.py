"""What stands in the columns of a day sheet, measured and painted a session at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from clinicdesk.desk.day_pauses import Pause
from clinicdesk.desk.day_sheets import DayLine, Whose
from clinicdesk.desk.working_time import PeriodKind
from clinicdesk.ui.counted import shown
from clinicdesk.ui.paper.mark import paint_mark
from clinicdesk.ui.visit_sheet.lines import INK, POINT, Rows, paper_font, paragraph
from clinicdesk.ui.when import clock, lasting

_STRONG, _PLAIN, _SMALL = 10.5, 9.5, 8.5
_PADDING = 3.5 * POINT
_GAP = 7 * POINT
_BOX = 9 * POINT
_MARK = 12 * POINT
_HATCH = 6 * POINT
_MOST_PRECAUTIONS = 3
_LONGEST_NOTE = 160
_SHARES = (0.08, 0.25, 0.235, 0.165, 0.27)
"""Of the width beside the box to tick: time, patient, session, verdict, what to heed."""

_PAUSES = {PeriodKind.WORKING: "Free", PeriodKind.BREAK: "Break", PeriodKind.TIME_OFF: "Away"}
HEADINGS = ("Time", "Patient", "Session", "Verdict", "To heed")


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a line."""

    left: float
    rows: Rows
    mark: str = ""

    @property
    def height(self) -> float:
        """Of the words in it."""
        return sum(row.height for row in self.rows)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the words, and the mark before them."""
        if self.mark:
            paint_mark(painter, self.mark, left + self.left - _MARK - 3.5 * POINT, top + POINT / 2, _MARK)
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
        hatched: from where on it is hatched, so that nobody is written in there; None for nowhere.
    """

    cells: tuple[Cell, ...]
    height: float
    width: float
    box: bool = True
    blank: bool = False
    hatched: float | None = None

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the line and the rule below it."""
        if self.box:
            painter.setPen(QPen(INK, 0.9 * POINT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + POINT / 2, top + _PADDING + 2 * POINT, _BOX, _BOX))
            painter.setPen(INK)
        for cell in self.cells:
            cell.paint(painter, left, top + _PADDING)
        if self.hatched is not None:
            _hatch(painter, QRectF(left + self.hatched, top, self.width - self.hatched, self.height))
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
        (_clock_words(line.session.starts_at, zone), (f"{line.minutes} min",)),
        (line.name, (f"no. {line.number}", line.phone)),
        (line.type_name, (*_with_and_where(line, whose), f"plan {line.plan}" if line.plan else "")),
    )
    cells = [
        Cell(left, _stacked(strong, small, wide)) for (left, wide), (strong, small) in zip(places, texts, strict=False)
    ]
    left, wide = places[3]
    indent = _MARK + 4 * POINT
    cells.append(Cell(left + indent, _verdict(line, wide - indent), _mark(line)))
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


def pause_line(pause: Pause, zone: tzinfo, width: float) -> TableLine:
    """A stretch without a session: free time, with room to write somebody in, or a break, hatched."""
    (first, wide), (second, _), *_ = columns(width)
    minutes = round((pause.ends_at - pause.starts_at).total_seconds() / 60)
    begins, ends = _clock_words(pause.starts_at, zone), _clock_words(pause.ends_at, zone)
    words = f"{pause_words(pause)} {begins} to {ends}, {lasting(minutes)}"
    font = paper_font(_PLAIN)
    cells = (
        Cell(first, paragraph(begins, font, wide)),
        Cell(second, paragraph(words, font, width - second)),
    )
    hatched = None if pause.free else second + QFontMetricsF(font).horizontalAdvance(words) + _GAP
    return TableLine(cells, max(cell.height for cell in cells) + 2 * _PADDING, width, box=False, hatched=hatched)


def free_line(name: str, between: Sequence[Pause], zone: tzinfo, width: float) -> TableLine:
    """When somebody is free on a day, and when they have a break, in one paragraph."""
    told = []
    for each in between:
        span = "\N{EN DASH}".join(_clock_words(moment, zone) for moment in (each.starts_at, each.ends_at))
        told.append(f"{pause_words(each).lower()} {span}".replace(" ", "\N{NO-BREAK SPACE}"))
    left, wide = columns(width)[0][0], columns(width)[1][1]
    second = left + wide + _GAP
    cells = (
        Cell(left, paragraph(name, paper_font(_PLAIN, strong=True), wide)),
        Cell(second, paragraph("  ·  ".join(told), paper_font(_PLAIN), width - second)),
    )
    return TableLine(cells, max(cell.height for cell in cells) + 1.2 * _PADDING, width, box=False)


def pause_words(pause: Pause) -> str:
    """What a stretch without a session is called."""
    return _PAUSES.get(pause.kind, "Closed")


def title_line(words: str, width: float) -> TableLine:
    """What follows is called."""
    cell = Cell(0.0, paragraph(words, paper_font(_STRONG, strong=True), width))
    return TableLine((cell,), cell.height + 3 * _PADDING, width, box=False)


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


def _clock_words(moment: datetime, zone: tzinfo) -> str:
    """The time; on the night the clock goes back, with the name of the time it is told in."""
    local = moment.astimezone(zone)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{clock(local, zone)} {local.tzname()}" if twice else clock(local, zone)


def _hatch(painter: QPainter, area: QRectF) -> None:
    """Thin lines aslant, which any printer brings out."""
    painter.save()
    painter.setClipRect(area)
    painter.setPen(QPen(INK, 0.3 * POINT))
    across, left = area.height(), area.left() - area.height()
    while left < area.right():
        painter.drawLine(QPointF(left, area.bottom()), QPointF(left + across, area.top()))
        left += _HATCH
    painter.restore()


def _with_and_where(line: DayLine, whose: Whose) -> tuple[str, ...]:
    room = line.room or "Room on arrival"
    return {Whose.CLINIC: (line.therapist, room), Whose.THERAPIST: (room,), Whose.ROOM: (line.therapist,)}[whose]


def _mark(line: DayLine) -> str:
    return "" if line.verdict is None else shown(line.verdict, line.renewal).icon


def _verdict(line: DayLine, width: float) -> Rows:
    words = shown(line.verdict, line.renewal).words if line.verdict is not None else "Not judged"
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
