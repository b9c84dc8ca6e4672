"""The left rail: one entry per page, icon and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from clinicdesk.ui.fields import key_text
from clinicdesk.ui.style import SPACE, set_icon, set_role, text_factor

_WIDTH, _HEIGHT = 84, 58


@dataclass(frozen=True, slots=True)
class Entry:
    """One page on the rail.

    Attributes:
        name: the page's name in the window.
        foot: whether it stands at the foot of the rail, apart from the day's work.
    """

    name: str
    words: str
    icon: str
    foot: bool = False


class Rail(QFrame):
    """The pages of the program, from top to bottom in the order of their keys.

    Signals:
        page_requested(name): an entry was pressed.
    """

    page_requested = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "rail")
        self.setAccessibleName("Pages")
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, SPACE + 4, 6, SPACE + 4)
        column.setSpacing(SPACE // 2)
        for place, entry in enumerate(entries, start=1):
            if entry.foot:
                column.addStretch(1)
            column.addWidget(self._button(entry, f"Ctrl+{place}"))
        self.fit()

    def fit(self) -> None:
        """Take the width that suits the text."""
        self.setFixedWidth(round(_WIDTH * text_factor()))
        for button in self._buttons.values():
            button.setMinimumHeight(round(_HEIGHT * text_factor()))

    def show_current(self, name: str) -> None:
        """Mark the page that is in front; a page without an entry marks none."""
        for each, button in self._buttons.items():
            button.setChecked(each == name)
            set_icon(button, button.property("icon_name"), "accent" if each == name else "muted", 22)

    def button(self, name: str) -> QToolButton:
        """The entry of a page."""
        return self._buttons[name]

    def _button(self, entry: Entry, keys: str) -> QToolButton:
        button = set_role(QToolButton(), "rail")
        button.setText(entry.words)
        button.setToolTip(f"{entry.words} ({key_text(keys)})")
        button.setAccessibleName(entry.words)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_icon(button, entry.icon, "muted", 22)
        button.clicked.connect(lambda _checked=False, name=entry.name: self.page_requested.emit(name))
        self._buttons[entry.name] = button
        return button
