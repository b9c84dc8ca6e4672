"""The marks of the verdicts in black ink: the same shapes as in the window, told apart without colour."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from clinicdesk.resources import resource

_INK = b"#000000"


@lru_cache(maxsize=8)
def _drawing(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", _INK)


def paint_mark(painter: QPainter, icon: str, left: float, top: float, side: float) -> None:
    """Paint the mark of a verdict, the icon of that name, into a square."""
    QSvgRenderer(QByteArray(_drawing(icon))).render(painter, QRectF(left, top, side, side))
