"""A small clinic in New York and its people, for tests of the desk."""

from datetime import UTC, datetime, timedelta

from clinicdesk.desk.clinic_setup import default_session_types
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.clearance import Letter
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind, Technique
from tests.vouching import give_pins

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)
"""Monday, 09:02 in New York."""
TODAY = NOW.date()
CLINIC = Clinic("Back Clinic", phone="503 555 0199", zone="America/New_York", region="US")
MARIA = StaffMember("staff-maria", "Maria Keller", Role.RECEPTIONIST)
JORDAN = StaffMember("staff-jordan", "Jordan Lee", Role.THERAPIST, frozenset({Kind.MASSAGE}))
CLAIRE = StaffMember("staff-claire", "Claire Dubois", Role.THERAPIST, frozenset({Kind.PHYSICAL_THERAPY}))
SAM = StaffMember("staff-sam", "Sam Okoro", Role.THERAPIST, frozenset(Kind))
LETTER = Letter("Dr Moss", TODAY - timedelta(days=3))
MAPLE, WILLOW = Room("room-maple", "Maple"), Room("room-willow", "Willow")
TYPES = {each.technique: each for each in default_session_types()}
SWEDISH, EXERCISE = TYPES[Technique.SWEDISH], TYPES[Technique.THERAPEUTIC_EXERCISE]


def furnish(desk, *, pins=True):
    """Open the clinic at the first start; everybody may have a PIN already."""
    desk.clinic.open_clinic(CLINIC, [MARIA, JORDAN, CLAIRE, SAM], [MAPLE, WILLOW], list(TYPES.values()), now=NOW)
    if pins:
        give_pins(desk, MARIA, JORDAN, CLAIRE, SAM, now=NOW)


def local(hour, minute=0, *, days=0):
    """A clock time in New York, that Monday or some days later."""
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=days, hours=hour + 5, minutes=minute)


def person(desk, given_name="Ana", family_name="Ruiz", **fields):
    """Somebody registered, 46 years old unless said otherwise."""
    typed = {"birth_date": "3 Apr 1980", "sex_at_birth": "female"} | fields
    form = PatientForm(given_name=given_name, family_name=family_name, **typed)
    return desk.patients.register(form, actor=MARIA, now=NOW)


def harmless(desk, **given):
    """Every question for the desk and the patient answered harmlessly, but for what is given."""
    findings = desk.ruleset.knowledge.findings.values()
    answers = {each.id: Answer(each.harmless) for each in findings if each.asked_by in {"desk", "patient"}}
    return answers | {
        finding: answer if isinstance(answer, Answer) else Answer(answer) for finding, answer in given.items()
    }


def judged(desk, *names, **given):
    """Somebody registered with a completed intake."""
    patient = person(desk, *names)
    desk.intakes.complete(patient, harmless(desk, **given), actor=MARIA, now=NOW)
    return patient


def asked(patient, starts_at, *, session_type=SWEDISH, therapist=JORDAN, room=None):
    """A booking request."""
    key = new_key(starts_at)
    return BookingRequest(key, patient.id, session_type.id, therapist.id, starts_at, room.id if room else None)


def booked(desk, patient, starts_at, **wanted):
    """A session in the book."""
    return desk.booking.book(asked(patient, starts_at, **wanted), actor=MARIA, now=NOW)


def audited(desk, count=1):
    """What the newest audit entries say, newest first: actor, action and detail."""
    return [(entry.actor_name, entry.action, entry.detail) for entry in desk.store.audit.tail(count)]


def audit_length(desk):
    entries = desk.store.audit.tail(1)
    return entries[0].seq if entries else 0
