"""The files of the copy, and one line that finds rules, questions and words in all of them."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.rule_bench.passages import Hit, hits
from clinicdesk.ui.style import SPACE, icon, set_role

_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class FileList(QWidget):
    """The files while nothing is typed, else what was found.

    Signals:
        file_requested(file): show this file.
        place_requested(Place, words): go there; the words are what was looked for.
    """

    file_requested = Signal(str)
    place_requested = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: Mapping[str, str] = {}
        self._files: list[str] = []
        self.hits: list[Hit] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find in all files")
        self.search.setAccessibleName("Find a rule, a question or words in all files")
        self.search.setToolTip("Find a rule, a question or words in all files (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.count = set_role(QLabel(), "detail")
        self.list = QListWidget()
        self.list.setAccessibleName("Files of the copy")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemClicked.connect(lambda item: self._choose(self.list.row(item)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.search)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)

    def show_files(
        self, texts: Mapping[str, str], *, current: str, changed: Iterable[str], faulty: Iterable[str]
    ) -> None:
        """List the files, with what is said about each."""
        self._texts = texts
        self._files = sorted(texts)
        self._changed, self._faulty, self._current = set(changed), set(faulty), current
        if not self.search.text().strip():
            self._list_files()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go through what was found while the caret stays in the line; Enter goes on, Escape back to the files."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if is_enter(event) and self.hits:
                self.list.setCurrentRow((self.list.currentRow() + 1) % len(self.hits))
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        typed = self.search.text().strip()
        self.hits = hits(self._texts, typed)
        if not typed:
            self._list_files()
            return
        self.list.blockSignals(True)
        self.list.clear()
        for hit in self.hits:
            item = QListWidgetItem(hit.words, self.list)
            item.setToolTip(f"{hit.place.file}, line {hit.place.line + 1}\n{hit.words}")
            if hit.entry:
                item.setIcon(icon("bookmark", "accent"))
        self.list.blockSignals(False)
        self.list.setAccessibleName("Found in the files")
        self.count.setText(f"{len(self.hits)} found" if self.hits else "Nothing found")

    def _list_files(self) -> None:
        self.hits = []
        self.list.blockSignals(True)
        self.list.clear()
        for file in self._files:
            item = QListWidgetItem(file, self.list)
            said = [words for words, there in (("changed", self._changed), ("faulty", self._faulty)) if file in there]
            if said:
                item.setIcon(icon(*(("circle-alert", "error") if file in self._faulty else ("pencil", "accent"))))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{file}, {' and '.join(said)}")
            item.setToolTip(f"{file}: {' and '.join(said)}" if said else file)
            if file == self._current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.list.setAccessibleName("Files of the copy")
        changed = len(self._changed)
        self.count.setText(f"{changed} of {len(self._files)} changed" if changed else f"{len(self._files)} files")

    def _choose(self, row: int) -> None:
        if row < 0:
            return
        if self.hits:
            self.place_requested.emit(self.hits[row].place, self.search.text().strip())
        elif not self.search.text().strip():
            self.file_requested.emit(self._files[row])
