"""The details of sessions on the schedule: when they appear, and what follows from their buttons and letters."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk.moving import movable
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.ui.schedule.bubble import SessionBubble
from clinicdesk.ui.schedule.steps import CancelReason, SessionSteps

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.schedule.view import ScheduleCanvas


class Detailing(QObject):
    """Shows the bubble beside what the pointer rests on, the keyboard comes to, or a click picks.

    Attributes:
        quiet: whether something else lies over the page, beside which nothing opens by itself.

    Signals:
        session_changed(Session): a step was taken.
        refused: a step was not taken, because the days have changed.
        looked_at(BookedSlot): the keyboard came to a session, or is to cancel it.
        opened(BookedSlot): everything that can be done with it is shown.
        patient_requested(patient_id), sheet_requested(session_id), park_requested(BookedSlot),
            earlier_requested(patient_id, Session): the person wants this.
    """

    session_changed = Signal(object)
    refused = Signal()
    looked_at = Signal(object)
    opened = Signal(object)
    patient_requested = Signal(str)
    sheet_requested = Signal(str)
    park_requested = Signal(object)
    earlier_requested = Signal(str, object)

    def __init__(self, context: "DeskContext", canvas: "ScheduleCanvas", page: QWidget) -> None:
        super().__init__(page)
        self._context, self._canvas, self._page = context, canvas, page
        self.quiet: Callable[[], bool] = lambda: False
        self.bubble = SessionBubble(page)
        self.steps = SessionSteps(context, self)
        self._connect()

    def hide(self) -> None:
        """Take the details away; the keyboard would slip from them to whatever comes next in the window."""
        if self.bubble.isAncestorOf(self._page.focusWidget()):
            self._canvas.setFocus()
        self.bubble.hide()

    def close(self) -> None:
        """Take the details away, and give the keyboard back."""
        self.bubble.hide()
        self._canvas.setFocus()

    def open(self, slot: BookedSlot) -> None:
        """Show everything that can be done with a session, the keyboard on the first of it."""
        self._show(slot, opened=True)
        first = next((each for each, _ in self.bubble.buttons.values() if each.isVisible()), None)
        if first is not None:
            first.setFocus()
        self.opened.emit(slot)

    def take_key(self, key: int) -> bool:
        """A letter does something with the session the keyboard is on; returns whether it did."""
        here = self._page.focusWidget()
        if here is not self._canvas and not self.bubble.isAncestorOf(here):
            return False
        slot = self._canvas.current
        deeds: dict[int, Callable[[BookedSlot], object]] = {
            Qt.Key.Key_A: self.steps.arrive,
            Qt.Key.Key_F: self.steps.confirm,
            Qt.Key.Key_N: self.steps.no_show,
            Qt.Key.Key_M: self._move,
            Qt.Key.Key_P: self._park,
            Qt.Key.Key_E: self._ask_earlier,
            Qt.Key.Key_Delete: self._ask_reason,
            Qt.Key.Key_O: lambda each: self.patient_requested.emit(each.patient.id),
        }
        if slot is None or key not in deeds or self._canvas.carry is not None or self.bubble.form is not None:
            return False
        deeds[key](slot)
        return True

    def _hover(self, slot: BookedSlot | None) -> None:
        opened = self.bubble.isVisible() and self.bubble.opened
        if slot is not None and not opened and not self.quiet():
            self._show(slot, opened=False)
        elif slot is None and not self.bubble.opened:
            self.bubble.hide()

    def _cursor_moved(self, slot: BookedSlot | None) -> None:
        if slot is not None:
            self._show(slot, opened=False)
            self.looked_at.emit(slot)
        else:
            self.bubble.hide()

    def _show(self, slot: BookedSlot, *, opened: bool) -> None:
        found = self._canvas.picture.found(slot.session.id)
        if found is None:
            return
        area = self._canvas.slot_area(found[0], found[1]).toRect()
        beside = QRect(self._canvas.viewport().mapTo(self._page, area.topLeft()), area.size())
        therapist = self._canvas.picture.names.get(slot.session.therapist_id, "")
        now, zone = self._context.now(), self._context.clinic.tz
        self.bubble.show_slot(slot, therapist, beside, opened=opened, now=now, zone=zone)

    def _ask_reason(self, slot: BookedSlot) -> None:
        """Cancelling asks why, inside the details."""
        if SessionStatus.CANCELLED not in slot.session.status.next_steps:
            self._context.messages.warning(f"The session of {slot.patient.name} can no longer be cancelled.")
            return
        if not self.bubble.isVisible() or not self.bubble.opened:
            self._show(slot, opened=True)
            self.looked_at.emit(slot)
        form = CancelReason(slot.patient.name)
        form.reason_given.connect(lambda cause, words: self.steps.cancel(slot, cause, words))
        form.left.connect(self.close)
        self.bubble.open_form(form)

    def _step_taken(self, session: Session) -> None:
        self.close()
        self.session_changed.emit(session)

    def _move(self, slot: BookedSlot) -> None:
        self.close()
        self._canvas.select(slot.session.id)
        self._canvas.take(slot)

    def _park(self, slot: BookedSlot) -> None:
        self.hide()
        self.park_requested.emit(slot)

    def _ask_earlier(self, slot: BookedSlot) -> None:
        """Somebody would come earlier; not for a session that has begun or is off."""
        if not movable(slot.session) or slot.session.starts_at <= self._context.now():
            self._context.messages.warning(f"The session of {slot.patient.name} can no longer be earlier.")
        else:
            self.hide()
            self.earlier_requested.emit(slot.patient.id, slot.session)

    def _connect(self) -> None:
        canvas, bubble = self._canvas, self.bubble
        canvas.carried.connect(lambda _slot: self.hide())
        canvas.session_hovered.connect(self._hover)
        canvas.cursor_moved.connect(self._cursor_moved)
        for bar in (canvas.verticalScrollBar(), canvas.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _value: self.hide())
        bubble.arrive_requested.connect(self.steps.arrive)
        bubble.start_requested.connect(self.steps.start)
        bubble.complete_requested.connect(self.steps.complete)
        bubble.confirm_requested.connect(self.steps.confirm)
        bubble.no_show_requested.connect(self.steps.no_show)
        bubble.cancel_requested.connect(self._ask_reason)
        bubble.move_requested.connect(self._move)
        bubble.park_requested.connect(self._park)
        bubble.earlier_requested.connect(self._ask_earlier)
        bubble.patient_requested.connect(lambda slot: self.patient_requested.emit(slot.patient.id))
        bubble.sheet_requested.connect(lambda slot: self.sheet_requested.emit(slot.session.id))
        bubble.closed.connect(self.close)
        self.steps.session_changed.connect(self._step_taken)
        self.steps.refused.connect(self.refused)
