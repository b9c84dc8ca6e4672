"""The main window: where pages, panel, command box and keys are wired together, and nowhere else.

A page tells what happened through the signals in ``_wires``; the window decides what follows.
What the window asks of a page: ``PatientsPage.open_patient(patient)``,
``RegistrationPage.register_new(text)`` and ``.amend(patient)``, ``IntakePage.start(patient, technique)``,
``.set_technique(technique)`` and ``.go_to(finding_id)``, ``BookingPage.start(patient, technique)`` and
``.choose_technique(technique)``,
``VisitSheetPage.show_session(id)`` and ``.show_urgent(patient, answers)``.

A key that a page lists in ``keys()`` is the page's own while it is in front.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from clinicdesk.desk.views import PatientSummary
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.messages import MessageBanner
from clinicdesk.ui.names import before_more
from clinicdesk.ui.panel import SuitabilityPanel
from clinicdesk.ui.shell.command_box import CommandBox
from clinicdesk.ui.shell.focus import PatientFocus
from clinicdesk.ui.shell.page_stack import PageStack
from clinicdesk.ui.shell.panel_dock import PanelDock
from clinicdesk.ui.shell.rail import Rail
from clinicdesk.ui.shell.status_line import StatusLine
from clinicdesk.ui.shell.top_bar import TopBar
from clinicdesk.ui.shell.window_commands import ENTRIES, commands_of
from clinicdesk.ui.style import Style

if TYPE_CHECKING:
    from clinicdesk.domain.session import Session
    from clinicdesk.rules.assessment import Assessment

_SIZE = (1280, 800)
_SMALLEST = (900, 600)
_GEOMETRY = "window/geometry"


class MainWindow(QMainWindow):
    """The window of the program."""

    def __init__(self, context: DeskContext, style: Style, settings: QSettings) -> None:
        super().__init__()
        self.context = context
        self._style = style
        self._settings = settings
        self.panel = SuitabilityPanel(context)
        self.focus = PatientFocus(context, self.panel, self)
        self._shortcuts: dict[str, QShortcut] = {}
        self.commands = commands_of(self, style)
        self.box = CommandBox(self._find, self._recent, self.commands, self._describe, self)
        self.rail = Rail(ENTRIES)
        self.pages = PageStack(context, self._wires())
        self.banner = MessageBanner(context.messages)
        self.dock = self._build()
        self._connect()
        self._bind_keys()
        self._show_title()
        self.resize(*_SIZE)
        self.setMinimumSize(*_SMALLEST)
        geometry = settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        # The first thing a desk does is find somebody; a page with rows takes the keyboard itself.
        self.box.setFocus()
        self.show_page("today")

    def settle(self) -> None:
        """Show what needs the rules, once they are loaded."""
        self.panel.name_rules()

    # -- what a page, the panel or the command box may bring about -------------------------

    def show_page(self, name: str) -> None:
        """Bring a page to the front by its name."""
        self.context.messages.close()
        self.dock.close_over()
        self.pages.show_page(name)

    def open_patient(self, patient_id: str) -> None:
        """Open a patient's record, and look at them."""
        context = self.context
        self._open_record(context.desk.patients.open(patient_id, actor=context.actor, now=context.now()))

    def register(self, text: str = "") -> None:
        """Begin to register a person, from what was already typed."""
        self.show_page("registration")
        self.pages.page("registration").register_new(text)

    def amend(self, patient: Patient) -> None:
        """Change a person's details."""
        self.show_page("registration")
        self.pages.page("registration").amend(patient)

    def start_intake(self, patient: Patient) -> None:
        """Go through the intake with a person."""
        self.focus.show_patient(patient)
        self.show_page("intake")
        self.pages.page("intake").start(patient, self.focus.technique)

    def start_booking(self, patient: Patient, technique: Technique | None = None) -> None:
        """Book a session for a person, of a technique if one is wished for."""
        if technique is not None:
            self.focus.technique = technique
        self.focus.show_patient(patient)
        self.show_page("booking")
        self.pages.page("booking").start(patient, technique)

    # -- wiring --------------------------------------------------------------------------------

    def _wires(self) -> Mapping[str, Callable[..., None]]:
        """Signal name to what it brings about, for every page that has the signal."""
        return {
            "patient_saved": self._patient_saved,
            "patient_opened": self.focus.show_patient,
            "patient_requested": self.open_patient,
            "registration_requested": self.register,
            "amend_requested": self.amend,
            "intake_requested": self.start_intake,
            "intake_completed": lambda patient, _intake: self.focus.show_patient(patient),
            "booking_requested": self.start_booking,
            "new_booking_requested": self.book_in_focus,
            "session_booked": self._session_booked,
            "visit_sheet_requested": self._show_visit_sheet,
            "urgent_sheet_requested": self._show_urgent_sheet,
            "assessment_changed": self.focus.show_assessment,
            "patient_cleared": self.focus.clear,
            "staff_requested": self._show_staff,
            "closed": self._go_back,
            "theme_requested": self._style.choose_theme,
            "text_scale_requested": self._style.choose_text_scale,
        }

    def _build(self) -> PanelDock:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(TopBar(self.context, self.box))
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.rail)
        self._body.addLayout(column, 1)
        ground = QWidget()
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._body, 1)
        self.status = StatusLine(self.context, self._settings)
        whole.addWidget(self.status)
        self.setCentralWidget(ground)
        dock = PanelDock(self.panel, self._settings, ground)
        self._body.addWidget(dock)
        return dock

    def _connect(self) -> None:
        self.rail.page_requested.connect(self.show_page)
        self.pages.page_changed.connect(self.rail.show_current)
        self.pages.page_changed.connect(self._yield_keys)
        self.pages.page_changed.connect(self._follow_theme)
        self.box.person_chosen.connect(lambda person: self.open_patient(person.id))
        self.box.registration_requested.connect(self.register)
        self.context.clinic_changed.connect(self._show_title)
        self._style.theme_changed.connect(self._follow_theme)
        self.focus.verdict_changed.connect(self.dock.show_verdict)
        self.focus.urgent_found.connect(self._interrupt)
        panel = self.panel
        panel.technique_chosen.connect(self._choose_technique)
        panel.book_requested.connect(self._book_from_panel)
        panel.intake_requested.connect(self.intake_in_focus)
        panel.question_requested.connect(self._ask)
        panel.urgent_sheet_requested.connect(self._show_urgent_sheet)

    def _bind_keys(self) -> None:
        bound = {command.keys: command.run for command in self.commands if command.keys} | {"Ctrl+K": self.box.open}
        for keys, run in bound.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(run)
            self._shortcuts[keys] = shortcut

    def _yield_keys(self) -> None:
        """A key the page in front has bound itself would otherwise be ambiguous, and neither would act."""
        page = self.pages.current_page
        listed = page.keys() if page is not None else ()
        own = {key for keys, _ in listed for key in keys.split("  ")}
        for keys, shortcut in self._shortcuts.items():
            shortcut.setEnabled(keys not in own)

    # -- what follows --------------------------------------------------------------------------

    def _find(self, text: str) -> list[PatientSummary]:
        return self.context.desk.patients.find(text, today=self.context.today())

    def _recent(self) -> list[PatientSummary]:
        return self.context.desk.patients.recent()

    def _describe(self, person: PatientSummary) -> str:
        from clinicdesk.ui.shell.who import person_detail  # noqa: PLC0415 - phone numbers are slow to import

        return person_detail(person, self.context)

    def _open_record(self, patient: Patient) -> None:
        """Show a record; shown anew, the page reads it again and tells, asked for twice it would show the list."""
        self.pages.page("patients").open_patient(patient)
        if self.pages.current_name == "patients":
            self.focus.show_patient(patient)
        else:
            self.show_page("patients")

    def _patient_saved(self, patient: Patient) -> None:
        self._open_record(patient)
        self.context.messages.info(f"Saved: {before_more(patient.details.full_name)}, number {patient.number}.")

    def _session_booked(self, session: "Session") -> None:
        if self.focus.patient is not None and self.focus.patient.id == session.patient_id:
            self.focus.show_patient(self.focus.patient)

    def _show_staff(self) -> None:
        self.show_page("settings")
        self.pages.page("settings").show_section("People")

    def _go_back(self) -> None:
        self.pages.go_back()

    def toggle_panel(self) -> None:
        """Show the panel, or send it to the edge."""
        self.dock.toggle()

    def _choose_technique(self, technique: Technique) -> None:
        self.focus.show_technique(technique)
        if self.pages.current_name == "booking":
            self.pages.page("booking").choose_technique(technique)
        elif self.pages.current_name == "intake":
            self.pages.page("intake").set_technique(technique)

    def _book_from_panel(self, technique: Technique) -> None:
        if self.focus.patient is not None:
            self.start_booking(self.focus.patient, technique)

    def book_in_focus(self) -> None:
        """Book for the patient in focus, or ask for whom."""
        if self.focus.patient is not None:
            self.start_booking(self.focus.patient)
        else:
            self.box.open_with("book ")

    def intake_in_focus(self) -> None:
        """Go through the intake with the patient in focus, or ask with whom."""
        if self.focus.patient is not None:
            self.start_intake(self.focus.patient)
        else:
            self.box.open_with("intake ")

    def book_for(self, person: PatientSummary) -> None:
        """Book for a person of a list."""
        self.start_booking(self._opened(person))

    def intake_for(self, person: PatientSummary) -> None:
        """Go through the intake with a person of a list."""
        self.start_intake(self._opened(person))

    def _opened(self, person: PatientSummary) -> Patient:
        context = self.context
        patient: Patient = context.desk.patients.open(person.id, actor=context.actor, now=context.now())
        return patient

    def _ask(self, finding_id: str) -> None:
        if self.focus.patient is None:
            return
        if self.pages.current_name != "intake":
            self.start_intake(self.focus.patient)
        self.pages.page("intake").go_to(finding_id)

    def print_current(self) -> None:
        """Print what is in front."""
        if self.pages.current_page is not None:
            self.pages.current_page.print_current()

    def _show_visit_sheet(self, session_id: str) -> None:
        self.show_page("visit_sheet")
        self.pages.page("visit_sheet").show_session(session_id)

    def _show_urgent_sheet(self) -> None:
        if self.focus.patient is not None:
            self.show_page("visit_sheet")
            self.pages.page("visit_sheet").show_urgent(self.focus.patient, self.focus.answers)

    def _interrupt(self, patient: Patient, assessment: "Assessment") -> None:
        from clinicdesk.ui.shell.urgent import UrgentNotice  # noqa: PLC0415 - rarely needed

        actions = dict.fromkeys(r.desk for r in assessment.reasons if r.verdict is Verdict.REFER_URGENTLY)
        notice = UrgentNotice(self, patient.details.full_name, tuple(actions), self.context.clinic.emergency_number)
        notice.urgent_sheet_requested.connect(self._show_urgent_sheet)

    def show_keys(self) -> None:
        """Show the keys that work here, over the window."""
        from clinicdesk.ui.shell.key_help import KeyOverlay  # noqa: PLC0415 - rarely needed

        page = self.pages.current_page
        everywhere = [("Ctrl+K", "Find a person or do something")]
        everywhere += [(command.keys, command.words) for command in self.commands if command.keys]
        KeyOverlay(self, "This page", page.keys() if page is not None else (), everywhere)

    def _follow_theme(self) -> None:
        self.box.refresh_theme()
        self.rail.fit()
        self.dock.arrange()
        if self.pages.current_name == "settings":
            self.pages.page("settings").appearance.show_choices(self._style.choice, self._style.text_scale)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.context.clinic.name} \N{EN DASH} ClinicDesk")

    # -- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape, when no field and no page wanted it, clears what lies over the page."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.dock.close_over():
                self.context.messages.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed, and how the window stood."""
        if self.pages.current_page is not None:
            self.pages.current_page.page_left()
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
