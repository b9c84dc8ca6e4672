"""The page that shows the letter of a referral, prints it and saves it; that it was made is noted with the case."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.fields import Field
from clinicdesk.ui.names import before_more
from clinicdesk.ui.paper.page import PaperPage
from clinicdesk.ui.referral_letter.wording import LEAST_RULED, MOST_RULED, paper_of_letter, to_whom
from clinicdesk.ui.visit_sheet.document import SheetDocument

if TYPE_CHECKING:
    from clinicdesk.desk.referrals import Letter
    from clinicdesk.domain.referral import ReferralCase
    from clinicdesk.ui.context import DeskContext
    from clinicdesk.ui.visit_sheet.wording import Paper


class ReferralLetterPage(PaperPage):
    """A letter in plain words for whoever sees a person next.

    Signals:
        patient_opened(Patient): whose letter is shown, so that nothing beside it speaks of somebody else.
    """

    patient_opened = Signal(object)
    file_name = "referral-letter.pdf"
    what = "The letter"

    def __init__(self, context: "DeskContext", parent: QWidget | None = None) -> None:
        super().__init__(context, "Letter of referral", parent)
        self._letter: Letter | None = None
        self.to = QLineEdit()
        self.to.setPlaceholderText("The doctor who sees this person next")
        self.column.insertWidget(1, Field("To", self.to, optional=True))
        self.to.textChanged.connect(lambda _text: self.lay_out())
        context.actor_changed.connect(lambda _actor: self._follow_actor())

    def show_case(self, case: "ReferralCase") -> None:
        """Show the letter of a case."""
        context = self.context
        try:
            self._letter = context.desk.referrals.letter(case, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            self._letter = None
            context.messages.show_error(error)
        self.to.setText(to_whom(self._letter.view.case) if self._letter is not None else "")
        self.lay_out()
        if self._letter is not None:
            patient = self._letter.view.patient
            self.header.set_title("Letter of referral", before_more(patient.details.full_name))
            self.print_button.setFocus()
            self.patient_opened.emit(patient)

    def make_document(self, page_size: QPageSize) -> SheetDocument | None:
        """The letter on one page: a long one leaves less room for the reply."""
        if self._letter is None:
            return None
        for ruled in range(MOST_RULED, LEAST_RULED - 1, -1):
            document = SheetDocument(self._paper(self._letter, ruled), page_size)
            if document.page_count == 1:
                break
        return document

    def went_out(self) -> None:
        """It was printed or saved: that belongs to the case."""
        context, letter = self.context, self._letter
        if letter is None or not letter.view.case.open:
            return
        try:
            context.desk.referrals.note_letter(
                letter.view.case, to=self.to.text(), actor=context.actor, now=context.now()
            )
        except ClinicDeskError as error:
            context.messages.show_error(error)

    def _paper(self, letter: "Letter", ruled: int) -> "Paper":
        findings = self.context.desk.ruleset.knowledge.findings
        return paper_of_letter(
            letter, findings, to=self.to.text().strip(), private=self.context.at_therapist, ruled=ruled
        )

    def _follow_actor(self) -> None:
        """What was answered in private is told to those who treat, and to nobody else."""
        if self._letter is not None:
            self.lay_out()
