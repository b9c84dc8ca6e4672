"""Somebody must be seen elsewhere, now: what the window says, and who was told."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.domain.referral import Step, Whom
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.shell.urgent import UrgentNotice
from clinicdesk.ui.when import clock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clinicdesk.domain.patient import Patient
    from clinicdesk.rules.assessment import Assessment
    from clinicdesk.ui.context import DeskContext


class UrgentCall(QObject):
    """Interrupts, and notes who was told."""

    def __init__(
        self,
        window: "QWidget",
        context: "DeskContext",
        patient: "Patient",
        assessment: "Assessment",
    ) -> None:
        actions = dict.fromkeys(r.desk for r in assessment.reasons if r.verdict is Verdict.REFER_URGENTLY)
        self.notice = UrgentNotice(window, patient.details.full_name, tuple(actions), context.clinic.emergency_number)
        super().__init__(self.notice)
        self._context = context
        self._patient = patient
        self.notice.whom_pressed.connect(self._note)
        self._show_told()

    def _note(self, whom: Whom) -> None:
        """They were told; pressed again, they were not."""
        context, case = self._context, self._context.desk.referrals.open_of(self._patient.id)
        if case is None:
            return
        told = [event for event in case.of(Step.TOLD) if event.whom is whom]
        referrals = context.desk.referrals
        try:
            if told:
                referrals.take_back(case, told[-1], actor=context.actor, now=context.now())
            else:
                referrals.tell(case, whom, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            context.messages.show_error(error)
        self._show_told()

    def _show_told(self) -> None:
        case = self._context.desk.referrals.open_of(self._patient.id)
        events = case.of(Step.TOLD) if case is not None else ()
        zone = self._context.clinic.tz
        self.notice.show_told({event.whom: clock(event.made_at, zone) for event in events if event.whom is not None})
