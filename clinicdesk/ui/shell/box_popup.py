"""The list under the command box."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QCursor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QListView, QVBoxLayout, QWidget

from clinicdesk.ui.shell.box_rows import BoxDelegate, BoxModel, row_height
from clinicdesk.ui.shell.commands import BoxRow
from clinicdesk.ui.style import SPACE, set_role, text_factor, tokens

_LEAST_WIDTH, _MOST_HEIGHT = 640, 460


class BoxPopup(QFrame):
    """The list, lying over the page inside the window: a window of its own would take the caret."""

    def __init__(self, box: QWidget) -> None:
        super().__init__(box.window())
        self._box = box
        self._pointer = QCursor.pos()
        set_role(self, "popup")
        self.model = BoxModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(BoxDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Results")
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.entered.connect(self._point_at)
        set_role(self.list, "bare")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        column.addWidget(self.list)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(tokens().shadow))
        self.setGraphicsEffect(shadow)
        box.window().installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Close when the window changes size: the place below the box moves."""
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)

    def show_rows(self, rows: list[BoxRow]) -> None:
        """Show rows below the box, the first choice chosen."""
        self.model.set_rows(rows)
        if not rows:
            self.hide()
            return
        self._pointer = QCursor.pos()
        height = sum(row_height(row) for row in rows) + SPACE + 4
        below = self._box.mapTo(self._box.window(), QPoint(0, self._box.height() + SPACE // 2))
        room = self._box.window().width() - below.x() - 2 * SPACE
        width = min(max(self._box.width(), round(_LEAST_WIDTH * text_factor())), room)
        self.setGeometry(below.x(), below.y(), width, min(height, _MOST_HEIGHT))
        self.list.setCurrentIndex(self.model.index(self.model.next_choice(-1, 1), 0))
        self.list.scrollToTop()
        self.show()
        self.raise_()

    def _point_at(self, index: QModelIndex) -> None:
        """Choose what the mouse moved to; rows that scroll past under a mouse at rest are not chosen."""
        if QCursor.pos() != self._pointer:
            self._pointer = QCursor.pos()
            self.list.setCurrentIndex(index)

    def move_choice(self, step: int) -> None:
        """Choose the next row that can be chosen."""
        row = self.model.next_choice(self.list.currentIndex().row(), step)
        self.list.setCurrentIndex(self.model.index(row, 0))

    def current(self) -> BoxRow | None:
        """The chosen row."""
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None
