"""The figure to mark, by mouse, finger or keys."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clinicdesk.domain.body_map import MOST, REGIONS, BodyMap, Mark, View
from clinicdesk.ui.body_map.painting import paint_figures, placed, region_at
from clinicdesk.ui.body_map.walking import FIRST, Place, place_of, walked
from clinicdesk.ui.style import text_factor

_TEN_MS = 900
"""How long a 1 may still become a 10."""
_WIDTH, _HEIGHT = 300, 350
_KEYS = (
    "Arrow keys go from region to region; 1 to 9 say how strong, 1 and 0 for ten; "
    "R that it spreads there; Delete takes it back"
)


class FigureView(QWidget):
    """Back and front of a body. It shows what it is told, and tells what is wished.

    Signals:
        marked(Mark): a region is to carry this mark.
        cleared(str): a region is to carry none.
    """

    marked = Signal(object)
    cleared = Signal(str)

    def __init__(self, *, large: bool = False) -> None:
        super().__init__()
        self._large = large
        self._map = BodyMap()
        self._before: BodyMap | None = None
        self.place: Place = FIRST
        self.brush = 5
        self._one = QTimer(self, singleShot=True, interval=_TEN_MS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._name()

    @property
    def region(self) -> str:
        """The region the keyboard is on."""
        return self.place[1]

    def show_map(self, body_map: BodyMap, before: BodyMap | None = None) -> None:
        """Show what is marked, and what was at an earlier visit."""
        if (body_map, before) != (self._map, self._before):
            self._map, self._before = body_map, before
            self._name()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """High enough to be hit with a finger."""
        factor = 1.3 if self._large else min(text_factor(), 1.25)
        return QSize(round(_WIDTH * factor), round(_HEIGHT * factor))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Any smaller, and a finger would find nothing."""
        return self.sizeHint() if not self._large else QSize(_WIDTH, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk, and mark."""
        typed = event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        there = walked(self.place, Qt.Key(event.key())) if plain else None
        if there is not None:
            self._go(there)
        elif plain and len(typed) == 1 and typed in "0123456789":
            self._type(int(typed))
        elif plain and event.key() == Qt.Key.Key_Space:
            self._touch(self.region)
        elif plain and event.key() == Qt.Key.Key_R:
            self.toggle_spreading()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit(self.region)
        else:
            super().keyPressEvent(event)

    def toggle_spreading(self) -> None:
        """Say that the pain spreads into the region the keyboard is on, or no longer."""
        mark = self._map.at(self.region)
        self.marked.emit(Mark(self.region, mark.intensity if mark else self.brush, not (mark and mark.spreads)))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Mark what was touched; touched again with the same strength, it is taken back."""
        code = region_at(placed(QRectF(self.rect())), event.position())
        if code is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        front = event.position().x() > self.width() / 2
        self._go(place_of(code, View.FRONT if front else View.BACK))
        self._touch(code)

    def event(self, event: QEvent) -> bool:
        """Name the region under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            code = region_at(placed(QRectF(self.rect())), event.pos().toPointF())
            QToolTip.showText(event.globalPos(), self.words_of(code) if code else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._name()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Both figures."""
        current = self.place if self.hasFocus() else None
        painter = QPainter(self)
        paint_figures(painter, placed(QRectF(self.rect())), self._map, before=self._before, current=current)

    def words_of(self, code: str) -> str:
        """A region and what is marked on it, such as ``Lower back, left: 6 of 10``; and what was last time."""
        mark = self._map.at(code)
        words = mark.words if mark is not None else f"{REGIONS[code].words}: not marked"
        was = self._before.at(code) if self._before is not None else None
        return f"{words}, last time {was.intensity}" if was is not None else words

    def _touch(self, code: str) -> None:
        mark = self._map.at(code)
        if mark is not None and mark.intensity == self.brush:
            self.cleared.emit(code)
        else:
            self.marked.emit(Mark(code, self.brush, bool(mark and mark.spreads)))

    def _type(self, figure: int) -> None:
        mark = self._map.at(self.region)
        spreads = bool(mark and mark.spreads)
        if figure == 0 and self._one.isActive():
            figure = MOST
        self._one.start() if figure == 1 else self._one.stop()
        if figure:
            self.marked.emit(Mark(self.region, figure, spreads))
        else:
            self.cleared.emit(self.region)

    def _go(self, place: Place) -> None:
        self._one.stop()
        self.place = place
        self._name()
        self.update()

    def _name(self) -> None:
        """A screen reader hears the region whenever the keyboard comes to another one, or its mark changes."""
        view, code = self.place
        self.setAccessibleName(f"{self.words_of(code)} ({view.value})")
        self.setAccessibleDescription(_KEYS)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Focus))
