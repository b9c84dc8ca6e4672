"""A reason that opens in place."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.fields import button
from clinicdesk.ui.panel.lines import ChoiceLine
from clinicdesk.ui.panel.way_in import DECIDE_KEYS
from clinicdesk.ui.panel.wording import ReasonGroup
from clinicdesk.ui.style import kind_words, set_role, verdict_icon_name, verdict_words

_INDENT = 32


class ReasonLine(QWidget):
    """One line; pressing it shows below what it rests on. What is below is made when first opened.

    Signals:
        clear_requested(rule): a therapist wants to decide that it does not hold the person back.
    """

    clear_requested = Signal(str)

    def __init__(self, opened: set[str], details: Callable[[ReasonGroup], str]) -> None:
        super().__init__()
        self._rule = ""
        self.note: QLabel | None = None
        self.clear_button: QPushButton | None = None
        self._opened = opened
        self._details = details
        self._group: ReasonGroup | None = None
        self.head = ChoiceLine()
        self.head.clicked.connect(self._toggle)
        self.body: QLabel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)

    def show_group(self, group: ReasonGroup) -> None:
        """Fill the line; it stays open when the same reasons were open before."""
        self._group = group
        is_open = group.key in self._opened
        text = group.text if group.kind is None else f"{kind_words(group.kind)}: {group.text}"
        icon = verdict_icon_name(group.verdict)
        self.head.show_line(icon, group.verdict.code, text, chevron="chevron-up" if is_open else "chevron-down")
        state = "open" if is_open else "closed"
        self.head.setAccessibleDescription(f"{verdict_words(group.verdict)}, {state}")
        if is_open:
            self._show_body(self._details(group))
        elif self.body is not None:
            self.body.hide()

    def offer(self, rule: str, note: str) -> None:
        """Let the reason be cleared, or say why it cannot be; both empty says nothing of it."""
        self._rule = rule
        if rule and self.clear_button is None:
            self.clear_button = button("Clear this…", role="link", icon="check", keys=DECIDE_KEYS)
            self.clear_button.clicked.connect(lambda: self.clear_requested.emit(self._rule))
            self._column.insertWidget(1, self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        if note and self.note is None:
            self.note = set_role(QLabel(), "detail")
            self.note.setWordWrap(True)
            self.note.setContentsMargins(_INDENT, 0, 6, 4)
            self._column.insertWidget(1, self.note)
        if self.clear_button is not None:
            self.clear_button.setAccessibleName(f"Clear: {self.head.text()}")
            self.clear_button.setVisible(bool(rule))
        if self.note is not None:
            self.note.setText(note)
            self.note.setVisible(bool(note))

    def _toggle(self) -> None:
        if self._group is not None:
            self._opened ^= {self._group.key}
            self.show_group(self._group)

    def _show_body(self, html: str) -> None:
        if self.body is None:
            self.body = set_role(QLabel(), "small")
            self.body.setWordWrap(True)
            self.body.setTextFormat(Qt.TextFormat.RichText)
            self.body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.setContentsMargins(_INDENT, 0, 6, 8)
            self._column.addWidget(self.body)
        if self.body.text() != html:
            self.body.setText(html)
        self.body.show()
