"""What stands still in a calendar, kept as pictures of its parts: a week is larger than any screen."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap

SIDE = 384
"""Pixels across and down."""
_KEPT = 96


class Tiles:
    """Parts of a large drawing, drawn when first seen and kept until the drawing changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._of: object = None

    def forget(self) -> None:
        """The drawing has changed."""
        self._kept.clear()

    def paint(
        self,
        painter: QPainter,
        visible: QRectF,
        whole: QSizeF,
        of: object,
        draw: Callable[[QPainter, QRectF], None],
    ) -> None:
        """Show a part of a drawing.

        Args:
            painter: with its origin at that of the drawing.
            visible: the part in sight.
            whole: the size of the drawing.
            of: what the drawing depends on besides ``forget``.
            draw: draws a part.
        """
        if of != self._of:
            self._of = of
            self.forget()
        ratio = painter.device().devicePixelRatio()
        for row in range(int(visible.top() // SIDE), int(visible.bottom() // SIDE) + 1):
            for column in range(int(visible.left() // SIDE), int(visible.right() // SIDE) + 1):
                part = QRectF(column * SIDE, row * SIDE, SIDE, SIDE).intersected(
                    QRectF(0, 0, whole.width(), whole.height())
                )
                if not part.isEmpty():
                    painter.drawPixmap(part.topLeft(), self._tile((column, row), part, ratio, draw))

    def _tile(
        self, key: tuple[int, int], part: QRectF, ratio: float, draw: Callable[[QPainter, QRectF], None]
    ) -> QPixmap:
        tile = self._kept.get(key)
        if tile is not None:
            self._kept.move_to_end(key)
            return tile
        tile = QPixmap((part.size() * ratio).toSize())
        tile.setDevicePixelRatio(ratio)
        painter = QPainter(tile)
        painter.translate(-part.topLeft())
        draw(painter, part)
        painter.end()
        self._kept[key] = tile
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return tile
