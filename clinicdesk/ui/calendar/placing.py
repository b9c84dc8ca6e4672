"""Where something stands beside what it is about."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

from clinicdesk.ui.style import SPACE


def beside(target: QRectF, size: QSizeF, within: QRectF) -> QPointF:
    """The top left corner for something of a size: right of its target, else left, below or above, else over it.

    It stays inside ``within``, but for what is larger than that.
    """
    inside = within.adjusted(SPACE, SPACE, -SPACE, -SPACE)
    left = min(max(target.left(), inside.left()), max(inside.right() - size.width(), inside.left()))
    top = min(max(target.top(), inside.top()), max(inside.bottom() - size.height(), inside.top()))
    places = (
        QPointF(target.right() + SPACE, top),
        QPointF(target.left() - SPACE - size.width(), top),
        QPointF(left, target.bottom() + SPACE),
        QPointF(left, target.top() - SPACE - size.height()),
    )
    return next((each for each in places if inside.contains(QRectF(each, size))), QPointF(left, top))
