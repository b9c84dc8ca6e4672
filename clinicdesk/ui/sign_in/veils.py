"""What lies over the window until somebody says who they are."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.pins import Purpose
from clinicdesk.desk.vouching import Vouched
from clinicdesk.domain.staff import StaffMember
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.names import before_more
from clinicdesk.ui.shell.veil import Veil
from clinicdesk.ui.sign_in.own_pin import OwnPinForm
from clinicdesk.ui.sign_in.pin_entry import PinEntry
from clinicdesk.ui.style import SPACE, IconLabel, set_role, text_factor, tokens

_DIM = QColor(10, 14, 20, 110)
_WIDTH, _WIDE = 380, 460
_FIRST = {
    Purpose.VOUCH: "You {what}. That takes a PIN of your own: set it here, then it goes on.",
    Purpose.TAKE_BACK: "You {what}. Only a PIN brings it back to the desk, and nobody has one yet: set yours first.",
}
"""What is said to who has no PIN, by what it is for."""


@dataclass(frozen=True, slots=True)
class PinWish:
    """Somebody is to prove who they are before something happens.

    Attributes:
        what: what their PIN is for; continues "Your PIN, please: you".
        then: what happens once they have, with the proof to vouch with.
    """

    member: StaffMember
    purpose: Purpose
    what: str
    then: Callable[[Vouched | None], None]


class PinVeil(Veil):
    """Asks one person for their PIN; Escape leaves everything as it was."""

    def __init__(self, window: QWidget, context: DeskContext, wish: PinWish) -> None:
        super().__init__(window, f"PIN of {wish.member.name}", _DIM, margin=3 * SPACE)
        self._wish = wish
        self.card.setFixedWidth(round(_WIDTH * text_factor()))
        self.entry = PinEntry(context, wish.purpose, verb="Go on")
        self.entry.ask([wish.member], named=False)
        self.entry.accepted.connect(self._go_on)
        self.cancel = button("Cancel", role="quiet", keys="Esc")
        self.cancel.clicked.connect(self.close)
        column = self.card.column
        column.setSpacing(2 * SPACE)
        column.addLayout(_head("lock", before_more(wish.member.name), f"Your PIN, please: you {wish.what}."))
        column.addWidget(self.entry)
        column.addWidget(self.cancel)
        self.cover(window, self.entry.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go away on Escape; keep every other key from the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def _go_on(self, _member: StaffMember, vouched: Vouched | None) -> None:
        self.close()
        self._wish.then(vouched)


class NewPinVeil(Veil):
    """Lets somebody set the PIN that what they are about to do takes; Escape leaves everything as it was."""

    def __init__(self, window: QWidget, context: DeskContext, wish: PinWish) -> None:
        super().__init__(window, f"First PIN of {wish.member.name}", _DIM, margin=3 * SPACE)
        self._wish = wish
        self.card.setFixedWidth(round(_WIDE * text_factor()))
        self.form = OwnPinForm(context, wish.member)
        self.form.column.setContentsMargins(0, 0, 0, 0)
        self.form.left.connect(self.close)
        self.form.pin_set.connect(self._go_on)
        column = self.card.column
        column.setSpacing(2 * SPACE)
        column.addLayout(_head("lock", before_more(wish.member.name), _FIRST[wish.purpose].format(what=wish.what)))
        column.addWidget(self.form)
        self.cover(window, self.form.first)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go away on Escape; keep every other key from the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def _go_on(self, vouched: Vouched) -> None:
        self.close()
        self._wish.then(vouched)


class LockVeil(Veil):
    """Covers the whole window; nothing of the records shows through.

    Signals:
        unlocked(StaffMember): somebody goes on.
    """

    unlocked = Signal(object)

    def __init__(self, window: QWidget, context: DeskContext, *, taken_back: bool) -> None:
        """``taken_back``: a patient had the screen, so that only a PIN brings it back where there is one."""
        super().__init__(window, "Locked", _DIM, margin=4 * SPACE)
        self.came_from = None
        self.card.setFixedWidth(round(_WIDTH * text_factor()))
        staff = context.desk.pins.takers_back() if taken_back else context.desk.clinic.staff()
        self.entry = PinEntry(context, Purpose.TAKE_BACK if taken_back else Purpose.UNLOCK, verb="Unlock")
        self.entry.ask(staff, context.actor)
        self.entry.accepted.connect(lambda member, _vouched: self.unlocked.emit(member))
        column = self.card.column
        column.setSpacing(2 * SPACE)
        column.addLayout(_head("lock", "Locked", "What was being typed is kept."))
        column.addWidget(self.entry)
        self.cover(window, self.entry.line)
        self.entry.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep every key from the window below."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Cover what lies below."""
        QPainter(self).fillRect(self.rect(), QColor(tokens().rail))


def _head(icon: str, title: str, line: str) -> QHBoxLayout:
    words = QLabel(line)
    words.setWordWrap(True)
    name = set_role(QLabel(title), "title")
    name.setWordWrap(True)
    name.setTextFormat(Qt.TextFormat.PlainText)
    row = QHBoxLayout()
    row.setSpacing(2 * SPACE)
    row.addWidget(IconLabel(icon, "accent", 28), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(name)
    column.addWidget(set_role(words, "muted"))
    row.addLayout(column, 1)
    return row
