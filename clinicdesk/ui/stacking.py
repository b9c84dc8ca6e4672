"""Rows that become columns where text is too large for them."""

from PySide6.QtWidgets import QBoxLayout

from clinicdesk.ui.style import text_factor

_STACKED_FROM = 1.5


def stack_if_large(row: QBoxLayout) -> None:
    """Let a row be a column where text is so large that its fields would not stand beside each other."""
    if text_factor() >= _STACKED_FROM:
        row.setDirection(QBoxLayout.Direction.TopToBottom)
        for place in range(row.count()):
            row.setStretch(place, 0)
