"""The registration form: fields, what they echo, what is wrong with them, and who it may be."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.desk.birth_dates import birth_date_in_words, parse_birth_date
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.phones import format_phone, parse_phone
from clinicdesk.desk.registration import Duplicate
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.registration.duplicates import DuplicateStrip
from clinicdesk.ui.registration.entries import FormFields
from clinicdesk.ui.registration.layout import BIRTH_DATE_HINT, MoreSections, QuickCard
from clinicdesk.ui.registration.sections import QUICK, missing_details
from clinicdesk.ui.strip import Strip
from clinicdesk.ui.style import SPACE, set_role, text_factor

_PHONES = ("phone", "other_phone", "emergency_contact_phone")
_LOOK_MS = 250
"""How long typing rests before people of the same name are looked for."""
_WIDTH = 720


class RegistrationForm(QWidget):
    """The whole form in one column.

    Signals:
        edited: the person at the desk changed something.
        duplicate_requested(str): look at the registered person with this id instead.
    """

    edited = Signal()
    duplicate_requested = Signal(str)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._base = PatientForm()
        self._known = False
        self._somebody_else: set[str] = set()
        self.fields = FormFields(self)
        self.fields.edited.connect(self._edited)
        self.fields.left.connect(self._left)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self.look_for_duplicates)
        self._build()

    def begin(self, patient: Patient | None, base: PatientForm) -> None:
        """Start with what is stored; nothing is wrong with it and nobody was ruled out yet."""
        self._base, self._known = base, patient is not None
        self._somebody_else = {patient.id} if patient else set()
        self._look.stop()
        self.more.fold_all()
        self.strip.say("", "")
        self._show_duplicates([])
        missing = missing_details(patient.details) if patient else ()
        self._to_complete.setText(f"Details to complete: {', '.join(missing)}.")
        self._to_complete.setVisible(bool(missing))
        self.show_form(base)
        if patient is not None and patient.details.incomplete:
            self.more.open_wanted()

    def form(self) -> PatientForm:
        """Everything as typed."""
        return self.fields.form()

    def show_form(self, form: PatientForm) -> None:
        """Show other texts."""
        self.fields.show(form)
        self._refresh()

    def show_errors(self, error: InvalidValues) -> QWidget:
        """Say beside each field what is wrong with it; returns the first such field, the keyboard in it."""
        for name, sentence in error.fields.items():
            self.more.reveal(name)
            self.fields[name].set_error(sentence)
        first = next(field for name, field in self.fields.fields.items() if name in error.fields)
        first.editor.setFocus()
        return first

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""
        self.fields["given_name"].editor.setFocus()

    def look_for_duplicates(self) -> None:
        """Show who of the people registered this may be."""
        found = self._context.desk.patients.possible_duplicates(self.form(), today=self._context.today())
        self._show_duplicates([each for each in found if each.patient.id not in self._somebody_else])

    def rest(self) -> None:
        """Look for nobody any more: the form is being left."""
        self._look.stop()

    def _build(self) -> None:
        self.setMaximumWidth(round(_WIDTH * text_factor()))
        self._to_complete = set_role(QLabel(), "muted")
        self._to_complete.setWordWrap(True)
        self.strip = Strip()
        self.duplicates = DuplicateStrip()
        self.duplicates.open_requested.connect(self.duplicate_requested)
        self.duplicates.dismissed.connect(self._rule_out)
        quick = QuickCard(self.fields)
        self.more = MoreSections(self.fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE, SPACE)
        column.setSpacing(2 * SPACE)
        for widget in (self._to_complete, self.strip, quick, self.duplicates):
            column.addWidget(widget)
        column.addWidget(set_role(QLabel("More when there is time"), "heading"))
        column.addWidget(self.more)
        column.addStretch(1)

    def _edited(self, name: str) -> None:
        # What is being mended is not called wrong again until the field is left.
        self.fields[name].clear_error()
        self._refresh()
        if name in {*QUICK, "preferred_name", "email"}:
            self._look.start()
        self.edited.emit()

    def _refresh(self) -> None:
        form, today = self.form(), self._context.today()
        self.more.summarise(form, wanted=self._known)
        try:
            born = parse_birth_date(form.birth_date, today, day_first=self._context.clinic.day_first)
        except ValueError:
            self.fields["birth_date"].set_hint(BIRTH_DATE_HINT)
        else:
            self.fields["birth_date"].set_hint(birth_date_in_words(born, today))

    def _left(self, name: str) -> None:
        form = self.form()
        if form == self._base or not self.isVisible():
            return
        sentence = self._context.desk.patients.check_field(form, name, today=self._context.today())
        self.fields[name].set_error(sentence or "")
        typed = getattr(form, name)
        if not sentence and name in _PHONES and typed.strip():
            region = self._context.clinic.region
            self.fields.write(name, format_phone(parse_phone(typed, region), region))

    def _rule_out(self, patient_id: str) -> None:
        self._somebody_else.add(patient_id)
        self.look_for_duplicates()
        self.focus_first()

    def _show_duplicates(self, found: list[Duplicate]) -> None:
        self.duplicates.show_duplicates(found, today=self._context.today(), region=self._context.clinic.region)
