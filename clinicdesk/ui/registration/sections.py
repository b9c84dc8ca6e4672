"""What a registration asks beyond the quick fields, and what of it is still missing."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.patient import ContactChannel, PatientDetails, SexAtBirth

CHANNEL_WORDS = {
    ContactChannel.PHONE: "Phone call",
    ContactChannel.TEXT: "Text message",
    ContactChannel.EMAIL: "E-mail",
    ContactChannel.POST: "Post",
}
SEX_WORDS = {"": "Not recorded"} | {
    SexAtBirth.FEMALE.value: "Female",
    SexAtBirth.MALE.value: "Male",
    SexAtBirth.OTHER.value: "Another entry",
}
QUICK = ("given_name", "family_name", "phone", "birth_date")
"""The fields of the quick add, in typing order."""


class Editor(StrEnum):
    """What a field is typed or chosen in."""

    LINE = "line"
    LINES = "lines"
    SEX = "sex"
    CHANNELS = "channels"


class Width(StrEnum):
    """How much of a row a field takes."""

    FULL = "full"
    HALF = "half"
    BESIDE = "beside"
    """The half beside the entry before, with which it is read as one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the form; ``field`` is its name in :class:`~clinicdesk.desk.PatientForm`."""

    field: str
    label: str
    hint: str = ""
    editor: Editor = Editor.LINE
    width: Width = Width.FULL


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that are asked together and folded away together."""

    id: str
    title: str
    entries: tuple[Entry, ...]

    def summary(self, form: PatientForm) -> str:
        """What is known already, for the folded section."""
        known = (_shown(entry, form) for entry in self.entries)
        return " · ".join(words for words in known if words)


SECTIONS = (
    Section(
        "person",
        "About the person",
        (
            Entry(
                "preferred_name",
                "Preferred name",
                "How to call them at the counter, if not by the given name",
                width=Width.HALF,
            ),
            Entry("sex_at_birth", "Sex recorded at birth", "It changes a few safety questions", Editor.SEX),
            Entry("gender", "Gender", width=Width.HALF),
            Entry("pronouns", "Pronouns", width=Width.BESIDE),
            Entry("language", "Language", "The language they are most at ease in", width=Width.HALF),
        ),
    ),
    Section(
        "contact",
        "Reaching them",
        (
            Entry("other_phone", "Other phone", width=Width.HALF),
            Entry("email", "E-mail"),
            Entry("address", "Address", editor=Editor.LINES),
            Entry("contact_permissions", "We may contact them by", editor=Editor.CHANNELS),
        ),
    ),
    Section(
        "emergency",
        "Emergency contact",
        (
            Entry("emergency_contact_name", "Name", width=Width.HALF),
            Entry("emergency_contact_relation", "Relation", width=Width.BESIDE),
            Entry("emergency_contact_phone", "Phone", width=Width.HALF),
        ),
    ),
    Section(
        "background",
        "How they came, and notes",
        (
            Entry("referrer", "Referred by", "A doctor, a clinic or a friend"),
            Entry("notes", "Notes", "For the desk only; nothing here changes a verdict", Editor.LINES),
        ),
    ),
)


def _shown(entry: Entry, form: PatientForm) -> str:
    match entry.editor:
        case Editor.SEX:
            return SEX_WORDS.get(form.sex_at_birth, "") if form.sex_at_birth else ""
        case Editor.CHANNELS:
            chosen = form.contact_permissions
            return ", ".join(CHANNEL_WORDS[channel] for channel in ContactChannel if channel in chosen)
        case _:
            return " ".join(str(getattr(form, entry.field)).split())


def missing_details(details: PatientDetails) -> tuple[str, ...]:
    """What should be asked when there is time, in words for one line."""
    wanted = {
        "birth date": details.birth_date,
        "phone": details.phone,
        "sex at birth": details.sex_at_birth,
        "emergency contact": details.emergency_contact_phone,
    }
    return tuple(words for words, known in wanted.items() if not known)


def label_of(field: str) -> str:
    """A field's name in a sentence."""
    labels = {entry.field: entry.label.lower() for section in SECTIONS for entry in section.entries}
    return labels.get(field, field.replace("_", " "))
