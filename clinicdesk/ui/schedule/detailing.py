"""The details of sessions on the schedule: when they appear, and what follows from their buttons and letters."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk.moving import movable
from clinicdesk.desk.views import BookedSlot
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.ui.schedule.bubble import SessionBubble
from clinicdesk.ui.schedule.steps import SessionSteps

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
        self._put_away()

    def close(self) -> None:
        """Take the details away, and give the keyboard back."""
        self._put_away()
        self._canvas.setFocus()

    def _put_away(self) -> None:
        self.bubble.hide()
        self.bubble.close_form()

    def open(self, slot: BookedSlot) -> None:
        """Show everything that can be done with a session, the keyboard on the first of it."""
        self._show(slot, opened=True)
        self.bubble.take_keyboard()
        self.opened.emit(slot)

    def refresh(self) -> None:
        """The days were read anew: what is shown tells the same session as it is now, and a form in it stays."""
        slot = self._as_it_is(self.bubble.slot)
        if not self.bubble.isVisible():
            return
        if slot is not None:
            self._tell(slot)
            self._place()
        elif self.bubble.form is None:
            self.hide()

    def follow(self) -> None:
        """The calendar has moved or has another size: what is open stays beside its session, a mere glance goes."""
        if self.bubble.isVisible() and self.bubble.opened:
            self._place()
        elif self.bubble.isVisible():
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the size of the calendar."""
        if event.type() == QEvent.Type.Resize:
            self.follow()
        return super().eventFilter(watched, event)

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
        place = self._place_of(slot)
        if place is not None:
            self._tell(slot)
            self.bubble.open_at(place, opened=opened)

    def _place(self) -> None:
        place = self._place_of(self.bubble.slot)
        if place is not None:
            self.bubble.open_beside(place)

    def _tell(self, slot: BookedSlot) -> None:
        from clinicdesk.desk.phones import format_phone  # noqa: PLC0415 - phone numbers are slow to import

        context, phone = self._context, slot.patient.phone
        therapist = self._canvas.picture.names.get(slot.session.therapist_id, "")
        told = format_phone(phone, context.clinic.region) if phone else "No phone number"
        self.bubble.show_slot(slot, therapist, told, now=context.now(), zone=context.clinic.tz)

    def _as_it_is(self, slot: BookedSlot | None) -> BookedSlot | None:
        """A session as it stands in the days in front; None when it is not there any more."""
        found = self._canvas.picture.found(slot.session.id) if slot is not None else None
        return None if found is None else found[1]

    def _place_of(self, slot: BookedSlot | None) -> QRect | None:
        """Where on the page a session is; where it is scrolled out of sight, the edge beyond which it lies."""
        found = self._canvas.picture.found(slot.session.id) if slot is not None else None
        if found is None:
            return None
        viewport, area = self._canvas.viewport(), self._canvas.slot_area(*found).toRect()
        inside = QPoint(min(max(area.left(), 0), viewport.width() - 1), min(max(area.top(), 0), viewport.height() - 1))
        seen = area.intersected(viewport.rect())
        return QRect(viewport.mapTo(self._page, inside), seen.size() if seen.isValid() else QSize(1, 1))

    def _ask_reason(self, slot: BookedSlot) -> None:
        """Cancelling asks why, inside the details."""
        if SessionStatus.CANCELLED not in slot.session.status.next_steps:
            self._context.messages.warning(f"The session of {slot.patient.name} can no longer be cancelled.")
            return
        if not self.bubble.isVisible() or not self.bubble.opened:
            self._show(slot, opened=True)
            self.looked_at.emit(slot)
        from clinicdesk.ui.today.forms import CancelForm  # noqa: PLC0415 - the days are shown sooner without it

        form = CancelForm(self._context, slot)
        form.stand_upright()
        form.cancel_confirmed.connect(
            lambda words, cause: self.steps.cancel(self._as_it_is(slot) or slot, cause, words)
        )
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
            bar.valueChanged.connect(lambda _value: self.follow())
        canvas.viewport().installEventFilter(self)
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
