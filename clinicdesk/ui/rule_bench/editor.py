"""A text editor for the knowledge files: numbered lines, colours, and a mark beside each line that has a fault."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QApplication, QPlainTextDocumentLayout, QPlainTextEdit, QTextEdit, QWidget

from clinicdesk.ui.rule_bench.colours import TomlColours
from clinicdesk.ui.style import SPACE, tokens


class RuleEditor(QPlainTextEdit):
    """Shows one file at a time; each keeps its own caret and what can be taken back.

    Signals:
        text_edited(file): somebody typed.
    """

    text_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = ""
        self._documents: dict[str, QTextDocument] = {}
        self._colours: dict[str, TomlColours] = {}
        self._carets: dict[str, int] = {}
        self._faulty: dict[str, set[int]] = {}
        # The keyboard goes through the page here as elsewhere; files are indented by spaces.
        self.setTabChangesFocus(True)
        self.gutter = _Gutter(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow_scrolling)
        self.cursorPositionChanged.connect(self._show_marks)

    def show_file(self, file: str, text: str) -> None:
        """Bring a file to the front, with its text if it was not opened before."""
        if self.file:
            self._carets[self.file] = self.textCursor().position()
        if file not in self._documents:
            self._documents[file] = self._document(file, text)
        if file == self.file:
            return
        self.file = file
        self.setDocument(self._documents[file])
        caret = self.textCursor()
        caret.setPosition(min(self._carets.get(file, 0), max(0, self.document().characterCount() - 1)))
        self.setTextCursor(caret)
        self.setAccessibleName(f"Text of {file}")
        self._make_room()
        self._show_marks()

    def forget(self) -> None:
        """Let go of every file: other texts are shown from here on."""
        empty = QTextDocument(self)
        empty.setDocumentLayout(QPlainTextDocumentLayout(empty))
        self.setDocument(empty)
        for document in self._documents.values():
            document.deleteLater()
        self.file = ""
        for kept in (self._documents, self._colours, self._carets, self._faulty):
            kept.clear()

    def go_to(self, line: int) -> None:
        """Put the caret on a line, in the middle of what is seen."""
        block = self.document().findBlockByNumber(min(line, self.document().blockCount() - 1))
        self.setTextCursor(QTextCursor(block))
        self.centerCursor()

    @property
    def line(self) -> int:
        """The line of the caret, counted from 0."""
        return self.textCursor().blockNumber()

    def mark_faults(self, lines: Iterable[tuple[str, int]]) -> None:
        """Mark these lines, as file and number, as faulty."""
        self._faulty.clear()
        for file, line in lines:
            self._faulty.setdefault(file, set()).add(line)
        self._show_marks()
        self.gutter.update()

    @property
    def faulty_lines(self) -> set[int]:
        """The marked lines of the file in front."""
        return self._faulty.get(self.file, set())

    def gutter_width(self) -> int:
        """Room for the largest number and the mark before it."""
        digits = len(str(max(100, self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + 3 * SPACE

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Number the lines that are seen."""
        theme, painter = tokens(), QPainter(self.gutter)
        painter.fillRect(event.rect(), QColor(theme.window))
        painter.setFont(self.font())
        high = self.fontMetrics().height()
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid():
            top = round(self.blockBoundingGeometry(block).translated(offset).top())
            if top > event.rect().bottom():
                break
            number = block.blockNumber()
            faulty, here = number in self.faulty_lines, number == self.line
            painter.setPen(QColor(theme.error if faulty else theme.text if here else theme.muted))
            box = QRect(0, top, self.gutter.width() - SPACE, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(number + 1))
            if faulty:
                painter.drawText(box.translated(SPACE // 2, 0), Qt.AlignmentFlag.AlignLeft, "!")
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The numbers stand at the left, as high as the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.gutter.setGeometry(QRect(inside.left(), inside.top(), self.gutter_width(), inside.height()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme and the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._follow_style()

    def _follow_style(self) -> None:
        for file, document in self._documents.items():
            document.setDefaultFont(_font())
            self._colours[file].follow_theme()
        if self.font() != _font():
            self.setFont(_font())
        self._make_room()
        self._show_marks()

    def _document(self, file: str, text: str) -> QTextDocument:
        document = QTextDocument(self)
        document.setDocumentLayout(QPlainTextDocumentLayout(document))
        document.setDefaultFont(_font())
        document.setPlainText(text)
        self._colours[file] = TomlColours(document)
        document.contentsChange.connect(lambda _at, gone, come: self._edited(file, gone, come))
        return document

    def _edited(self, file: str, gone: int, come: int) -> None:
        # Colouring reports a change in which as much came as went and nothing differs; asking again is harmless.
        if gone or come:
            self.text_edited.emit(file)

    def text_of(self, file: str) -> str | None:
        """What stands in a file now, or None while it was not opened."""
        document = self._documents.get(file)
        return None if document is None else document.toPlainText()

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)

    def _follow_scrolling(self, rect: QRect, by: int) -> None:
        if by:
            self.gutter.scroll(0, by)
        else:
            self.gutter.update(0, rect.y(), self.gutter.width(), rect.height())

    def _show_marks(self) -> None:
        theme = tokens()
        here = QTextEdit.ExtraSelection()
        here.cursor = self.textCursor()
        here.cursor.clearSelection()
        here.format.setBackground(QColor(theme.hover))
        here.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.setExtraSelections([here, *(self._wavy(line) for line in sorted(self.faulty_lines))])
        self.gutter.update()

    def _wavy(self, line: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        caret = QTextCursor(self.document().findBlockByNumber(line))
        caret.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = caret
        mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.format.setUnderlineColor(QColor(tokens().error))
        return mark


class _Gutter(QWidget):
    """The numbers beside the text."""

    def __init__(self, editor: RuleEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the largest number."""
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Let the editor number its lines."""
        self._editor.paint_gutter(event)


def _font() -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QApplication.font().pointSizeF() * 13 / 14)
    return font
