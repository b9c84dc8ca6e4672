"""What stands at the top of every page."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.style import SPACE, set_role


class PageHeader(QWidget):
    """A page's title, an optional line under it, and its one primary button.

    ``aside`` is the row left of the primary button for quieter ones; ``row`` holds everything. Where the title has no
    room beside the buttons, they stand below it.
    """

    def __init__(
        self, title: str, primary: QPushButton | None = None, *, subtitle: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = set_role(QLabel(title), "title")
        self.subtitle = set_role(QLabel(subtitle), "muted")
        self.subtitle.setVisible(bool(subtitle))
        for label in (self.title, self.subtitle):  # either may carry a name, and a name is never cut off
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.primary = primary
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.aside = QHBoxLayout()
        self.aside.setSpacing(SPACE)
        row = self.row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addLayout(words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(SPACE)
        self._actions.addLayout(self.aside)
        if primary is not None:
            self._actions.addWidget(set_role(primary, "primary"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._actions)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle) and self.title.isVisibleTo(self))
        self._arrange()

    def show_words(self, shown: bool) -> None:
        """Show the title, or leave its height to the page where there is too little of it."""
        self.title.setVisible(shown)
        self.subtitle.setVisible(shown and bool(self.subtitle.text()))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Buttons beside the title, or below it."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """What stands beside the title may have become wider or narrower."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def _arrange(self) -> None:
        title = self.title.fontMetrics().horizontalAdvance(self.title.text()) if self.title.isVisible() else 0
        aside = self.aside.sizeHint().width()
        primary = self.primary.sizeHint().width() if self.primary is not None else 0
        for layout, parts in ((self._actions, (aside, primary)), (self.row, (title, aside, primary))):
            needed = sum(parts) + SPACE * (sum(map(bool, parts)) - 1)
            layout.setDirection(
                QBoxLayout.Direction.TopToBottom if needed > self.width() else QBoxLayout.Direction.LeftToRight
            )
        # A layout gives a label that wraps no more than one line where the page is low; a name is never cut.
        beside = self.row.direction() == QBoxLayout.Direction.LeftToRight
        left = self.width() - (self._actions.sizeHint().width() + SPACE if beside else 0)
        self.title.setMinimumHeight(max(0, self.title.heightForWidth(max(1, left))))
