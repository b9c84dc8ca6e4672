"""How a line of the day is painted: lines of text a cell, as many as it needs; status and verdict as icon plus word."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinicdesk.desk.views import SessionRow
from clinicdesk.ui.calendar.pens import Face, face
from clinicdesk.ui.style import BODY, DETAIL, SPACE, icon_pixmap, text_factor, tokens
from clinicdesk.ui.today.lines import CellLines, Line
from clinicdesk.ui.today.model import ROW_ROLE, Column, Index

_ICON, _SMALL_ICON = 18, 14
_FOCUS_BAR = 4
_AIR = 2 * SPACE + 4
_NEVER_TALLER = frozenset({Column.TIME, Column.ACTIONS})
_TALL = 10_000
_ONE_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute)
_BETWEEN_WORDS = _ONE_LINE | int(Qt.TextFlag.TextWordWrap)
_ANYWHERE = _ONE_LINE | int(Qt.TextFlag.TextWrapAnywhere)


class DayDelegate(QStyledItemDelegate):
    """Paints every cell of the day's table, and says how tall it has to be so that nothing of it is cut."""

    def __init__(self, hidden: Callable[[Column], bool], is_hovered: Callable[[int], bool]) -> None:
        super().__init__()
        self.lines = CellLines(hidden)
        self._is_hovered = is_hovered

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """As tall as the cell's words are at the width of its column."""
        return QSize(0, self.height_of(index, option.rect.width()))

    def height_of(self, index: Index, width: int) -> int:
        """Of a cell in a column of a width; two lines of text and air around them at least."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, SessionRow) or index.column() in _NEVER_TALLER:
            return least_height()
        words = sum(height for *_, height in _measured(self.lines.of(row, index), width))
        return max(least_height(), words + _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell; a line opened for a form below it keeps its words at the top."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, SessionRow):
            return
        area = QRect(option.rect)
        painter.save()
        self._paint_ground(painter, area, option.state, index)
        if index.column() != Column.ACTIONS:
            _paint_lines(painter, self.lines.of(row, index), area)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, index: Index) -> None:
        theme = tokens()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = self._is_hovered(index.row())
        painter.fillRect(area, QColor(theme.selection if selected else theme.hover if hovered else theme.surface))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(theme.line))
        if selected and index.column() == Column.TIME:
            painter.fillRect(QRect(area.left(), area.top(), _FOCUS_BAR, area.height() - 1), QColor(theme.accent))


def least_height() -> int:
    """Of a line of the table: two lines of text and air around them."""
    return _two_lines() + _AIR


def _two_lines() -> int:
    return ceil(face(BODY).height) + ceil(face(DETAIL).height)


def _face(line: Line) -> Face:
    return face(DETAIL if line.small else BODY, strong=line.strong)


def _indent(line: Line) -> int:
    """How much of the width the icon of a line takes."""
    return _icon_side(line) + (SPACE // 2 if line.small else SPACE) if line.icon else 0


def _icon_side(line: Line) -> int:
    return round((_SMALL_ICON if line.small else _ICON) * text_factor())


def _measured(lines: list[Line], width: int) -> list[tuple[Line, int, int]]:
    """Each line of a cell with where its words begin and how tall they are; below an icon words begin where its do."""
    first = _indent(lines[0]) if lines else 0
    found = []
    for line in lines:
        left = SPACE + max(_indent(line), first)
        kind, wide = _face(line), width - left - SPACE // 2
        height, wrapping = kind.height, _wrapping(kind, line.words, wide)
        if wrapping != _ONE_LINE:
            height = kind.metrics.boundingRect(QRectF(0, 0, wide, _TALL), wrapping, line.words).height()
        found.append((line, left, ceil(height)))
    return found


def _wrapping(kind: Face, words: str, wide: int) -> int:
    """How words are drawn: in one line, broken between words, or inside one that is longer than a whole line."""
    if kind.width(words) <= wide:
        return _ONE_LINE
    return _BETWEEN_WORDS if all(kind.width(word) <= wide for word in words.split(" ")) else _ANYWHERE


def _paint_lines(painter: QPainter, lines: list[Line], area: QRect) -> None:
    ratio = painter.device().devicePixelRatio()
    measured = _measured(lines, area.width())
    largest = _icon_side(lines[0]) if lines and lines[0].icon else _icon_side(Line("", "", small=True))
    # Fewer than two lines stand in the middle of two.
    top = area.top() + _AIR // 2 + max(0, (_two_lines() - sum(height for *_, height in measured)) // 2)
    for line, left, height in measured:
        kind, place = _face(line), QRect(area.left() + left, top, area.width() - left - SPACE // 2, height)
        top += height
        if line.icon:
            side = _icon_side(line)
            middle = place.top() + (ceil(kind.height) - side) // 2
            # Small ones stand below the middle of a large one.
            beside = area.left() + SPACE + (largest - side) // 2
            painter.drawPixmap(beside, middle, icon_pixmap(*line.icon, side, ratio))
        font = kind.font
        if line.struck:
            font = QFont(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(QColor(line.ink))
        painter.drawText(place, _wrapping(kind, line.words, place.width()), line.words)
