"""What lies over the whole window: a veil with a card in the middle."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.ui.fields import Card


class Veil(QWidget):
    """Dims a window and keeps its shortcuts away until it is closed; then the keyboard is back where it was.

    Attributes:
        card: holds what there is to read; still empty.
        came_from: what has the keyboard afterwards, or None to leave the keyboard alone: what had it before, or what
            below asked for it meanwhile, such as a page that follows another desk.
    """

    def __init__(self, window: QWidget, name: str, colour: QColor, *, margin: int) -> None:
        super().__init__(window)
        self._colour = colour
        self.came_from: QWidget | None = window.focusWidget() or window
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self.card = Card(margin=margin)
        column = QVBoxLayout(self)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def cover(self, window: QWidget, focus: QWidget) -> None:
        """Lie down over the window and give a widget the keyboard, once the card is filled."""
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        focus.setFocus()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._hold_keyboard)

    def _hold_keyboard(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep what is typed, a PIN above all, from going to the page below."""
        if not self.isVisible() or self.came_from is None or now is None:
            return
        if now.window() is not self.window() or _on_veil(now):
            return
        self.came_from = now
        if before is not None and self.isAncestorOf(before):
            before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Keep the keyboard among what lies on the card."""
        stops = [each for each in self.card.findChildren(QWidget) if _takes_tab(each)]
        focus = self.focusWidget()
        here = next((place for place, each in enumerate(stops) if each is focus), -1 if forward else 0)
        if stops:
            stops[(here + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of the window through."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dim what lies below."""
        QPainter(self).fillRect(self.rect(), self._colour)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the keyboard back where it was."""
        super().closeEvent(event)
        self.hide()  # from here on the keyboard is not held any more
        if self.came_from is not None and isValid(self.came_from):
            self.came_from.setFocus()


def _on_veil(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, Veil):
        widget = widget.parentWidget()
    return widget is not None


def _takes_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return tab and widget.isVisible() and widget.isEnabled()
