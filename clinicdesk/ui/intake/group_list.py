"""The groups of the intake with how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from clinicdesk.rules import Group
from clinicdesk.ui.intake.answering import Progress
from clinicdesk.ui.style import BODY, DETAIL, SPACE, font_of, icon_pixmap, set_role, text_factor, tokens

_WIDTH = 208
_ROW = 42
_ICON = 16
_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One line of the list."""

    group: Group
    private: bool
    progress: Progress

    @property
    def words(self) -> str:
        """The line for a screen reader."""
        told = "complete" if self.progress.complete else f"{self.progress.done} of {self.progress.total} answered"
        return f"{self.group.title}, {told}{', private' if self.private else ''}"


class GroupModel(QAbstractListModel):
    """The lines; rows stay the same unless a group comes or goes."""

    LINE = Qt.ItemDataRole.UserRole

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[GroupLine, ...] = ()

    def show(self, lines: Sequence[GroupLine]) -> None:
        """Show other lines, touching only those that differ."""
        if [line.group.id for line in lines] != [line.group.id for line in self._lines]:
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()
            return
        before, self._lines = self._lines, tuple(lines)
        for row, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, group_id: str) -> int:
        """Where a group stands, -1 when it does not."""
        return next((row for row, line in enumerate(self._lines) if line.group.id == group_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """As many rows as groups apply."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, the words for a screen reader, and the line itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.group.title} ({line.progress.done}/{line.progress.total})"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return line.words
            case GroupModel.LINE:
                return line
            case _:
                return None


class _LineDelegate(QStyledItemDelegate):
    """Paints title, lock and progress of a line."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """One height for all."""
        return QSize(round(_WIDTH * text_factor()), round(_ROW * text_factor()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground as the style draws it; the rest by hand, so that figures stand in one column."""
        line = index.data(GroupModel.LINE)
        options = QStyleOptionViewItem(option)
        self.initStyleOption(options, index)
        options.text = ""
        options.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, options, painter, options.widget)
        painter.save()
        room = options.rect.adjusted(SPACE + 4, 0, -SPACE - 4, 0)
        self._progress(painter, room, line.progress)
        words = room.adjusted(0, 0, -round(36 * text_factor()), 0)
        if line.private:
            self._icon(painter, "lock", "muted", words.right() - _ICON, words)
            words.adjust(0, 0, -_ICON - SPACE, 0)
        chosen = bool(options.state & QStyle.StateFlag.State_Selected)
        font = font_of(BODY, strong=chosen)
        painter.setFont(font)
        painter.setPen(tokens().text)
        painter.drawText(words, _WRAPPED, _in_two_lines(painter.fontMetrics(), line.group.title, words))
        painter.restore()

    def _progress(self, painter: QPainter, room: QRect, progress: Progress) -> None:
        if progress.complete:
            self._icon(painter, "check", "accent", room.right() - _ICON, room)
            return
        painter.setFont(font_of(DETAIL))
        painter.setPen(tokens().muted)
        told = f"{progress.done}/{progress.total}"
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, told)

    def _icon(self, painter: QPainter, name: str, role: str, left: int, room: QRect) -> None:
        painter.drawPixmap(left, room.center().y() - _ICON // 2 + 1, icon_pixmap(name, role, _ICON))


def _in_two_lines(metrics: QFontMetrics, title: str, room: QRect) -> str:
    """The title, cut by whole words until two lines hold it."""
    words = title.split()
    shown = title
    # A size of text between two pixels makes two lines a little higher than twice one.
    most = round(2.5 * metrics.lineSpacing())
    while len(words) > 1 and metrics.boundingRect(room, _WRAPPED, shown).height() > most:
        words.pop()
        shown = f"{' '.join(words)}…"
    return shown


class GroupList(QWidget):
    """The groups as a list at the side, or folded into one line where room is short.

    Signals:
        group_chosen(str): the person went to a group.
    """

    group_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = GroupModel()
        delegate = _LineDelegate(self)
        self.list = QListView()
        set_role(self.list, "bare")
        self.list.setModel(self.model)
        self.list.setItemDelegate(delegate)
        self.list.setAccessibleName("Groups of questions")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.folded = QComboBox()
        self.folded.setModel(self.model)
        self.folded.setItemDelegate(delegate)
        self.folded.setAccessibleName("Group of questions")
        self.folded.activated.connect(lambda row: self._tell(self.model.index(row)))
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list)
        row.addWidget(self.folded)
        self.set_folded(False)

    def show_lines(self, lines: Sequence[GroupLine]) -> None:
        """Show how far the groups have come."""
        self.model.show(lines)

    def show_current(self, group_id: str) -> None:
        """Mark the group in sight without telling anybody."""
        row = self.model.row_of(group_id)
        self._quietly(row)

    def set_folded(self, folded: bool) -> None:
        """Fold into one line, or stand as a list."""
        self.list.setVisible(not folded)
        self.folded.setVisible(folded)
        if folded:
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(round(_WIDTH * text_factor()))

    def _quietly(self, row: int) -> None:
        self.list.selectionModel().blockSignals(True)
        self.list.setCurrentIndex(self.model.index(row))
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()
        self.folded.setCurrentIndex(row)

    def _moved(self, index: QModelIndex) -> None:
        self._tell(index)

    def _tell(self, index: QModelIndex) -> None:
        line = index.data(GroupModel.LINE)
        if line is not None:
            self.group_chosen.emit(line.group.id)
