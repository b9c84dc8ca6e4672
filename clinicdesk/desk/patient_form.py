"""What is typed to register a person, and what of it can be kept."""

from dataclasses import dataclass, field

from clinicdesk.domain.patient import ContactChannel


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
