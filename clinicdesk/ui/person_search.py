"""Somebody to be found: a line to type in, and the people found below it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from clinicdesk.desk.views import PatientSummary
from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.shell.box_rows import BoxDelegate, BoxModel, row_height
from clinicdesk.ui.shell.commands import BoxRow
from clinicdesk.ui.shell.who import person_detail
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext

_MOST = 5


class PersonSearch(QWidget):
    """Finds people while a name, a birth date, a phone or a number is typed; the best match is chosen already.

    Signals:
        person_chosen(PatientSummary): Enter, or a click.
        registration_requested(text): nobody fits; register somebody from what was typed.
        resized: the list has another height.
    """

    person_chosen = Signal(object)
    registration_requested = Signal(str)
    resized = Signal()

    def __init__(
        self, context: "DeskContext", *, name: str = "Whom to book for", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.editor = _SearchEdit()
        self.editor.setAccessibleName(name)
        self.editor.setPlaceholderText("Name, birth date, phone or number")
        self._model = BoxModel()
        self._delegate = BoxDelegate()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("People found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._clicked)
        set_role(self.list, "bare")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.editor)
        column.addWidget(self.list)
        self.setFocusProxy(self.editor)
        self.editor.textEdited.connect(self._find)
        self.editor.stepped.connect(self._step)
        self.editor.chosen.connect(self._choose)

    def clear(self) -> None:
        """Begin anew, with the people looked at last."""
        self.editor.clear()
        self._find("")

    def _find(self, text: str) -> None:
        patients = self._context.desk.patients
        typed = text.strip()
        people = patients.find(typed, today=self._context.today()) if typed else patients.recent()
        rows = [self._row(person) for person in list(people)[:_MOST]]
        if typed:
            rows.append(BoxRow(f"New person: {typed}", "user-plus", run=lambda: self._register(typed)))
        self._model.set_rows(rows)
        self.list.setFixedHeight(sum(row_height(row) for row in rows) + 2 if rows else 0)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.resized.emit()

    def _row(self, person: PatientSummary) -> BoxRow:
        detail = person_detail(person, self._context)
        return BoxRow(person.name, "user", detail, run=lambda: self.person_chosen.emit(person))

    def _register(self, text: str) -> None:
        self.registration_requested.emit(text)

    def _step(self, by: int) -> None:
        row = self._model.next_choice(self.list.currentIndex().row(), by)
        self.list.setCurrentIndex(self._model.index(row, 0))

    def _clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._choose()

    def _choose(self) -> None:
        place = self.list.currentIndex().row()
        row = self._model.rows[place] if 0 <= place < len(self._model.rows) else None
        if row is not None and row.run is not None:
            row.run()


class _SearchEdit(QLineEdit):
    stepped = Signal(int)
    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and Down move in the list, Enter chooses from it; the caret stays here."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif is_enter(event):
            # Told further, it would press the button that has the keyboard once somebody is chosen.
            self.chosen.emit()
        else:
            super().keyPressEvent(event)
