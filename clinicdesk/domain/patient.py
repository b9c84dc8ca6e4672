"""Patients and what is typed to register one."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class SexAtBirth(StrEnum):
    """Sex recorded at birth; it changes a few safety questions."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class ContactChannel(StrEnum):
    """A way of reaching a patient that needs permission."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    POST = "post"


@dataclass(frozen=True, slots=True)
class PatientDetails:
    """What the desk keeps about a person, checked and normalised.

    Phone numbers are E.164. Texts are stripped; an empty text means not given.
    """

    given_name: str
    family_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    other_phone: str = ""
    preferred_name: str = ""
    sex_at_birth: SexAtBirth | None = None
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

    @property
    def full_name(self) -> str:
        """Given and family name as written on paper: family name first, unspaced, in East Asian scripts."""
        if self.family_name and all(_east_asian(c) for c in self.given_name + self.family_name):
            return self.family_name + self.given_name
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def called(self) -> str:
        """How to address the person at the counter: preferred name, else given name."""
        return self.preferred_name or self.given_name

    @property
    def incomplete(self) -> bool:
        """Whether only the quick fields are known, so the rest should be asked when there is time."""
        return not (self.sex_at_birth and self.emergency_contact_phone)


@dataclass(frozen=True, slots=True)
class Patient:
    """A registered person.

    Attributes:
        number: the short number people see and say.
        version: counts changes; an edit of an older version is refused.
    """

    id: str
    number: int
    details: PatientDetails
    version: int = 1


def _east_asian(character: str) -> bool:
    """Whether it is a Chinese character, a Japanese kana or a Korean syllable."""
    return "\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" or character >= "\U00020000"


def age_on(birth_date: date, on: date) -> int:
    """Whole years lived on a date; somebody born on 29 February has their birthday on 1 March."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
