"""The ways through the window that lead to the waiting list.

What is asked of its page: ``WaitingPage.ask_for(patient, about)`` and ``.show_time(wanted)``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicdesk.desk.views import PatientSummary
    from clinicdesk.desk.waiting_views import WantedTime
    from clinicdesk.domain.session import Session
    from clinicdesk.domain.waiting import WaitingEntry
    from clinicdesk.ui.shell.window import MainWindow


class WaitingFlows:
    """Each one method, as in ``Flows``."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def ask_earlier(self, patient_id: str, about: "Session | WaitingEntry | None" = None) -> None:
        """Put a person on the waiting list, for an earlier time than a session has, or change a wish."""
        window = self._window
        context = window.context
        patient = context.desk.patients.open(patient_id, actor=context.actor, now=context.now())
        window.focus.show_patient(patient)
        window.show_page("waiting")
        window.pages.page("waiting").ask_for(patient, about)

    def in_focus(self) -> None:
        """Put the patient in focus on the waiting list, or ask whom."""
        patient = self._window.focus.patient
        if patient is not None:
            self.ask_earlier(patient.id)
        else:
            self._window.box.open_with("wait ")

    def for_person(self, person: "PatientSummary") -> None:
        """Put a person of a list on the waiting list."""
        self.ask_earlier(person.id)

    def show_wanted(self, wanted: "WantedTime") -> None:
        """Show who of the waiting list could have a free time."""
        self._window.show_page("waiting")
        self._window.pages.page("waiting").show_time(wanted)

    def see_freed(self) -> None:
        """Show who could have a time that became free."""
        self._window.freed.see()
