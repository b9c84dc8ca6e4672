"""One person: who they are, what can be done next, and everything on file, section by section."""

from functools import partial
from itertools import chain
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk.birth_dates import age_in_words
from clinicdesk.desk.phones import format_phone
from clinicdesk.domain.patient import Patient
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, scrolling
from clinicdesk.ui.patients.body_maps import BodyMapSection
from clinicdesk.ui.patients.clearances import ClearancesSection
from clinicdesk.ui.patients.export import ExportSection
from clinicdesk.ui.patients.facts import FactsSection, MissingDetails
from clinicdesk.ui.patients.last_intake import IntakeSection
from clinicdesk.ui.patients.plan import PlanSection
from clinicdesk.ui.patients.referral import ReferralSection
from clinicdesk.ui.patients.section import WISHES, Section
from clinicdesk.ui.patients.sessions import SessionsSection
from clinicdesk.ui.patients.take_home import TakeHomeSection
from clinicdesk.ui.patients.trend import TrendSection
from clinicdesk.ui.patients.waiting import WaitingSection
from clinicdesk.ui.style import SPACE

SECTIONS: tuple[type[Section], ...] = (
    ReferralSection,
    MissingDetails,
    IntakeSection,
    SessionsSection,
    WaitingSection,
    PlanSection,
    TrendSection,
    ClearancesSection,
    BodyMapSection,
    FactsSection,
    TakeHomeSection,
    ExportSection,
)
"""From top to bottom; a section to come takes its place here."""

SectionT = TypeVar("SectionT", bound=Section)


class PatientRecord(QWidget):
    """A person's record.

    Signals:
        list_requested: back to everybody.
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

    list_requested = Signal()
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

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.patient: Patient | None = None
        back = button("All patients", role="link", icon="arrow-left")
        back.setToolTip("All patients (Esc)")
        back.clicked.connect(self.list_requested)
        self.intake_button = button("Start intake", role="primary", icon="clipboard-list", keys="Ctrl+I")
        self.intake_button.clicked.connect(lambda: self.intake_requested.emit(self.patient))
        self.header = PageHeader("", self.intake_button)
        self.header.title.setWordWrap(True)
        self.book_button = button("Book", icon="calendar-plus", keys="Ctrl+B")
        self.book_button.clicked.connect(lambda: self.booking_requested.emit(self.patient))
        self.edit_button = button("Edit", icon="pencil", keys="E")
        self.edit_button.clicked.connect(lambda: self.amend_requested.emit(self.patient))
        self.header.aside.addWidget(self.edit_button)
        self.header.aside.addWidget(self.book_button)
        self.sections = [kind(context) for kind in SECTIONS]
        self.area = scrolling(self._column_of_sections())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE)
        outer.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.header)
        outer.addSpacing(SPACE)
        outer.addWidget(self.area, 1)

    def section(self, kind: type[SectionT]) -> SectionT:
        """The section of a kind."""
        return next(section for section in self.sections if isinstance(section, kind))

    def show_patient(self, patient: Patient) -> None:
        """Show a person as stored."""
        another = self.patient is None or self.patient.id != patient.id
        self.patient = patient
        self._show_header(patient)
        for section in self.sections:
            section.show_patient(patient)
        self.intake_button.setText(self.section(IntakeSection).next_step)
        if another:
            self.area.verticalScrollBar().setValue(0)

    def records_changed(self) -> None:
        """Show the person as they are on file now, each section keeping what is being done in it."""
        if self.patient is None:
            return
        context = self._context
        self.patient = patient = context.desk.patients.open(self.patient.id, actor=context.actor, now=context.now())
        self._show_header(patient)
        for section in self.sections:
            section.records_changed(patient)
        self.intake_button.setText(self.section(IntakeSection).next_step)

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the record and of its sections."""
        own = (("E", "Edit the details"), ("Esc", "All patients"))
        return tuple(chain(own, *(section.keys() for section in self.sections)))

    def focus_first(self) -> None:
        """Put the keyboard on what is done next."""
        self.intake_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _column_of_sections(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(2 * SPACE)
        for section in self.sections:
            column.addWidget(section)
            section.stored.connect(partial(self._follow, section))
            for wish in WISHES:
                if hasattr(section, wish):
                    getattr(section, wish).connect(getattr(self, wish))
        column.addStretch(1)
        return content

    def _follow(self, source: Section) -> None:
        """Something was stored in a section: the others show it."""
        for section in self.sections:
            if section is not source and self.patient is not None:
                section.records_changed(self.patient)

    def _show_header(self, patient: Patient) -> None:
        details, context = patient.details, self._context
        born = details.birth_date
        known = (
            age_in_words(born, context.today()) if born else "",
            f"no. {patient.number}",
            format_phone(details.phone, context.clinic.region),
            context.desk.day.attendance(patient.id, now=context.now()).words,
        )
        self.header.set_title(details.full_name, " · ".join(part for part in known if part))
