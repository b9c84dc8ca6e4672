"""The sessions of a person on their record: open, print, move or cancel each from there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.moving import movable
from clinicdesk.desk.views import SessionRow
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from clinicdesk.errors import ClinicDeskError, StaleRecord
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.pages import KeyHelp, bring_into_view
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.patients.sessions_model import SessionsModel
from clinicdesk.ui.patients.sessions_table import SessionsTable
from clinicdesk.ui.place_form import PlaceForm
from clinicdesk.ui.stacking import stack_if_large
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.today.forms import CancelForm

_PAST_SHOWN = 5


class SessionsSection(Section):
    """What the person had booked, and has.

    Signals:
        session_opened(Session): look at what was said about a session.
        visit_sheet_requested(session_id), series_change_requested(Patient, Session),
            earlier_requested(patient_id, Session): what is wished for.
    """

    session_opened = Signal(object)
    visit_sheet_requested = Signal(str)
    series_change_requested = Signal(object, object)
    earlier_requested = Signal(str, object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._patient: Patient | None = None
        self._every = False
        self._form: LineForm | None = None
        self.model = SessionsModel(context.clinic.tz)
        self.table = SessionsTable(self.model)
        self.table.deed_requested.connect(self._do)
        self.table.row_changed.connect(self._show_deeds)
        self.words = set_role(QLabel(), "muted")
        self.words.setWordWrap(True)
        self.every_button = button("", role="link")
        self.every_button.clicked.connect(self._show_every)
        self.deeds = {
            "open": button("Show why", icon="panel-right", keys="Return"),
            "print": button("Print sheet", icon="printer", keys="P"),
            "move": button("Move", icon="calendar-days", keys="M"),
            "earlier": button("Earlier…", icon="hourglass", keys="W"),
            "series": button("Change the series", icon="repeat", keys="G"),
            "cancel": button("Cancel", role="danger", icon="calendar-x", keys="Del"),
        }
        self._buttons = QWidget()
        self._foot = QVBoxLayout()
        self._lay_out()

    def show_patient(self, patient: Patient) -> None:
        """Show the sessions of a person, and stay on the one the keyboard was on."""
        if self._patient is None or self._patient.id != patient.id:
            self._every = False
            self._close_form()
        self._patient = patient
        self.reload()

    def records_changed(self, patient: Patient) -> None:
        """Show them as they are now; a form that is open stays."""
        self._patient = patient
        self.reload()

    def reload(self) -> None:
        """Read the sessions anew."""
        context, patient, here = self.context, self._patient, self.current_row()
        if patient is None:
            return
        rows = context.desk.history.sessions(patient.id, actor=context.actor, now=context.now())
        at_most = None if self._every else _PAST_SHOWN
        self.model.set_rows(rows, context.now(), context.clinic.tz, at_most=at_most)
        place = self.model.place_of(here.session.id) if here else None
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(place or 0, 0))
        self._show_state()

    def current_row(self) -> SessionRow | None:
        """The session the keyboard is on."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the table."""
        return (
            ("Return", "Show why a session suits"),
            ("P", "Print its sheet"),
            ("M", "Move it"),
            ("W", "Ask for an earlier time"),
            ("G", "Change the series it belongs to"),
            ("Del", "Cancel it"),
        )

    def _do(self, deed: str) -> None:
        row = self.current_row()
        if row is None or not self.deeds[deed].isEnabled():
            return
        if deed == "open":
            self.session_opened.emit(row.session)
        elif deed == "print":
            self.visit_sheet_requested.emit(row.session.id)
        elif deed == "move":
            self._ask_where(row)
        elif deed == "earlier":
            self.earlier_requested.emit(row.patient.id, row.session)
        elif deed == "series":
            self.series_change_requested.emit(self._patient, row.session)
        else:
            self._ask_reason(row)

    def _ask_reason(self, row: SessionRow) -> None:
        form = CancelForm(self.context, row)
        form.cancel_confirmed.connect(lambda reason, cause: self._cancel(form, row, reason, cause))
        self._open(form)

    def _ask_where(self, row: SessionRow) -> None:
        session = row.session
        request = BookingRequest(
            session.id,
            session.patient_id,
            session.session_type_id,
            session.therapist_id,
            session.starts_at,
            session.room_id,
        )
        do_it = button("Move", role="primary", icon="calendar-days")
        asked, booking, now = f"Where to with {row.session_type.name}?", self.context.desk.booking, self.context.now

        def notes(wanted: BookingRequest) -> tuple[str, ...]:
            return booking.notes(wanted, now=now())

        form = PlaceForm(self.context, asked, do_it, request, [row.session_type], notes=notes)
        form.place_chosen.connect(lambda wanted: self._move(form, row, wanted))
        self._open(form)

    def _open(self, form: LineForm) -> None:
        self._close_form()
        self._form = form
        form.left.connect(self._close_form)
        self._foot.addWidget(form)
        form.show()
        bring_into_view(form)
        form.setFocus()

    def _move(self, form: PlaceForm, row: SessionRow, wanted: BookingRequest) -> None:
        context = self.context
        try:
            context.desk.moving.move(
                self._newest(row).session,
                starts_at=wanted.starts_at,
                therapist_id=wanted.therapist_id,
                room_id=wanted.room_id,
                actor=context.actor,
                now=context.now(),
            )
        except ClinicDeskError as error:
            self._tell_refusal(form, error, form.clock)
            if not isinstance(error, StaleRecord):
                form.offer(context.desk.booking.nearest(wanted, now=context.now()))
        else:
            self._stored()

    def _cancel(self, form: CancelForm, row: SessionRow, reason: str, cause: CancelCause) -> None:
        context, session = self.context, self._newest(row).session
        try:
            context.desk.day.cancel(session, reason=reason, cause=cause, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            self._tell_refusal(form, error, form.reason)
        else:
            self._stored()

    def _newest(self, row: SessionRow) -> SessionRow:
        """The session as its line shows it by now: after a refusal the form stays, and the line may be another."""
        place = self.model.place_of(row.session.id)
        return (self.model.row_at(place) if place is not None else None) or row

    def _tell_refusal(self, form: LineForm, error: ClinicDeskError, editor: QWidget) -> None:
        """Show the sessions as they are, and say in the form why nothing was changed; what was typed stays."""
        self.reload()
        form.show_fault(str(error), editor)
        bring_into_view(form)

    def _stored(self) -> None:
        self._close_form()
        self.reload()
        self.stored.emit()

    def _close_form(self) -> None:
        if self._form is None:
            return
        form, self._form = self._form, None
        if form.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        form.hide()
        form.deleteLater()

    def _show_every(self) -> None:
        self._every = True
        self.reload()
        self.table.setFocus()

    def _show_deeds(self) -> None:
        row = self.current_row()
        for name, each in self.deeds.items():
            each.setEnabled(row is not None and self._possible(row, name))
        self.deeds["series"].setVisible(row is not None and row.session.series_id is not None)

    def _possible(self, row: SessionRow, deed: str) -> bool:
        if deed == "cancel":
            return SessionStatus.CANCELLED in row.session.status.next_steps
        if deed == "earlier":
            return movable(row.session) and row.session.starts_at > self.context.now()
        return deed not in {"move", "series"} or SessionStatus.ARRIVED in row.session.status.next_steps

    def _show_state(self) -> None:
        coming, past = self.model.counts
        known = bool(self.model.rowCount())
        self.words.setText(f"{coming or 'None'} to come, {past} before." if known else "None yet. Book the first one.")
        for widget in (self.table, self._buttons):
            widget.setVisible(known)
        left_out = self.model.left_out
        self.every_button.setVisible(left_out > 0)
        self.every_button.setText(f"Show {left_out} earlier" if left_out > 1 else "Show 1 earlier")
        self._show_deeds()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(set_role(QLabel("Sessions"), "heading"))
        head.addSpacing(SPACE)
        head.addWidget(self.words, 1)
        head.addWidget(self.every_button)
        self.column.addLayout(head)
        self.column.addWidget(self.table)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for name, each in self.deeds.items():
            each.clicked.connect(lambda _checked=False, deed=name: self._do(deed))
            row.addWidget(each)
        row.addStretch(1)
        stack_if_large(row)
        self.column.addWidget(self._buttons)
        self._foot.setContentsMargins(0, 0, 0, 0)
        self.column.addLayout(self._foot)
