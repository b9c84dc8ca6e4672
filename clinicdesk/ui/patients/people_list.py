"""Finding a person: one line to type in, the people below."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import EmptyState, button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.patients.model import Column, PeopleModel
from clinicdesk.ui.style import SPACE, icon, set_role, text_factor

_ROW_HEIGHT = 40
_MOST_FOUND = 50
_MOST_RECENT = 25
_WIDTHS = {Column.CALLED: 120, Column.BIRTH_DATE: 180, Column.PHONE: 150, Column.NUMBER: 90}
_DEAREST_FIRST = (Column.BIRTH_DATE, Column.PHONE, Column.NUMBER, Column.CALLED)
_LEAST_NAME, _MOST_SCROLLBAR = 160, 24
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PeopleList(QWidget):
    """The people worked with last, or those found by what is typed.

    Signals:
        person_chosen(str): open the person with this id.
        registration_requested(str): register somebody; what was typed goes along.
    """

    person_chosen = Signal(str)
    registration_requested = Signal(str)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.model = PeopleModel(today=context.today(), region=context.clinic.region)
        new = button("New person", icon="user-plus", role="primary", keys="Ctrl+N")
        new.clicked.connect(lambda: self.registration_requested.emit(""))
        self.header = PageHeader("Patients", new)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name, birth date, phone or number")
        self.search.setAccessibleName("Find a person by name, birth date, phone or number")
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self._open_current)
        self.search.installEventFilter(self)
        self.caption = set_role(QLabel(), "muted")
        self.table = self._table()
        self._nobody = EmptyState("users", "Nobody is registered yet", "Register the first person.", "New person")
        self._nobody.action_requested.connect(lambda: self.registration_requested.emit(""))
        self._none_found = EmptyState("search", "", "Check the spelling, or register them.", "Register as a new person")
        self._none_found.action_requested.connect(lambda: self.registration_requested.emit(self.search.text()))
        self._body = QStackedWidget()
        for page in (self.table, self._nobody, self._none_found):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + 4)
        for widget in (self.header, self.search, self.caption):
            column.addWidget(widget)
        column.addWidget(self._body, 1)

    def refresh(self) -> None:
        """Look again: somebody typed, or came back."""
        context, typed = self._context, self.search.text().strip()
        today = context.today()
        self._glass.setIcon(icon("search", "muted"))
        if typed:
            found = context.desk.patients.find(typed, limit=_MOST_FOUND, today=today)
            self._none_found.title.setText(f"Nobody found for “{typed}”")
            many = "50 or more" if len(found) == _MOST_FOUND else str(len(found))
            self.caption.setText("1 person found" if len(found) == 1 else f"{many} people found, best match first")
        else:
            found = context.desk.patients.recent(limit=_MOST_RECENT)
            self.caption.setText("Worked with last")
        self.model.set_people(found, today=today)
        self.caption.setVisible(bool(found))
        empty = self._none_found if typed else self._nobody
        self._body.setCurrentWidget(self.table if found else empty)
        self.search.setVisible(bool(found or typed))
        if found:
            self.table.selectRow(0)

    def records_changed(self) -> None:
        """Look again after another process has changed the records, and stay on the person chosen."""
        here = self.table.currentIndex()
        chosen = self.model.person(here.row()).id if here.isValid() else None
        self.refresh()
        for row in range(self.model.rowCount()):
            if self.model.person(row).id == chosen:
                self.table.selectRow(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Move through the people while the caret stays in the line; Enter opens."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if watched is self.table and key in _ENTER:
            self._open_current()
        elif watched is self.search and key in _MOVES:
            self.table.keyPressEvent(event)
        elif watched is self.search and key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            return super().eventFilter(watched, event)
        return True

    def _table(self) -> QTableView:
        table = set_role(QTableView(), "people")
        table.setModel(self.model)
        table.setAccessibleName("People")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        heads = table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        table.setCursor(Qt.CursorShape.PointingHandCursor)
        table.clicked.connect(self._open)
        # Enter opens; Qt's own idea of activating differs from system to system.
        table.installEventFilter(self)
        return table

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """Columns and rows as large as the text; where room is short the name stays and lesser columns go."""
        factor, free = text_factor(), self.width() - _MOST_SCROLLBAR - round(_LEAST_NAME * text_factor())
        self.table.verticalHeader().setDefaultSectionSize(round(_ROW_HEIGHT * factor))
        for column in _DEAREST_FIRST:
            width = round(_WIDTHS[column] * factor)
            self.table.setColumnHidden(column, width > free)
            self.table.setColumnWidth(column, width)
            free -= width

    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.person_chosen.emit(self.model.person(index.row()).id)
