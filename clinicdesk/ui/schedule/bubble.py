"""The details of a session beside its card: the same for the pointer and the keyboard, with what can be done."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from clinicdesk.desk.moving import movable
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import SessionStatus
from clinicdesk.ui.calendar.session_words import details_of, spoken
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.names import left_to_right
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.schedule.popover import Popover
from clinicdesk.ui.style import (
    SPACE,
    IconLabel,
    set_role,
    set_verdict,
)

_WIDTH = 312
_MOST_LINES = 8


class SessionBubble(Popover):
    """A card over the page, beside a session.

    Signals:
        arrive_requested(BookedSlot), start_requested(BookedSlot), complete_requested(BookedSlot),
        confirm_requested(BookedSlot), no_show_requested(BookedSlot), cancel_requested(BookedSlot),
        move_requested(BookedSlot), park_requested(BookedSlot), patient_requested(BookedSlot),
        earlier_requested(BookedSlot), sheet_requested(BookedSlot): the person wants this.
        closed: it was left with Escape.
    """

    arrive_requested = Signal(object)
    start_requested = Signal(object)
    complete_requested = Signal(object)
    confirm_requested = Signal(object)
    no_show_requested = Signal(object)
    cancel_requested = Signal(object)
    move_requested = Signal(object)
    park_requested = Signal(object)
    patient_requested = Signal(object)
    sheet_requested = Signal(object)
    earlier_requested = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, _WIDTH)
        self.slot: BookedSlot | None = None
        self.opened = False
        self.name = set_role(QLabel(), "heading")
        self.name.setWordWrap(True)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict = QLabel()
        self._verdict_icon = IconLabel("shield", "muted", 18)
        self._icons = [IconLabel("info", "muted", 16) for _ in range(_MOST_LINES)]
        self.lines = [QLabel() for _ in range(_MOST_LINES)]
        for line in self.lines:
            line.setWordWrap(True)
            line.setTextFormat(Qt.TextFormat.PlainText)
        self.form: LineForm | None = None
        self._actions = QWidget()
        self.buttons = {
            "arrive": (button("Arrive", icon="user-check", keys="A"), self.arrive_requested),
            "start": (button("Start", icon="play"), self.start_requested),
            "complete": (button("Complete", icon="circle-check"), self.complete_requested),
            "confirm": (button("Confirm", icon="phone", keys="F"), self.confirm_requested),
            "move": (button("Move", icon="pencil", keys="M"), self.move_requested),
            "park": (button("To tray", icon="inbox", keys="P"), self.park_requested),
            "earlier": (button("Earlier…", icon="hourglass", keys="E"), self.earlier_requested),
            "no_show": (button("No-show", icon="user-x", keys="N"), self.no_show_requested),
            "cancel": (button("Cancel…", icon="calendar-x", keys="Del"), self.cancel_requested),
            "patient": (button("Open person", icon="user", keys="O"), self.patient_requested),
            "sheet": (button("Print sheet", icon="printer", keys="Ctrl+P"), self.sheet_requested),
        }
        self._lay_out()

    def show_slot(self, slot: BookedSlot, therapist: str, phone: str, *, now: datetime, zone: tzinfo) -> None:
        """Tell all of a session as it is now; a form that is open stays, and so does the keyboard where it can.

        ``phone`` is written as it is dialled here, or says that there is none.
        """
        self.slot = slot
        self.name.setText(left_to_right(slot.patient.name))
        counted = shown(slot.verdict, slot.renewal)
        self.verdict.setText(counted.words)
        set_verdict(self.verdict, counted.dress)
        self._verdict_icon.show_icon(counted.icon, counted.dress.code)
        details = [("phone", phone), *details_of(slot, therapist, now, zone)][:_MOST_LINES]
        for place, (icon_label, line) in enumerate(zip(self._icons, self.lines, strict=True)):
            used = place < len(details)
            icon_label.setVisible(used)
            line.setVisible(used)
            if used:
                icon_label.show_icon(details[place][0], "muted")
                line.setText(left_to_right(details[place][1]))
        self.setAccessibleName(f"{spoken(slot, therapist, now, zone)}, {phone}")
        held = self._actions.isAncestorOf(self.focusWidget())
        self._show_actions(slot)
        if held and self.focusWidget() not in self._shown():
            self.take_keyboard()

    def open_at(self, beside: QRect, *, opened: bool) -> None:
        """Come up beside a part of the page; ``opened`` with everything that can be done."""
        self.opened = opened
        # What only tells something never stands between the pointer and the next session.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not opened)
        self.close_form()
        self._actions.setVisible(opened)
        self.open_beside(beside)

    def take_keyboard(self) -> None:
        """Put the keyboard on the first of what can be done."""
        for each in self._shown()[:1]:
            each.setFocus()

    def _shown(self) -> list[QPushButton]:
        return [each for each, _ in self.buttons.values() if each.isVisibleTo(self._actions)]

    def open_form(self, form: LineForm) -> None:
        """Ask for something inside the bubble, such as a reason."""
        self.close_form()
        self.form = form
        self._actions.hide()
        self.column.addWidget(form)
        form.reached.connect(bring_into_view)
        form.show()
        self.fit()
        bring_into_view(form)
        form.setFocus()
        bring_into_view(form)

    def close_form(self) -> None:
        """Take the form away."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._actions.setVisible(self.opened)

    def _show_actions(self, slot: BookedSlot) -> None:
        steps = slot.session.status.next_steps
        possible = {
            "arrive": SessionStatus.ARRIVED in steps,
            "start": SessionStatus.IN_SESSION in steps,
            "complete": SessionStatus.COMPLETED in steps,
            "confirm": SessionStatus.CONFIRMED in steps,
            "no_show": SessionStatus.NO_SHOW in steps,
            "cancel": SessionStatus.CANCELLED in steps,
            "move": movable(slot.session),
            "park": movable(slot.session),
            "earlier": movable(slot.session),
        }
        shown = [each for name, (each, _) in self.buttons.items() if possible.get(name, True)]
        for each, _ in self.buttons.values():
            self._grid.removeWidget(each)
            each.setVisible(each in shown)
        for place, each in enumerate(shown):
            self._grid.addWidget(each, place // 2, place % 2)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self._verdict_icon)
        head.addWidget(self.verdict, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(4)
        for place, (icon_label, line) in enumerate(zip(self._icons, self.lines, strict=True)):
            grid.addWidget(icon_label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line, place, 1)
        grid.setColumnStretch(1, 1)
        self._grid = QGridLayout(self._actions)
        self._grid.setContentsMargins(0, SPACE, 0, 0)
        self._grid.setSpacing(SPACE)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        for each, wish in self.buttons.values():
            each.setParent(self._actions)
            each.clicked.connect(lambda _checked=False, signal=wish: signal.emit(self.slot))
        self.column.addWidget(self.name)
        self.column.addLayout(head)
        self.column.addSpacing(SPACE // 2)
        self.column.addLayout(grid)
        self.column.addWidget(self._actions)
