"""One person: who they are, what their last intake came to, and what can be done next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.birth_dates import age_in_words, birth_date_in_words
from clinicdesk.desk.phones import format_phone
from clinicdesk.domain.intake import Intake
from clinicdesk.domain.patient import ContactChannel, Patient, PatientDetails
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Card, PageHeader, button
from clinicdesk.ui.pages import scrolling
from clinicdesk.ui.patients.export import ExportCard
from clinicdesk.ui.registration.sections import CHANNEL_WORDS, SEX_WORDS, missing_details
from clinicdesk.ui.style import SPACE, IconLabel, kind_words, set_role, set_verdict, verdict_icon_name, verdict_words
from clinicdesk.ui.when import dated_day


class PatientRecord(QWidget):
    """A person's record.

    Signals:
        list_requested: back to everybody.
        intake_requested(Patient), booking_requested(Patient), amend_requested(Patient): what to do next.
    """

    list_requested = Signal()
    intake_requested = Signal(object)
    booking_requested = Signal(object)
    amend_requested = Signal(object)

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
        self.missing = MissingDetails()
        self.missing.amend_requested.connect(lambda: self.amend_requested.emit(self.patient))
        self.intake = LastIntake(context)
        self.facts = FactsCard(context)
        self.export = ExportCard(context)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(2 * SPACE)
        for card in (self.missing, self.intake, self.facts, self.export):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE)
        outer.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.header)
        outer.addSpacing(SPACE)
        outer.addWidget(scrolling(content), 1)

    def show_patient(self, patient: Patient) -> None:
        """Show a person as stored."""
        self.patient = patient
        details, context = patient.details, self._context
        born = details.birth_date
        known = (
            age_in_words(born, context.today()) if born else "",
            f"no. {patient.number}",
            format_phone(details.phone, context.clinic.region),
        )
        self.header.set_title(details.full_name, " · ".join(part for part in known if part))
        self.missing.show_missing(missing_details(details))
        self.facts.show_details(details)
        self.export.show_patient(patient)
        latest = context.desk.intakes.latest(patient.id, actor=context.actor, now=context.now())
        begun = context.desk.intakes.draft(patient.id) is not None
        self.intake.show_intake(patient, latest, begun=begun)
        words = "Continue intake" if begun else "Update intake" if latest else "Start intake"
        self.intake_button.setText(words)

    def focus_first(self) -> None:
        """Put the keyboard on what is done next."""
        self.intake_button.setFocus(Qt.FocusReason.OtherFocusReason)


class MissingDetails(Card):
    """A quiet reminder of what should be asked when there is time.

    Signals:
        amend_requested: ask now.
    """

    amend_requested = Signal()

    def __init__(self) -> None:
        super().__init__(margin=SPACE)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel("circle-dot", "accent", 18))
        self.words = QLabel()
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        complete = button("Complete", role="link")
        complete.setAccessibleName("Complete the details")
        complete.clicked.connect(self.amend_requested)
        row.addWidget(complete)
        self.column.addLayout(row)

    def show_missing(self, missing: tuple[str, ...]) -> None:
        """Name what is missing; with nothing missing the line is gone."""
        self.words.setText(f"When there is time, ask for: {', '.join(missing)}.")
        self.setVisible(bool(missing))


class LastIntake(Card):
    """When the last intake was completed, and what it comes to today."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
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

    def show_intake(self, patient: Patient, intake: Intake | None, *, begun: bool) -> None:
        """Show the last intake, judged for today."""
        self._verdict_rows.setVisible(intake is not None)
        begun_words = " A newer one is begun and not completed." if begun else ""
        if intake is None:
            words = "Begun and not completed yet." if begun else "None yet. It takes about five minutes."
            self.words.setText(words)
            return
        context = self._context
        day = context.local(intake.completed_at).date()
        self.words.setText(f"Completed {dated_day(day)}. What it comes to today:{begun_words}")
        technique = GENTLEST[Kind.MASSAGE]
        assessment = context.desk.intakes.assess(patient, intake.answers, technique, on=context.today())
        for kind, verdict in assessment.verdicts.items():
            self._icons[kind].show_icon(verdict_icon_name(verdict), verdict.code)
            set_verdict(self.verdicts[kind], verdict).setText(verdict_words(verdict))


class FactsCard(Card):
    """What is known, in two columns of words."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.column.addWidget(set_role(QLabel("Details"), "heading"))
        self._grid_holder: QWidget | None = None

    def show_details(self, details: PatientDetails) -> None:
        """Show the facts that are known; what is not known is left out."""
        if self._grid_holder is not None:
            self.column.removeWidget(self._grid_holder)
            self._grid_holder.hide()
            self._grid_holder.deleteLater()
        self._grid_holder = QWidget()
        grid = QGridLayout(self._grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        for row, (name, fact) in enumerate(self._facts(details)):
            grid.addWidget(set_role(QLabel(name), "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            words = QLabel(fact)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 1)
        self.column.addWidget(self._grid_holder)

    def _facts(self, details: PatientDetails) -> list[tuple[str, str]]:
        region = self._context.clinic.region
        born = details.birth_date
        contact = (
            details.emergency_contact_name,
            details.emergency_contact_relation,
            format_phone(details.emergency_contact_phone, region),
        )
        channels = [CHANNEL_WORDS[channel] for channel in ContactChannel if channel in details.contact_permissions]
        facts = [
            ("Preferred name", details.preferred_name),
            ("Birth date", birth_date_in_words(born, self._context.today()) if born else ""),
            ("Sex recorded at birth", SEX_WORDS[details.sex_at_birth.value] if details.sex_at_birth else ""),
            ("Gender", details.gender),
            ("Pronouns", details.pronouns),
            ("Language", details.language),
            ("Phone", format_phone(details.phone, region)),
            ("Other phone", format_phone(details.other_phone, region)),
            ("E-mail", details.email),
            ("Address", details.address),
            ("We may contact by", ", ".join(channels).capitalize()),
            ("Emergency contact", " · ".join(part for part in contact if part)),
            ("Referred by", details.referrer),
            ("Notes", details.notes),
        ]
        return [(name, fact) for name, fact in facts if fact]
