"""The page that shows how a person is getting on as it is printed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QWidget

from clinicdesk.domain.patient import Patient
from clinicdesk.domain.plan import PlanStatus
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.names import before_more
from clinicdesk.ui.paper.page import PaperPage
from clinicdesk.ui.patients.progress_sheet import ProgressDocument, ProgressReport

if TYPE_CHECKING:
    from clinicdesk.ui.context import DeskContext


class ProgressPage(PaperPage):
    """Pain, activity and plan of a person on paper.

    Signals:
        patient_opened(Patient): whose sheet is shown, so that nothing beside it speaks of somebody else.
    """

    patient_opened = Signal(object)
    file_name = "progress.pdf"
    what = "The progress sheet"

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, "Progress", parent)
        self.report: ProgressReport | None = None

    def show_patient(self, patient: Patient) -> None:
        """Show how a person is getting on."""
        context = self.context
        try:
            trend = context.desk.progress.trend(patient, actor=context.actor, now=context.now())
            plans = context.desk.plans.of_patient(patient, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            self.report = None
            context.messages.show_error(error)
        else:
            going_on = next((each for each in plans if each.plan.status is PlanStatus.ACTIVE), None)
            self.report = ProgressReport(context.clinic, patient, trend, going_on, context.today())
        self.header.set_title("Progress", before_more(patient.details.full_name))
        self.lay_out()
        self.print_button.setFocus()
        self.patient_opened.emit(patient)

    def make_document(self, page_size: QPageSize) -> ProgressDocument | None:
        """The sheet on paper."""
        return None if self.report is None else ProgressDocument(self.report, page_size)
