"""Appointment cards laid out on a page, with lines to cut along."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPen

from clinicdesk.desk.day_sheets import ComingSessions, DayLine
from clinicdesk.ui.visit_sheet.flow import Row
from clinicdesk.ui.visit_sheet.lines import INK, POINT, UNITS_PER_INCH, Line, Rows, paper_font, paragraph
from clinicdesk.ui.when import clock, dated_day

_MM = UNITS_PER_INCH / 25.4
_EDGE = 10 * _MM
_INSIDE = 5 * _MM
_CLINIC, _NAME, _SESSION, _SMALL = 9.5, 12, 11, 8.5
_SPACE = 3 * POINT
_LARGE, _SMALL_CARD = (95 * _MM, 90 * _MM), (90 * _MM, 50 * _MM)


@dataclass(frozen=True, slots=True)
class _Card:
    """The words of one card: at the top, in the middle, and at its foot."""

    head: Rows
    body: Rows
    foot: Rows

    @property
    def height(self) -> float:
        """With the space inside."""
        return sum(map(_height, (self.head, self.body, self.foot))) + 2 * _INSIDE + 4 * _SPACE


class CardsDocument:
    """A person's coming sessions on cards, as many to a page as fit. The unit is a tenth of a point.

    Args:
        coming: what is told.
        page_size: of the paper.
        each: whether each session has a small card of its own, rather than one card for all.
        bring: what to bring, in a sentence; may be empty.
    """

    title = "Appointment card"

    def __init__(self, coming: ComingSessions, page_size: QPageSize, *, each: bool, bring: str) -> None:
        self.page_size = page_size
        inches = page_size.size(QPageSize.Unit.Inch)
        self.width = inches.width() * UNITS_PER_INCH
        self.height = inches.height() * UNITS_PER_INCH
        self._coming, self._bring = coming, bring.strip()
        self._size = _SMALL_CARD if each else _LARGE
        self._cards = self._made(each)
        # A long name makes a card higher, and then all of them, so that they can be cut along one line.
        self._tall = min(max(self._size[1], *(card.height for card in self._cards)), self.height - 2 * _EDGE)
        self._columns = int((self.width - 2 * _EDGE) // self._size[0])
        self._rows = max(1, int((self.height - 2 * _EDGE) // self._tall))

    @property
    def page_count(self) -> int:
        """At least one."""
        return -(-len(self._cards) // (self._columns * self._rows))

    @property
    def spoken(self) -> str:
        """Everything the cards say."""
        zone = self._coming.clinic.tz
        told = [self._coming.patient.details.full_name]
        told += [f"{_day(line, self._coming)}, {clock(line.session.starts_at, zone)}" for line in self._coming.lines]
        return ". ".join([*told, *self._closing()])

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0."""
        a_page = self._columns * self._rows
        for place, card in enumerate(self._cards[page * a_page : (page + 1) * a_page]):
            row, column = divmod(place, self._columns)
            left = (self.width - self._columns * self._size[0]) / 2 + column * self._size[0]
            self._paint_card(painter, card, left, _EDGE + row * self._tall)

    def _paint_card(self, painter: QPainter, card: _Card, left: float, top: float) -> None:
        wide, tall = self._size[0], self._tall
        painter.setPen(QPen(INK, 0.4 * POINT, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(left, top, wide, tall))
        painter.setPen(INK)
        inner = left + _INSIDE
        below = _paint(painter, card.head, inner, top + _INSIDE) + _SPACE
        painter.setPen(QPen(INK, 0.8 * POINT))
        painter.drawLine(QPointF(inner, below), QPointF(left + wide - _INSIDE, below))
        painter.setPen(INK)
        _paint(painter, card.body, inner, below + 2 * _SPACE)
        _paint(painter, card.foot, inner, top + tall - _INSIDE - _height(card.foot))

    def _made(self, each: bool) -> list[_Card]:
        wide = self._size[0] - 2 * _INSIDE
        head, foot = self._head(wide), self._foot(wide)
        if each:
            return [_Card(head, self._session(line, wide), foot) for line in self._coming.lines]
        room = self._size[1] - 2 * _INSIDE - _height(head) - _height(foot) - 4 * _SPACE
        cards: list[_Card] = []
        body: Rows = []
        for line in self._coming.lines:
            rows = self._session(line, wide)
            if body and _height(body) + _height(rows) > room:
                cards.append(_Card(head, body, foot))
                body = []
            body = body + rows
        return [*cards, _Card(head, body, foot)]

    def _head(self, wide: float) -> Rows:
        clinic, patient = self._coming.clinic, self._coming.patient
        rows = paragraph(clinic.name, paper_font(_CLINIC, strong=True), wide)
        address = ", ".join(line.strip(" ,") for line in clinic.address.splitlines() if line.strip())
        if address:
            rows += paragraph(address, paper_font(_SMALL), wide)
        rows.append(_blank(5))
        rows += paragraph(patient.details.full_name, paper_font(_NAME, strong=True), wide)
        return rows + paragraph(f"Patient no. {patient.number}", paper_font(_SMALL), wide)

    def _session(self, line: DayLine, wide: float) -> Rows:
        zone = self._coming.clinic.tz
        when = f"{_day(line, self._coming)}, {clock(line.session.starts_at, zone)}"
        rows = paragraph(when, paper_font(_SESSION, strong=True), wide)
        return [*rows, *paragraph(f"{line.minutes} min with {line.therapist}", paper_font(_SMALL), wide), _blank(4)]

    def _foot(self, wide: float) -> Rows:
        return [row for each in self._closing() for row in paragraph(each, paper_font(_SMALL), wide)]

    def _closing(self) -> Sequence[str]:
        phone = self._coming.clinic.phone.replace(" ", "\N{NO-BREAK SPACE}")
        call = f"You cannot come? Please call {phone} as early as you can." if phone else ""
        return [each for each in (self._bring, call) if each]


def _day(line: DayLine, coming: ComingSessions) -> str:
    return dated_day(line.session.starts_at.astimezone(coming.clinic.tz).date())


def _blank(points: float) -> Row[Line | None]:
    return Row(points * POINT, None)


def _height(rows: Rows) -> float:
    return sum(row.height for row in rows)


def _paint(painter: QPainter, rows: Rows, left: float, top: float) -> float:
    """Paint lines below each other; where the next one would begin."""
    for row in rows:
        if row.content is not None:
            row.content.paint(painter, left, top, row.height)
        top += row.height
    return top
