"""What follows in the window when somebody must be seen elsewhere first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError

if TYPE_CHECKING:
    from clinicdesk.domain.referral import ReferralCase
    from clinicdesk.rules.assessment import Assessment
    from clinicdesk.ui.shell.window import MainWindow


class Referring(QObject):
    """The ways to a referral, each one method."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def interrupt(self, patient: Patient, assessment: "Assessment") -> None:
        """Stop everything: this person must be seen elsewhere first. A patient who has the screen is not shown this.

        The case opens at once, whoever has the screen: an answer that is changed afterwards leaves its trace, and a
        therapist says whether it was a slip.
        """
        context, answers = self._window.context, self._window.focus.answers
        try:
            context.desk.referrals.begin(patient, answers, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
        self._window.locking.when_open(lambda: self._interrupt(patient, assessment))

    def show_list(self, title: str, patient_id: str = "") -> None:
        """Show a list of what has to be followed up, and in it somebody, if one is named."""
        self._window.show_page("follow_up")
        self._window.pages.page("follow_up").show_section(title, patient_id)

    def show_case(self) -> None:
        """Show the open referral of the person in focus; where it is closed, their record tells of it."""
        patient, window = self._window.focus.patient, self._window
        if patient is None:
            self.show_list("Referrals")
        elif window.context.desk.referrals.open_of(patient.id) is None:
            window.flows.open_patient(patient.id)
        else:
            self.show_list("Referrals", patient.id)

    def show_letter(self, case: "ReferralCase") -> None:
        """Show the letter of a referral."""
        self._window.show_page("referral_letter")
        self._window.pages.page("referral_letter").show_case(case)

    def _interrupt(self, patient: Patient, assessment: "Assessment") -> None:
        from clinicdesk.ui.shell.urgent_call import UrgentCall  # noqa: PLC0415 - rarely needed

        window = self._window
        call = UrgentCall(window, window.context, patient, assessment)
        call.notice.urgent_sheet_requested.connect(window.flows.show_urgent_sheet)
