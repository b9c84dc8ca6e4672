"""Registering a person and mending what is known of one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.patient import Patient
from clinicdesk.errors import ClinicDeskError, InvalidValues, StaleRecord
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.enter_key import enter_presses, is_enter
from clinicdesk.ui.fields import button, separator
from clinicdesk.ui.merging import merged, values_of
from clinicdesk.ui.page_header import PageHeader
from clinicdesk.ui.pages import KeyHelp, Page, scrolling
from clinicdesk.ui.registration.drafting import PatientDraft
from clinicdesk.ui.registration.form import RegistrationForm
from clinicdesk.ui.registration.sections import label_of
from clinicdesk.ui.style import SPACE, set_role
from clinicdesk.ui.when import clock


class RegistrationPage(Page):
    """One form, for a new person and for one already registered.

    Signals:
        patient_saved(Patient): the details are stored.
        intake_requested(Patient): stored, and the intake is wanted next.
        patient_requested(str): look at the person with this id instead.
        patient_opened(Patient): the person now on this page is this one.
        patient_cleared: the person now on this page is nobody known yet.
    """

    patient_saved = Signal(object)
    intake_requested = Signal(object)
    patient_requested = Signal(str)
    patient_opened = Signal(object)
    patient_cleared = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._patient: Patient | None = None
        self._base: PatientForm | None = None
        self._aside: PatientForm | None = None
        self.form = RegistrationForm(context)
        self.form.edited.connect(self._edited)
        self.form.duplicate_requested.connect(self._open_instead)
        self.form.strip.action_requested.connect(self._swap_draft)
        self._drafting = PatientDraft(context, self.form.form, self)
        self._drafting.kept.connect(self._show_kept)
        self._build()
        self._bind_keys()

    def register_new(self, name: str = "") -> None:
        """Begin a new person, or go on with the one begun before; ``name`` is what is known already."""
        self.header.set_title("New person", "A name, a phone number and the birth date are enough to begin.")
        self._begin(None, PatientForm())
        self.patient_cleared.emit()
        if name:
            self._aside = self.form.form() if self._aside is None else None
            self.form.show_form(PatientForm(given_name=name))

    def amend(self, patient: Patient) -> None:
        """Mend the details of somebody registered."""
        self.header.set_title(patient.details.full_name, f"Details of no. {patient.number}")
        self._begin(patient, self.context.desk.patients.form_of(patient))
        self.patient_opened.emit(patient)

    def page_shown(self) -> None:
        """Go on where the form was left, or begin a new person."""
        if self._base is None:
            self.register_new()

    def page_left(self) -> None:
        """Keep what was typed."""
        self.form.rest()
        self._drafting.keep_now()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of this page."""
        return (
            ("Enter", "Next field"),
            ("Ctrl+Enter", "Save"),
            ("Ctrl+Shift+Enter", "Save and start the intake"),
            ("Esc", "Leave; what was typed is kept"),
        )

    def save(self) -> Patient | None:
        """Store the form; returns the patient, or None when it could not be stored and something says why."""
        form, patients = self.form.form(), self.context.desk.patients
        actor, now = self.context.actor, self.context.now()
        try:
            if self._patient is None:
                stored = patients.register(form, actor=actor, now=now)
            else:
                stored = patients.amend(self._patient, form, actor=actor, now=now)
        except InvalidValues as error:
            self._area.ensureWidgetVisible(self.form.show_errors(error))
            return None
        except StaleRecord as error:
            self._take_in_theirs(self._patient, error)
            return None
        except ClinicDeskError as error:
            self.context.messages.show_error(error)
            return None
        self.form.rest()
        self._drafting.stored()
        self._base = None
        self.patient_saved.emit(stored)
        return stored

    def save_and_start_intake(self) -> None:
        """Store the form and ask for the intake."""
        stored = self.save()
        if stored is not None:
            self.intake_requested.emit(stored)

    def leave(self) -> None:
        """Go back; what was typed is kept as a draft."""
        self.page_left()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter moves on, Escape leaves."""
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif enter_presses(event, focus):
            return
        elif not is_enter(event):
            super().keyPressEvent(event)
        elif focus is self.form.fields["birth_date"].editor and self._patient is None:
            self.start_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextChild()

    def _build(self) -> None:
        self.header = PageHeader("New person")
        self._area = scrolling(self.form)
        self.column.addWidget(self.header)
        self.column.addWidget(self._area, 1)
        self.column.addWidget(separator())
        self.column.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        self.start_button = button("Save and start intake", role="primary", keys="Ctrl+Shift+Enter")
        self.start_button.clicked.connect(self.save_and_start_intake)
        self.save_button = button("Save", keys="Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        self.cancel_button = button("Cancel", role="quiet")
        self.cancel_button.setToolTip("Leave; what was typed is kept (Esc)")
        # A field speaks up when the keyboard leaves it, so a click on Cancel must not take the keyboard.
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel_button.clicked.connect(self.leave)
        self._kept = set_role(QLabel(), "detail")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for each in (self.start_button, self.save_button, self.cancel_button):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self._kept)
        return row

    def _bind_keys(self) -> None:
        for enter in ("Return", "Enter"):
            for keys, action in ((f"Ctrl+{enter}", self.save), (f"Ctrl+Shift+{enter}", self.save_and_start_intake)):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(action)

    def _begin(self, patient: Patient | None, base: PatientForm) -> None:
        self.page_left()
        self._patient, self._base, self._aside = patient, base, None
        self._kept.setText("")
        self.start_button.setVisible(patient is None)
        set_role(self.save_button, "" if patient is None else "primary")
        self.form.begin(patient, base)
        earlier = self._drafting.begin(patient.id if patient else "new", base)
        if earlier is not None:
            self.form.show_form(earlier)
            self._offer_swap()
        self.form.focus_first()

    def _offer_swap(self) -> None:
        """Say where the texts come from, with the one step back."""
        if self._aside is None:
            undo = "Start afresh" if self._patient is None else "Drop these changes"
            self.form.strip.say("This was typed before and kept. It is not saved yet.", undo)
        else:
            name = f"{self._aside.given_name} {self._aside.family_name}".strip() or "What was typed before"
            self.form.strip.say(f"{name} was set aside.", "Bring it back")

    def _swap_draft(self) -> None:
        assert self._base is not None  # noqa: S101 - the strip stands only while a form is open
        shown = self.form.form()
        self.form.show_form(self._base if self._aside is None else self._aside)
        self._aside = shown if self._aside is None else None
        self._drafting.keep_soon()
        self._offer_swap()
        self.form.focus_first()

    def _edited(self) -> None:
        self._kept.setText("")
        self._drafting.keep_soon()

    def _show_kept(self) -> None:
        now = clock(self.context.now(), self.context.clinic.tz)
        self._kept.setText(f"Draft kept at {now}")

    def _open_instead(self, patient_id: str) -> None:
        self.page_left()
        self.patient_requested.emit(patient_id)

    def _take_in_theirs(self, mine: Patient | None, error: StaleRecord) -> None:
        """Put what was typed on top of what somebody else stored meanwhile, to be checked and saved again."""
        if mine is None or self._base is None:
            self.context.messages.show_error(error)
            return
        patients = self.context.desk.patients
        stored = patients.open(mine.id, actor=self.context.actor, now=self.context.now())
        theirs = patients.form_of(stored)
        result = merged(values_of(self._base), values_of(self.form.form()), values_of(theirs))
        self._patient, self._base = stored, theirs
        self.form.show_form(PatientForm(**result.values))
        self._drafting.begin(stored.id, theirs)
        self._drafting.keep_soon()
        changed = ", ".join(label_of(name) for name in (*result.theirs, *result.both))
        told = f" Changed there: {changed}." if changed else ""
        self.context.messages.warning(f"{error}{told} What you typed stands here; check it and save again.")
