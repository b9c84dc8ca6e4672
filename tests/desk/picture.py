"""Everything that a desk can be asked about, as plain values that can be compared."""

from dataclasses import fields, is_dataclass
from datetime import timedelta

from clinicdesk.domain.plan import PlanStatus
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.waiting import WaitingStatus
from tests.desk.front_desk import MARIA, TODAY

DAYS = tuple(TODAY + timedelta(days=day) for day in (0, 1, 2, 9))
_BOOKKEEPING = {"version", "made_by", "made_at", "reason"}
"""Who wrote a version down, when and why is another each time, and is no part of what stands."""


def plain(value, without=frozenset({"version"})):
    """A value of the domain or of a screen, without what only counts its versions."""
    if is_dataclass(value):
        kept = (each.name for each in fields(value) if each.name not in without)
        return type(value).__name__, *((name, plain(getattr(value, name), without)) for name in kept)
    if isinstance(value, dict):
        return frozenset((plain(key, without), plain(each, without)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return tuple(plain(each, without) for each in value)
    return value


def difference(one, other):
    """Where two plain values differ first, for somebody who reads a failure; None where they do not."""
    if one == other:
        return None
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return next(found for found in map(difference, one, other) if found)
    return f"{one!s:.400} instead of {other!s:.400}"


def records(store, patients):
    """What is on file and stands, by kind and key, the kinds called as the journal calls them."""
    found = {("Clinic",): store.clinic.get(), ("HolidayChoice",): store.hours.holidays()}
    for kind, repository in _lists(store).items():
        found |= {(kind, each.id): plain(each) for each in repository.all() if each.active}
    book = store.hours.book(DAYS[0], DAYS[-1])
    found |= {("WeeklyHours", each.owner, each.valid_from): each for each in book.weekly}
    found |= {("SpecialHours", each.owner, each.on): each for each in book.special}
    found |= {("Absence", each.id): plain(each) for each in book.absences}
    for patient in patients:
        found |= _of_patient(store, patient.id)
    return found


def _lists(store):
    return {
        "StaffMember": store.staff,
        "Room": store.rooms,
        "Equipment": store.equipment,
        "SessionType": store.session_types,
    }


def _of_patient(store, key):
    sessions = [each for each in store.sessions.of_patient(key) if each.status is not SessionStatus.ENTERED_IN_ERROR]
    ids = [each.id for each in sessions]
    expected = [each.id for each in sessions if each.status.expected]
    dropped = {each.id for each in store.plans.of_patient(key) if _dropped(each)}
    found = {("Patient", key): store.patients.get(key).details}
    # A session may be held or let go meanwhile without anybody's doing; what was done to it stands all the same.
    found |= {("Session", each.id): plain(each, {"version", "held"}) for each in sessions}
    found |= {("held", each.id): each.held for each in sessions}
    found |= {("KeptSession", each.id): each for each in store.kept_sessions.of_sessions(ids)}
    found |= {("CallClosed", key): each.verdict for key, each in store.assessments.latest_for_many(expected).items()}
    found |= {("Answered", each.id): each for each in store.intakes.history(key)}
    found |= {("Clearance", each.id): each for each in store.clearances.of_patient(key) if each.taken_back is None}
    found |= {
        ("PlanOfCare", each.id): plain(each, _BOOKKEEPING)
        for each in store.plans.of_patient(key)
        if each.id not in dropped
    }
    found |= {("Score", each.session_id or each.id, each.measure): each for each in store.scores.of_patient(key)}
    return found | {
        ("WaitingEntry", each.id): plain(each)
        for each in store.waiting.of_patient(key)
        if each.status is not WaitingStatus.WITHDRAWN
    }


def _dropped(plan):
    return plan.status is PlanStatus.SUPERSEDED and plan.confirmed_by is None


def screens(desk, patients, now):
    """What the screens of the day, the schedule, the lists and the records of some people show."""
    shown = {("day", on): plain(desk.booking.day(on)) for on in DAYS}
    today, last = DAYS[0], DAYS[-2]
    shown["hours"] = plain(desk.timetable.exceptions(now=now)), plain(desk.timetable.book(now=now).absences)
    shown["displaced"] = plain(desk.displaced.waiting(now=now))
    shown["calls"] = plain(desk.call_list.changed(now=now))
    shown["waiting"] = plain(desk.waiting.again(most=99, now=now))
    shown["wanted"] = plain(list(desk.wanted.wanted(today, last, now=now)))
    for patient in patients:
        shown |= _record(desk, desk.store.patients.get(patient.id), today, now)
    return shown


def _record(desk, patient, today, now):
    intake = desk.store.intakes.latest(patient.id)
    answers = intake.answers if intake else {}
    person, decisions = desk.judging.person(patient, answers), desk.store.clearances.of_patient(patient.id)
    shown = {
        "offers": plain(desk.booking.offers(patient, answers, on=today)),
        "verdicts": person.verdicts(on=today),
        "decided": {each.id: person.lapse(each, on=today) for each in decisions if not each.taken_back},
        "referred": (desk.referrals.obstacle(patient.id), desk.referrals.to_ask_again(patient.id)),
        "found": [each.id for each in desk.patients.find(patient.details.full_name)],
    }
    # Reading these is audited, and so takes a while.
    if desk.store.plans.of_patient(patient.id):
        standings = desk.plans.of_patient(patient, actor=MARIA, now=now)
        # Which stands first is told by when it was changed last.
        shown["plans"] = {each.plan.id: plain(each, _BOOKKEEPING) for each in standings if not _dropped(each.plan)}
    if desk.store.scores.of_patient(patient.id):
        shown["trend"] = desk.progress.trend(patient, actor=MARIA, now=now)
    return {(name, patient.id): each for name, each in shown.items() if each}
