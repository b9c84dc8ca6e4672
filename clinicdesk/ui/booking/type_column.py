"""What to book, at the left of the page: a word about a missing intake, then the session types."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.ui.booking.outcome import NoIntakeNote
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.booking.type_list import TypeList
from clinicdesk.ui.stacking import stacked
from clinicdesk.ui.style import SPACE, text_factor

_WIDTH = 252
_SHARE = 0.36
_ANY = 16_777_215
"""Qt's own word for no limit."""


class TypeColumn(QWidget):
    """As wide as its words need, but never more than a third of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.no_intake = NoIntakeNote()
        self.types = TypeList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.no_intake)
        column.addWidget(self.types, 1)

    def show_plan(self, plan: BookingPlan) -> None:
        """Show what can be booked for a person, and whether they were asked."""
        self.no_intake.setVisible(plan.intake is None)
        self.no_intake.show_begun(plan.begun)
        self.types.show_offers(plan.offers, plan.offer)

    def fit(self, page_width: int) -> None:
        """Follow the width of the page; where text is large there is nothing beside it."""
        share = min(round(_WIDTH * text_factor()), max(_WIDTH, round(page_width * _SHARE)))
        self.setMinimumWidth(0 if stacked() else share)
        self.setMaximumWidth(_ANY if stacked() else share)
