"""Figures to press where there is no keyboard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.style import SPACE, set_icon, set_role, text_factor

_COLUMNS, _MOST_COLUMNS = 3, 6
_TALL = 1.3


class Keypad(QWidget):
    """Ten figures and a key to take the last one back. The keyboard stays in the line they are typed into.

    Signals:
        digit_pressed(str): a figure.
        back_pressed: take the last one back.
    """

    digit_pressed = Signal(str)
    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE)
        # Large text leaves no height for four rows.
        columns, order = (_MOST_COLUMNS, "1234567890") if text_factor() > _TALL else (_COLUMNS, "123456789 0")
        for place, digit in enumerate(order):
            if digit != " ":
                grid.addWidget(self._key(digit), *divmod(place, columns))
        back = button("", icon="delete")
        back.setAccessibleName("Take the last figure back")
        back.setToolTip("Take the last figure back (Backspace)")
        self._dress(back)
        back.clicked.connect(self.back_pressed)
        grid.addWidget(back, *divmod(len(order), columns))

    def _key(self, digit: str) -> QPushButton:
        key = button(digit)
        key.setAccessibleName(digit)
        self._dress(key)
        key.clicked.connect(lambda: self.digit_pressed.emit(digit))
        self.keys[digit] = key
        return key

    @staticmethod
    def _dress(key: QPushButton) -> None:
        set_role(key, "keypad")
        if key.property("icon_name"):
            set_icon(key, key.property("icon_name"), "text", 20)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
