"""Something that opens over a page, beside the place it is about."""

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from clinicdesk.ui.calendar.placing import beside
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.style import SPACE, set_role, text_factor, tokens


class Popover(QFrame):
    """A card over the page.

    Attributes:
        head, column, foot: where content goes; what stands in ``column`` scrolls where the page is too low for it.

    Signals:
        closed: it was left with Escape.
    """

    closed = Signal()

    def __init__(self, page: QWidget, width: int) -> None:
        super().__init__(page)
        set_role(self, "popup")
        self._width = width
        self._beside = QRect()
        self._content = QWidget()
        self.head, self.column, self.foot = QVBoxLayout(), QVBoxLayout(self._content), QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * SPACE, SPACE + 4, 2 * SPACE, SPACE + 4)
        whole.addLayout(self.head)
        whole.addWidget(scrolling(self._content), 1)
        whole.addLayout(self.foot)
        for each in (whole, self.head, self.column, self.foot):
            each.setSpacing(SPACE // 2)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(tokens().shadow))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open_beside(self, beside: QRect) -> None:
        """Show it beside a part of the page, which it covers only where there is no room on any side."""
        self._beside = beside
        self.fit()
        self.show()
        self.raise_()

    def fit(self) -> None:
        """Take the size that the content needs, and the place that leaves its object in sight."""
        page = self.parentWidget()
        if page is None:
            return
        wide, most = self._room(page)
        tall = min(self.needed_height(), most)
        place = beside(QRectF(self._beside), QSizeF(wide, tall), QRectF(page.rect()))
        self.setFixedWidth(wide)
        self.move(place.toPoint())
        self.resize(wide, tall)

    def lacking(self) -> int:
        """How many pixels higher the page would have to be for all of it; negative where there is room left."""
        page = self.parentWidget()
        return 0 if page is None else self.needed_height() - self._room(page)[1]

    def needed_height(self) -> int:
        """In pixels, for all of it, at the width it has on the page."""
        page, whole = self.parentWidget(), self.layout()
        if page is None or whole is None:
            return 0
        margins = whole.contentsMargins()
        inner = self._room(page)[0] - margins.left() - margins.right() - 2 * self.frameWidth()
        parts = [_height(each, inner) for each in (self.head, self.column, self.foot) if each.count()]
        rims = margins.top() + margins.bottom() + 2 * self.frameWidth()
        return sum(parts) + whole.spacing() * (len(parts) - 1) + rims

    def _room(self, page: QWidget) -> tuple[int, int]:
        """How wide it is, and how high it may be."""
        wide = min(round(self._width * text_factor()), page.width() - 2 * SPACE)
        return wide, page.height() - 2 * SPACE

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes; everything else is the page's."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _height(column: QVBoxLayout, wide: int) -> int:
    for item in (column.itemAt(place) for place in range(column.count())):
        # What a part has just been filled with reaches its layout only with the next turn of events.
        widget = item.widget() if item is not None else None
        if widget is not None and (own := widget.layout()) is not None:
            own.activate()
    column.invalidate()
    column.activate()
    tall = column.totalHeightForWidth(wide) if column.hasHeightForWidth() else column.totalSizeHint().height()
    return max(tall, column.totalMinimumSize().height())
