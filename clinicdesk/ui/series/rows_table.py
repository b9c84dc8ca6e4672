"""The table of the dates: moved through, edited, dropped and added to by keyboard alone."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.series.rows_model import ICON, NARROWER, Column, Holds, RowsModel
from clinicdesk.ui.style import set_role, text_factor

Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT, _ROW_AIR, _FRAME = 34, 14, 2
_WIDTHS = {Column.DAY: 100, Column.TIME: 56, Column.SESSION: 142, Column.THERAPIST: 122}
_WIDTHS |= {Column.ROOM: 82, Column.VERDICT: 142}
_READ = 150
"""In a column of this width, what stands against a date is read on a few lines."""
_LONGER = 60
_AROUND, _ANY = 24, 10_000
_LEAST_FIT, _MOST_FIT, _AROUND_FIT = 74, 200, 44
"""The column that tells whether a date fits is as wide as its words, within these; what is longer goes on below."""
_LARGE = 1.4
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
        self._rows = model
        self.setModel(model)
        set_role(self, "people")
        self.setAccessibleName("Dates of the series")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
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
        """Columns and rows as large as the text; where room is short, a few columns hold what the others would show."""
        factor, rows = text_factor(), range(self.model().rowCount())
        words = (str(self.model().index(row, Column.FIT).data()) for row in rows)
        longest = max((self.fontMetrics().horizontalAdvance(each) for each in words), default=0)
        wished = longest + round(_AROUND_FIT * factor)
        # Where text is large, it is rather on more lines than that the session has no room.
        most = round(_MOST_FIT * min(factor, _LARGE))
        fit = min(max(wished, round(_LEAST_FIT * factor)), most)
        self.setIconSize(QSize(round(ICON * factor), round(ICON * factor)))
        read = min(fit, round(_READ * factor))
        holds = next((each for each in NARROWER if self._over(each, read) <= 0), NARROWER[-1])
        hidden = {held for columns in holds.values() for held in columns}
        self._rows.set_holds(holds)
        for column, width in _WIDTHS.items():
            self.setColumnHidden(column, column in hidden)
            self.setColumnWidth(column, round(width * factor))
        # What the session column holds is longer than the name of the session, and so are some names.
        spare = -self._over(holds, fit) if holds else min(-self._over(holds, most), round(_LONGER * factor))
        self.setColumnWidth(Column.SESSION, self.columnWidth(Column.SESSION) + max(0, spare))
        # A column that stretches gets its width some time later, and the height of its words would be another.
        self.setColumnWidth(Column.FIT, self.viewport().width() - sum(map(self.columnWidth, _WIDTHS)))
        least, air = round(_ROW_HEIGHT * factor), round(_ROW_AIR * factor)
        for row in rows:
            self.setRowHeight(row, max(least, self._tall(row) + air))
        height = sum(self.rowHeight(row) for row in rows)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + height + _FRAME)

    def _over(self, holds: Holds, fit: int) -> int:
        """How much wider than there is room the columns would be; less than nothing where room is left."""
        hidden = {held for columns in holds.values() for held in columns}
        wide = sum(round(width * text_factor()) for column, width in _WIDTHS.items() if column not in hidden)
        return wide + fit - self.width()

    def _tall(self, row: int) -> int:
        """How high the words of a date are; the view itself forgets what stands around them."""
        wrap, found = Qt.TextFlag.TextWordWrap.value, 0
        for column in Column:
            index = self.model().index(row, column)
            icon = self.iconSize().width() if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0
            room = QRect(0, 0, max(1, self.columnWidth(column) - _AROUND - icon), _ANY)
            if not self.isColumnHidden(column):
                found = max(found, self.fontMetrics().boundingRect(room, wrap, str(index.data())).height())
        return found
