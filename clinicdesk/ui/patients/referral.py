"""Referrals on the record: the open one with all that can be done about it, and what became of those before."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from clinicdesk.desk.referrals import CaseView
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.follow_up.case_row import CaseRow
from clinicdesk.ui.follow_up.closed_case import ClosedCase
from clinicdesk.ui.follow_up.task_row import plain
from clinicdesk.ui.pages import KeyHelp
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.ruled_list import RuledList
from clinicdesk.ui.style import set_role


class ReferralSection(Section):
    """Not there for whoever was never referred.

    Signals:
        letter_requested(ReferralCase): show the letter.
    """

    letter_requested = Signal(object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self.views: list[CaseView] = []
        self.row: CaseRow | None = None
        self._patient: Patient | None = None
        self._list = RuledList()
        self.again = plain("", "strong")
        self.column.addWidget(set_role(QLabel("Referral"), "heading"))
        self.column.addWidget(self.again)
        self.column.addLayout(self._list)
        context.actor_changed.connect(self._follow_actor)

    def show_patient(self, patient: Patient) -> None:
        """Show every case of a person, but never from under a form that is being filled in about the same one."""
        same, self._patient = self._patient is not None and self._patient.id == patient.id, patient
        if same and self.row is not None and self.row.busy:
            return
        context = self.context
        self.views = context.desk.referrals.of_patient(patient.id, actor=context.actor, now=context.now())
        opened = [view for view in self.views if view.case.open]
        self.row = self._open_row(opened[0]) if opened else None
        lines: list[QWidget] = [self.row] if self.row is not None else []
        lines += [ClosedCase(context, view, named=False) for view in self.views if not view.case.open]
        self._list.show_lines(lines)
        self._show_again(patient)
        self.setVisible(bool(self.views))

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the open case."""
        if self.row is None:
            return ()
        return (("T", "Note who was told of the referral"), ("L", "Letter"), ("O", "Record its outcome"))

    def _open_row(self, view: CaseView) -> CaseRow:
        row = CaseRow(self.context, view, named=False)
        row.letter_requested.connect(self.letter_requested)
        row.done.connect(self._do)
        return row

    def _do(self, deed: Callable[[], str]) -> None:
        try:
            words = deed()
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
            return
        if self.row is not None:
            self.row.close_form()
        if self._patient is not None:
            self.show_patient(self._patient)
        self.context.messages.info(words)
        self.stored.emit()
        if self.row is not None:
            self.row.setFocus()

    def _show_again(self, patient: Patient) -> None:
        again = self.context.desk.referrals.to_ask_again(patient.id)
        findings = self.context.desk.ruleset.knowledge.findings
        asked = "\n".join(f"\N{BULLET} {findings[key].question}" for key in sorted(again))
        self.again.setText(f"To be asked again before anything is booked:\n{asked}")
        self.again.setVisible(bool(again))

    def _follow_actor(self) -> None:
        """Why is told to a therapist otherwise than to the desk."""
        if self._patient is not None and self.isVisible():
            self.show_patient(self._patient)
