"""How the parts of booking stand on the page; where text is large, one below the other, in a column that scrolls."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.ui.booking.outcome import BookedCard
from clinicdesk.ui.booking.right_side import RightSide
from clinicdesk.ui.booking.summary import BookingSummary
from clinicdesk.ui.booking.type_column import TypeColumn
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.stacking import stack, stacked
from clinicdesk.ui.style import SPACE, set_role, text_factor

_TYPES, _DAY = 132, 280
"""The least height of either in pixels at 100 % text, where they stand one below the other."""


class BookingBody(QWidget):
    """What to book beside when, and below both what comes of it."""

    def __init__(self, what: TypeColumn, right: RightSide, summary: BookingSummary, booked: BookedCard) -> None:
        self._ready = False
        super().__init__()
        self._what, self._right = what, right
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        self._row: QBoxLayout = QHBoxLayout()
        self._row.setSpacing(2 * SPACE)
        self._row.addWidget(what)
        self._row.addWidget(right, 1)
        column.addLayout(self._row, 1)
        column.addWidget(summary)
        column.addWidget(booked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area = _Area()
        area.setWidget(set_role(content, "scrolled"))
        whole.addWidget(area)
        self._ready = True
        right.currentChanged.connect(lambda _place: self._fit())
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width between the session types and the day."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self._ready:
            self._fit()

    def _fit(self) -> None:
        stack(self._row)
        self._what.fit(self.width())
        # The next free times scroll by themselves, and so get all there is.
        listing = stacked() and self._right.currentWidget() is self._right.next_free
        self._what.setVisible(not listing)
        factor = text_factor() if stacked() and not listing else 0
        self._what.setMinimumHeight(round(_TYPES * factor))
        self._right.setMinimumHeight(round(_DAY * factor))

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What the keyboard goes to comes into sight."""
        if now is not None and self.isVisible() and self.isAncestorOf(now):
            bring_into_view(now)


class _Area(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Its keys are the page's: they turn the day."""
        event.ignore()
