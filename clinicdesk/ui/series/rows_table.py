"""The table of the dates: moved through, edited, dropped and added to by keyboard alone."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.series.rows_model import Column, RowsModel
from clinicdesk.ui.style import set_role, text_factor

Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT, _FRAME = 34, 2
_WIDTHS = {Column.DAY: 104, Column.TIME: 60, Column.SESSION: 150, Column.THERAPIST: 132}
_WIDTHS |= {Column.ROOM: 88, Column.VERDICT: 158}
_LEAST_FIT = 74
_DEAREST_FIRST = (Column.DAY, Column.TIME, Column.SESSION, Column.THERAPIST, Column.VERDICT, Column.ROOM)
_DEEDS = {Qt.Key.Key_Delete: "drop", Qt.Key.Key_Insert: "add", Qt.Key.Key_Plus: "add"}
_DEEDS |= dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter), "edit")


class RowsTable(QTableView):
    """One line a date.

    Signals:
        deed_requested(name): ``edit``, ``drop`` or ``add``, at the date the keyboard is on.
        row_changed: the keyboard or a click moved to another date.
    """

    deed_requested = Signal(str)
    row_changed = Signal()

    def __init__(self, model: RowsModel) -> None:
        super().__init__()
        self.setModel(model)
        set_role(self, "people")
        self.setAccessibleName("Dates of the series")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(Column.FIT, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _index: self.deed_requested.emit("edit"))
        model.modelReset.connect(self.fit)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell that another date is meant."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            # The table is as high as its rows: what scrolls is the page around it.
            bring_into_view(self, self.visualRect(current).translated(0, self.viewport().y()))
        self.row_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A key edits, drops or adds; the rest moves, or is the page's."""
        deed = _DEEDS.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if deed and plain:
            self.deed_requested.emit(deed)
        elif event.key() == Qt.Key.Key_Escape or (event.text() and event.text().isprintable()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.fit()

    def fit(self) -> None:
        """Columns and rows as large as the text; where room is short, lesser columns go."""
        factor = text_factor()
        free = self.width() - round(_LEAST_FIT * factor)
        height = round(_ROW_HEIGHT * factor)
        self.verticalHeader().setDefaultSectionSize(height)
        for column in _DEAREST_FIRST:
            width = round(_WIDTHS[column] * factor)
            self.setColumnHidden(column, width > free)
            self.setColumnWidth(column, width)
            free -= width
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + self.model().rowCount() * height + _FRAME)
