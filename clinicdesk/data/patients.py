from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import from_json_array, to_json
from clinicdesk.data.sessions import LIVE
from clinicdesk.data.stamps import day_or_none, stamp
from clinicdesk.domain.patient import ContactChannel, Patient, PatientDetails, SexAtBirth
from clinicdesk.errors import NotFound, StaleRecord

if TYPE_CHECKING:
    from clinicdesk.data.patient_search import PatientSearch

_FIRST_NUMBER = 1001
_TEXTS = (
    "given_name",
    "family_name",
    "phone",
    "other_phone",
    "preferred_name",
    "gender",
    "pronouns",
    "email",
    "address",
    "emergency_contact_name",
    "emergency_contact_phone",
    "emergency_contact_relation",
    "referrer",
    "language",
    "notes",
)


class PatientRepository:
    """Registered people, found by number, by id and through one search box."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _search(self) -> "PatientSearch":
        from clinicdesk.data.patient_search import PatientSearch  # noqa: PLC0415 - nobody is looked for at the start

        return PatientSearch(self._connection)

    def add(self, details: PatientDetails, patient_id: str) -> Patient:
        """Register a person under the next free number; doing so again under the same id changes nothing.

        Raises:
            StaleRecord: other details are on file under this id.
        """
        stored = self._connection.row("select * from patients where id = :id", {"id": patient_id})
        if stored is not None:
            patient = _patient(stored)
            if patient.details != details:
                raise StaleRecord("This patient is already registered with other details. Nothing was overwritten.")
            return patient
        number = self._connection.value(
            "select coalesce(max(number) + 1, :first) from patients", {"first": _FIRST_NUMBER}
        )
        patient = Patient(id=patient_id, number=number, details=details)
        self._connection.insert("patients", _row(patient))
        return patient

    def update(self, patient: Patient) -> Patient:
        """Store a patient's changed details and return the patient with the next version.

        Raises:
            StaleRecord: the patient changed on file since it was read.
            NotFound: the patient is not on file.
        """
        if not self._connection.execute(_UPDATE, _row(patient)):
            self.get(patient.id)
            raise StaleRecord(
                "Somebody else changed this patient meanwhile. Nothing was overwritten; look at the record again."
            )
        return replace(patient, version=patient.version + 1)

    def mark_seen(self, patient_id: str, at: datetime) -> None:
        """Remember that somebody worked with this patient; those seen last come first among equals."""
        self._connection.execute(
            "update patients set seen_at = :at where id = :id", {"id": patient_id, "at": stamp(at)}
        )

    def get(self, patient_id: str) -> Patient:
        """One patient; raises NotFound."""
        row = self._connection.row("select * from patients where id = :id", {"id": patient_id})
        if row is None:
            raise NotFound("This patient is not on file.")
        return _patient(row)

    def by_number(self, number: int) -> Patient | None:
        """The patient with this number, or None."""
        return next(iter(self._numbered([number])), None)

    def many(self, patient_ids: Iterable[str]) -> dict[str, Patient]:
        """Those of the patients that are on file, by id, in the order asked for, in one query."""
        rows = self._connection.rows(
            """
            select patients.* from json_each(:ids) as wanted join patients on patients.id = wanted.value
            order by wanted.key
            """,
            {"ids": to_json(list(patient_ids))},
        )
        return {row["id"]: _patient(row) for row in rows}

    def recent(self, limit: int = 10) -> list[Patient]:
        """The patients somebody worked with last, newest first."""
        rows = self._connection.rows(
            "select * from patients where seen_at is not null order by seen_at desc limit :limit", {"limit": limit}
        )
        return [_patient(row) for row in rows]

    def current(self, since: datetime) -> list[str]:
        """The ids of the patients who had a session or answered an intake since a time, or have a session to come."""
        rows = self._connection.rows(
            f"""
            select id from patients where id in (
                select patient_id from sessions where starts_at >= :since and {LIVE}
                union select patient_id from intakes where completed_at >= :since
            ) order by number
            """,
            {"since": stamp(since)},
        )
        return [row["id"] for row in rows]

    def count(self) -> int:
        """How many patients are on file."""
        return int(self._connection.value("select count(*) from patients"))

    def search(self, text: str, limit: int = 20, *, birth_date: date | None = None) -> list[Patient]:
        """Patients that match what was typed, best match first.

        Everything typed must match: name parts in any order by their beginnings, blind to case, accents and
        script; digits of a phone number from its start or its end; a patient number with or without ``#``; a
        birth date written ``YYYY-MM-DD``. First comes an exact number, then an exact full name, then a
        matching surname; among equals those seen last, then the alphabet.

        Args:
            text: anything.
            limit: the most patients to return.
            birth_date: a date the text was understood as; people born on it are found as well.
        """
        return self._numbered(self._search.numbers(text, limit, birth_date=birth_date))

    def alike(self, details: PatientDetails, limit: int = 50) -> list[Patient]:
        """Patients who may be this very person: same birth date, a shared phone, or a similar name.

        A wide net; who is really alike is for the caller to judge.
        """
        return self._numbered(self._search.alike(details, limit))

    def _numbered(self, numbers: list[int]) -> list[Patient]:
        rows = self._connection.rows(
            """
            select patients.* from json_each(:numbers) as wanted join patients on patients.number = wanted.value
            order by wanted.key
            """,
            {"numbers": to_json(numbers)},
        )
        return [_patient(row) for row in rows]


def _row(patient: Patient) -> Row:
    details = patient.details
    from clinicdesk.data.search import keys_of  # noqa: PLC0415 - nobody is looked for at the start

    keys = keys_of(details, patient.number)
    return {
        "number": patient.number,
        "id": patient.id,
        "version": patient.version,
        **{name: getattr(details, name) for name in _TEXTS},
        "birth_date": None if details.birth_date is None else details.birth_date.isoformat(),
        "sex_at_birth": None if details.sex_at_birth is None else details.sex_at_birth.value,
        "contact_permissions": to_json(sorted(details.contact_permissions)),
        "search": keys.search,
        "full_key": keys.full_key,
        "family_key": keys.family_key,
        "given_key": keys.given_key,
    }


_KEYS = ("search", "full_key", "family_key", "given_key")
_CHANGING = (*_TEXTS, "birth_date", "sex_at_birth", "contact_permissions", *_KEYS)
_UPDATE = f"""
    update patients set version = version + 1, {", ".join(f"{name} = :{name}" for name in _CHANGING)}
    where id = :id and number = :number and version = :version
"""


def _patient(row: Row) -> Patient:
    details = PatientDetails(
        **{name: row[name] for name in _TEXTS},
        birth_date=day_or_none(row["birth_date"]),
        sex_at_birth=None if row["sex_at_birth"] is None else SexAtBirth(row["sex_at_birth"]),
        contact_permissions=frozenset(ContactChannel(code) for code in from_json_array(row["contact_permissions"])),
    )
    return Patient(id=row["id"], number=row["number"], details=details, version=row["version"])
