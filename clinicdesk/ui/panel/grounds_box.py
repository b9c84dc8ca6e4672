"""Choosing the grounds of a clearance."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.staff import StaffMember


class GroundsBox(QComboBox):
    """Grounds to choose from; one that is not this therapist's to give is there, cannot be chosen, and says why.

    Attributes:
        why_closed: why some of them cannot be chosen, in sentences; empty where all can.
    """

    def __init__(
        self, grounds: Iterable[ClearanceReason], member: StaffMember, *, letters: int, figures: bool = False
    ) -> None:
        """Offer grounds.

        Args:
            grounds: in the order in which they are offered.
            member: the therapist who chooses.
            letters: how many of a line have room at least.
            figures: whether each has a figure that chooses it.
        """
        super().__init__()
        self._member = member
        offered = QStandardItemModel(self)
        told: dict[str, None] = {}
        for number, each in enumerate(grounds, start=1):
            item = QStandardItem(f"{number}  {each.words}" if figures else each.words)
            item.setData(each.value, Qt.ItemDataRole.UserRole)
            if why := each.closed_to(member):
                item.setEnabled(False)
                item.setToolTip(why)
                item.setData(why, Qt.ItemDataRole.AccessibleDescriptionRole)
                told[why] = None
            offered.appendRow(item)
        self.why_closed = " ".join(told)
        self.setModel(offered)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)
        self.choose_first()

    def choose_first(self) -> None:
        """Choose the first that can be chosen."""
        places = range(self.count())
        self.setCurrentIndex(next(place for place in places if not self._at(place).closed_to(self._member)))

    def choose(self, reason: ClearanceReason) -> bool:
        """Choose one, where it is offered and this therapist's to give; returns whether it was."""
        place = self.findData(reason.value)
        if place < 0 or reason.closed_to(self._member):
            return False
        self.setCurrentIndex(place)
        return True

    def reason(self) -> ClearanceReason | None:
        """What is chosen, or None."""
        return self._at(self.currentIndex()) if self.currentIndex() >= 0 else None

    def _at(self, place: int) -> ClearanceReason:
        return ClearanceReason(self.itemData(place))
