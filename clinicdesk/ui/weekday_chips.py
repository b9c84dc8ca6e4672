"""Days of the week, chosen by a click or a key."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from clinicdesk.ui.style import set_role, text_factor

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_CHIP_WIDTH = 44


class WeekdayChips(QFrame):
    """Days of the week to choose from; none chosen means any."""

    def __init__(self, name: str) -> None:
        super().__init__()
        set_role(self, "segmented")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: list[QPushButton] = []
        for short, full in zip(_DAYS, DAY_NAMES, strict=True):
            chip = set_role(QPushButton(short), "segment")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setFixedWidth(round(_CHIP_WIDTH * text_factor()))
            chip.setToolTip(f"{full} (Space)")
            chip.setAccessibleName(f"{name}: {full}")
            self.buttons.append(chip)
            row.addWidget(chip)

    def chosen(self) -> frozenset[int]:
        """The days chosen, Monday is 0."""
        return frozenset(place for place, chip in enumerate(self.buttons) if chip.isChecked())

    def choose(self, days: frozenset[int]) -> None:
        """Show days as chosen."""
        for place, chip in enumerate(self.buttons):
            chip.setChecked(place in days)
