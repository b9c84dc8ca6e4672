"""What stands still in a calendar, kept as pictures of its parts: a week is larger than any screen."""

import time
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap

SIDE = 320
"""Pixels across and down."""
BUDGET = 4e-3
"""Seconds of the painting thread that one frame may spend on drawing parts anew; the rest follows in the next."""
_KEPT = 128

Draw = Callable[[QPainter, QRectF], None]


class Tiles:
    """Parts of a large drawing, drawn when first seen and kept until the drawing changes.

    A frame is never held up by many parts that have to be drawn at once: those that do not fit into it
    show what they were before, and are drawn in the frames that follow.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], tuple[int, QPixmap]] = OrderedDict()
        self._of: object = None
        self._version = 0

    def forget(self) -> None:
        """The drawing has changed."""
        self._version += 1

    def paint(
        self, painter: QPainter, visible: QRectF, whole: QSizeF, of: object, draw: Draw, *, at_once: bool
    ) -> bool:
        """Show a part of a drawing; returns whether all of it is as the drawing is now.

        Args:
            painter: with its origin at that of the drawing.
            visible: the part in sight.
            whole: the size of the drawing.
            of: what the places in the drawing depend on; where it differs nothing old can be shown.
            draw: draws a part.
            at_once: whether the drawing is small enough for one frame.
        """
        if of != self._of:
            self._of = of
            self._kept.clear()
        ratio = painter.device().devicePixelRatio()
        started, drawn, complete = time.thread_time(), 0, True
        for key, part in _parts(visible, whole):
            version, tile = self._kept.get(key, (-1, None))
            if version != self._version:
                if drawn and not at_once and time.thread_time() - started > BUDGET:
                    complete = False
                else:
                    tile = _drawn(part, ratio, draw)
                    drawn += 1
                    self._kept[key] = self._version, tile
            if tile is not None:
                if key in self._kept:
                    self._kept.move_to_end(key)
                painter.drawPixmap(part.topLeft(), tile)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return complete


def _parts(visible: QRectF, whole: QSizeF) -> list[tuple[tuple[int, int], QRectF]]:
    """The parts of a drawing that are in sight, with their place among all parts."""
    everything = QRectF(0, 0, whole.width(), whole.height())
    found = []
    for row in range(int(visible.top() // SIDE), int(visible.bottom() // SIDE) + 1):
        for column in range(int(visible.left() // SIDE), int(visible.right() // SIDE) + 1):
            part = QRectF(column * SIDE, row * SIDE, SIDE, SIDE).intersected(everything)
            if not part.isEmpty():
                found.append(((column, row), part))
    return found


def _drawn(part: QRectF, ratio: float, draw: Draw) -> QPixmap:
    tile = QPixmap((part.size() * ratio).toSize())
    tile.setDevicePixelRatio(ratio)
    painter = QPainter(tile)
    painter.translate(-part.topLeft())
    draw(painter, part)
    painter.end()
    return tile
