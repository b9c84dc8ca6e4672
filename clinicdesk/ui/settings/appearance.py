"""How the window looks: light or dark, and the size of text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.ui.fields import Card, Field, Option, Segmented
from clinicdesk.ui.style import SPACE, TEXT_SCALES, ThemeChoice


class Appearance(QWidget):
    """Two choices, each put on at once.

    Signals:
        theme_requested(ThemeChoice): wear this theme from now on.
        text_scale_requested(int): write this large, in per cent.
    """

    theme_requested = Signal(object)
    text_scale_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = Segmented(
            [
                Option(ThemeChoice.SYSTEM, "As the computer", tip="Follow the computer's own choice"),
                Option(ThemeChoice.LIGHT, "Light"),
                Option(ThemeChoice.DARK, "Dark"),
            ]
        )
        self.text_scale = Segmented([Option(str(scale), f"{scale} %") for scale in TEXT_SCALES])
        self.theme.value_chosen.connect(lambda value: self.theme_requested.emit(ThemeChoice(value)))
        self.text_scale.value_chosen.connect(lambda value: self.text_scale_requested.emit(int(value)))
        card = Card(margin=3 * SPACE)
        card.column.setSpacing(2 * SPACE)
        for field in (
            Field("Theme", self.theme),
            Field(
                "Size of text", self.text_scale, hint="Some pages take a new size in full when ClinicDesk starts again."
            ),
        ):
            row = QHBoxLayout()
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
            row.addStretch(1)
            card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_choices(self, theme: ThemeChoice, text_scale: int) -> None:
        """Show what stands now, wherever it was chosen."""
        self.theme.set_value(theme)
        self.text_scale.set_value(str(text_scale))
