"""Pain and activity, session by session, as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget

from clinicdesk.ui.patients.trend_words import HEADS
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import set_role


class TrendTable(QTableWidget):
    """A line for each session, and for each answer without one.

    Signals:
        mending_requested: correct the line the keyboard is on.
    """

    mending_requested = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(HEADS))
        set_role(self, "people")
        self.setHorizontalHeaderLabels(list(HEADS))
        self.setAccessibleName("Pain and activity, session by session")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _index: self.mending_requested.emit())

    def fit(self) -> None:
        """Leave out who noted it where large text needs the width for what was noted."""
        self.setColumnHidden(len(HEADS) - 1, stacked())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter corrects."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.mending_requested.emit()
        else:
            super().keyPressEvent(event)
