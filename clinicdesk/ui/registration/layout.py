"""What stands where on the registration form: the quick fields, and the rest folded below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.ui.fields import Card, side_by_side
from clinicdesk.ui.registration.entries import FormFields
from clinicdesk.ui.registration.folding import FoldingSection
from clinicdesk.ui.registration.sections import SECTIONS, Entry, Section, Width
from clinicdesk.ui.style import SPACE

BIRTH_DATE_HINT = "Any way you like: 3 Apr 1980, 1980-04-03, 3/4/80"
_QUICK = (
    Entry("given_name", "Given name", width=Width.HALF),
    Entry("family_name", "Family name", width=Width.BESIDE),
    Entry("phone", "Phone", width=Width.HALF),
    Entry("birth_date", "Birth date", BIRTH_DATE_HINT, width=Width.HALF),
)


class QuickCard(Card):
    """The fields that suffice to save."""

    def __init__(self, fields: FormFields) -> None:
        super().__init__(margin=2 * SPACE)
        self.column.setSpacing(2 * SPACE)
        _place(self.column, _QUICK, fields)


class MoreSections(QWidget):
    """Everything that can wait, folded by subject."""

    def __init__(self, fields: FormFields) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.sections = {section.id: _folding(section, fields) for section in SECTIONS}
        for folding in self.sections.values():
            column.addWidget(folding)

    def summarise(self, form: PatientForm, wanted: bool) -> None:
        """Say on each folded section what it holds, and mark those still to be asked where that is wanted."""
        open_ends = {"person": not form.sex_at_birth, "emergency": not form.emergency_contact_phone}
        for section in SECTIONS:
            folding = self.sections[section.id]
            folding.set_summary(section.summary(form))
            folding.set_wanted(wanted and open_ends.get(section.id, False))

    def reveal(self, field: str) -> None:
        """Unfold the section that holds a field."""
        for section in SECTIONS:
            if any(entry.field == field for entry in section.entries):
                self.sections[section.id].set_open(True)

    def open_wanted(self) -> None:
        """Unfold what is still to be asked."""
        for folding in self.sections.values():
            folding.set_open(folding.is_wanted)

    def fold_all(self) -> None:
        """Start with everything folded."""
        for folding in self.sections.values():
            folding.set_open(False)


def _folding(section: Section, fields: FormFields) -> FoldingSection:
    folding = FoldingSection(section.title)
    _place(folding.rows, section.entries, fields)
    return folding


def _place(column: QVBoxLayout, entries: tuple[Entry, ...], fields: FormFields) -> None:
    """Add the entries row by row; a half field without one beside it leaves the other half empty."""
    rows: list[list[QWidget]] = []
    for entry in entries:
        field = fields.add(entry)
        if entry.width is Width.BESIDE:
            rows[-1][1:] = [field]
        else:
            rows.append([field] if entry.width is Width.FULL else [field, QWidget()])
    for row in rows:
        column.addLayout(side_by_side(row))
