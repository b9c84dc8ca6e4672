"""A part of a form that folds away to one line saying what is in it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.fields import Card
from clinicdesk.ui.style import SPACE, set_icon, set_role


class FoldingSection(Card):
    """A heading to press, and the fields below it while unfolded.

    Signals:
        unfolded(bool): the person opened or closed it.
    """

    unfolded = Signal(bool)

    def __init__(self, title: str) -> None:
        super().__init__(margin=SPACE)
        self.column.setSpacing(0)
        self.header = set_role(QPushButton(title), "row")
        self.header.setAutoDefault(False)
        self.header.clicked.connect(self._toggle)
        self._summary = set_role(QLabel(), "muted")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._wanted = set_role(QLabel("To complete"), "pill")
        self._wanted.hide()
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self.header)
        top.addWidget(self._summary, 1)
        top.addStretch()
        top.addWidget(self._wanted)
        self.content = QWidget()
        self.rows = QVBoxLayout(self.content)
        self.rows.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.rows.setSpacing(2 * SPACE)
        self.column.addLayout(top)
        self.column.addWidget(self.content)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        """Whether the fields are in sight."""
        return not self.content.isHidden()

    @property
    def is_wanted(self) -> bool:
        """Whether something in it is still to be asked."""
        return not self._wanted.isHidden()

    def set_open(self, open_now: bool) -> None:
        """Unfold or fold."""
        self.content.setVisible(open_now)
        self._summary.setVisible(not open_now)
        set_icon(self.header, "chevron-down" if open_now else "chevron-right", "muted", 18)
        self.header.setIconSize(QSize(18, 18))
        self.header.setToolTip("Fold away (Space)" if open_now else "Unfold (Space)")
        self._name_header()

    def set_summary(self, words: str) -> None:
        """Say what the folded section holds."""
        self._summary.setText(words)
        self._name_header()

    def set_wanted(self, wanted: bool) -> None:
        """Mark the section as holding something still to be asked."""
        self._wanted.setVisible(wanted)
        self._name_header()

    def _toggle(self) -> None:
        self.set_open(not self.is_open)
        self.unfolded.emit(self.is_open)

    def _name_header(self) -> None:
        state = "unfolded" if self.is_open else f"folded, {self._summary.text() or 'empty'}"
        wanted = ", to complete" if self.is_wanted else ""
        self.header.setAccessibleName(f"{self.header.text()}, {state}{wanted}")
