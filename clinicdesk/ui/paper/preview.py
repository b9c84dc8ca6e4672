"""The pages of a sheet as they will come out of the printer."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.ui.paper.output import Document, page_image
from clinicdesk.ui.style import SPACE, tokens

_WIDEST = 720
_BETWEEN = 2 * SPACE


class Preview(QWidget):
    """White pages below each other; paper stays white in the dark theme, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._drawn: list[QPixmap] = []
        self._drawn_for: tuple[int, float] = (0, 0.0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("The sheet as it will be printed")

    def show_document(self, document: Document | None) -> None:
        """Show another sheet, or none."""
        self._document = document
        self._drawn_for = (0, 0.0)
        self.setAccessibleDescription(document.spoken if document else "")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Pages keep their proportions."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all pages below each other."""
        if self._document is None:
            return 0
        page = self._page_size(width)
        return self._document.page_count * (page.height() + _BETWEEN) + _BETWEEN

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Pages at their widest."""
        return QSize(_WIDEST, self.heightForWidth(_WIDEST))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pages; they are drawn anew only when their size changes."""
        if self._document is None:
            return
        page = self._page_size(self.width())
        self._draw_pages(page.width())
        painter = QPainter(self)
        painter.setPen(QPen(QColor(tokens().line)))
        left = (self.width() - page.width()) // 2
        for number, pixmap in enumerate(self._drawn):
            place = QRect(left, _BETWEEN // 2 + number * (page.height() + _BETWEEN), page.width(), page.height())
            painter.drawPixmap(place.topLeft(), pixmap)
            painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _draw_pages(self, width: int) -> None:
        wanted = (width, self.devicePixelRatioF())
        if self._document is None or wanted == self._drawn_for:
            return
        self._drawn_for = wanted
        pages = range(self._document.page_count)
        self._drawn = [QPixmap.fromImage(page_image(self._document, page, *wanted)) for page in pages]

    def _page_size(self, width: int) -> QSize:
        document = self._document
        wide = min(width - 2, _WIDEST)
        ratio = document.height / document.width if document else 1.0
        return QSize(wide, round(wide * ratio))
