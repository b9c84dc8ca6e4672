"""What stands at the top of every page."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.style import SPACE, set_role

_ANY = 10_000


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
        self._lent: list[QWidget] | None = None
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.aside = QHBoxLayout()
        self.aside.setSpacing(SPACE)
        row = self.row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self._words = words
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

    @property
    def folded(self) -> bool:
        """Whether no more than the title stands here."""
        return self._lent is not None

    def fold(self, words: QBoxLayout, buttons: QBoxLayout) -> None:
        """Leave the height to the page: only the title stays, smaller; the line under it and the buttons go elsewhere.

        Args:
            words: the line under the title comes first in it.
            buttons: gets the buttons, the primary one at its end.
        """
        held = (self.aside.itemAt(place) for place in range(self.aside.count()))
        self._lent = [widget for item in held if item is not None and (widget := item.widget()) is not None]
        words.insertWidget(0, self.subtitle)
        for each in self._lent:
            buttons.addWidget(each)
        buttons.addStretch(1)
        if self.primary is not None:
            buttons.addWidget(self.primary)
        set_role(self.title, "heading")
        self._arrange()

    def unfold(self, buttons: QBoxLayout) -> None:
        """Take everything back from where it was given to."""
        while (item := buttons.takeAt(0)) is not None:
            del item
        self._words.addWidget(self.subtitle)
        for each in self._lent or ():
            self.aside.addWidget(each)
        if self.primary is not None:
            self._actions.addWidget(self.primary, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lent = None
        set_role(self.title, "title")
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
        primary = self.primary.sizeHint().width() if self.primary is not None and not self.folded else 0
        for layout, parts in ((self._actions, (aside, primary)), (self.row, (title, aside, primary))):
            needed = sum(parts) + SPACE * (sum(map(bool, parts)) - 1)
            layout.setDirection(
                QBoxLayout.Direction.TopToBottom if needed > self.width() else QBoxLayout.Direction.LeftToRight
            )
        # A layout gives a label that wraps no more than one line where the page is low; a name is never cut.
        beside = self.row.direction() == QBoxLayout.Direction.LeftToRight
        left = self.width() - (self._actions.sizeHint().width() + SPACE if beside else 0)
        # Asked for its height, the label never says less than its minimum: it would stay as high as it ever was.
        room, words = QRect(0, 0, max(1, left), _ANY), self.title.text()
        tall = self.title.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap.value, words).height()
        self.title.setMinimumHeight(tall)
