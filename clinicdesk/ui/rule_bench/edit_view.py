"""Editing the copy: the files at the left, the text, and below it what is wrong."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from clinicdesk.ui.rule_bench.editor import RuleEditor
from clinicdesk.ui.rule_bench.files import FileList
from clinicdesk.ui.rule_bench.passages import Place, passages
from clinicdesk.ui.rule_bench.problems import ProblemList, Weight, problems_of
from clinicdesk.ui.style import SPACE, text_factor

if TYPE_CHECKING:
    from clinicdesk.ui.rule_bench.in_hand import CopyInHand

_FILES_WIDTH, _FILES_SHARE = 236, 0.36
_FIRST = "rules_seed.toml"


class EditView(QWidget):
    """The editor and what stands around it."""

    def __init__(self, in_hand: "CopyInHand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_hand = in_hand
        self.files = FileList()
        self.editor = RuleEditor()
        self.problems = ProblemList()
        self.files.file_requested.connect(self.show_file)
        self.files.place_requested.connect(self._show_hit)
        self.problems.place_requested.connect(self.go_to)
        self.editor.text_edited.connect(self._take)
        in_hand.reloaded.connect(self._reload)
        in_hand.edited.connect(lambda _file: self.problems.show_waiting())
        in_hand.looked_through.connect(self._show_found)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.editor)
        parts.addWidget(self.problems)
        parts.setStretchFactor(0, 4)
        parts.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        row.addWidget(self.files)
        row.addWidget(parts, 1)
        self._reload()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The files follow the size of text, as long as the text itself keeps most of the room."""
        super().resizeEvent(event)
        self.files.setFixedWidth(round(min(_FILES_WIDTH * text_factor(), self.width() * _FILES_SHARE)))

    def show_file(self, file: str) -> None:
        """Bring a file to the front."""
        self.editor.show_file(file, self._in_hand.texts[file])
        self._show_files()

    def go_to(self, place: Place) -> None:
        """Put the caret on a line of a file, and the keyboard into the text."""
        self.show_file(place.file)
        self.editor.go_to(place.line)
        self.editor.setFocus()

    def show_entry(self, name: str) -> None:
        """Go to a rule, a question or a source by its name."""
        place = next((each.place for each in passages(self._in_hand.texts) if each.name == name), None)
        if place is not None:
            self.go_to(place)

    def _show_hit(self, place: Place, words: str) -> None:
        """Show what was found; the keyboard stays where what is looked for is typed."""
        self.show_file(place.file)
        self.editor.go_to(place.line)
        block = self.editor.document().findBlockByNumber(place.line)
        at = block.text().casefold().find(words.casefold())
        if at >= 0:
            caret = QTextCursor(block)
            caret.setPosition(block.position() + at)
            caret.setPosition(block.position() + at + len(words), QTextCursor.MoveMode.KeepAnchor)
            self.editor.setTextCursor(caret)

    def _take(self, file: str) -> None:
        text = self.editor.text_of(file)
        if text is not None:
            self._in_hand.set_text(file, text)

    def _reload(self) -> None:
        current, texts = self.editor.file, self._in_hand.texts
        if current and all(self.editor.text_of(file) in {None, text} for file, text in texts.items()):
            # The caret, and what can be taken back, stay where they are.
            self._show_files()
            return
        self.editor.forget()
        self.show_file(current if current in texts else _FIRST if _FIRST in texts else min(texts))

    def _show_found(self) -> None:
        found = self._in_hand.found
        if found is None:
            return
        problems = problems_of(found, self._in_hand.texts)
        self.problems.show_problems(problems, changed=bool(self._in_hand.changed_files))
        self.editor.mark_faults((each.place.file, each.place.line) for each in problems if each.place)
        self._show_files()

    def _show_files(self) -> None:
        problems = self.problems.problems
        faulty = {each.place.file for each in problems if each.place and each.weight is not Weight.LESSER}
        self.files.show_files(
            self._in_hand.texts, current=self.editor.file, changed=self._in_hand.changed_files, faulty=faulty
        )
