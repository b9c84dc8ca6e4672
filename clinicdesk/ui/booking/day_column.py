"""The day beside the session types: which day, whose, and the free times in it."""

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.schedule import staff_stretches
from clinicdesk.ui.booking.day_view import DayView
from clinicdesk.ui.booking.plan import BookingPlan
from clinicdesk.ui.calendar.geometry import Opening
from clinicdesk.ui.calendar.picture import Ghost, Lane, Picture
from clinicdesk.ui.day_picker import DayPicker
from clinicdesk.ui.fields import Card
from clinicdesk.ui.style import SPACE, set_role

_NARROWEST = 280


class DayColumn(QWidget):
    """The day of a plan, with the fields that choose it.

    Signals:
        day_chosen(date): another day.
        therapist_chosen(therapist_id or None): one therapist, or whoever is free.
        start_picked(therapist_id, starts_at): a time in the day.
        start_confirmed: on to booking it.
    """

    day_chosen = Signal(object)
    therapist_chosen = Signal(object)
    start_picked = Signal(str, object)
    start_confirmed = Signal()

    def __init__(self, today: date, *, day_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picker = DayPicker(today, day_first=day_first)
        self.therapist = QComboBox()
        self.therapist.setAccessibleName("Therapist")
        self.therapist.setMinimumContentsLength(12)
        self.therapist.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fault = set_role(QLabel(), "error")
        self.fault.hide()
        self.view = DayView()
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setSpacing(SPACE)
        self._bar.addWidget(self.picker)
        self._bar.addStretch(1)
        self._bar.addWidget(self.therapist)
        # Otherwise the bar's own width would keep the column from ever becoming narrow enough to break it.
        self.setMinimumWidth(_NARROWEST)
        frame = Card(margin=SPACE // 2)
        frame.column.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(self._bar)
        column.addWidget(self.fault)
        column.addWidget(frame, 1)
        self.picker.day_chosen.connect(self.day_chosen)
        self.picker.day_misread.connect(self._show_fault)
        self.therapist.activated.connect(lambda place: self.therapist_chosen.emit(self.therapist.itemData(place)))
        self.view.start_picked.connect(self.start_picked)
        self.view.start_confirmed.connect(self.start_confirmed)

    @property
    def misread(self) -> bool:
        """Whether something stands in place of the day that could not be read."""
        return bool(self.fault.text())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the fields into two lines where they do not fit into one."""
        super().resizeEvent(event)
        needed = self.picker.sizeHint().width() + self.therapist.sizeHint().width() + 2 * SPACE
        directions = QBoxLayout.Direction
        self._bar.setDirection(directions.LeftToRight if self.width() >= needed else directions.TopToBottom)

    def show_plan(self, plan: BookingPlan, now: datetime, *, choosing: bool) -> None:
        """Show the day of a plan; the chosen time only while one is still ``choosing``."""
        self.picker.set_day(plan.on)
        self._fill_therapists(plan)
        if plan.offer is None:
            return
        session_type = plan.offer.session_type
        picture = Picture(
            zone=plan.zone,
            opens=plan.day_plan.opens,
            closes=plan.day_plan.closes,
            now=now,
            lanes=_lanes(plan),
            openings=_openings(plan),
            ghost=_ghost(plan) if choosing else None,
            patient_id=plan.patient.id,
            pickable=plan.session_type is not None,
        )
        self.view.show_picture(picture, session_type.duration, session_type.occupancy - session_type.duration)

    def _fill_therapists(self, plan: BookingPlan) -> None:
        box = self.therapist
        technique = plan.offer.session_type.technique if plan.offer else None
        box.blockSignals(True)
        box.clear()
        box.addItem("Any therapist", None)
        for member in plan.staff.values():
            if technique is None or member.gives(technique):
                box.addItem(member.name, member.id)
        box.setCurrentIndex(max(0, box.findData(plan.therapist_id)))
        box.blockSignals(False)

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))


def _lanes(plan: BookingPlan) -> tuple[Lane, ...]:
    """A column for every therapist who gives what is to be booked."""
    day = plan.day_plan
    return tuple(
        Lane(
            key=column.therapist.id,
            title=column.therapist.name,
            on=plan.on,
            first=day.opens,
            slots=column.sessions,
            stretches=staff_stretches(column.hours, day.opens, day.closes),
            therapist_id=column.therapist.id,
            free=tuple((each.earliest, each.ends_at) for each in _openings(plan) if each.column == place),
        )
        for place, column in enumerate(plan.columns)
    )


def _openings(plan: BookingPlan) -> list[Opening]:
    """The gaps as the day view reckons with them."""
    session_type = plan.session_type
    if session_type is None:
        return []
    places = {column.therapist.id: place for place, column in enumerate(plan.columns)}
    return [
        Opening(places[gap.therapist.id], gap.starts_at, gap.last_start(session_type), gap.ends_at)
        for gap in plan.gaps
        if gap.therapist.id in places
    ]


def _ghost(plan: BookingPlan) -> Ghost | None:
    session_type, slot = plan.session_type, plan.slot
    places = {column.therapist.id: place for place, column in enumerate(plan.columns)}
    if session_type is None or slot is None or slot.therapist_id not in places:
        return None
    return Ghost(
        column=places[slot.therapist_id],
        starts_at=slot.starts_at,
        ends_at=slot.starts_at + session_type.duration,
        free_at=slot.starts_at + session_type.occupancy,
        words=session_type.name,
        taken=bool(plan.clashes),
    )
