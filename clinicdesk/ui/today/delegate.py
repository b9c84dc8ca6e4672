"""How a line of the day is painted: two lines of text a cell, status and verdict as icon plus word."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.style import (
    BODY,
    DETAIL,
    SPACE,
    font_of,
    icon_pixmap,
    text_factor,
    tokens,
    verdict_colours,
    verdict_icon_name,
    verdict_words,
)
from clinicdesk.ui.today.model import (
    ALERT_ROLE,
    DETAIL_ROLE,
    ROW_ROLE,
    Alert,
    Column,
    Index,
    is_held,
    is_over,
    is_unasked,
    session_detail,
)

_ICON = 18
_FOCUS_BAR = 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_STATUS_ICONS = {
    SessionStatus.BOOKED: ("clock", "muted"),
    SessionStatus.CONFIRMED: ("clock-check", "muted"),
    SessionStatus.ARRIVED: ("user-check", "accent"),
    SessionStatus.IN_SESSION: ("play", "accent"),
    SessionStatus.COMPLETED: ("circle-check", "muted"),
    SessionStatus.NO_SHOW: ("user-x", "muted"),
    SessionStatus.CANCELLED: ("calendar-x", "muted"),
    SessionStatus.ENTERED_IN_ERROR: ("calendar-x", "muted"),
}


_ALERT_ICONS = {Alert.OVERDUE: "clock-alert", Alert.WAITS: "hourglass"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands in a cell; ``icon`` is a name and a role, or None."""

    words: str
    detail: str
    ink: str
    strong: bool = False
    struck: bool = False
    icon: tuple[str, str] | None = None
    between: "_Cell | None" = None
    """A line of its own between the words and the detail."""


class DayDelegate(QStyledItemDelegate):
    """Paints every cell of the day's table.

    A column that is hidden for want of width is told in the second line of another.
    """

    def __init__(self, hidden: Callable[[Column], bool], is_hovered: Callable[[int], bool]) -> None:
        super().__init__()
        self._hidden = hidden
        self._is_hovered = is_hovered

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Every line is equally tall."""
        return QSize(0, self.row_height())

    def row_height(self) -> int:
        """Two lines of text and air around them; three where the status has to stand under the name."""
        detail = QFontMetrics(font_of(DETAIL)).height()
        between = detail if self._hidden(Column.STATUS) else 0
        return QFontMetrics(font_of(BODY)).height() + between + detail + 2 * SPACE + 4

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell; a line opened for a form below it keeps its words at the top."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, SessionRow):
            return
        area = QRect(option.rect)
        painter.save()
        self._paint_ground(painter, area, option.state, index)
        area.setHeight(self.row_height())
        area.adjust(SPACE, 0, -SPACE // 2, 0)
        if index.column() != Column.ACTIONS:
            _paint_cell(painter, area, self._cell(row, index))
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, index: Index) -> None:
        theme = tokens()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = self._is_hovered(index.row())
        painter.fillRect(area, QColor(theme.selection if selected else theme.hover if hovered else theme.surface))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), QColor(theme.line))
        if selected and index.column() == Column.TIME:
            painter.fillRect(QRect(area.left(), area.top(), _FOCUS_BAR, area.height() - 1), QColor(theme.accent))

    def _cell(self, row: SessionRow, index: Index) -> _Cell:
        theme = tokens()
        words, detail = str(index.data() or ""), self._detail(row, index)
        ink = theme.muted if is_over(row) else theme.text
        match Column(index.column()):
            case Column.VERDICT:
                mark = (verdict_icon_name(row.verdict), row.verdict.code)
                return _Cell(words, detail, verdict_colours(row.verdict).ink, icon=mark)
            case Column.STATUS if (alert := index.data(ALERT_ROLE)) is not None:
                return _Cell(words, detail, theme.warning, strong=True, icon=(_ALERT_ICONS[alert], "warning"))
            case Column.STATUS if is_held(row) and not is_unasked(row):
                mark = (verdict_icon_name(Verdict.NEEDS_CLINICIAN_REVIEW), Verdict.NEEDS_CLINICIAN_REVIEW.code)
                return _Cell(words, detail, ink, icon=mark)
            case Column.STATUS:
                return _Cell(words, detail, ink, icon=_STATUS_ICONS[row.session.status])
            case Column.TIME | Column.PERSON:
                struck = row.session.status is SessionStatus.CANCELLED
                return _Cell(words, detail, ink, strong=True, struck=struck, between=self._between(row, index))
        return _Cell(words, detail, ink)

    def _between(self, row: SessionRow, index: Index) -> _Cell | None:
        """Status and verdict, where their columns gave way to the name."""
        if index.column() != Column.PERSON or not self._hidden(Column.STATUS):
            return None
        status = self._cell(row, index.sibling(index.row(), Column.STATUS))
        return replace(status, words="  ·  ".join(filter(None, (status.words, status.detail))))

    def _detail(self, row: SessionRow, index: Index) -> str:
        column = Column(index.column())
        if column is Column.SESSION and self._hidden(Column.THERAPIST):
            return session_detail(row)
        if column is Column.PERSON and self._hidden(Column.SESSION):
            return f"{row.session_type.name}  ·  {row.therapist.name}"
        if column is Column.STATUS and self._hidden(Column.VERDICT):
            standing = str(index.data(DETAIL_ROLE) or "")
            return "  ·  ".join(filter(None, (verdict_words(row.verdict), standing)))
        waiting = index.sibling(index.row(), Column.WAITING).data()
        if (
            column is Column.STATUS
            and not is_held(row)
            and not is_unasked(row)
            and waiting
            and self._hidden(Column.WAITING)
        ):
            return f"waits {waiting}"
        return str(index.data(DETAIL_ROLE) or "")


def _paint_cell(painter: QPainter, area: QRect, cell: _Cell) -> None:
    main, small = font_of(BODY, strong=cell.strong), font_of(DETAIL)
    main.setStrikeOut(cell.struck)
    above = QFontMetrics(main).height()
    below = QFontMetrics(small).height() if cell.detail else 0
    middle = QFontMetrics(small).height() if cell.between else 0
    top = area.top() + (area.height() - above - middle - below) // 2
    if cell.icon:
        side = round(_ICON * text_factor())
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(area.left(), top + (above - side) // 2, icon_pixmap(*cell.icon, side, ratio))
        area = area.adjusted(side + SPACE, 0, 0, 0)
    _paint_line(painter, QRect(area.left(), top, area.width(), above), cell.words, main, cell.ink)
    if cell.between:
        _paint_between(painter, QRect(area.left(), top + above, area.width(), middle), cell.between)
    if cell.detail:
        place = QRect(area.left(), top + above + middle, area.width(), below)
        _paint_line(painter, place, cell.detail, small, tokens().muted)


def _paint_between(painter: QPainter, area: QRect, cell: _Cell) -> None:
    if cell.icon:
        side, ratio = area.height() - 2, painter.device().devicePixelRatio()
        painter.drawPixmap(area.left(), area.top() + 1, icon_pixmap(*cell.icon, side, ratio))
        area = area.adjusted(side + SPACE // 2, 0, 0, 0)
    _paint_line(painter, area, cell.words, font_of(DETAIL, strong=cell.strong), cell.ink)


def _paint_line(painter: QPainter, area: QRect, words: str, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(area, _LEFT, QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width()))
