"""What stands on a sheet, in order, before anything is measured.

Neither sheet names a diagnosis, and no free text of the records is printed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from clinicdesk.desk.visit_views import UrgentSheet, VisitSheet
from clinicdesk.desk.wording import by_answers_of
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.patient import Patient, age_on
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.ui.sign_off_words import rules_standing
from clinicdesk.ui.when import clock, clock_span, dated_day, long_day

Sheet = VisitSheet | UrgentSheet


class Mark(Enum):
    """What stands before each line of a section."""

    NONE = "none"
    TICK = "tick"
    """An empty square to tick by hand."""
    DOT = "dot"
    NUMBER = "number"
    RULE = "rule"
    """A line to write on; what is said stands below it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines.

    Attributes:
        lines: each with the mark before it.
        opening, closing: sentences without a mark, before and after the lines.
        frame: thickness of the line around it in points; 0 for none.
        large: set in the size of a person's name, for what must be read across a room.
    """

    heading: str
    lines: tuple[str, ...]
    mark: Mark = Mark.NONE
    frame: float = 0.0
    large: bool = False
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything on one sheet.

    Attributes:
        clinic, contact: at the top left of every page.
        reference, occasion: at the top right of every page.
        rules, made: at the foot of every page.
    """

    clinic: str
    contact: str
    reference: str
    occasion: str
    title: str
    person: str
    identity: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    rules: str
    made: str


_VERDICTS = {
    Verdict.REFER_URGENTLY: "Stop: to be seen elsewhere first",
    Verdict.NOT_SUITABLE: "Not suitable as booked",
    Verdict.NEEDS_CLINICIAN_REVIEW: "The therapist decides first",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "Suitable with precautions",
    Verdict.SUITABLE: "Suitable",
}
_THIN, _HEAVY = 0.75, 2.0


def paper_of(sheet: Sheet) -> Paper:
    """The words of either sheet."""
    return _visit(sheet) if isinstance(sheet, VisitSheet) else _urgent(sheet)


def _visit(sheet: VisitSheet) -> Paper:
    zone = sheet.clinic.tz
    session = sheet.session
    day = session.starts_at.astimezone(zone).date()
    span = clock_span(session.starts_at, session.ends_at, zone)
    facts = (
        ("Session", sheet.session_type.name),
        ("When", f"{long_day(day)}, {span} ({sheet.session_type.minutes} min)"),
        ("With", sheet.therapist.name),
        ("Where", sheet.room.name if sheet.room else "Room given on arrival"),
    )
    return Paper(
        clinic=sheet.clinic.name,
        contact=contact_of(sheet.clinic),
        reference=reference_of(sheet.patient),
        occasion=f"{dated_day(day)}, {clock(session.starts_at, zone)}",
        title="Visit sheet",
        person=sheet.patient.details.full_name,
        identity=identity_of(sheet.patient, sheet.made_at, sheet.clinic),
        facts=facts,
        sections=tuple(section for section in _visit_sections(sheet) if section.lines),
        rules=_rules(sheet),
        made=made_words(sheet.made_at, sheet.clinic),
    )


def _visit_sections(sheet: VisitSheet) -> tuple[Section, ...]:
    beside = "Active work beside massage" if sheet.session_type.kind is Kind.MASSAGE else "Active work"
    return (
        _standing(sheet),
        Section("Decided by a therapist", sheet.decided if sheet.session.status.live else (), _listed(sheet.decided)),
        Section("To heed in this session", sheet.precautions, Mark.TICK),
        Section(beside, sheet.pairing, _listed(sheet.pairing)),
        _emergency(sheet.emergency),
    )


def _standing(sheet: VisitSheet) -> Section:
    """Whether the session may be given; a note of the therapist is not printed."""
    if not sheet.session.status.live:
        return Section("This session is off", ("It was cancelled or missed. Do not give it.",), frame=_HEAVY)
    if sheet.held:
        return Section("Held for the therapist", ("A therapist decides before this session starts.",), frame=_HEAVY)
    if sheet.session.release_note is not None:
        return Section("Released by the therapist", ("A therapist has decided that it may start.",), frame=_THIN)
    heading = _VERDICTS[sheet.verdict]
    if sheet.renewal is not None and not sheet.verdict.blocks:
        heading = f"{heading} {by_answers_of(sheet.renewal)}"
    return Section(heading, tuple(filter(None, (sheet.desk_line,))), frame=_THIN)


def _emergency(lines: tuple[str, ...]) -> Section:
    """When to seek help: a sentence, the signs, and where to call; without signs, just what there is."""
    heading = "When to get help at once"
    if len(lines) <= len(("opening", "closing")):
        return Section(heading, lines, frame=_HEAVY)
    opening, *signs, closing = lines
    return Section(heading, tuple(signs), Mark.DOT, _HEAVY, opening=opening, closing=closing)


def _urgent(sheet: UrgentSheet) -> Paper:
    made = sheet.made_at.astimezone(sheet.clinic.tz)
    calls = [f"Emergency: {sheet.clinic.emergency_number}"]
    if sheet.clinic.phone:
        calls.append(f"{sheet.clinic.name}: {sheet.clinic.phone}")
    return Paper(
        clinic=sheet.clinic.name,
        contact=contact_of(sheet.clinic),
        reference=reference_of(sheet.patient),
        occasion=f"{dated_day(made.date())}, {made:%H:%M}",
        title="What to do now",
        person=sheet.patient.details.full_name,
        identity=identity_of(sheet.patient, sheet.made_at, sheet.clinic),
        facts=(),
        sections=(
            Section("What you do now", sheet.advice, Mark.NUMBER, frame=_HEAVY),
            Section("Who to call", tuple(calls), large=True),
            Section("What the desk does", sheet.actions, Mark.TICK),
            Section(
                "Please take this sheet with you",
                ("No session was booked at this visit. Show this sheet to whoever sees you next.",),
            ),
        ),
        rules=_rules(sheet),
        made=made_words(sheet.made_at, sheet.clinic),
    )


def _listed(lines: tuple[str, ...]) -> Mark:
    return Mark.DOT if len(lines) > 1 else Mark.NONE


def reference_of(patient: Patient) -> str:
    """The number by which the clinic knows a person."""
    return f"Patient no. {patient.number}"


def contact_of(clinic: Clinic) -> str:
    """Where the clinic is and how it is called, on one line."""
    address = ", ".join(line.strip(" ,") for line in clinic.address.splitlines() if line.strip())
    # A number parted between two lines is dialled wrong.
    return "  ·  ".join(filter(None, (address, clinic.phone.replace(" ", "\N{NO-BREAK SPACE}"))))


def identity_of(patient: Patient, now: datetime, clinic: Clinic) -> str:
    """What else tells a person from others of the name."""
    details = patient.details
    parts = []
    if details.called != details.given_name:
        parts.append(f"Called {details.called}")
    if details.pronouns:
        parts.append(details.pronouns)
    if details.birth_date:
        age = age_on(details.birth_date, now.astimezone(clinic.tz).date())
        parts.append(f"born {long_day(details.birth_date).split(' ', 1)[1]} ({age})")
    return "  ·  ".join(parts)


def _rules(sheet: Sheet) -> str:
    return f"{rules_standing(sheet.signed_off, sheet.clinic.tz)}  ·  {sheet.rules}"


def made_words(moment: datetime, clinic: Clinic) -> str:
    """When a sheet was made, and what it is not."""
    local = moment.astimezone(clinic.tz)
    return f"Advice for a safe visit, not a diagnosis  ·  made {dated_day(local.date())}, {local:%H:%M}"
