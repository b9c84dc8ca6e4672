"""Finding a person, and their record."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses
from clinicdesk.ui.pages import KeyHelp, Page
from clinicdesk.ui.patients.people_list import PeopleList
from clinicdesk.ui.patients.plan import PlanSection
from clinicdesk.ui.patients.record import PatientRecord
from clinicdesk.ui.patients.section import WISHES


class PatientsPage(Page):
    """The list of people, or one person's record in its place.

    Signals:
        patient_opened(Patient): somebody was chosen from the list.
        patient_cleared: the list is in front again.
        registration_requested(str): register somebody; what was typed goes along.
        intake_requested(Patient), booking_requested(Patient), amend_requested(Patient): what to do next.
        session_opened(Session): look at what was said about a session.
        visit_sheet_requested(session_id): print the sheet of a session.
        cards_requested(Patient): print a card of the coming sessions.
        series_requested(Patient, PlanOfCare): book the sessions of a plan.
        series_change_requested(Patient, Session): change a session and those booked with it.
        progress_requested(Patient): print how the person is getting on.
        earlier_requested(patient_id, Session or WaitingEntry): what the person waits for.
        letter_requested(ReferralCase): show the letter of a referral.
    """

    patient_opened = Signal(object)
    patient_cleared = Signal()
    registration_requested = Signal(str)
    intake_requested = Signal(object)
    booking_requested = Signal(object)
    amend_requested = Signal(object)
    session_opened = Signal(object)
    visit_sheet_requested = Signal(str)
    cards_requested = Signal(object)
    series_requested = Signal(object, object)
    series_change_requested = Signal(object, object)
    progress_requested = Signal(object)
    earlier_requested = Signal(str, object)
    letter_requested = Signal(object)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._in_front = False
        self._awaited = ""
        self.people = PeopleList(context)
        self.people.person_chosen.connect(self._open)
        self.people.registration_requested.connect(self.registration_requested)
        self.record = PatientRecord(context)
        self.record.list_requested.connect(self.show_list)
        for wish in WISHES:
            getattr(self.record, wish).connect(getattr(self, wish))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.people)
        self._pages.addWidget(self.record)
        self.column.addWidget(self._pages)

    def open_patient(self, patient: Patient) -> None:
        """Show a person's record."""
        self.record.show_patient(patient)
        self._pages.setCurrentWidget(self.record)
        self.record.focus_first()

    def await_patient(self, patient: Patient) -> None:
        """Open this record when the page comes to the front: a record is read once, which takes its time."""
        self._awaited = patient.id

    def show_list(self) -> None:
        """Show everybody again."""
        was_open = self._pages.currentWidget() is self.record
        self._pages.setCurrentWidget(self.people)
        self.people.refresh()
        self.people.search.setFocus(Qt.FocusReason.OtherFocusReason)
        if was_open:
            self.patient_cleared.emit()

    def page_shown(self) -> None:
        """Come back to the record that was open, as it is now; asked for once more, show everybody."""
        again, self._in_front = self._in_front, True
        patient, (awaited, self._awaited) = self.record.patient, (self._awaited, "")
        if awaited:
            self._open(awaited)
        elif again or patient is None or self._pages.currentWidget() is self.people:
            self.show_list()
        else:
            self._open(patient.id)

    def page_left(self) -> None:
        """Remember that something else is in front."""
        self._in_front = False

    def records_changed(self) -> None:
        """Another process has changed the records: show what is on file now."""
        if self._pages.currentWidget() is self.record:
            self.record.records_changed()
        else:
            self.people.records_changed()

    def print_current(self) -> None:
        """Print how the person is getting on."""
        if self._pages.currentWidget() is self.record and self.record.patient is not None:
            self.progress_requested.emit(self.record.patient)
        else:
            super().print_current()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        if self._pages.currentWidget() is self.record:
            return self.record.keys()
        return (("Up  Down", "Choose a person"), ("Enter", "Open the person"), ("Esc", "Clear what was typed"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape goes back to everybody, E edits, S books the series of the plan."""
        on_record = self._pages.currentWidget() is self.record
        if on_record and event.key() == Qt.Key.Key_Escape:
            self.show_list()
        elif on_record and event.key() == Qt.Key.Key_E and not event.modifiers():
            self.amend_requested.emit(self.record.patient)
        elif on_record and event.key() == Qt.Key.Key_S and not event.modifiers():
            self.record.section(PlanSection).book_series()
        elif not enter_presses(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _open(self, patient_id: str) -> None:
        context = self.context
        try:
            patient = context.desk.patients.open(patient_id, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
            self.show_list()
            return
        self.open_patient(patient)
        self.patient_opened.emit(patient)
