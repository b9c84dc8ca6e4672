"""One session that the hours no longer leave room for, and what can be done about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.counted import shown
from clinicdesk.ui.fields import button
from clinicdesk.ui.follow_up.line_form import OneLineForm
from clinicdesk.ui.follow_up.places import PlaceList
from clinicdesk.ui.follow_up.task_row import TaskRow
from clinicdesk.ui.style import SPACE, IconLabel, set_verdict
from clinicdesk.ui.when import clock, short_day

if TYPE_CHECKING:
    from clinicdesk.desk.displaced import DisplacedSession


class DisplacedRow(TaskRow):
    """M moves the session, C cancels it, K lets it take place all the same.

    Signals:
        move_requested(Session): put the session there.
        cancel_requested(reason): cancel it.
        keep_requested: let it take place all the same.
    """

    move_requested = Signal(object)
    cancel_requested = Signal(str)
    keep_requested = Signal()

    def __init__(self, context: DeskContext, displaced: "DisplacedSession") -> None:
        person = displaced.row.patient
        super().__init__(context, key=displaced.row.session.id, patient_id=person.id)
        self.displaced = displaced
        self.places: list[QPushButton] = []
        self.deed("Move…", "M", self._offer_places, name=person.name)
        self.deed("Cancel…", "C", self._ask_reason, name=person.name)
        keep = self.deed("Keep", "K", self.keep_requested.emit, name=person.name)
        keep.setToolTip("It takes place as it is booked, all the same (K)")
        self.column.addLayout(self.about_session(self.displaced.row, self._verdict_line(), self.displaced.obstacle))
        self.setAccessibleName(self._spoken())

    def _verdict_line(self) -> QHBoxLayout:
        counted = shown(self.displaced.row.verdict, self.displaced.row.renewal)
        line = QHBoxLayout()
        line.setSpacing(SPACE // 2)
        line.addWidget(IconLabel(counted.icon, counted.dress.code, 14))
        line.addWidget(set_verdict(QLabel(counted.words), counted.dress), 1)
        return line

    def _spoken(self) -> str:
        row, zone = self.displaced.row, self.context.clinic.tz
        day = short_day(row.session.starts_at.astimezone(zone).date())
        return (
            f"{row.patient.name}, {day} at {clock(row.session.starts_at, zone)}, {row.session_type.name}, "
            f"{shown(row.verdict, row.renewal).spoken}. {self.displaced.obstacle}"
        )

    def _offer_places(self) -> None:
        context, now = self.context, self.context.now()
        offered = PlaceList(context)
        offered.place_chosen.connect(self.move_requested)
        offered.closed.connect(self.close_form)
        offered.show_places(
            context.desk.elsewhere.places(self.displaced.row.session, now=now),
            "There is no free place within two weeks. Book from the schedule.",
            lambda place: context.desk.moving.fit(place, now=now).notes,
        )
        self.places = offered.buttons
        self.open_form(offered)
        self.places[0].setFocus()

    def _ask_reason(self) -> None:
        cancel = button("Cancel the session", role="danger", keys="Return")
        missing = "Say why, for whoever looks at it later."
        form = OneLineForm("Why is it cancelled?", cancel, text="Therapist away", missing=missing)
        form.sent.connect(self.cancel_requested)
        self.open_form(form).setFocus()
