"""How a person is getting on, on paper: for them, for their doctor, for the review."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPen

from clinicdesk.desk.plan_views import PlanStanding
from clinicdesk.desk.progress import Trend
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.patient import Patient
from clinicdesk.ui.patients.trend_plot import Inks, paint_trend
from clinicdesk.ui.patients.trend_words import HEADS, SOURCE, lines_of, summary_of
from clinicdesk.ui.style import kind_words
from clinicdesk.ui.visit_sheet.flow import Row
from clinicdesk.ui.visit_sheet.lines import INK, POINT, UNITS_PER_INCH, Line, Rows, paper_font, paragraph
from clinicdesk.ui.when import long_day, plain_day

_MM = UNITS_PER_INCH / 25.4
_SIDE, _TOP, _BOTTOM = 19 * _MM, 15 * _MM, 16 * _MM
_BODY, _STRONG, _TITLE, _SMALL = 11, 12, 18, 9.5
_PLOT_HEIGHT = 70 * _MM
_COLUMNS = (0.4, 0.11, 0.1, 0.09, 0.3)
_GREY = QColor(150, 150, 150)
KEY = (
    "Filled circle: pain before a massage. Filled square: pain before physical therapy. Hollow: pain after the "
    "session. Triangle and dotted line: the activity. Dashed line: 2 points less pain than at first."
)


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """What is told.

    Attributes:
        plan: the plan that goes on, or None.
        on: the day it is told on.
    """

    clinic: Clinic
    patient: Patient
    trend: Trend
    plan: PlanStanding | None
    on: date


class ProgressDocument:
    """The report on pages of one size; the unit of every measure is a tenth of a point."""

    title = "Progress"

    def __init__(self, report: ProgressReport, page_size: QPageSize) -> None:
        self.page_size = page_size
        inches = page_size.size(QPageSize.Unit.Inch)
        self.width = inches.width() * UNITS_PER_INCH
        self.height = inches.height() * UNITS_PER_INCH
        self._report = report
        self._column = self.width - 2 * _SIDE
        self._head = self._said(self._head_words())
        self._below = self._said([(KEY, _SMALL, False), (SOURCE, _SMALL, False)])
        self._pages = self._parted()

    @property
    def page_count(self) -> int:
        """At least one."""
        return len(self._pages)

    @property
    def spoken(self) -> str:
        """Everything the pages say."""
        lines = [
            ", ".join(f"{head}: {cell}" for head, cell in zip(HEADS, line.cells, strict=True))
            for line in lines_of(self._report.trend, self._report.clinic.tz)
        ]
        return " ".join([*(words for words, _, _ in self._head_words()), *lines, SOURCE])

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, counted from 0: the words and the plot on the first, then the table."""
        painter.setPen(INK)
        top = _TOP
        if page == 0:
            top = self._paint_rows(painter, self._head, top)
            inks = Inks(INK, _GREY, INK, INK, QColor(Qt.GlobalColor.white))
            rect = QRectF(_SIDE, top, self._column, _PLOT_HEIGHT)
            trend, zone = self._report.trend, self._report.clinic.tz
            paint_trend(painter, rect, trend, zone=zone, inks=inks, font=paper_font(_SMALL), factor=0.8 * POINT)
            painter.setPen(INK)
            top = self._paint_rows(painter, self._below, top + _PLOT_HEIGHT + 4 * POINT) + 8 * POINT
        for cells in (HEADS, *self._pages[page]):
            top = self._paint_line(painter, cells, top, strong=cells is HEADS)
        pages = f"page {page + 1} of {self.page_count}"
        foot = f"{self._report.clinic.name} · patient no. {self._report.patient.number} · {pages}"
        painter.setFont(paper_font(_SMALL))
        painter.drawText(QPointF(_SIDE, self.height - _BOTTOM / 2), foot)

    def _head_words(self) -> list[tuple[str, float, bool]]:
        report = self._report
        details = report.patient.details
        words: list[tuple[str, float, bool]] = [
            (report.clinic.name, _SMALL, True),
            (f"Progress of {details.full_name}", _TITLE, True),
            (f"Patient no. {report.patient.number}, {long_day(report.on)}", _BODY, False),
        ]
        if report.plan is not None:
            plan = report.plan.plan
            counts = ", ".join(
                f"{kind_words(kind).lower()} {count.used} of {count.planned} used, {count.booked} booked"
                for kind, count in report.plan.counts.items()
            )
            words.append((f"Goal: “{plan.goal}”", _STRONG, True))
            words.append((f"{counts[:1].upper()}{counts[1:]}, until {plain_day(plan.expires_on)}.", _BODY, False))
        words.append((summary_of(report.trend), _BODY, False))
        return words

    def _said(self, words: list[tuple[str, float, bool]]) -> Rows:
        rows: Rows = []
        for text, points, strong in words:
            rows += paragraph(text, paper_font(points, strong=strong), self._column)
            rows.append(Row(4 * POINT, None))
        return rows

    def _parted(self) -> list[list[tuple[str, ...]]]:
        """The lines of the table, as many to a page as there is room for."""
        lines = [line.cells for line in lines_of(self._report.trend, self._report.clinic.tz)]
        line_height = self._line_height()
        first = _height(self._head) + _PLOT_HEIGHT + _height(self._below) + 12 * POINT
        rooms = self.height - _TOP - _BOTTOM
        pages, room = [], rooms - first
        while True:
            fitting = max(0, int(room // line_height) - 1)
            pages.append(lines[:fitting])
            lines = lines[fitting:]
            room = rooms
            if not lines:
                return pages

    def _line_height(self) -> float:
        return 1.7 * paper_font(_BODY).pixelSize()

    def _paint_rows(self, painter: QPainter, rows: Rows, top: float) -> float:
        for row in rows:
            if isinstance(row.content, Line):
                row.content.paint(painter, _SIDE, top, row.height)
            top += row.height
        return top

    def _paint_line(self, painter: QPainter, cells: tuple[str, ...], top: float, *, strong: bool) -> float:
        height, left = self._line_height(), _SIDE
        font = paper_font(_SMALL, strong=strong)
        for cell, share in zip(cells, _COLUMNS, strict=True):
            wide = share * self._column
            row = paragraph(cell, font, wide - 4 * POINT)[0]
            if isinstance(row.content, Line):
                row.content.paint(painter, left, top, height)
            left += wide
        painter.setPen(QPen(_GREY, 0.4 * POINT))
        painter.drawLine(QPointF(_SIDE, top + height), QPointF(_SIDE + self._column, top + height))
        painter.setPen(INK)
        return top + height


def _height(rows: Rows) -> float:
    return sum(row.height for row in rows)
