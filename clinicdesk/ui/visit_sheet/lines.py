"""Measuring and painting lines of text on paper.

The unit is a tenth of a point, so that fonts, whose pixel size is a whole number, can be set
exactly and lines break alike on screen, in a PDF and on any printer.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPen, QTextLayout, QTextOption

from clinicdesk.ui.visit_sheet.flow import Row
from clinicdesk.ui.visit_sheet.wording import Mark

POINT = 10
"""Units of a point."""
UNITS_PER_INCH = 72 * POINT
INK = QColor(Qt.GlobalColor.black)
SEMI_BOLD = 600
_LEADING = 1.32
_LABEL = 9.5


def paper_font(points: float, *, strong: bool = False) -> QFont:
    """The window's typeface in a size for paper; other scripts fall back to fonts that have them."""
    font = QFont(QGuiApplication.font().families())
    # Alternate shapes of figures and signs have no letter of their own, so a PDF could not be searched or read aloud.
    for alternates in ("tnum", "calt", "liga"):
        font.setFeature(QFont.Tag(alternates), 0)
    font.setPixelSize(round(points * POINT))
    font.setWeight(QFont.Weight(SEMI_BOLD) if strong else QFont.Weight.Normal)
    # Hinting moves glyphs to the pixels of one device, and paper has to break lines like the preview.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands in the margin before a paragraph: a label such as ``When``, or a mark.

    Attributes:
        width: of the margin kept free, on every line.
        rule: how long a line to write on is.
    """

    width: float = 0.0
    label: str = ""
    mark: Mark = Mark.NONE
    number: int = 0
    rule: float = 0.0

    def paint(self, painter: QPainter, left: float, baseline: float, font: QFont) -> None:
        """Paint it on the first line of a paragraph set in ``font``."""
        size = font.pixelSize()
        if self.mark is Mark.TICK:
            side = size * 0.82
            painter.setPen(QPen(INK, 0.9 * POINT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + POINT, baseline - side * 0.94, side, side))
            painter.setPen(INK)
        elif self.mark is Mark.DOT:
            radius = size * 0.16
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(INK)
            painter.drawEllipse(QPointF(left + size * 0.4, baseline - size * 0.34), radius, radius)
            painter.setPen(INK)
        elif self.mark is Mark.RULE:
            painter.setPen(QPen(INK, 0.5 * POINT))
            painter.drawLine(QPointF(left, baseline - size), QPointF(left + self.rule, baseline - size))
            painter.setPen(INK)
        elif text := f"{self.number}." if self.mark is Mark.NUMBER else self.label:
            painter.setFont(paper_font(_LABEL) if self.label else paper_font(size / POINT, strong=True))
            painter.drawText(QPointF(left, baseline), text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a laid-out paragraph; ``lead`` is painted before its first."""

    layout: QTextLayout
    index: int
    lead: Lead

    def paint(self, painter: QPainter, left: float, top: float, height: float) -> None:
        """Paint the line and what stands before it; ``height`` is its row's."""
        line = self.layout.lineAt(self.index)
        # The line knows its place in the paragraph; here only its place on the page counts.
        origin = QPointF(left + self.lead.width, top + (height - line.height()) / 2 - line.y())
        line.draw(painter, origin)
        if self.index == 0:
            self.lead.paint(painter, left, origin.y() + line.y() + line.ascent(), self.layout.font())


Rows = list[Row[Line | None]]
"""Lines of text and, where the content is None, empty space."""


def paragraph(text: str, font: QFont, width: float, lead: Lead | None = None, *, right: bool = False) -> Rows:
    """The lines of a text, broken to ``width`` less its lead; never right to left across the whole column."""
    lead = lead or Lead()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width - lead.width)
    layout.endLayout()
    least = font.pixelSize() * _LEADING
    return [
        Row(max(layout.lineAt(index).height(), least), Line(layout, index, lead)) for index in range(layout.lineCount())
    ]
