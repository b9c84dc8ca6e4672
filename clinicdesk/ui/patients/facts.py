"""What is known of a person, and what should be asked when there is time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from clinicdesk.desk.birth_dates import birth_date_in_words
from clinicdesk.desk.phones import format_phone
from clinicdesk.domain.patient import ContactChannel, Patient, PatientDetails
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import button
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.registration.sections import CHANNEL_WORDS, SEX_WORDS, missing_details
from clinicdesk.ui.style import SPACE, IconLabel, set_role


class MissingDetails(Section):
    """A quiet reminder of what should be asked when there is time.

    Signals:
        amend_requested(Patient): ask now.
    """

    amend_requested = Signal(object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context, margin=SPACE)
        self._patient: Patient | None = None
        row = QHBoxLayout()
        row.setContentsMargins(SPACE, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(IconLabel("circle-dot", "accent", 18))
        self.words = QLabel()
        self.words.setWordWrap(True)
        row.addWidget(self.words, 1)
        complete = button("Complete", role="link")
        complete.setAccessibleName("Complete the details")
        complete.clicked.connect(lambda: self.amend_requested.emit(self._patient))
        row.addWidget(complete)
        self.column.addLayout(row)

    def show_patient(self, patient: Patient) -> None:
        """Name what is missing; with nothing missing the line is gone."""
        self._patient = patient
        missing = missing_details(patient.details)
        self.words.setText(f"When there is time, ask for: {', '.join(missing)}.")
        self.setVisible(bool(missing))


class FactsSection(Section):
    """What is known, in two columns of words."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self.column.addWidget(set_role(QLabel("Details"), "heading"))
        self._grid_holder: QWidget | None = None

    def show_patient(self, patient: Patient) -> None:
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
        for row, (name, fact) in enumerate(self._facts(patient.details)):
            grid.addWidget(set_role(QLabel(name), "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            words = QLabel(fact)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 1)
        self.column.addWidget(self._grid_holder)

    def _facts(self, details: PatientDetails) -> list[tuple[str, str]]:
        region = self.context.clinic.region
        born = details.birth_date
        contact = (
            details.emergency_contact_name,
            details.emergency_contact_relation,
            format_phone(details.emergency_contact_phone, region),
        )
        channels = [CHANNEL_WORDS[channel] for channel in ContactChannel if channel in details.contact_permissions]
        facts = [
            ("Preferred name", details.preferred_name),
            ("Birth date", birth_date_in_words(born, self.context.today()) if born else ""),
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
