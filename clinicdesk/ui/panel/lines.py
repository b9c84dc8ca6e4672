"""The lines the panel is made of: kept and filled anew, because making widgets is slow."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.fields import button
from clinicdesk.ui.style import DETAIL, SPACE, IconLabel, font_of, icon_pixmap, set_role, text_factor, tokens

_ICON = 18  # at 100 % text
_PAD = 6
_WRAP = int(Qt.TextFlag.TextWordWrap)


def _icon_side() -> int:
    return round(_ICON * text_factor())


class ChoiceLine(QPushButton):
    """A line to press: icon, words over as many lines as they need, a quiet aside, a chevron."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "row")
        self.setAutoDefault(False)
        self._icon, self._role, self._aside, self._chevron = "", "text", "", ""
        self._heights: dict[int, int] = {}
        # Not Fixed: a layout would hold the line to the height it wished for when it was last asked, at another width.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, icon: str, role: str, text: str, *, aside: str = "", chevron: str = "") -> None:
        """Fill the line."""
        now = (icon, role, text, aside, chevron)
        if now != (self._icon, self._role, self.text(), self._aside, self._chevron):
            self._icon, self._role, self._aside, self._chevron = icon, role, aside, chevron
            self._heights.clear()
            self.setText(text)
            self.setAccessibleName(f"{text}, {aside}" if aside else text)
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As high as the words need; a layout asks often, so the answer is kept."""
        if width not in self._heights:
            box = self._text_box(width, 10_000)
            words = QFontMetrics(self.font()).boundingRect(box, _WRAP, self.text())
            self._heights[width] = max(words.height(), _icon_side()) + 2 * _PAD
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of text needs other heights."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._heights.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height at the present width."""
        width = max(self.width(), 100)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the layout likes, but never lower than the words."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ground as the style does, then icon and words."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        theme, ratio = tokens(), self.devicePixelRatioF()
        box = self._text_box(self.width(), self.height())
        painter.drawPixmap(_PAD, _PAD + 1, icon_pixmap(self._icon, self._role, _icon_side(), ratio))
        if self._chevron:
            where = self.width() - _PAD - 16
            painter.drawPixmap(where, _PAD + 1, icon_pixmap(self._chevron, "muted", 16, ratio))
        painter.setPen(QColor(theme.text))
        painter.drawText(box, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self._aside:
            painter.setFont(font_of(DETAIL))
            painter.setPen(QColor(theme.muted))
            painter.drawText(
                self.rect().adjusted(0, 0, -_PAD, 0),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                self._aside,
            )

    def _text_box(self, width: int, height: int) -> QRect:
        left = _PAD + _icon_side() + SPACE
        right = _PAD + (20 if self._chevron else 0)
        if self._aside:
            right += QFontMetrics(font_of(DETAIL)).horizontalAdvance(self._aside) + SPACE
        return QRect(left, _PAD, max(width - left - right, 40), max(height - 2 * _PAD, 1))


class TextLine(QWidget):
    """A line to read: icon, wrapped words, and a quieter line below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("check", "muted", _ICON)
        self.words = QLabel()
        self.below = set_role(QLabel(), "detail")
        column = QVBoxLayout()
        column.setSpacing(2)
        for label in (self.words, self.below):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PAD, _PAD // 2, _PAD, _PAD // 2)
        row.setSpacing(SPACE)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_line(self, icon: str, role: str, text: str, below: str = "") -> None:
        """Fill the line."""
        self._icon.show_icon(icon, role)
        if self.words.text() != text:
            self.words.setText(text)
        if self.below.text() != below:
            self.below.setText(below)
        self.below.setVisible(bool(below))


LineT = TypeVar("LineT", bound=QWidget)
ItemT = TypeVar("ItemT")


class Section(QWidget, Generic[LineT]):
    """A heading with its count, and lines that are made once and filled again and again.

    Only the first ``most`` items are shown until somebody asks for all.
    """

    def __init__(self, title: str, make: Callable[[], LineT], *, most: int = 99, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._most = most
        self._all = False
        self._again: Callable[[], None] | None = None
        self.lines: list[LineT] = []
        self._count = set_role(QLabel(), "muted")
        self.more = button("", role="link")
        self.more.clicked.connect(self._show_all)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(set_role(QLabel(title), "heading"))
        head.addWidget(self._count)
        head.addStretch(1)
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        self.foot = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE, 0, 0)
        whole.setSpacing(SPACE // 2)
        whole.addLayout(head)
        whole.addLayout(self.column)
        whole.addWidget(self.more)
        whole.addLayout(self.foot)

    def show_items(self, items: Sequence[ItemT], fill: Callable[[LineT, ItemT], None]) -> None:
        """Show one line per item; a section without items is not shown at all."""
        shown = items if self._all else items[: self._most]
        while len(self.lines) < len(shown):
            line = self._make()
            self.lines.append(line)
            self.column.addWidget(line)
        for line, item in zip(self.lines, shown, strict=False):
            fill(line, item)
            line.setVisible(True)
        for line in self.lines[len(shown) :]:
            line.setVisible(False)
        self._again = lambda: self.show_items(items, fill)
        self._count.setText(str(len(items)))
        self.more.setText(f"Show all {len(items)}")
        self.more.setVisible(len(shown) < len(items))
        self.setVisible(bool(items))

    def _show_all(self) -> None:
        self._all = True
        if self._again is not None:
            self._again()
