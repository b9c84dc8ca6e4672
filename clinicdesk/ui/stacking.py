"""Rows that become columns where text is too large for them."""

from PySide6.QtWidgets import QBoxLayout

from clinicdesk.ui.style import text_factor

_STACKED_FROM = 1.5


def stacked() -> bool:
    """Whether text is so large that fields stand below each other."""
    return text_factor() >= _STACKED_FROM


def stack_if_large(row: QBoxLayout) -> None:
    """Let a row be a column where text is so large that its fields would not stand beside each other."""
    if stacked():
        row.setDirection(QBoxLayout.Direction.TopToBottom)
        for place in range(row.count()):
            row.setStretch(place, 0)


def stack(*rows: QBoxLayout) -> None:
    """Lay rows out for the present size of text, which may have changed since."""
    way = QBoxLayout.Direction.TopToBottom if stacked() else QBoxLayout.Direction.LeftToRight
    for row in rows:
        row.setDirection(way)
