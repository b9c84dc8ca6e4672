"""What every section of the Follow-up page has in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import EmptyState
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.style import SPACE, set_role

if TYPE_CHECKING:
    from datetime import datetime

    from clinicdesk.desk import Desk


class FollowUpSection(QWidget):
    """A list of what waits to be dealt with.

    Attributes:
        title: what its tab says.
        well: said while nothing waits: a heading, and a sentence that says what would stand here.

    Signals:
        count_changed(int): so many wait now.
        patient_requested(patient_id): open this person's record.
    """

    title = ""
    well = ("", "")
    count_changed = Signal(int)
    patient_requested = Signal(str)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.summary = set_role(QLabel(), "muted")
        self.summary.setWordWrap(True)
        self.empty = EmptyState("circle-check", *self.well)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE)
        self.column.addWidget(self.summary)
        self.column.addWidget(self.empty)

    @staticmethod
    def count(desk: "Desk", *, now: "datetime") -> int:
        """How many wait, read without making the list: it is asked after everything that is done."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the list anew, but never from under a form that is being filled in."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the keyboard on the first line."""

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this section."""
        return ()

    def tell(self, count: int, summary: str) -> None:
        """Say how many wait and what to do about them, or that all is well."""
        self.summary.setText(summary)
        self.summary.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        self.count_changed.emit(count)
