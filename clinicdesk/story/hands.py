"""Hands that use a window as a person does: by the words on it, with real mouse and key events."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QMenu, QScrollArea, QWidget

W = TypeVar("W", bound=QWidget)

_PATIENCE = 5
"""Seconds to wait for something to come into view before it counts as missing."""


class NotOnScreenError(AssertionError):
    """Nothing in view carries the words looked for."""


class Hands:
    """The hands of somebody who sits before a window and knows it only by its words."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def click(self, words: str) -> None:
        """Press the button that says so."""
        button = self.button(words)
        for above in _ancestors(button):
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_middle(button))
        settle()

    def choose(self, words: str) -> None:
        """Click the line of a list or a table that begins with the words."""
        found: list[tuple[QAbstractItemView, QModelIndex]] = []

        def look() -> bool:
            found[:] = [
                (view, index)
                for view in self.window.findChildren(QAbstractItemView)
                if view.isVisible()
                for index in _cells(view)
                if _read_cell(index).startswith(words)
            ]
            return bool(found)

        if not wait_until(look):
            raise NotOnScreenError(f"no line begins with {words!r}")
        view, index = found[0]
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
        settle()

    def pick(self, words: str) -> None:
        """Click the entry that begins with the words in the menu that is open."""
        found: list[QMenu] = []

        def look() -> bool:
            opened = QApplication.activePopupWidget()
            found[:] = [opened] if isinstance(opened, QMenu) else []
            return bool(found)

        if not wait_until(look):
            raise NotOnScreenError("no menu is open")
        (menu,) = found
        entries = [each for each in menu.actions() if each.text().startswith(words) and each.isEnabled()]
        if not entries:
            raise NotOnScreenError(
                f"no entry begins with {words!r}; the menu says {[e.text() for e in menu.actions()]}"
            )
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entries[0]).center())
        settle()

    def fill(self, words: str, text: str) -> None:
        """Click the field with that label and type, replacing what it holds."""
        field = self.field(words)
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.SelectAll))
        self.type_here(text)

    def type_here(self, text: str) -> None:
        """Type wherever the keyboard is."""
        field = QApplication.focusWidget() or self.window
        for character in text:
            if character.isascii():
                QTest.keyClicks(field, character)
            else:  # no key carries it: an input method hands it over, as for real hands
                written = QInputMethodEvent()
                written.setCommitString(character)
                QApplication.sendEvent(field, written)
        settle()

    def point_at(self, words: str) -> None:
        """Put the keyboard on the line that says so."""
        for label in self.window.findChildren(QLabel):
            if label.isVisible() and label.text() == words:
                line = label.parentWidget()
                while line is not None and line.focusProxy() is None and line.focusPolicy() == Qt.FocusPolicy.NoFocus:
                    line = line.parentWidget()
                if line is not None:
                    line.setFocus(Qt.FocusReason.MouseFocusReason)
                    settle()
                    return
        raise NotOnScreenError(f"no line says {words!r}; in view is: {sorted(set(self.read()))}")

    def press(self, *keys: str) -> None:
        """Press keys one after another wherever the focus is, e.g. ``"Y"`` or ``"Ctrl+Return"``."""
        for key in keys:
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(key))
            settle()

    def button(self, words: str) -> QAbstractButton:
        """The button in view that says so, or is called so for a screen reader."""
        return self._wait_for(QAbstractButton, words)

    def field(self, words: str) -> QWidget:
        """The field in view with that label."""
        return self._wait_for(QWidget, words, typed_into=True)

    def sees(self, words: str) -> bool:
        """Whether the words stand anywhere in view."""
        return any(words in seen for seen in self.read())

    def waits_to_see(self, words: str) -> None:
        """Wait until the words stand in view."""
        if not wait_until(lambda: self.sees(words)):
            raise NotOnScreenError(f"{words!r} is not in view; in view is: {sorted(set(self.read()))}")

    def read_line(self, words: str) -> str:
        """All that a screen reader says of the line of a table that has a cell beginning with the words."""
        for view in self.window.findChildren(QAbstractItemView):
            if view.isVisible():
                for index in _cells(view):
                    if _read_cell(index).startswith(words):
                        line = [cell for cell in _cells(view) if cell.row() == index.row()]
                        return "; ".join(_read_cell(cell) for cell in line)
        raise NotOnScreenError(f"no line has a cell that begins with {words!r}")

    def read(self) -> Iterator[str]:
        """Every text in view."""
        for label in self.window.findChildren(QLabel):
            if label.isVisible():
                rich = label.textFormat() == Qt.TextFormat.RichText
                yield QTextDocumentFragment.fromHtml(label.text()).toPlainText() if rich else label.text()
        for button in self.window.findChildren(QAbstractButton):
            if button.isVisible():
                yield _words_of(button)

    def _wait_for(self, sort: type[W], words: str, *, typed_into: bool = False) -> W:
        found: list[W] = []

        def look() -> bool:
            found[:] = [
                widget
                for widget in self.window.findChildren(sort)
                if words in {_words_of(widget), widget.accessibleName()} and _within_reach(widget)
                if not typed_into or widget.focusPolicy() & Qt.FocusPolicy.ClickFocus
            ]
            return bool(found)

        if not wait_until(look):
            raise NotOnScreenError(f"nothing to use says {words!r}; in view is: {sorted(set(self.read()))}")
        return found[0]


def wait_until(holds: Callable[[], bool], *, seconds: int = _PATIENCE) -> bool:
    """Handle events until something holds; False when it still does not after that many seconds."""
    end = QDeadlineTimer(1000 * seconds)
    while not holds():
        if end.hasExpired():
            return False
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    return True


def settle() -> None:
    """Let the window do what the last event asked of it."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _within_reach(widget: QWidget) -> bool:
    """Whether a finger could come down on it: in view, in use, and nothing lies over it."""
    if not (widget.isVisible() and widget.isEnabled()):
        return False
    window = widget.window()
    below = window.childAt(widget.mapTo(window, _middle(widget)))
    return below is not None and (below is widget or widget.isAncestorOf(below) or _scrolled_away(widget))


def _scrolled_away(widget: QWidget) -> bool:
    """Whether it only has to be scrolled to, which a person does without thinking of it."""
    return widget.visibleRegion().isEmpty() and any(isinstance(above, QScrollArea) for above in _ancestors(widget))


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(model.rowCount(view.rootIndex())):
        index = model.index(row, 0)
        while index.isValid():
            yield index
            index = index.siblingAtColumn(index.column() + 1)


def _read_cell(index: QModelIndex) -> str:
    """What a screen reader says of a cell."""
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def _words_of(widget: QWidget) -> str:
    return widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()
