"""How the parts of the day stand on the page; where text is large, one below the other."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, text_factor
from clinicdesk.ui.today.counts import Counts
from clinicdesk.ui.today.therapist_filter import TherapistFilter
from clinicdesk.ui.today.undo_button import UndoButton

_LOW = 460
"""Pixels of height at 100 % text below which the page shows little beside the day."""


class DayFrame(QWidget):
    """Title and numbers, the bar that says which day and whose, and the day itself."""

    def __init__(
        self,
        parent: QWidget,
        header: PageHeader,
        counts: Counts,
        bar: tuple[DayPicker, TherapistFilter, UndoButton],
        below: tuple[QLabel, QWidget],
    ) -> None:
        self._look: tuple[bool, bool] | None = None
        super().__init__(parent)
        self._header = header
        fault, self._content = below
        self._counts = counts
        self._picker, self._filter, self._undo = bar
        self._under, self._bar = QHBoxLayout(), QHBoxLayout()
        for row in (self._under, self._bar):
            row.setSpacing(SPACE)
        self._bar.addWidget(self._picker)
        self._bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column
        column.addWidget(header)
        column.addLayout(self._under)
        column.addLayout(self._bar)
        column.addWidget(fault)
        column.addWidget(self._content, 1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self._look is not None:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little height, the day gets what there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        look = (stacked(), self.height() < _LOW * text_factor())
        if look == self._look:
            return
        self._look = large, low = look
        self._header.show_words(not (large and low))
        self._counts.show_in_one_line(large)
        self._filter.setMinimumContentsLength(8 if large else 14)
        self._column.setSpacing(SPACE if large else 2 * SPACE)
        if large:
            (self._header.row if low else self._under).insertWidget(0, self._filter)
            self._under.addWidget(self._counts, 1)
            # Names are long: what would be taken back has a line of its own.
            self._column.insertWidget(self._column.indexOf(self._content), self._undo, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._header.aside.insertWidget(0, self._counts)
            self._bar.insertWidget(1, self._filter)
            self._bar.addWidget(self._undo)
