"""Whose sessions are shown."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

_EVERYBODY = "Everybody"


class TherapistFilter(QComboBox):
    """Everybody, or one therapist.

    Signals:
        therapist_chosen(id or None): somebody chose whose sessions to see.
    """

    therapist_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chosen: str | None = None
        self.setAccessibleName("Whose sessions")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.activated.connect(self._choose)

    def show_people(self, people: Mapping[str, str]) -> None:
        """Offer these people, names by id, and keep the choice."""
        self.blockSignals(True)
        self.clear()
        self.addItem(_EVERYBODY, None)
        for member_id, name in sorted(people.items(), key=lambda each: each[1].casefold()):
            self.addItem(name, member_id)
        self.setCurrentIndex(max(0, self.findData(self.chosen)))
        self.blockSignals(False)

    def _choose(self, place: int) -> None:
        self.chosen = self.itemData(place)
        self.therapist_chosen.emit(self.chosen)
