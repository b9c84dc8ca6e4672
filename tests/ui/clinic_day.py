"""People, intakes and sessions for tests of the pages around a day of the clinic."""

from datetime import UTC, datetime, timedelta

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.suitability import Technique

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
EARLIER = MONDAY - timedelta(days=5)
MASSAGE_BLOCKED = {"disc_problem": "herniation_no_leg_symptoms"}
REFERRED = {"saddle_numbness": "yes"}


def local(hour, minute=0, *, day=0):
    """A clock time of that Monday, or some days later, in the clinic in New York."""
    return MONDAY + timedelta(days=day, hours=hour + 5, minutes=minute)


def register(desk, actor, name="Ana Ruiz", *, called="", born="3 Apr 1980", phone=""):
    given, _, family = name.partition(" ")
    form = PatientForm(given_name=given, family_name=family, preferred_name=called, birth_date=born, phone=phone)
    return desk.patients.register(form, actor=actor, now=EARLIER)


def harmless(desk):
    """Every question answered so that nothing stands against a session."""
    findings = desk.ruleset.knowledge.findings.values()
    return {each.id: Answer(value=each.harmless) for each in findings if each.asked_by != "record"}


def answer(desk, actor, patient, *, at=EARLIER, **given):
    """Complete an intake: harmless, but for what is given."""
    answers = harmless(desk) | {finding: Answer(value=value) for finding, value in given.items()}
    return desk.intakes.complete(patient, answers, actor=actor, now=at)


def type_of(desk, technique=Technique.SWEDISH):
    return next(each for each in desk.clinic.session_types() if each.technique is technique)


def book(desk, actor, patient, starts_at, *, technique=Technique.SWEDISH, therapist="staff-jonas", room=None):
    request = BookingRequest(new_key(starts_at), patient.id, type_of(desk, technique).id, therapist, starts_at, room)
    return desk.booking.book(request, actor=actor, now=EARLIER)


def live(desk, days=2):
    """The sessions that stand, from that Monday on."""
    return [
        slot.session
        for day in desk.schedule.again(local(12).date(), days).days
        for slot in day.slots
        if slot.session.status.live
    ]
