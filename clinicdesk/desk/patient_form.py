"""What is typed to register a person, and what of it can be kept."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.desk.birth_dates import birth_date_typed, parse_birth_date
from clinicdesk.desk.phones import format_phone, parse_phone
from clinicdesk.domain.clinic import day_first_in
from clinicdesk.domain.patient import ContactChannel, PatientDetails, SexAtBirth
from clinicdesk.errors import InvalidValues

_LINE_LIMIT = 200
_TEXT_LIMIT = 10_000
_JOINERS = "\u200c\u200d"  # part of how names are written in Persian and Indian scripts
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class PatientForm:
    """Every field of a patient's details as the text that was typed, checked or not.

    Attributes:
        sex_at_birth: a code of :class:`~clinicdesk.domain.patient.SexAtBirth`, or empty.
    """

    given_name: str = ""
    family_name: str = ""
    birth_date: str = ""
    phone: str = ""
    other_phone: str = ""
    preferred_name: str = ""
    sex_at_birth: str = ""
    gender: str = ""
    pronouns: str = ""
    email: str = ""
    address: str = ""
    emergency_contact_name: str = ""
    emergency_contact_phone: str = ""
    emergency_contact_relation: str = ""
    referrer: str = ""
    language: str = ""
    contact_permissions: frozenset[ContactChannel] = field(default_factory=frozenset)
    notes: str = ""


def checked_details(form: PatientForm, *, today: date, region: str) -> PatientDetails:
    """The details that a form describes.

    Only a name is required. Birth date and phone are wanted, but a person who gives neither
    is registered all the same; what is given has to be right.

    Raises:
        InvalidValues: with one sentence for every field that is not right.
    """
    reading = _Reading(form, today, region)
    details = reading.details()
    if reading.faults:
        raise InvalidValues(reading.faults)
    return details


def readable_details(form: PatientForm, *, today: date, region: str) -> PatientDetails:
    """As much of a form as is right; the rest is left empty."""
    return _Reading(form, today, region).details()


def faults_of(form: PatientForm, *, today: date, region: str) -> dict[str, str]:
    """Field name to what is wrong with it, one sentence each."""
    reading = _Reading(form, today, region)
    reading.details()
    return reading.faults


def form_of(details: PatientDetails, *, region: str) -> PatientForm:
    """The form that describes given details; checking it gives the same details again."""
    return PatientForm(
        given_name=details.given_name,
        family_name=details.family_name,
        birth_date=birth_date_typed(details.birth_date) if details.birth_date else "",
        phone=format_phone(details.phone, region),
        other_phone=format_phone(details.other_phone, region),
        preferred_name=details.preferred_name,
        sex_at_birth=details.sex_at_birth or "",
        gender=details.gender,
        pronouns=details.pronouns,
        email=details.email,
        address=details.address,
        emergency_contact_name=details.emergency_contact_name,
        emergency_contact_phone=format_phone(details.emergency_contact_phone, region),
        emergency_contact_relation=details.emergency_contact_relation,
        referrer=details.referrer,
        language=details.language,
        contact_permissions=details.contact_permissions,
        notes=details.notes,
    )


class _Reading:
    """Reads a form field by field and keeps the faults met on the way.

    Attributes:
        faults: field name to what is wrong with it.
    """

    def __init__(self, form: PatientForm, today: date, region: str) -> None:
        self._form = form
        self._today = today
        self._region = region
        self.faults: dict[str, str] = {}

    def details(self) -> PatientDetails:
        """Everything typed; what is wrong is left empty and noted among the faults."""
        return PatientDetails(
            given_name=self.given_name(),
            family_name=self.line("family_name"),
            birth_date=self.birth_date(),
            phone=self.phone("phone"),
            other_phone=self.phone("other_phone"),
            preferred_name=self.line("preferred_name"),
            sex_at_birth=self.sex_at_birth(),
            gender=self.line("gender"),
            pronouns=self.line("pronouns"),
            email=self.email(),
            address=self.text("address"),
            emergency_contact_name=self.line("emergency_contact_name"),
            emergency_contact_phone=self.phone("emergency_contact_phone"),
            emergency_contact_relation=self.line("emergency_contact_relation"),
            referrer=self.line("referrer"),
            language=self.line("language"),
            contact_permissions=self._form.contact_permissions,
            notes=self.text("notes"),
        )

    def _typed(self, name: str) -> str:
        value = getattr(self._form, name)
        return unicodedata.normalize("NFC", str(value))

    def line(self, name: str) -> str:
        """A field of one line, its white space tidied."""
        kept = "".join(c if c.isprintable() or c in _JOINERS else " " for c in self._typed(name))
        return self._within(name, " ".join(kept.split()), _LINE_LIMIT)

    def text(self, name: str) -> str:
        """A field of several lines."""
        kept = "".join(c for c in self._typed(name) if c.isprintable() or c in f"\n{_JOINERS}")
        return self._within(name, kept.strip(), _TEXT_LIMIT)

    def _within(self, name: str, text: str, limit: int) -> str:
        if len(text) > limit:
            self.faults[name] = f"This is longer than {limit:,} characters. Shorten it."
        return text

    def given_name(self) -> str:
        """The one field that must not be empty."""
        name = self.line("given_name")
        if not any(c.isalnum() for c in name):
            self.faults["given_name"] = "A name is needed. If the person has only one name, type it here."
        return name

    def birth_date(self) -> date | None:
        """The birth date, or None when it was not given."""
        typed = self.line("birth_date")
        if not typed:
            return None
        try:
            return parse_birth_date(typed, self._today, day_first=day_first_in(self._region))
        except ValueError as fault:
            self.faults["birth_date"] = str(fault)
            return None

    def phone(self, name: str) -> str:
        """A phone number as E.164, or an empty text."""
        typed = self.line(name)
        if not typed:
            return ""
        try:
            return parse_phone(typed, self._region)
        except ValueError as fault:
            self.faults[name] = str(fault)
            return ""

    def email(self) -> str:
        """An address that has the shape of one; whether it exists only a letter can tell."""
        typed = self.line("email")
        if typed and not _EMAIL.fullmatch(typed):
            self.faults["email"] = "This is not an e-mail address. Type it like ana@example.org."
        return typed

    def sex_at_birth(self) -> SexAtBirth | None:
        """The choice, or None when none was made."""
        code = self.line("sex_at_birth")
        if not code:
            return None
        try:
            return SexAtBirth(code)
        except ValueError:
            self.faults["sex_at_birth"] = "Choose female, male or other, or leave it open."
            return None
