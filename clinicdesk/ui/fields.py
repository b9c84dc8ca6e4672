"""Building blocks of forms: a labelled field, a segmented choice, and the frames that hold them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.style import SPACE, IconLabel, set_icon, set_invalid, set_role

_ICON_ROLES = {"primary": "on_accent", "danger": "error", "link": "accent", "urgent": "on_urgent"}


class Field(QWidget):
    """A label, an editor below it, and one line below that for a hint or for what is wrong.

    Signals:
        left: the keyboard left the editor; the moment to say what is wrong, never earlier.
    """

    left = Signal()

    def __init__(
        self, label: str, editor: QWidget, *, hint: str = "", optional: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = set_role(QLabel(label), "label")
        self.label.setBuddy(editor)
        self._hint = hint
        self._error = ""
        self._icon = IconLabel("circle-alert", "error", 14)
        self._message = QLabel(hint)
        self._message.setWordWrap(True)
        if isinstance(editor, QAbstractSpinBox) and (line := editor.lineEdit()) is not None:
            # A style sheet's padding does not reach the line inside a spin box.
            line.setTextMargins(SPACE, 0, 0, 0)
        editor.setAccessibleName(label.replace("&", ""))
        editor.installEventFilter(self)
        self._build(optional)
        self._show()

    @property
    def error(self) -> str:
        """What is wrong, or an empty text."""
        return self._error

    def set_error(self, sentence: str) -> None:
        """Say what is wrong with what was typed; an empty sentence clears it."""
        if sentence != self._error:
            self._error = sentence
            self._show()

    def clear_error(self) -> None:
        """Go back to the hint."""
        self.set_error("")

    def set_hint(self, hint: str) -> None:
        """Change the line shown while nothing is wrong, e.g. a birth date echoed in words."""
        if hint != self._hint:
            self._hint = hint
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice the keyboard leaving the editor, but not a menu or another window opening over it."""
        if watched is self.editor and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            reasons = Qt.FocusReason
            if event.reason() not in {reasons.PopupFocusReason, reasons.ActiveWindowFocusReason}:
                self.left.emit()
        return super().eventFilter(watched, event)

    def _build(self, optional: bool) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE // 2)
        top.addWidget(self.label)
        if optional:
            top.addWidget(set_role(QLabel("optional"), "detail"))
        top.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(SPACE // 2)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._message, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addLayout(top)
        layout.addWidget(self.editor)
        layout.addLayout(below)

    def _show(self) -> None:
        wrong = bool(self._error)
        text = self._error or self._hint
        set_role(self._message, "error" if wrong else "detail")
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._icon.setVisible(wrong)
        set_invalid(self.editor, wrong)
        self.editor.setAccessibleDescription(f"Error: {self._error}" if wrong else self._hint)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a segmented control.

    Attributes:
        key: a letter that chooses it while the control has the keyboard, or an empty text.
        tip: more words, shown at the pointer.
    """

    value: str
    label: str
    key: str = ""
    tip: str = ""


class Segmented(QFrame):
    """One choice of a few, all in sight.

    One stop of the Tab key; the arrows move between the choices and choose, a letter chooses
    at once. Up and Down are left to whatever holds the control. Without ``takes_clicks`` a click
    leaves the keyboard where it was, for choices about what is being worked in.

    Signals:
        value_chosen(value): the person chose; not emitted by ``set_value``.
    """

    value_chosen = Signal(str)

    def __init__(
        self, options: Sequence[Option], *, name: str = "", takes_clicks: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "segmented")
        policy = Qt.FocusPolicy
        self._policies = (policy.StrongFocus, policy.ClickFocus) if takes_clicks else (policy.TabFocus, policy.NoFocus)
        self.options = tuple(options)
        self._value: str | None = None
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for option in self.options:
            layout.addWidget(self._button(option))
        self.setAccessibleName(name)
        self._place_focus()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """Name the control, and every choice in it after the control: a screen reader lands on a choice."""
        super().setAccessibleName(name)
        for option in self.options:
            self._buttons[option.value].setAccessibleName(f"{name}: {option.label}" if name else option.label)

    def value(self) -> str | None:
        """The value chosen, or None."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show a value, or no choice at all, without telling anybody."""
        self._value = value
        for each, button in self._buttons.items():
            button.setChecked(each == value)
        self._place_focus()

    def choose(self, value: str) -> None:
        """Choose as the person does, and tell."""
        self.set_value(value)
        self.value_chosen.emit(value)

    def button(self, value: str) -> QPushButton:
        """The button of one choice."""
        return self._buttons[value]

    def focusInEvent(self, _event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the keyboard to the choice that stands."""
        self._focus_button().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose by letter."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}
        typed = event.text().casefold()
        for option in self.options:
            if plain and typed and typed == option.key.casefold():
                self._buttons[option.value].setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.choose(option.value)
                return
        event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Move between the choices with Left and Right; pass Up and Down on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QPushButton):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self._step(watched, step if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -step)
                return True
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                # A button would swallow these to move the focus to a neighbour of its own choosing.
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _button(self, option: Option) -> QPushButton:
        button = set_role(QPushButton(option.label), "segment")
        button.setCheckable(True)
        button.setAutoDefault(False)
        letter = f" ({option.key.upper()})" if option.key else ""
        button.setToolTip(f"{option.tip or option.label}{letter}")
        button.clicked.connect(lambda _checked=False, value=option.value: self.choose(value))
        button.installEventFilter(self)
        self._buttons[option.value] = button
        return button

    def _focus_button(self) -> QPushButton:
        return self._buttons[self._value if self._value in self._buttons else self.options[0].value]

    def _place_focus(self) -> None:
        stop, (stops, others) = self._focus_button(), self._policies
        for button in self._buttons.values():
            button.setFocusPolicy(stops if button is stop else others)
        self.setFocusProxy(stop)

    def _step(self, button: QPushButton, step: int) -> None:
        values = [option.value for option in self.options]
        place = next(index for index, value in enumerate(values) if self._buttons[value] is button)
        # Entering with nothing chosen, the first arrow chooses the place the keyboard already stands on.
        target = values[(place + step) % len(values)] if self._value is not None else values[place]
        self._buttons[target].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.choose(target)


class Card(QFrame):
    """A surface with a thin border; put content into ``column``."""

    def __init__(self, *, margin: int = 2 * SPACE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(SPACE)


class EmptyState(QWidget):
    """What an empty page says: what is missing, and the one thing to do about it.

    Signals:
        action_requested: the button was pressed.
    """

    action_requested = Signal()

    def __init__(self, icon: str, title: str, text: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = set_role(QLabel(title), "heading")
        self.text = set_role(QLabel(text), "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        layout.setSpacing(SPACE)
        layout.addStretch(2)
        layout.addWidget(IconLabel(icon, "muted", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(SPACE)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        self.button: QPushButton | None = None
        if button:
            self.button = set_role(QPushButton(button), "primary")
            self.button.clicked.connect(self.action_requested)
            layout.addSpacing(SPACE)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)


def side_by_side(widgets: Iterable[QWidget]) -> QHBoxLayout:
    """A row of fields that are read as one, such as given and family name, tops aligned."""
    row = QHBoxLayout()
    row.setSpacing(2 * SPACE)
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return row


def button(text: str, *, role: str = "", icon: str = "", keys: str = "") -> QPushButton:
    """A button with its role, its icon and its key in the tooltip (the key itself is the page's to bind)."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if role:
        set_role(made, role)
    if icon:
        set_icon(made, icon, _ICON_ROLES.get(role, "text"))
    if keys:
        made.setToolTip(f"{text} ({key_text(keys)})")
    return made


def key_text(keys: str) -> str:
    """Keys as this computer's keyboard names them: ``Ctrl+K``, or the Mac's own sign for it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def separator() -> QFrame:
    """A thin line."""
    return set_role(QFrame(), "line")
