"""Lines under one another with a rule between them."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.ui.fields import separator


class RuledList(QVBoxLayout):
    """A column of lines that is filled anew whenever what it lists has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(0)

    def show_lines(self, lines: Iterable[QWidget]) -> None:
        """Show these lines in place of those before."""
        while self.count():
            taken = self.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            if place:
                self.addWidget(separator())
            self.addWidget(line)
            if line.parentWidget() is not None:
                line.show()  # at once, not when the layout comes to it: a line may be given the keyboard
