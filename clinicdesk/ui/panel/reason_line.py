"""A reason that opens in place."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.panel.lines import ChoiceLine
from clinicdesk.ui.panel.wording import ReasonGroup
from clinicdesk.ui.style import kind_words, set_role, verdict_icon_name, verdict_words


class ReasonLine(QWidget):
    """One line; pressing it shows below what it rests on. What is below is made when first opened."""

    def __init__(self, opened: set[str], details: Callable[[ReasonGroup], str]) -> None:
        super().__init__()
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
            self.body.setContentsMargins(32, 0, 6, 8)
            self._column.addWidget(self.body)
        if self.body.text() != html:
            self.body.setText(html)
        self.body.show()
