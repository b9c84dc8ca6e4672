"""Registering people, and finding them again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.desk.birth_dates import written_date
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.patient_form import PatientForm, checked_details, faults_of, form_of, readable_details
from clinicdesk.desk.views import PatientSummary, summary
from clinicdesk.domain.clinic import Clinic, day_first_in
from clinicdesk.domain.patient import ContactChannel, Patient, PatientDetails
from clinicdesk.domain.staff import StaffMember

_DRAFT = "registration"
_MOST_DUPLICATES = 5


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A person already registered who may be the one being typed.

    Attributes:
        because: what agrees, in a few words: "same birth date, similar name".
    """

    patient: Patient
    because: str


class Registration:
    """People: who they are and how to reach them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._journal = Journal(store)

    def check(self, form: PatientForm, *, today: date) -> PatientDetails:
        """The details that a form describes.

        Only a name is required. Birth date and phone are wanted, but a person who gives neither
        is registered all the same; what is given has to be right.

        Raises:
            InvalidValues: with one sentence for every field that is not right.
        """
        return checked_details(form, today=today, region=self._clinic.region)

    def check_field(self, form: PatientForm, field: str, *, today: date) -> str | None:
        """What is wrong with one field, in a sentence; None when nothing is."""
        return faults_of(form, today=today, region=self._clinic.region).get(field)

    def possible_duplicates(self, form: PatientForm, *, today: date, besides: str | None = None) -> list[Duplicate]:
        """People already registered who may be the one typed, likeliest first, five at most.

        It warns and never blocks; fields that are not right yet are left out of the comparison.

        Args:
            form: as far as it was typed.
            today: the day of typing.
            besides: id of the patient being amended, who is no duplicate.
        """
        from clinicdesk.desk.likeness import likeness  # noqa: PLC0415 - slow to import, and only registering needs it

        typed = readable_details(form, today=today, region=self._clinic.region)
        suspects = []
        for known in self._store.patients.alike(typed):
            found = likeness(typed, known.details)
            if found and known.id != besides:
                suspects.append((found, known))
        suspects.sort(key=lambda suspect: (-suspect[0][0], suspect[1].number))
        return [Duplicate(known, because) for (_, because), known in suspects[:_MOST_DUPLICATES]]

    def register(self, form: PatientForm, *, actor: StaffMember, now: datetime) -> Patient:
        """Register the person of a form under the next number; the draft kept as ``new`` is dropped.

        Raises:
            InvalidValues: with one sentence for every field that is not right.
        """
        details = self.check(form, today=local_date(self._clinic, now))
        with self._store.write():
            patient = self._store.patients.add(details, new_key(now))
            self._journal.note("patient.register", [(None, patient)], actor=actor, now=now)
            self._store.patients.mark_seen(patient.id, now)
            self._store.drafts.delete(_DRAFT, "new")
            self._store.audit.append(actor, "patient.register", ("patient", patient.id), at=now)
        return patient

    def amend(self, patient: Patient, form: PatientForm, *, actor: StaffMember, now: datetime) -> Patient:
        """Change a person's details; the draft kept under the person's id is dropped.

        Raises:
            InvalidValues: with one sentence for every field that is not right.
            StaleRecord: somebody else changed the person meanwhile; nothing was overwritten.
        """
        details = self.check(form, today=local_date(self._clinic, now))
        with self._store.write():
            before = self._store.patients.get(patient.id)
            amended = self._store.patients.update(replace(patient, details=details))
            if before.details != details:
                self._journal.note("patient.amend", [(before, amended)], actor=actor, now=now)
            self._store.patients.mark_seen(patient.id, now)
            self._store.drafts.delete(_DRAFT, patient.id)
            changed = _changed_fields(patient.details, details)
            self._store.audit.append(actor, "patient.amend", ("patient", patient.id), {"fields": changed}, at=now)
        return amended

    def open(self, patient_id: str, *, actor: StaffMember, now: datetime) -> Patient:
        """A person's record.

        Raises:
            NotFound: there is no such person.
        """
        with self._store.write():
            patient = self._store.patients.get(patient_id)
            self._store.patients.mark_seen(patient_id, now)
            self._store.audit.append(actor, "patient.open", ("patient", patient_id), at=now)
        return patient

    def find(self, text: str, *, limit: int = 20, today: date | None = None) -> list[PatientSummary]:
        """People by parts of their name, birth date, phone or number, best match first.

        Args:
            text: whatever was typed into the box; all of it has to fit.
            limit: how many to return at most.
            today: allows birth dates with a year of two figures.
        """
        clinic = self._store.clinic.get()
        day_first = day_first_in(clinic.region if clinic else "")
        words, born = written_date(text, today, day_first=day_first)
        found = self._store.patients.search(words, limit, birth_date=born)
        return [summary(patient) for patient in found]

    def recent(self, *, limit: int = 10) -> list[PatientSummary]:
        """The people somebody worked with last."""
        return [summary(patient) for patient in self._store.patients.recent(limit)]

    def save_draft(self, form: PatientForm, *, key: str = "new", now: datetime) -> None:
        """Keep a half-typed form so that a crash or a log-off loses nothing."""
        payload = asdict(form) | {"contact_permissions": sorted(form.contact_permissions)}
        with self._store.write():
            self._store.drafts.put(_DRAFT, key, payload, now)

    def draft(self, key: str = "new") -> PatientForm | None:
        """The form kept under a key, or None."""
        stored = self._store.drafts.get(_DRAFT, key)
        return None if stored is None else _form_from(stored.payload)

    def discard_draft(self, key: str = "new") -> None:
        """Drop the form kept under a key, if there is one."""
        with self._store.write():
            self._store.drafts.delete(_DRAFT, key)

    def form_of(self, patient: Patient) -> PatientForm:
        """A person's details as a form shows them."""
        return form_of(patient.details, region=self._clinic.region)

    @property
    def _clinic(self) -> Clinic:
        return self._store.clinic.get() or Clinic(name="")


def _changed_fields(before: PatientDetails, after: PatientDetails) -> list[str]:
    names = [field.name for field in fields(PatientDetails)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _form_from(payload: Mapping[str, object]) -> PatientForm:
    texts = {
        field.name: str(payload.get(field.name, ""))
        for field in fields(PatientForm)
        if field.name != "contact_permissions"
    }
    given = payload.get("contact_permissions")
    channels = {channel.value for channel in ContactChannel}
    permissions = given if isinstance(given, list) else []
    return PatientForm(
        **texts, contact_permissions=frozenset(ContactChannel(code) for code in permissions if code in channels)
    )
