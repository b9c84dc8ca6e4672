"""The last intake of a person, and what it comes to today."""

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinicdesk.domain.patient import Patient
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.counted import shown
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.style import SPACE, IconLabel, kind_words, set_role, set_verdict
from clinicdesk.ui.when import dated_day


class IntakeSection(Section):
    """When the last intake was completed, and what it comes to today.

    Attributes:
        next_step: what a button says that goes on with it.
    """

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self.next_step = "Start intake"
        self.column.addWidget(set_role(QLabel("Intake"), "heading"))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.column.addWidget(self.words)
        self._verdict_rows = QWidget()
        grid = QGridLayout(self._verdict_rows)
        grid.setContentsMargins(0, SPACE // 2, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(2, 1)
        self._icons: dict[Kind, IconLabel] = {}
        self.verdicts: dict[Kind, QLabel] = {}
        for row, kind in enumerate(Kind):
            self._icons[kind] = IconLabel("circle-check", Verdict.SUITABLE.code, 20)
            self.verdicts[kind] = set_role(QLabel(), "strong")
            grid.addWidget(self._icons[kind], row, 0)
            grid.addWidget(QLabel(kind_words(kind)), row, 1)
            grid.addWidget(self.verdicts[kind], row, 2)
        self.column.addWidget(self._verdict_rows)
        self.due = set_role(QLabel(), "muted")
        self.due.setWordWrap(True)
        self.due.hide()
        self.column.addWidget(self.due)

    def show_patient(self, patient: Patient) -> None:
        """Show the last intake, judged for today."""
        context = self.context
        intake = context.desk.intakes.latest(patient.id, actor=context.actor, now=context.now())
        begun = context.desk.intakes.draft(patient.id) is not None
        self.next_step = "Continue intake" if begun else "Update intake" if intake else "Start intake"
        self._verdict_rows.setVisible(intake is not None)
        begun_words = " A newer one is begun and not completed." if begun else ""
        if intake is None:
            words = "Begun and not completed yet." if begun else "None yet. It takes about five minutes."
            self.words.setText(words)
            return
        day = context.local(intake.completed_at).date()
        self.words.setText(f"Completed {dated_day(day)}. What it comes to today:{begun_words}")
        technique = GENTLEST[Kind.MASSAGE]
        answers = context.desk.judging.counting(patient.id, intake)
        judgement = context.desk.judging.judge(patient, answers, technique, on=context.today())
        due = judgement.effective.renewal
        self.due.setVisible(due is not None)
        for kind, verdict in judgement.verdicts.items():
            counted = shown(verdict, due)
            self.due.setText(f"{counted.due[:1].upper()}{counted.due[1:]}.")
            self._icons[kind].show_icon(counted.icon, counted.dress.code)
            set_verdict(self.verdicts[kind], counted.dress).setText(counted.words)
