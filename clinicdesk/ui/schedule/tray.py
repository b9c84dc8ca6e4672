"""The tray under the schedule: sessions kept at hand while the day changes; until put down they keep their old time."""

from collections.abc import Mapping
from datetime import tzinfo

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from clinicdesk.desk.moving import movable
from clinicdesk.desk.views import BookedSlot
from clinicdesk.ui.fields import Card, button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.style import SPACE, IconLabel, set_invalid, set_role
from clinicdesk.ui.when import clock, short_day

_HINT = "Tray: drag a session here, or press P on it, to keep it at hand while you change the day."
_LONGEST, _LEAST = 44, 12
"""Letters of a button, where there is room and where there is not."""
_PADDING = 28


class Tray(Card):
    """Sessions at hand, each a button that takes it in hand again.

    Signals:
        taken(BookedSlot): a session of the tray is to be put down somewhere.
        dragged(BookedSlot, QPoint): one is dragged over a point of the screen.
        dropped(QPoint): it was let go there.
        changed: a session came or went.
    """

    taken = Signal(object)
    dragged = Signal(object, QPoint)
    dropped = Signal(QPoint)
    changed = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(margin=SPACE // 2, parent=parent)
        self._zone = zone
        self._slots: dict[str, BookedSlot] = {}
        self._chips: dict[str, _Chip] = {}
        self.hint = set_role(QLabel(_HINT), "detail")
        self.hint.setWordWrap(True)
        self.clear_button = button("Clear", role="quiet", icon="x")
        self.clear_button.setToolTip("Empty the tray; every session keeps its old time")
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.hide()
        self._belt = _Belt()
        self._belt.hide()
        row = QHBoxLayout()
        row.setContentsMargins(SPACE, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel("inbox", "muted", 18))
        row.addWidget(self.hint, 1)
        row.addWidget(self._belt, 1)
        row.addWidget(self.clear_button)
        self.column.addLayout(row)
        self.setAccessibleName("Tray")

    @property
    def slots(self) -> Mapping[str, BookedSlot]:
        """What lies in the tray, by the session's id."""
        return self._slots

    def chip(self, session_id: str) -> QPushButton:
        """The button of a session."""
        return self._chips[session_id]

    def add(self, slot: BookedSlot) -> None:
        """Keep a session at hand."""
        key = slot.session.id
        if key in self._slots:
            return
        chip = _Chip(slot, self._zone)
        chip.clicked.connect(lambda: self.taken.emit(self._slots[key]))
        chip.dragged.connect(lambda place: self.dragged.emit(self._slots[key], place))
        chip.dropped.connect(self.dropped)
        chip.removed.connect(lambda: self.remove(key))
        chip.stepped.connect(lambda by: self._step(key, by))
        self._slots[key], self._chips[key] = slot, chip
        self._belt.put_on(chip)
        self._show_state()

    def remove(self, session_id: str) -> None:
        """A session was put down, or goes back to where it stands."""
        if session_id not in self._slots:
            return
        had_keyboard = self._chips[session_id].hasFocus()
        del self._slots[session_id]
        chip = self._chips.pop(session_id)
        chip.hide()
        chip.deleteLater()
        self._show_state()
        if had_keyboard and self._chips:
            next(iter(self._chips.values())).setFocus()

    def update_slot(self, slot: BookedSlot) -> None:
        """The session was changed meanwhile; one that can no longer be moved has no business here."""
        if slot.session.id in self._slots and not movable(slot.session):
            self.remove(slot.session.id)
        elif slot.session.id in self._slots:
            self._slots[slot.session.id] = slot
            self._chips[slot.session.id].show_slot(slot, self._zone)

    def clear(self) -> None:
        """Empty the tray; nothing in the book changes."""
        for session_id in list(self._slots):
            self.remove(session_id)

    def show_target(self, over: bool) -> None:
        """Show whether what is dragged would fall into the tray."""
        set_role(self, "popup" if over else "card")
        set_invalid(self, False)

    def covers(self, place: QPoint) -> bool:
        """Whether a point of the screen lies over the tray."""
        return self.isVisible() and self.rect().contains(self.mapFromGlobal(place))

    def _show_state(self) -> None:
        self.hint.setVisible(not self._slots)
        self._belt.setVisible(bool(self._slots))
        self.clear_button.setVisible(bool(self._slots))
        self.changed.emit()

    def _step(self, session_id: str, by: int) -> None:
        keys = list(self._chips)
        chip = self._chips[keys[(keys.index(session_id) + by) % len(keys)]]
        chip.setFocus()
        self._belt.ensureWidgetVisible(chip)


class _Belt(QScrollArea):
    """Holds the buttons side by side; where there are more than fit, the wheel and the arrows move it along."""

    def __init__(self) -> None:
        super().__init__()
        content = set_role(QWidget(), "scrolled")
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)
        self._row.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def put_on(self, chip: QPushButton) -> None:
        self._row.insertWidget(self._row.count() - 1, chip)
        self.setFixedHeight(chip.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
        event.accept()


class _Chip(QPushButton):
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    removed = Signal()
    stepped = Signal(int)

    def __init__(self, slot: BookedSlot, zone: tzinfo) -> None:
        super().__init__()
        self._pressed: QPointF | None = None
        self._dragging = False
        self._name, self._when = "", ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_slot(slot, zone)

    def show_slot(self, slot: BookedSlot, zone: tzinfo) -> None:
        starts_at = slot.session.starts_at
        day, at = short_day(starts_at.astimezone(zone).date()), clock(starts_at, zone)
        self._name, self._when = slot.patient.name, f"{day} {at}"
        words = f"{self._name}, {slot.session_type.name}, still on {day} at {at}"
        self.setToolTip(f"{words}. Enter or drag: put it somewhere else; Del: leave it there")
        self.setAccessibleName(f"In the tray: {words}")
        self._cut()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._wide_for(self._words(), _LONGEST)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._wide_for(self._name, _LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._cut()

    def _words(self) -> str:
        return f"{before_more(self._name)}, {self._when}"

    def _wide_for(self, words: str, letters: int) -> QSize:
        metrics = self.fontMetrics()
        wide = min(metrics.horizontalAdvance(words), letters * metrics.averageCharWidth())
        return QSize(wide + _PADDING, super().sizeHint().height())

    def _cut(self) -> None:
        """Where there is little room the time gives way to the name."""
        metrics, room = self.fontMetrics(), self.width() - _PADDING
        words = self._words()
        if metrics.horizontalAdvance(words) > room:
            words = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._pressed is None:
            return
        away = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._dragging or away:
            self._dragging = True
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = None
        if self._dragging:
            self._dragging = False
            self.setDown(False)
            self.dropped.emit(event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = event.key()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)
