"""Pain and activity over time, drawn: shapes tell the kinds apart, never colour alone.

Painted rather than plotted by a library: it is a handful of points, it has to come out the same on paper in black
and white, and the record opens without loading a library for numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.desk.progress import Trend, TrendPoint
from clinicdesk.domain.score import LEAST, MEANINGFUL_CHANGE, MOST, Measure
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.style import DETAIL, font_of, text_factor, tokens
from clinicdesk.ui.when import short_day

_HEIGHT, _MARK, _GRID_STEP = 220, 4.5, 2
_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 14, 10, 24


@dataclass(frozen=True, slots=True)
class Inks:
    """What the parts of the plot are drawn in; on paper all of it is black."""

    text: QColor
    line: QColor
    pain: QColor
    activity: QColor
    ground: QColor


def screen_inks() -> Inks:
    """The colours of the theme that is on."""
    theme = tokens()
    return Inks(
        QColor(theme.muted), QColor(theme.line), QColor(theme.accent), QColor(theme.massage), QColor(theme.surface)
    )


class TrendPlot(QWidget):
    """The plot of one person; what it shows is said in words beside it."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._trend = Trend((), "", None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_trend(self, trend: Trend, zone: tzinfo, words: str) -> None:
        """Draw another course; ``words`` say the same to a screen reader."""
        self._trend, self._zone = trend, zone
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as ten points need."""
        return QSize(320, round(_HEIGHT * text_factor()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as ten points need."""
        return QSize(160, round(_HEIGHT * text_factor()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint in the colours of the theme that is on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint_trend(
            painter, rect, self._trend, zone=self._zone, inks=screen_inks(), font=font_of(DETAIL), factor=text_factor()
        )


def paint_trend(
    painter: QPainter, rect: QRectF, trend: Trend, *, zone: tzinfo, inks: Inks, font: QFont, factor: float
) -> None:
    """Paint a course into a rectangle, on a screen or on paper.

    Args:
        painter: in any unit.
        rect: in that unit.
        trend: with one point or more; without any only the grid is drawn.
        zone: of the clinic.
        inks: what to paint in.
        font: of the figures.
        factor: how large marks and margins are, 1.0 for a screen at 100 %.
    """
    painter.setFont(font)
    canvas = _Canvas(painter, rect, [point.at for point in trend.points], zone=zone, inks=inks, factor=factor)
    canvas.grid()
    if trend.first_pain is not None:
        canvas.meaningful(trend.first_pain - MEANINGFUL_CHANGE)
    canvas.course([point for point in trend.points if point.measure is Measure.ACTIVITY], inks.activity, dashed=True)
    canvas.course([point for point in trend.points if point.measure is Measure.PAIN_BEFORE], inks.pain)
    canvas.afters(trend.points)


class _Canvas:
    """Where a time and a value fall, and the strokes between."""

    def __init__(
        self, painter: QPainter, rect: QRectF, times: Sequence[datetime], *, zone: tzinfo, inks: Inks, factor: float
    ) -> None:
        self._painter, self._inks, self._factor, self._zone = painter, inks, factor, zone
        self._area = rect.adjusted(_LEFT * factor, _TOP * factor, -_RIGHT * factor, -_BOTTOM * factor)
        self._first = min(times) if times else None
        self._span = (max(times) - min(times)).total_seconds() if times else 0.0
        self._times = times

    def grid(self) -> None:
        """Lines at every second point, the figures left of them, and the dates below."""
        painter, area = self._painter, self._area
        metrics = QFontMetricsF(painter.font())
        for value in range(LEAST, MOST + 1, _GRID_STEP):
            y = self._y(value)
            painter.setPen(QPen(self._inks.line, self._factor))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(self._inks.text)
            left, width = area.left() - _LEFT * self._factor, (_LEFT - 8) * self._factor
            box = QRectF(left, y - metrics.height() / 2, width, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))
        reached = float("-inf")
        for day, x in self._days():
            words = short_day(day)
            width = metrics.horizontalAdvance(words)
            left = min(max(x - width / 2, area.left()), area.right() - width)
            if left > reached:
                painter.drawText(QPointF(left, area.bottom() + metrics.height() + 2 * self._factor), words)
                reached = left + width + 16 * self._factor

    def meaningful(self, value: int) -> None:
        """The line below which pain is less by as much as a person notices."""
        if value < LEAST:
            return
        pen = QPen(self._inks.text, 1.5 * self._factor, Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(self._area.left(), self._y(value), self._area.right(), self._y(value)))

    def course(self, points: Sequence[TrendPoint], ink: QColor, *, dashed: bool = False) -> None:
        """Points joined by a line, each marked by the shape of its session."""
        style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(ink, 2 * self._factor, style))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF([self._at(point) for point in points]))
        for point in points:
            self.mark(self._at(point), None if dashed else point.kind, ink, filled=True, activity=dashed)

    def afters(self, points: Sequence[TrendPoint]) -> None:
        """Pain after each session, hollow, at the end of a stroke from the pain before it."""
        before: TrendPoint | None = None
        for point in points:
            if point.measure is Measure.PAIN_BEFORE:
                before = point
            elif point.measure is Measure.PAIN_AFTER:
                if before is not None:
                    self._painter.setPen(QPen(self._inks.pain, self._factor))
                    self._painter.drawLine(QLineF(self._at(before), self._at(point)))
                self.mark(self._at(point), point.kind, self._inks.pain, filled=False)

    def mark(self, at: QPointF, kind: Kind | None, ink: QColor, *, filled: bool, activity: bool = False) -> None:
        """A triangle for the activity, a square for physical therapy, a circle for the rest; hollow for pain after."""
        side = _MARK * self._factor
        self._painter.setPen(QPen(ink, 1.5 * self._factor))
        self._painter.setBrush(ink if filled else self._inks.ground)
        if activity:
            self._painter.drawPolygon(
                QPolygonF([at + QPointF(0, -side), at + QPointF(side, side), at + QPointF(-side, side)])
            )
        elif kind is Kind.PHYSICAL_THERAPY:
            self._painter.drawRect(QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side))
        else:
            self._painter.drawEllipse(at, side, side)

    def _at(self, point: TrendPoint) -> QPointF:
        return QPointF(self._x(point.at), self._y(point.value))

    def _x(self, at: datetime) -> float:
        if self._first is None or not self._span:
            return self._area.center().x()
        inner = self._area.width() - 4 * _MARK * self._factor
        return self._area.left() + 2 * _MARK * self._factor + inner * (at - self._first).total_seconds() / self._span

    def _y(self, value: int) -> float:
        return self._area.bottom() - self._area.height() * (value - LEAST) / (MOST - LEAST)

    def _days(self) -> list[tuple[date, float]]:
        found: dict[date, float] = {}
        for at in self._times:
            found.setdefault(at.astimezone(self._zone).date(), self._x(at))
        return sorted(found.items())


def paint_key(painter: QPainter, rect: QRectF, name: str, factor: float) -> None:
    """Paint one mark of the plot for its key.

    Args:
        painter: on a screen.
        rect: where.
        name: ``massage``, ``physical_therapy``, ``after``, ``activity`` or ``meaningful``.
        factor: as for ``paint_trend``.
    """
    inks = screen_inks()
    canvas = _Canvas(painter, rect, [], zone=UTC, inks=inks, factor=factor)
    middle = rect.center()
    if name == "meaningful":
        painter.setPen(QPen(inks.text, 1.5 * factor, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(rect.left(), middle.y(), rect.right(), middle.y()))
        return
    activity = name == Measure.ACTIVITY.value
    ink = inks.activity if activity else inks.pain
    style = Qt.PenStyle.DotLine if activity else Qt.PenStyle.SolidLine
    if name != "after":
        painter.setPen(QPen(ink, 2 * factor, style))
        painter.drawLine(QLineF(rect.left(), middle.y(), rect.right(), middle.y()))
    kind = Kind.PHYSICAL_THERAPY if name == Kind.PHYSICAL_THERAPY.value else Kind.MASSAGE
    canvas.mark(middle, kind, ink, filled=name != "after", activity=activity)
