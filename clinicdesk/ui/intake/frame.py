"""How the parts of the intake stand on the page; in large text the height is for the questions."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.ui.intake.asking_view import AskingView
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE


class IntakeFrame(QWidget):
    """The title above, what is told below it, and the questions or what came of them.

    Where text is large, what is told scrolls away with the questions, and the buttons of the title stand below them.
    """

    def __init__(self, header: PageHeader, told: Iterable[QWidget], pages: QWidget) -> None:
        self._ready = False
        super().__init__()
        self._header = header
        self._asking: AskingView | None = None
        self._head = QWidget()
        self._told, self._foot = QVBoxLayout(self._head), QHBoxLayout()
        self._told.setContentsMargins(0, 0, 0, 0)
        self._told.setSpacing(2 * SPACE)
        for widget in told:
            self._told.addWidget(widget)
        self._foot.setSpacing(SPACE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * SPACE)
        self._column.addWidget(header)
        self._column.addWidget(self._head)
        self._column.addWidget(pages, 1)
        self._column.addLayout(self._foot)
        self._ready = True

    def show_asking(self, asking: AskingView | None) -> None:
        """Questions are in sight; None where there are none."""
        if self._asking is not None and asking is not self._asking:
            self._asking.hang(None)
        self._asking = asking
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self._ready:
            self._fit()

    def _fit(self) -> None:
        large = stacked() and self._asking is not None
        if large != self._header.folded:
            self._header.fold(self._told, self._foot) if large else self._header.unfold(self._foot)
            self._column.setSpacing(SPACE if large else 2 * SPACE)
        if self._asking is not None:
            self._asking.hang(self._head if large else None)
        if not large:
            self._column.insertWidget(1, self._head)
