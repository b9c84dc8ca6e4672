"""Filling an empty store with a clinic that looks lived in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from clinicdesk.desk.assessing import answered_in
from clinicdesk.desk.clinic_setup import checked_clinic, clinic_of, default_session_types
from clinicdesk.desk.demo.answers import answers_of
from clinicdesk.desk.demo.body_maps import body_map_of
from clinicdesk.desk.demo.diary import Diary, House, Regular
from clinicdesk.desk.demo.people import Cast, Person, phone_numbers
from clinicdesk.desk.demo.plans import Plans
from clinicdesk.desk.demo.referrals import STILL_OPEN, Called, Referring
from clinicdesk.desk.demo.scene import Scene, load_scene
from clinicdesk.desk.demo.timetable import arrange_hours, devices, fall_ill, needing_devices
from clinicdesk.desk.demo.waiting import wish_for_earlier
from clinicdesk.desk.desk import Desk
from clinicdesk.desk.hours import local_date, opening, whole_day
from clinicdesk.desk.keys import key_at
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Intake, IntakeDraft
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.pins import Pin
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict

_PEOPLE = 2_000
DAYS_BEFORE, DAYS_AHEAD = 61, 30
_PEOPLE_A_STEP = 25
_KEY_BITS = 74
_NO_INTAKE = 0.1
_RENEWED_AFTER = timedelta(days=90)

Progress = Callable[[int, int], bool]
"""Is told how much of how much is done, and says whether to go on."""
_HASHED = "$argon2id$v=19$m=47104,t=2,p=1$2ppFS1X5kCH/sv9mFTFOdQ$GrTTHKvDEqHvETibAeDU9pg8o6SStcKM0voPI0gMcOs"
"""What is kept of ``DEMO_PIN``; made once, so that two demo clinics of a day are the same."""


class _Stopped(Exception):
    """Somebody changed their mind."""


def fill_demo(
    desk: Desk,
    *,
    seed: int,
    today: date,
    now: datetime,
    progress: Progress,
    zone: str = "America/New_York",
    region: str = "US",
    emergency_number: str = "911",
    people: int = _PEOPLE,
) -> bool:
    """Set up the demo clinic in an empty store, in one transaction: all of it or nothing.

    Args:
        desk: over a store without a clinic.
        seed: the same seed and times make the same clinic.
        today: the day around which it is arranged: two months lie behind it, one ahead.
        now: sessions before it have taken their course.
        progress: called with steps done and steps in all; returning False gives up.
        zone: IANA time zone of the demo clinic.
        region: ISO 3166 country code, to which its phone numbers belong.
        emergency_number: what its sheets tell people to call.
        people: how many are registered.

    Returns:
        Whether it was filled; False when ``progress`` gave up, and the store is as it was.

    Raises:
        NotAllowed: there is a clinic already.
    """
    filling = _Filling(desk, Random(seed), load_scene(region, today), now, progress)  # noqa: S311 - no secret is drawn
    try:
        with desk.store.write():
            filling.run(zone, emergency_number, people)
            desk.store.audit.append(None, "clinic.demo", ("clinic", "1"), {"seed": seed}, at=now)
    except _Stopped:
        return False
    return True


class _Filling:
    """One demo clinic in the making, inside the caller's transaction."""

    def __init__(self, desk: Desk, rng: Random, scene: Scene, now: datetime, progress: Progress) -> None:
        self._desk = desk
        self._store = desk.store
        self._rng = rng
        self._scene = scene
        self._now = now
        self._progress = progress
        self._done = 0
        self._called: list[Called] = []

    def run(self, zone: str, emergency_number: str, people: int) -> None:
        """Make everything."""
        house = self._house(zone, emergency_number)
        diary = Diary(self._scene, self._rng, self._desk, house, self._now)
        receptionists = [member.id for member in self._store.staff.all() if member.role is Role.RECEPTIONIST]
        cast = Cast(self._scene, self._rng)
        steps = -(-people // _PEOPLE_A_STEP) + DAYS_BEFORE + DAYS_AHEAD + 1
        invented = sorted((cast.person() for _ in range(people)), key=lambda person: person.since)
        for count, person in enumerate(self._urgent_earlier(invented)):
            if count % _PEOPLE_A_STEP == 0:
                self._step(steps)
            regular = self._register(person, house.clinic, self._rng.choice(receptionists))
            if regular is not None:
                diary.assign(regular)
        for offset in range(-DAYS_BEFORE, DAYS_AHEAD + 1):
            self._step(steps)
            self._fill_day(diary, self._scene.today + timedelta(days=offset))
        self._refer(house)
        self._make_plans(house)
        self._let_some_wait(house)
        self._someone_falls_ill(house)

    def _urgent_earlier(self, invented: list[Person]) -> list[Person]:
        """Who was called for came on a day of work, and some so long ago as their cases are to be open."""
        today, week = self._scene.today, self._scene.premises.week
        ages = [age.days for age in STILL_OPEN if age.days]
        found = []
        for person in invented:
            since = person.since
            if person.profile.urgent:
                since = today - timedelta(days=ages.pop(0)) if ages else since
                since -= timedelta(days=since != today and not week[since.weekday()])
            found.append(replace(person, since=since))
        return found

    def _refer(self, house: House) -> None:
        Referring(
            self._store, self._desk.ruleset, house.clinic, house.therapists, self._key, self._rng, self._now
        ).refer(self._called)

    def _let_some_wait(self, house: House) -> None:
        ahead = whole_day(house.clinic, self._scene.today + timedelta(days=DAYS_AHEAD))[1]
        sessions = self._store.sessions.between(self._now, ahead)
        wish_for_earlier(self._store, house, sessions, new_key=self._key, rng=self._rng, now=self._now)

    def _make_plans(self, house: House) -> None:
        first, last = (self._scene.today + timedelta(days=days) for days in (-DAYS_BEFORE, DAYS_AHEAD))
        sessions = self._store.sessions.between(whole_day(house.clinic, first)[0], whole_day(house.clinic, last)[1])
        Plans(self._desk, self._scene, house, self._now).make(sessions)

    def _house(self, zone: str, emergency_number: str) -> House:
        premises = self._scene.premises
        opens_at, closes_at = premises.hours
        clinic = checked_clinic(
            Clinic(
                name=premises.name,
                address=premises.address,
                phone=next(phone_numbers(self._scene, self._rng)),
                zone=zone,
                region=self._scene.region,
                emergency_number=emergency_number,
                opens_at=opens_at,
                closes_at=closes_at,
                demo=True,
            )
        )
        staff = [StaffMember(self._key(), each.name, each.role, frozenset(each.kinds)) for each in premises.staff]
        rooms = [Room(self._key(), name) for name in premises.rooms]
        session_types = needing_devices(self._scene, default_session_types())
        self._desk.clinic.place(clinic, staff, rooms, session_types)
        for member in staff:
            self._store.pins.put(Pin(member.id, _HASHED, self._now, member.id))
        equipment = [self._store.equipment.add(item) for item in devices(self._scene)]
        therapists = [member for member in staff if member.role is Role.THERAPIST]
        time = arrange_hours(self._store, self._scene, therapists)
        return House(clinic, therapists, rooms, session_types, equipment, time)

    def _register(self, person: Person, clinic: Clinic, receptionist: str) -> Regular | None:
        """Register somebody; returned is who has an intake and so may be booked."""
        patient = self._store.patients.add(person.details, self._key())
        came_at = self._came_at(person, clinic)
        answers = answers_of(person.profile, self._desk.ruleset.knowledge, self._rng, person.since)
        if person.profile.stops_after:
            self._desk.intakes.put_draft(IntakeDraft(patient.id, answers), now=came_at)
            return None
        if self._rng.random() < _NO_INTAKE:
            return None
        regular = self._with_intake(patient, person, came_at, receptionist)
        renewed_at = came_at + _RENEWED_AFTER
        if renewed_at < self._now - timedelta(days=DAYS_BEFORE):
            regular = self._with_intake(patient, person, renewed_at, receptionist)
        return regular

    def _came_at(self, person: Person, clinic: Clinic) -> datetime:
        """When somebody first came; who was called for, as early in the day as it is now, so that days are whole."""
        opens, closes = opening(clinic, person.since)
        so_far = max(self._now - opening(clinic, self._scene.today)[0], timedelta())
        early = person.profile.urgent or person.since == self._scene.today
        hours = min(closes - opens, so_far) if early else closes - opens
        return min(opens + hours * (0.9 * self._rng.random()), self._now).replace(microsecond=0)

    def _with_intake(self, patient: Patient, person: Person, at: datetime, receptionist: str) -> Regular:
        on = local_date(clinic_of(self._store), at)
        answers = answers_of(person.profile, self._desk.ruleset.knowledge, self._rng, on)
        whole = self._desk.intakes.completed(patient, answers, on=on)
        drawn = body_map_of(whole, patient.id, on)
        intake = self._store.intakes.add(
            self._key(), patient.id, whole, completed_at=at, completed_by=receptionist, body_map=drawn, said_on=on
        )
        assessment = self._desk.intakes.assess(patient, whole, GENTLEST[Kind.MASSAGE], on=on)
        if assessment.verdict is Verdict.REFER_URGENTLY:
            self._called.append(Called(patient, intake, assessment, self._store.staff.get(receptionist)))
        return Regular(patient, intake, answered_in(intake))

    def _fill_day(self, diary: Diary, on: date) -> None:
        for booked in diary.day(on):
            self._store.sessions.add(booked.session)
            self._store.assessments.add(booked.record)
            if booked.asked is not None and booked.record_of_arrival is not None:
                self._keep(booked.asked)
                self._store.assessments.add(booked.record_of_arrival)
            for decision in booked.decisions:
                self._store.clearances.add(decision)
            if booked.record_of_release is not None:
                self._store.assessments.add(booked.record_of_release)
            if booked.session.arrived_at is not None:
                self._store.patients.mark_seen(booked.session.patient_id, booked.session.arrived_at)

    def _someone_falls_ill(self, house: House) -> None:
        """On the next day on which anybody is booked."""
        for ahead in range(1, DAYS_AHEAD):
            day = whole_day(house.clinic, self._scene.today + timedelta(days=ahead))
            sessions = self._store.sessions.between(*day)
            if sessions:
                fall_ill(self._store, self._scene, list(house.therapists), sessions)
                return

    def _keep(self, asked: Intake) -> None:
        self._store.intakes.add(
            asked.id,
            asked.patient_id,
            asked.answers,
            completed_at=asked.completed_at,
            completed_by=asked.completed_by,
            full=asked.full,
            said_on=asked.said_on,
        )

    def _step(self, steps: int) -> None:
        if not self._progress(self._done, steps):
            raise _Stopped
        self._done += 1

    def _key(self) -> str:
        return key_at(self._now, self._rng.getrandbits(_KEY_BITS))
