"""A table whose lines are as tall as their words need, measured when somebody gets to see them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QTimer
from PySide6.QtGui import QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinicdesk.ui.today.model import Index


def _viewport(table: QTableView) -> QWidget:
    """As Qt makes it. To name the class of one that Qt made, PySide makes every class there is: 8 ms."""
    made = QWidget(table)
    made.setObjectName("qt_scrollarea_viewport")
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setAutoFillBackground(True)
    return made


class FittedTable(QTableView):
    """Lines in sight take their height at once, the others when the table was painted, or when one is scrolled to.

    Measuring words is slow: a full day takes longer than the rest of its page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(_viewport(self))
        self._unfitted: set[int] = set()
        self._fit_later = QTimer(self, interval=0, singleShot=True)
        self._fit_later.timeout.connect(lambda: self._fit(self._unfitted))

    def follow(self, model: QAbstractItemModel) -> None:
        """Show the lines of a model, fitted anew whenever they change."""
        self.setModel(model)
        model.modelReset.connect(lambda *_: self.fit_rows())
        model.layoutChanged.connect(lambda *_: self.fit_rows())
        model.dataChanged.connect(lambda first, last: self.fit_rows(range(first.row(), last.row() + 1)))
        for moved in (model.rowsInserted, model.rowsRemoved):
            moved.connect(lambda _parent, first, _last: self.fit_rows(range(first, model.rowCount())))

    def line_height(self, place: int) -> int:
        """What a line needs."""
        raise NotImplementedError

    def fit_rows(self, places: "Iterable[int] | None" = None) -> None:
        """Some lines, or all, may need another height."""
        count = self.model().rowCount()
        waiting = range(count) if places is None else self._unfitted.union(places)
        self._unfitted = {place for place in waiting if place < count}
        self._fit_seen()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Its width is known: the lines in sight take their height."""
        super().showEvent(event)
        self._fit_seen()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """What is in sight is painted: the other lines take their height."""
        super().paintEvent(event)
        if self._unfitted:
            self._fit_later.start()

    def scrollTo(  # noqa: N802 - Qt's name
        self, index: "Index", hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Where a line stands follows from the lines above it."""
        if self.isVisible():
            self._fit(range(index.row() + 1))
        super().scrollTo(index, hint)

    def _fit_seen(self) -> None:
        if not self.isVisible():
            return
        place = max(0, self.rowAt(0))
        while place < self.model().rowCount() and self.rowViewportPosition(place) < self.viewport().height():
            self._fit([place])
            place += 1
        self.viewport().update()

    def _fit(self, places: "Iterable[int]") -> None:
        for place in self._unfitted.intersection(places):
            self._unfitted.remove(place)
            tall = self.line_height(place)
            if tall != self.rowHeight(place):
                self.setRowHeight(place, tall)
