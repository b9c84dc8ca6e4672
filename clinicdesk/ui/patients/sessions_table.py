"""The lines of the sessions on a record."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.patients.sessions_model import Column, SessionsModel
from clinicdesk.ui.style import set_role, text_factor

Index = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT = 36
_FRAME = 2
_WIDTHS = {
    Column.WHEN: 168,
    Column.THERAPIST: 132,
    Column.VERDICT: 164,
    Column.PLAN: 72,
    Column.STATUS: 104,
}
_LEAST_SESSION = 150
_DEAREST_FIRST = (Column.WHEN, Column.STATUS, Column.VERDICT, Column.PLAN, Column.THERAPIST)
_KEYS = {Qt.Key.Key_P: "print", Qt.Key.Key_M: "move", Qt.Key.Key_G: "series", Qt.Key.Key_Delete: "cancel"}
_KEYS |= {Qt.Key.Key_W: "earlier"}
_KEYS |= dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter), "open")


class SessionsTable(QTableView):
    """The lines; as high as its rows, so that only the page scrolls.

    Signals:
        deed_requested(name): ``open``, ``print``, ``move``, ``earlier``, ``series`` or ``cancel``, of the session.
        row_changed: the keyboard or a click moved to another session.
    """

    deed_requested = Signal(str)
    row_changed = Signal()

    def __init__(self, model: SessionsModel) -> None:
        super().__init__()
        self.setModel(model)
        set_role(self, "people")
        self.setAccessibleName("Sessions")
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
        heads.setSectionResizeMode(Column.SESSION, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _index: self.deed_requested.emit("open"))
        model.modelReset.connect(self.fit)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell that another session is meant."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            # The table is as high as its rows: what scrolls is the page around it.
            bring_into_view(self, self.visualRect(current).translated(0, self.viewport().y()))
        self.row_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A letter does something with the session; the rest moves, or is the page's."""
        deed = _KEYS.get(Qt.Key(event.key()))
        if deed and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.deed_requested.emit(deed)
        elif (event.text().isprintable() and event.text()) or event.key() == Qt.Key.Key_Escape:
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
        free = self.width() - round(_LEAST_SESSION * factor)
        height = round(_ROW_HEIGHT * factor)
        self.verticalHeader().setDefaultSectionSize(height)
        for column in _DEAREST_FIRST:
            width = round(_WIDTHS[column] * factor)
            self.setColumnHidden(column, width > free)
            self.setColumnWidth(column, width)
            free -= width
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + self.model().rowCount() * height + _FRAME)
