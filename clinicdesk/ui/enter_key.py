"""What Enter does on a page: it presses the button that has the keyboard, as Space does."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

_PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier})


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter was pressed by itself."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() in _PLAIN


def is_save(event: QKeyEvent) -> bool:
    """Whether Ctrl+Enter was pressed, which saves whatever form has the keyboard."""
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(control) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def is_segment(widget: QWidget | None) -> bool:
    """Whether a widget is one choice of a segmented control, where Enter moves on instead of choosing."""
    return isinstance(widget, QPushButton) and widget.property("role") == "segment"


def enter_presses(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Press the button that has the keyboard if the event is Enter; returns whether it did."""
    if not is_enter(event) or not isinstance(focus, QPushButton) or is_segment(focus):
        return False
    focus.click()
    return True


def enter_moves_on(event: QKeyEvent, form: QWidget) -> bool:
    """On Enter, press the button that has the keyboard, or else go to the next field; returns whether it was Enter."""
    if not is_enter(event):
        return False
    if not enter_presses(event, form.focusWidget()):
        form.focusNextChild()
    return True
