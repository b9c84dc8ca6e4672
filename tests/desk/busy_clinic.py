"""A clinic in the middle of a morning, with something of everything that can be taken back; all done by Claire."""

from datetime import timedelta

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.desk.series_views import SeriesRow
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.session import BookingRequest
from clinicdesk.domain.staff import Equipment, Role, StaffMember
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.domain.waiting import WaitingEntry
from clinicdesk.domain.working_hours import Absence, AbsenceReason
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    JORDAN,
    LETTER,
    NOW,
    SAM,
    SWEDISH,
    TODAY,
    TYPES,
    asked,
    harmless,
    local,
)
from tests.vouching import vouching

EARLIER = NOW - timedelta(minutes=40)
ELECTRO = TYPES[Technique.ELECTROTHERAPY]
PLAN = PlanForm(
    goal="Carry my grandson up the stairs",
    activity="walking to the shop",
    parts=(PlanPart(Kind.MASSAGE, SWEDISH.id, 2), PlanPart(Kind.PHYSICAL_THERAPY, EXERCISE.id, 3)),
    starts_on=TODAY,
    expires_on=TODAY + timedelta(days=60),
    review_on=TODAY + timedelta(days=30),
)
NAMES = ("Ana", "Bo", "Cy", "Dee")


class _Morning:
    """Claire at the desk, some time ago."""

    def __init__(self, desk):
        self.desk, self.at = desk, EARLIER

    @property
    def by(self):
        self.at += timedelta(seconds=1)
        return {"actor": CLAIRE, "now": self.at}

    @property
    def vouching(self):
        return vouching(self.desk, CLAIRE, self.by["now"])

    def register(self, name):
        form = PatientForm(name, "Ruiz", birth_date="3 Apr 1980", sex_at_birth="female", phone="503 555 0142")
        patient = self.desk.patients.register(form, **self.by)
        self.answer(patient)
        return patient

    def answer(self, patient, **given):
        self.desk.intakes.complete(patient, harmless(self.desk, **given), **self.by)

    def book(self, patient, starts_at, therapist, session_type=SWEDISH):
        request = asked(patient, starts_at, session_type=session_type, therapist=therapist)
        return self.desk.booking.book(request, **self.by)


def fill(desk):
    """Ana is planned and treated, Bo waits and comes in a series, Cy was referred, Dee has new answers."""
    morning = _Morning(desk)
    ana, bo, cy, dee = (morning.register(name) for name in NAMES)
    _ana(morning, ana)
    _bo(morning, bo)
    _plan(morning, dee, paused=True)
    morning.book(cy, local(15, days=1), SAM)
    morning.answer(cy, saddle_numbness="yes")
    morning.book(dee, local(11, days=1), SAM)
    morning.book(dee, local(15, days=2), SAM, EXERCISE)
    morning.answer(dee, leg_radiating_pain="pain_only", heart_failure="stable")
    morning.book(dee, local(15), SAM)
    reading = {"reason": ClearanceReason.CLEARED_IN_WRITING, "text": "Light work is fine.", "letter": LETTER}
    desk.clearing.give(dee, "R-HF2", technique=SWEDISH.technique, **reading, **morning.vouching)
    for number in (1, 2):
        desk.equipping.add(Equipment(f"device-{number}", f"Ultrasound {number}", "Ultrasound"), **morning.by)
    gone = StaffMember("staff-pat", "Pat Gone", Role.THERAPIST, frozenset({Kind.MASSAGE}))
    desk.people.retire(desk.clinic.add_staff(gone, **morning.by), **morning.by)
    desk.timetable.add_absence(_away("ill", JORDAN, days=2), **morning.by)


def _ana(morning, ana):
    desk = morning.desk
    desk.plans.draft(ana, PLAN, **morning.by)
    desk.progress.note_activity(ana, PLAN.activity, 4, **morning.by)
    morning.book(ana, local(9, 30), SAM, EXERCISE)
    here = morning.book(ana, local(10, 30), JORDAN)
    desk.day.arrive(here, **morning.by)


def _bo(morning, bo):
    desk = morning.desk
    _plan(morning, bo)
    now_treated = morning.book(bo, local(8, 30), CLAIRE, EXERCISE)
    desk.day.start(desk.day.arrive(now_treated, **morning.by), **morning.by)
    rows = [
        SeriesRow(BookingRequest(new_key(morning.at), bo.id, SWEDISH.id, JORDAN.id, local(13, days=day)))
        for day in (1, 2, 9)
    ]
    first, second, _ = desk.series.book(rows, **morning.by)
    for session in (first, second):
        wish = WaitingEntry(new_key(morning.at), bo.id, SWEDISH.id, morning.at, TODAY + timedelta(days=20), session.id)
        desk.waiting.ask(wish, **morning.by)
    free = desk.wanted.times_for(wish, now=morning.at, count=1)[0]
    desk.waiting.offer(wish, free.place, **morning.by)


def _plan(morning, patient, *, paused=False):
    plans = morning.desk.plans
    plan = plans.confirm(plans.draft(patient, PLAN, **morning.by), **morning.vouching)
    if paused:
        plans.pause(plan, reason="Away", **morning.by)


def _away(key, member, *, days):
    on = TODAY + timedelta(days=days)
    return Absence(key, member.id, AbsenceReason.ILLNESS, on, on)
