"""Something that opens over a page, beside the place it is about."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from clinicdesk.ui.style import SPACE, set_role, text_factor, tokens


class Popover(QFrame):
    """A card over the page; put content into ``column``.

    Signals:
        closed: it was left with Escape.
    """

    closed = Signal()

    def __init__(self, page: QWidget, width: int) -> None:
        super().__init__(page)
        set_role(self, "popup")
        self._width = width
        self._beside = QRect()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * SPACE, SPACE + 4, 2 * SPACE, SPACE + 4)
        self.column.setSpacing(SPACE // 2)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(tokens().shadow))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open_beside(self, beside: QRect) -> None:
        """Show it to the right of a part of the page, else to its left, and never over the edge."""
        self._beside = beside
        self.fit()
        self.show()
        self.raise_()

    def fit(self) -> None:
        """Take the size that the content needs, and the place that leaves its object in sight."""
        page = self.parentWidget()
        if page is None:
            return
        wide = min(round(self._width * text_factor()), page.width() - 2 * SPACE)
        self.setFixedWidth(wide)
        self.column.invalidate()
        self.column.activate()
        tall = self.column.totalHeightForWidth(wide) if self.column.hasHeightForWidth() else self.sizeHint().height()
        tall = min(max(tall, self.column.totalMinimumSize().height()), page.height() - 2 * SPACE)
        beside = self._beside
        x = beside.right() + SPACE
        if x + wide > page.width() - SPACE:
            x = max(SPACE, beside.left() - SPACE - wide)
        y = max(SPACE, min(beside.top(), page.height() - tall - SPACE))
        self.move(QPoint(x, y))
        self.resize(wide, tall)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes; everything else is the page's."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
