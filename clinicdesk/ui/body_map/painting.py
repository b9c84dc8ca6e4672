"""Painting the figure: strength by tone and by a figure on it, spreading by hatching, an earlier visit by dashes."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from clinicdesk.domain.body_map import MOST, BodyMap, Side, View
from clinicdesk.ui.body_map.figure import HEIGHT, WIDTH, outline, shapes
from clinicdesk.ui.style import font_of, tokens

_GUTTER = 14.0
"""Between the two figures, in their units."""
_CAPTION = 15.0
"""Above them, for the words."""
_FAINTEST, _FULLEST = 0.22, 0.9
_NEAR = 14
"""How far beside a region a finger may come down, in pixels."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the two figures stand in a rectangle."""

    scale: float
    left: float
    top: float

    def transform(self, view: View) -> QTransform:
        """From the units of a figure to the rectangle."""
        middle = WIDTH / 2 + (0 if view is View.BACK else WIDTH + _GUTTER)
        return QTransform(
            self.scale, 0, 0, self.scale, self.left + middle * self.scale, self.top + _CAPTION * self.scale
        )

    def rectangle(self, view: View) -> QRectF:
        """All of one figure."""
        return self.transform(view).mapRect(QRectF(-WIDTH / 2, 0, WIDTH, HEIGHT))


def placed(room: QRectF) -> Placement:
    """Both figures as large as the room lets them be, at its top."""
    wide, high = 2 * WIDTH + _GUTTER, HEIGHT + _CAPTION
    scale = min(room.width() / wide, room.height() / high)
    return Placement(scale, room.x() + (room.width() - wide * scale) / 2, room.y())


def region_at(placement: Placement, point: QPointF) -> str | None:
    """The region under a point, else the nearest one a finger can have meant."""
    nearest: tuple[float, str] | None = None
    for view in View:
        transform = placement.transform(view)
        for code, shape in shapes(view).items():
            path = transform.map(shape)
            if path.contains(point):
                return code
            away = _distance(path.boundingRect(), point)
            if away <= _NEAR and (nearest is None or away < nearest[0]):
                nearest = (away, code)
    return nearest[1] if nearest is not None else None


def paint_figures(
    painter: QPainter,
    placement: Placement,
    body_map: BodyMap,
    *,
    before: BodyMap | None = None,
    current: tuple[View, str] | None = None,
) -> None:
    """Paint both figures.

    Args:
        painter: antialiased by this function.
        placement: where they stand.
        body_map: what is marked.
        before: what was marked at an earlier visit, drawn as dashed outlines.
        current: the region the keyboard is on, and on which figure.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for view in View:
        _caption(painter, placement, view)
        transform = placement.transform(view)
        body = transform.map(outline())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().line))
        painter.drawPath(body)
        paths = {code: transform.map(shape) for code, shape in shapes(view).items()}
        for code, path in paths.items():
            _region(painter, path, body_map, code)
        painter.setPen(QPen(QColor(tokens().outline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(body)
        for code in sorted(before.painted & paths.keys()) if before is not None else ():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens().text), 1.8, Qt.PenStyle.DashLine))
            painter.drawPath(paths[code])
        for code, path in paths.items():
            _number(painter, path, body_map, code, placement.scale)
        if current is not None and current[0] is view:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens().surface), 5))
            painter.drawPath(paths[current[1]])
            painter.setPen(QPen(QColor(tokens().text), 2.5))
            painter.drawPath(paths[current[1]])


def _region(painter: QPainter, path: QPainterPath, body_map: BodyMap, code: str) -> None:
    mark = body_map.at(code)
    painter.setPen(QPen(QColor(tokens().surface), 1.2))
    painter.setBrush(QColor(tokens().hover))
    painter.drawPath(path)
    if mark is None:
        return
    tone = QColor(tokens().accent)
    tone.setAlphaF(_FAINTEST + (_FULLEST - _FAINTEST) * (mark.intensity - 1) / (MOST - 1))
    painter.setBrush(tone)
    painter.drawPath(path)
    if mark.spreads:
        painter.setBrush(QBrush(QColor(tokens().text), Qt.BrushStyle.BDiagPattern))
        painter.drawPath(path)


def _number(painter: QPainter, path: QPainterPath, body_map: BodyMap, code: str, scale: float) -> None:
    """How strong it is, on a small plate that can be read over every tone and hatching."""
    mark = body_map.at(code)
    if mark is None:
        return
    side = max(13.0, min(20.0, 8.5 * scale))
    middle = path.boundingRect().center()
    plate = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.setPen(QPen(QColor(tokens().text), 1))
    painter.setBrush(QColor(tokens().surface))
    painter.drawEllipse(plate)
    font = font_of(12)
    font.setPixelSize(round(side * (0.66 if mark.intensity < MOST else 0.56)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(tokens().text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, str(mark.intensity))


def _caption(painter: QPainter, placement: Placement, view: View) -> None:
    """Which side is seen, and which is left and right: from before a body is its own mirror."""
    place = placement.rectangle(view)
    head = QRectF(place.x(), place.y() - _CAPTION * placement.scale, place.width(), _CAPTION * placement.scale)
    font = font_of(12)
    painter.setFont(font)
    painter.setPen(QColor(tokens().muted))
    painter.drawText(head, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, view.value.capitalize())
    left, right = (Side.LEFT, Side.RIGHT) if view is View.BACK else (Side.RIGHT, Side.LEFT)
    shoulders = QRectF(place.x(), place.y() + 16 * placement.scale, place.width(), 64)
    painter.drawText(shoulders, Qt.AlignmentFlag.AlignLeft, left.value.capitalize())
    painter.drawText(shoulders, Qt.AlignmentFlag.AlignRight, right.value.capitalize())


def _distance(rectangle: QRectF, point: QPointF) -> float:
    across = max(rectangle.left() - point.x(), 0.0, point.x() - rectangle.right())
    down = max(rectangle.top() - point.y(), 0.0, point.y() - rectangle.bottom())
    return float((across**2 + down**2) ** 0.5)
