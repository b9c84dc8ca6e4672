"""The list under the command box: its rows, their model, and how they are painted."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinicdesk.ui.shell.commands import BoxRow
from clinicdesk.ui.style import BODY, DETAIL, RADIUS, SPACE, font_of, icon_pixmap, text_factor, tokens

Index = QModelIndex | QPersistentModelIndex
_ROW, _HEAD = 44, 28
_ICON = 18


class BoxModel(QAbstractListModel):
    """The rows on show."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BoxRow] = []

    def set_rows(self, rows: Sequence[BoxRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many rows; none below a row."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a row, all in one for a screen reader."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.title, row.detail, row.aside)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if self.rows[index.row()].run is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def next_choice(self, row: int, step: int) -> int:
        """The next row that can be chosen, round and round; -1 when there is none."""
        count = len(self.rows)
        for _ in range(count):
            row = (row + step) % count
            if self.rows[row].run is not None:
                return row
        return -1


class BoxDelegate(QStyledItemDelegate):
    """Paints rows: icon, title, quiet detail, and the key at the right edge."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """A choice is high enough for a finger, a heading lower."""
        return QSize(100, row_height(_row_of(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = _row_of(index)
        theme = tokens()
        area: QRect = option.rect.adjusted(SPACE // 2, 0, -SPACE // 2, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.run is None:
            painter.setFont(font_of(DETAIL, strong=True))
            painter.setPen(QColor(theme.muted))
            painter.drawText(area.adjusted(SPACE, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.title)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), RADIUS, RADIUS)
        _paint_choice(painter, row, area.adjusted(SPACE, 0, -SPACE, 0))
        painter.restore()


def row_height(row: BoxRow) -> int:
    """The height of a row in pixels at the present size of text."""
    return round((_ROW if row.run else _HEAD) * text_factor())


def _row_of(index: Index) -> BoxRow:
    model = index.model()
    if not isinstance(model, BoxModel):  # pragma: no cover - the list has one model
        raise TypeError
    return model.rows[index.row()]


def _paint_choice(painter: QPainter, row: BoxRow, area: QRect) -> None:
    theme = tokens()
    middle = Qt.AlignmentFlag.AlignVCenter
    ratio = painter.device().devicePixelRatioF()
    side = round(_ICON * text_factor())
    painter.drawPixmap(area.left(), area.center().y() - side // 2 + 1, icon_pixmap(row.icon, "muted", side, ratio))
    words = area.adjusted(side + SPACE + 4, 0, 0, 0)
    small = QFontMetrics(font_of(DETAIL))
    if row.aside:
        painter.setFont(font_of(DETAIL))
        painter.setPen(QColor(theme.muted))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, row.aside)
        words.setRight(words.right() - small.horizontalAdvance(row.aside) - 2 * SPACE)
    _paint_words(painter, row, words)


def _paint_words(painter: QPainter, row: BoxRow, words: QRect) -> None:
    """The title with its detail behind it, or below it where the line is too short: a phone number is read whole."""
    theme, middle = tokens(), Qt.AlignmentFlag.AlignVCenter
    large, small = QFontMetrics(font_of(BODY)), QFontMetrics(font_of(DETAIL))
    after = large.horizontalAdvance(row.title) + SPACE + 4
    beside = not row.detail or after + small.horizontalAdvance(row.detail) <= words.width()
    upper, lower = QRect(words), words.adjusted(after, 1, 0, 1)
    if not beside:
        top = words.center().y() - (large.height() + small.height()) // 2
        upper = QRect(words.left(), top, words.width(), large.height())
        lower = QRect(words.left(), upper.bottom() + 1, words.width(), small.height())
    painter.setFont(font_of(BODY))
    painter.setPen(QColor(theme.text))
    painter.drawText(upper, middle, large.elidedText(row.title, Qt.TextElideMode.ElideRight, upper.width()))
    painter.setFont(font_of(DETAIL))
    painter.setPen(QColor(theme.muted))
    painter.drawText(lower, middle, small.elidedText(row.detail, Qt.TextElideMode.ElideRight, lower.width()))
