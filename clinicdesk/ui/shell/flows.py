"""What follows from what a page, the panel or the command box tells: the ways through the window.

A page tells what happened through its signals; ``Flows.wires`` says what each brings about. What is asked of a
page in turn: ``PatientsPage.open_patient(patient)``, ``RegistrationPage.register_new(text)`` and ``.amend(patient)``,
``IntakePage.start(patient, technique)``, ``.set_technique(technique)`` and ``.go_to(finding_id)``,
``BookingPage.start(patient, technique)`` and ``.choose_technique(technique)``, ``VisitSheetPage.show_session(id)`` and
``.show_urgent(patient, answers)``, ``SeriesPage.start(patient, plan)`` and ``.start_change(patient, session)``.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.desk.views import PatientSummary
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.suitability import Technique
from clinicdesk.ui.calls_notice import calls_action, changed_words
from clinicdesk.ui.names import before_more
from clinicdesk.ui.shell.referring import Referring
from clinicdesk.ui.shell.waiting_flows import WaitingFlows

if TYPE_CHECKING:
    from datetime import date

    from clinicdesk.domain.plan import PlanOfCare
    from clinicdesk.domain.session import Session
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.shell.focus import PatientFocus
    from clinicdesk.ui.shell.page_stack import PageStack
    from clinicdesk.ui.shell.window import MainWindow


class Flows(QObject):
    """The ways through the window, each one method."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.waiting = WaitingFlows(window)
        self._registering_walk_in = False
        self.referring = Referring(window)

    @property
    def context(self) -> "DeskContext":
        """The desk as one person sits at it now."""
        return self._window.context

    @property
    def _focus(self) -> "PatientFocus":
        return self._window.focus

    @property
    def _pages(self) -> "PageStack":
        return self._window.pages

    def _show_page(self, name: str) -> None:
        self._window.show_page(name)

    def wires(self) -> Mapping[str, Callable[..., None]]:
        """Signal name to what it brings about, for every page that has the signal."""
        return {
            "patient_saved": self._patient_saved,
            "patient_opened": self._focus.show_patient,
            "patient_seen": self._focus.turn_to,
            "patient_requested": self.open_patient,
            "registration_requested": self.register,
            "amend_requested": self.amend,
            "intake_requested": self.start_intake,
            "intake_completed": lambda patient, _intake: self._intake_completed(patient),
            "booking_requested": self.start_booking,
            "new_booking_requested": self.book_in_focus,
            "series_requested": self.start_series,
            "series_change_requested": self.change_series,
            "progress_requested": self.show_progress,
            "walk_in_requested": self.ask_walk_in,
            "earlier_requested": self.waiting.ask_earlier,
            "technique_chosen": self._focus.show_technique,
            "session_booked": self._session_booked,
            "visit_sheet_requested": self._show_visit_sheet,
            "day_sheet_requested": self.show_day_sheet,
            "cards_requested": self.show_cards,
            "urgent_sheet_requested": self.show_urgent_sheet,
            "assessment_changed": self._focus.show_judgement,
            "judgement_opened": self._focus.open_judgement,
            "session_opened": self._focus.open_session,
            "patient_cleared": self._focus.clear,
            "staff_requested": self._show_staff,
            "follow_up_requested": self.referring.show_list,
            "letter_requested": self.referring.show_letter,
            "rule_bench_requested": self.show_rule_bench,
        }

    # -- a person ------------------------------------------------------------------------------

    def open_patient(self, patient_id: str) -> None:
        """Open a patient's record, and look at them."""
        context = self.context
        self._open_record(context.desk.patients.open(patient_id, actor=context.actor, now=context.now()))

    def register(self, text: str = "") -> None:
        """Begin to register a person, from what was already typed."""
        self._registering_walk_in = False
        self._show_page("registration")
        self._pages.page("registration").register_new(text)

    def amend(self, patient: Patient) -> None:
        """Change a person's details."""
        self._registering_walk_in = False
        self._show_page("registration")
        self._pages.page("registration").amend(patient)

    def start_intake(self, patient: Patient) -> None:
        """Go through the intake with a person."""
        self._focus.show_patient(patient)
        self._show_page("intake")
        self._pages.page("intake").start(patient, self._focus.technique)

    def start_series(self, patient: Patient, plan: "PlanOfCare") -> None:
        """Book the sessions of a plan."""
        self._show_page("series")
        self._pages.page("series").start(patient, plan)

    def change_series(self, patient: Patient, session: "Session") -> None:
        """Change a session, and those booked with it."""
        self._show_page("series")
        self._pages.page("series").start_change(patient, session)

    def show_progress(self, patient: Patient) -> None:
        """Show how a person is getting on, as it is printed."""
        self._show_page("progress")
        self._pages.page("progress").show_patient(patient)

    def start_booking(self, patient: Patient, technique: Technique | None = None) -> None:
        """Book a session for a person, of a technique if one is wished for."""
        if technique is not None:
            self._focus.technique = technique
        self._focus.show_patient(patient)
        self._show_page("booking")
        self._pages.page("booking").start(patient, technique)

    # -- the person in focus, or one of a list ---------------------------------------------------

    def book_in_focus(self) -> None:
        """Book for the patient in focus, or ask for whom."""
        if self._focus.patient is not None:
            self.start_booking(self._focus.patient)
        else:
            self._window.box.open_with("book ")

    def next_free_in_focus(self) -> None:
        """Look for the next free times of the patient in focus, or ask for whom."""
        if self._focus.patient is not None:
            self.start_booking(self._focus.patient)
            self._pages.page("booking").show_next_free()
        else:
            self._window.box.open_with("next free ")

    def next_free_for(self, person: PatientSummary) -> None:
        """Look for the next free times of a person of a list."""
        self.start_booking(self._opened(person))
        self._pages.page("booking").show_next_free()

    def intake_in_focus(self) -> None:
        """Go through the intake with the patient in focus, or ask with whom."""
        if self._focus.patient is not None:
            self.start_intake(self._focus.patient)
        else:
            self._window.box.open_with("intake ")

    def book_for(self, person: PatientSummary) -> None:
        """Book for a person of a list."""
        self.start_booking(self._opened(person))

    def intake_for(self, person: PatientSummary) -> None:
        """Go through the intake with a person of a list."""
        self.start_intake(self._opened(person))

    def ask_walk_in(self) -> None:
        """Ask who has come without a booking."""
        self._window.box.open_with("walk-in ")

    def walk_in_for(self, person: PatientSummary) -> None:
        """Find something for a person of a list who has come without a booking."""
        self._walk_in(self._opened(person))

    def register_walk_in(self, name: str) -> None:
        """Register somebody who has come without a booking, then find something for them."""
        self.register(name)
        self._registering_walk_in = True

    def _walk_in(self, patient: Patient) -> None:
        self._focus.show_patient(patient)
        self._show_page("today")
        self._pages.page("today").walk_in(patient)

    # -- from the panel ------------------------------------------------------------------------

    def choose_technique(self, technique: Technique) -> None:
        """Look at another technique, on the page in front too where it chooses one."""
        self._focus.show_technique(technique)
        if self._pages.current_name == "booking":
            self._pages.page("booking").choose_technique(technique)
        elif self._pages.current_name == "intake":
            self._pages.page("intake").set_technique(technique)

    def book_from_panel(self, technique: Technique) -> None:
        """Book a session of a technique for the person in focus."""
        if self._focus.patient is not None:
            self.start_booking(self._focus.patient, technique)

    def ask(self, finding_id: str) -> None:
        """Put one open question to the person in focus."""
        if self._focus.patient is None:
            return
        if self._pages.current_name != "intake":
            self.start_intake(self._focus.patient)
        self._pages.page("intake").go_to(finding_id)

    # -- taking back ---------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back what was done last, on the page in front or at the desk."""
        if self._pages.current_page is not None:
            self._pages.current_page.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._pages.current_page is not None:
            self._pages.current_page.redo()

    # -- paper ---------------------------------------------------------------------------------

    def print_current(self) -> None:
        """Print what is in front."""
        if self._pages.current_page is not None:
            self._pages.current_page.print_current()

    def _show_visit_sheet(self, session_id: str) -> None:
        self._show_page("visit_sheet")
        self._pages.page("visit_sheet").show_session(session_id)

    def show_day_sheet(self, day: "date | None" = None, therapist_id: str | None = None) -> None:
        """Show the day sheet of a day, of one therapist or of everybody.

        Args:
            day: the day; None for the one the page in front shows, or today.
            therapist_id: whose; None for everybody.
        """
        from clinicdesk.desk.day_sheets import Whose  # noqa: PLC0415 - not needed before something is printed

        shown = getattr(self._pages.current_page, "day", None)
        page = self._pages.page("day_sheet")
        page.show_day(
            day or shown or self.context.today(), Whose.THERAPIST if therapist_id else Whose.CLINIC, therapist_id
        )
        self._show_page("day_sheet")

    def show_cards(self, patient: Patient) -> None:
        """Show the appointment card of a person."""
        self._focus.show_patient(patient)
        self._show_page("cards")
        self._pages.page("cards").show_patient(patient)

    def cards_in_focus(self) -> None:
        """Show the appointment card of the patient in focus, or ask whose."""
        if self._focus.patient is not None:
            self.show_cards(self._focus.patient)
        else:
            self._window.box.open_with("appointment ")

    def cards_for(self, person: PatientSummary) -> None:
        """Show the appointment card of a person of a list."""
        self.show_cards(self._opened(person))

    def show_urgent_sheet(self) -> None:
        """Show the sheet that says what to do now."""
        if self._focus.patient is not None:
            self._show_page("visit_sheet")
            self._pages.page("visit_sheet").show_urgent(self._focus.patient, self._focus.answers)

    # -- what follows --------------------------------------------------------------------------

    def _open_record(self, patient: Patient) -> None:
        """Show a record; shown anew, the page reads it again and tells, asked for twice it would show the list."""
        page = self._pages.page("patients")
        if self._pages.current_name == "patients":
            page.open_patient(patient)
            self._focus.show_patient(patient)
        else:
            page.await_patient(patient)
            self._show_page("patients")

    def _patient_saved(self, patient: Patient) -> None:
        if self._registering_walk_in:
            self._registering_walk_in = False
            self._walk_in(patient)
            return
        self._open_record(patient)
        self.context.messages.info(f"Saved: {before_more(patient.details.full_name)}, number {patient.number}.")

    def _intake_completed(self, patient: Patient) -> None:
        """Show what the answers come to, and say it where they change what was said of sessions to come."""
        self._focus.show_patient(patient)
        if words := changed_words(self.context, patient.id):
            action = calls_action(lambda: self.referring.show_list("Calls", patient.id))
            self.context.messages.warning(f"{before_more(patient.details.full_name)}: {words}", action)

    def _session_booked(self, session: "Session") -> None:
        if self._focus.patient is not None and self._focus.patient.id == session.patient_id:
            self._focus.show_patient(self._focus.patient)

    def follow_rules(self) -> None:
        """Other rules judge: look at the person in focus anew, and ask on with the new questions."""
        pages, person = self._pages, self._focus.patient
        if person is not None:
            self._focus.show_patient(person)
        if not pages.has("intake") or pages.page("intake").hand_over is not None:
            return  # whoever holds the screen is not interrupted; the answers are checked when they are kept
        in_hand = pages.page("intake").in_hand
        pages.drop("intake")
        if pages.current_name == "intake" and in_hand is not None:
            self.start_intake(in_hand.patient)

    def show_hours(self) -> None:
        """Go to the hours and absences, to note that somebody is away or whom that leaves without a time."""
        self._show_page("settings")
        page = self._pages.page("settings")
        page.show_section("Hours and absences")
        page.hours.owner.setFocus()

    def show_rule_bench(self, entry: str = "") -> None:
        """Go to the rule bench, to one rule or question if it is named."""
        self._show_page("rule_bench")
        if entry:
            self._pages.page("rule_bench").show_entry(entry)

    def _show_staff(self) -> None:
        self._show_page("settings")
        self._pages.page("settings").show_section("People")

    def _opened(self, person: PatientSummary) -> Patient:
        context = self.context
        patient: Patient = context.desk.patients.open(person.id, actor=context.actor, now=context.now())
        return patient
