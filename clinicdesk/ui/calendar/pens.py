"""Strokes and lines of text of the calendar, with what is asked of a font again and again kept."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication

from clinicdesk.ui.style import font_of, icon_pixmap, text_factor

CARD_RADIUS = 4
ICON = 14
TIGHT = 40
"""Lanes narrower than this lose most of their inner margin."""


@dataclass(frozen=True)
class Face:
    """A font and its measures."""

    font: QFont
    metrics: QFontMetricsF
    height: float
    ascent: float

    def width(self, words: str) -> float:
        """How wide words are."""
        return self.metrics.horizontalAdvance(words)


def face(pixels: int, *, strong: bool = False) -> Face:
    """A font of the scale, made once for each size of text."""
    return _face(QApplication.font().toString(), pixels, strong)


@lru_cache(maxsize=64)
def _face(_application_font: str, pixels: int, strong: bool) -> Face:
    font = font_of(pixels, strong=strong)
    metrics = QFontMetricsF(font)
    return Face(font, metrics, metrics.height(), metrics.ascent())


def write(painter: QPainter, area: QRectF, words: str, kind: Face, ink: str) -> None:
    """Write one line, left and centred in height, cut with an ellipsis; a point is laid out faster than a rectangle."""
    width = area.width()
    if kind.metrics.horizontalAdvance(words) > width:
        words = kind.metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    painter.setFont(kind.font)
    painter.setPen(QColor(ink))
    painter.drawText(QPointF(area.left(), area.top() + (area.height() - kind.height) / 2 + kind.ascent), words)


def in_two(words: str, kind: Face, wide: float) -> list[str]:
    """Words as they are, or broken between two words where one line is too narrow for them."""
    parts = words.split(" ")
    if kind.width(words) <= wide or len(parts) == 1:
        return [words]
    fitting = (at for at in range(len(parts) - 1, 0, -1) if kind.width(" ".join(parts[:at])) <= wide)
    at = next(fitting, 1)
    return [" ".join(parts[:at]), " ".join(parts[at:])]


def write_right(painter: QPainter, area: QRectF, words: str, kind: Face, ink: str) -> float:
    """Write one line at the right edge; returns how wide it is."""
    wide = min(kind.width(words), area.width())
    write(painter, QRectF(area.right() - wide, area.top(), wide + 1, area.height()), words, kind, ink)
    return wide


def icon_side() -> int:
    """How wide an icon in a line is at the present size of text."""
    return round(ICON * text_factor())


def draw_icon(painter: QPainter, name: str, role: str, left: float, middle: float) -> None:
    """Draw an icon with its left edge and its middle line given."""
    side = icon_side()
    pixmap = icon_pixmap(name, role, side, painter.device().devicePixelRatio())
    painter.drawPixmap(QPointF(left, middle - side / 2), pixmap)


def hatch(
    painter: QPainter,
    area: QRectF,
    ink: str,
    strength: float = 0.5,
    pattern: Qt.BrushStyle = Qt.BrushStyle.BDiagPattern,
) -> None:
    """Fill with slanting lines."""
    colour = QColor(ink)
    colour.setAlphaF(strength)
    painter.fillRect(area, QBrush(colour, pattern))


def initials(name: str) -> str:
    """The first letters of a name where no more fits: ``AR``; for a name without spaces its first character."""
    parts = name.split()
    return "".join(part[0] for part in (parts[0], parts[-1]) if part)[: min(2, len(parts))] if parts else ""
