from collections import Counter
from datetime import timedelta
from itertools import islice, pairwise
from random import Random

import phonenumbers
import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.clashes import standing
from clinicdesk.desk.demo import fill_demo
from clinicdesk.desk.demo.people import phone_numbers
from clinicdesk.desk.demo.scene import load_scene
from clinicdesk.desk.hours import local_date
from clinicdesk.domain.intake import Source
from clinicdesk.domain.patient import age_on
from clinicdesk.domain.plan import PlanStatus
from clinicdesk.domain.referral import Step
from clinicdesk.domain.renewal import FULL_INTAKE_DAYS
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict
from clinicdesk.domain.working_hours import AbsenceReason
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import MARIA, furnish, local

NOW = local(10, 32)
TODAY = NOW.date()
SCRIPTS = {
    "Chinese": "一鿿",
    "Japanese": "぀ヿ",
    "Korean": "가힣",
    "Arabic": "؀ۿ",
    "Hebrew": "֐׿",
    "Cyrillic": "Ѐӿ",
    "Greek": "ͰϿ",
    "Devanagari": "ऀॿ",
    "Thai": "฀๿",
    "Vietnamese": "Ạỹ",
    "Latin with diacritics": "Àž",
}


def fill(desk, progress=lambda _done, _steps: True, **wanted):
    return fill_demo(desk, **({"seed": 1, "today": TODAY, "now": NOW, "progress": progress} | wanted))


@pytest.fixture(scope="module")
def demo(tmp_path_factory, ruleset):
    with open_store(tmp_path_factory.mktemp("demo") / "clinic.db") as store:
        desk = Desk(store, ruleset)
        assert fill(desk)
        yield desk


@pytest.fixture(scope="module")
def people(demo):
    store = demo.store
    found = (store.patients.by_number(1001 + place) for place in range(store.patients.count()))
    return [patient for patient in found if patient]


@pytest.fixture(scope="module")
def sessions(demo):
    return demo.store.sessions.between(NOW - timedelta(days=100), NOW + timedelta(days=100))


def test_it_has_the_promised_size(demo, people, sessions):
    assert len(people) == 2000
    assert len(demo.clinic.therapists()) == 12
    assert len(demo.clinic.rooms()) == 6
    assert {each.technique for each in demo.clinic.session_types()} == set(Technique)
    assert 2500 < len(sessions) < 5000
    days = {local_date(demo.clinic.current(), session.starts_at) for session in sessions}
    assert min(days) == TODAY - timedelta(days=61)
    assert TODAY + timedelta(days=28) <= max(days) <= TODAY + timedelta(days=30)
    assert demo.clinic.current().demo


@pytest.mark.parametrize("script", SCRIPTS)
def test_people_have_names_of_many_scripts(people, script):
    first, last = SCRIPTS[script]
    written = [each for each in people if any(first <= c <= last for c in each.details.full_name)]
    assert len(written) > 5


def test_names_are_as_various_as_in_life(people):
    details = [each.details for each in people]
    assert sum(not each.family_name for each in details) > 10
    assert sum(bool(each.preferred_name) for each in details) > 100
    assert max(len(each.full_name) for each in details) > 40
    assert len({each.full_name for each in details}) > 1500


def test_phones_are_valid_and_ages_are_those_of_a_clinic(people):
    numbers = [each.details.phone for each in people if each.details.phone]
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)
    assert len(set(numbers)) > 0.95 * len(numbers)
    ages = [age_on(each.details.birth_date, TODAY) for each in people]
    assert 10 <= min(ages) <= 17
    assert 85 <= max(ages) <= 96
    assert 5 <= sum(age < 18 for age in ages) <= 60


def test_every_verdict_of_each_kind_is_among_the_people(demo, people):
    found = {kind: Counter() for kind in Kind}
    for patient in people:
        intake = demo.store.intakes.latest(patient.id)
        if intake is not None:
            findings = demo.intakes.resolve(patient, intake.answers, on=TODAY)
            for kind in Kind:
                found[kind][demo.ruleset.verdict(findings, GENTLEST[kind])] += 1
    for kind in Kind:
        assert set(found[kind]) == set(Verdict)
        assert min(found[kind].values()) >= 5
        assert found[kind][Verdict.SUITABLE] > found[kind][Verdict.NOT_SUITABLE]


def test_some_have_no_intake_some_a_second_one_and_some_a_draft(demo, people):
    versions = Counter(sum(intake.full for intake in demo.store.intakes.history(patient.id)) for patient in people)
    assert set(versions) >= {0, 1, 2}
    assert min(versions[count] for count in range(3)) > 100
    drafts = [demo.intakes.draft(patient.id) for patient in people]
    begun = [draft for draft in drafts if draft]
    assert len(begun) > 5
    assert all(draft.answers for draft in begun)


def test_some_have_marked_a_figure_twice_and_it_says_what_their_answers_say(demo, people):
    intakes = [demo.store.intakes.with_body_map(person.id) for person in people]
    assert sum(len(drawn) > 1 for drawn in intakes) > 20
    for intake in (each for drawn in intakes for each in drawn):
        brought = demo.body_maps.brought(intake.body_map, intake.answers)
        assert [each.contradiction for each in brought if each.contradiction] == []


def test_no_therapist_patient_or_room_is_in_two_places(sessions):
    live = [session for session in sessions if session.status.live]
    for resource, until in (("therapist_id", "free_at"), ("patient_id", "ends_at"), ("room_id", "free_at")):
        taken = {}
        for session in live:
            taken.setdefault(getattr(session, resource), []).append(session)
        taken.pop(None, None)
        for own in taken.values():
            assert all(getattr(before, until) <= after.starts_at for before, after in pairwise(own))


def test_sessions_keep_to_opening_hours_and_to_what_therapists_give(demo, sessions):
    time = demo.timetable.working_time(TODAY - timedelta(days=100), TODAY + timedelta(days=100))
    therapists = {member.id: member for member in demo.clinic.therapists()}
    types = {each.id: each for each in demo.clinic.session_types()}
    ill = {each.row.session.id for each in demo.displaced.waiting(now=NOW)}
    for session in sessions:
        against = standing(time, session, therapists[session.therapist_id], types[session.session_type_id])
        assert [clash.resource for clash in against] == (["hours"] if session.id in ill else [])
        assert bool(session.equipment_id) is bool(types[session.session_type_id].equipment_kind)


def test_somebody_is_ill_somebody_on_leave_and_a_holiday_is_kept(demo, sessions):
    waiting = demo.displaced.waiting(now=NOW)
    assert 2 <= len(waiting) <= 15
    assert all("is ill" in each.obstacle for each in waiting)
    absences = demo.timetable.book(now=NOW).absences
    assert {each.reason for each in absences} == set(AbsenceReason) - {AbsenceReason.OTHER}
    thanksgiving = TODAY + timedelta(days=3)
    day = demo.booking.day(thanksgiving)
    assert [period.words for period in day.hours] == ["Thanksgiving Day"]
    assert all(column.sessions == () for column in day.columns)


@pytest.mark.parametrize("days", range(1, 7))
def test_whatever_day_it_is_the_demo_clinic_is_open_today(tmp_path, ruleset, days):
    today, now = TODAY + timedelta(days=days), NOW + timedelta(days=days)
    with open_store(tmp_path / "clinic.db") as store:
        desk = Desk(store, ruleset)
        assert fill(desk, people=25, today=today, now=now)
        assert (
            len(
                [column for column in desk.booking.day(today).columns if any(period.working for period in column.hours)]
            )
            >= 9
        )


def test_sessions_have_come_as_far_as_the_time_says(sessions):
    for session in sessions:
        if session.starts_at > NOW:
            assert session.status.expected or session.status in {SessionStatus.ARRIVED, SessionStatus.CANCELLED}
        if session.ends_at < NOW - timedelta(minutes=10):
            ended = {SessionStatus.COMPLETED, SessionStatus.CANCELLED, SessionStatus.NO_SHOW}
            assert session.status in ended
        if session.status is SessionStatus.CANCELLED:
            assert session.cancel_reason
        if session.status is SessionStatus.COMPLETED:
            assert session.arrived_at <= session.started_at <= session.completed_at <= NOW
            assert not session.held
    statuses = Counter(session.status for session in sessions)
    assert set(statuses) == set(SessionStatus) - {SessionStatus.ENTERED_IN_ERROR}


def test_whoever_came_was_asked_that_day_and_everything_within_the_last_ninety_days(demo, sessions):
    clinic = demo.clinic.current()
    came = [session for session in sessions if session.arrived_at]
    records = demo.store.assessments.latest_for_many([session.id for session in came])
    histories = {patient: demo.store.intakes.history(patient) for patient in {each.patient_id for each in came}}
    assert any(not intake.full for history in histories.values() for intake in history)
    for session in came:
        on = local_date(clinic, session.arrived_at)
        past = [each for each in histories[session.patient_id] if each.completed_at < session.starts_at]
        assert local_date(clinic, past[0].completed_at) == on
        assert records[session.id].intake_id == past[0].id
        full = next(each for each in past if each.full)
        assert (on - local_date(clinic, full.completed_at)).days <= FULL_INTAKE_DAYS


def test_every_answer_tells_the_day_on_which_it_was_given_and_what_is_called_full_is(demo):
    clinic = demo.clinic.current()
    people = demo.store.patients.many(list(demo.store.patients.current(NOW - timedelta(days=365))))
    seen = 0
    for patient in people.values():
        for intake in demo.store.intakes.history(patient.id):
            on = local_date(clinic, intake.completed_at)
            answered = [each for each in intake.answers.values() if each.source is not Source.DERIVED]
            assert all(each.given_on is not None and each.given_on <= on for each in answered)
            assert intake.full == (not demo.intakes.open_on(patient, intake.answers, on=on))
            seen += 1
    assert seen > 100


def test_whoever_waits_now_can_start(demo):
    waiting = [
        row.session
        for row in demo.day.sessions(TODAY, actor=MARIA, now=NOW)
        if row.session.status is SessionStatus.ARRIVED
    ]
    assert waiting
    assert {demo.arrivals.obstacle(session, NOW) for session in waiting} == {""}


def test_today_is_busy_and_not_full(demo):
    rows = demo.day.sessions(TODAY, actor=MARIA, now=NOW)
    statuses = Counter(row.session.status for row in rows)
    assert 50 <= len(rows) <= 100
    assert statuses[SessionStatus.ARRIVED] >= 2
    assert statuses[SessionStatus.IN_SESSION] >= 3
    assert statuses[SessionStatus.COMPLETED] >= 5
    assert any(row.session.held for row in rows)
    for session_type in demo.clinic.session_types():
        assert demo.booking.gaps(TODAY, session_type, patient_id="nobody", now=NOW)


def test_no_session_was_booked_against_the_rules(demo, sessions):
    verdicts = demo.store.roster.verdicts([session.id for session in sessions])
    assert len(verdicts) == len(sessions)
    assert set(verdicts.values()) == {verdict for verdict in Verdict if verdict < Verdict.NOT_SUITABLE}
    for session in sessions:
        if session.held:
            assert verdicts[session.id] is Verdict.NEEDS_CLINICIAN_REVIEW
        elif verdicts[session.id] is Verdict.NEEDS_CLINICIAN_REVIEW:
            assert session.release_note


def test_a_session_opens_like_any_other(demo):
    row = demo.day.sessions(TODAY, actor=MARIA, now=NOW)[0]
    stored = demo.day.assessment(row.session.id, actor=MARIA, now=NOW)
    assert stored.assessment.verdict is row.verdict
    assert stored.made_at < row.session.starts_at
    assert demo.visits.sheet(row.session.id, actor=MARIA, now=NOW).session == row.session
    assert demo.store.audit.verify() is None


def fingerprint(desk):
    sessions = desk.store.sessions.between(NOW - timedelta(days=100), NOW + timedelta(days=100))
    people = desk.store.patients.many(session.patient_id for session in sessions)
    intakes = {patient_id: desk.store.intakes.history(patient_id) for patient_id in sorted(people)}
    return sessions, people, intakes, desk.clinic.staff()


def test_the_same_seed_makes_the_same_clinic_and_another_seed_another(tmp_path, ruleset):
    made = []
    for place, seed in enumerate((7, 7, 8)):
        with open_store(tmp_path / f"{place}.db") as store:
            desk = Desk(store, ruleset)
            assert fill(desk, seed=seed, people=25)
            made.append(fingerprint(desk))
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_giving_up_leaves_the_empty_store_as_it_was(bare_desk):
    assert not fill(bare_desk, lambda done, _steps: done < 5, people=200)
    assert bare_desk.clinic.current() is None
    assert bare_desk.store.patients.count() == 0
    assert bare_desk.store.audit.tail() == []
    assert fill(bare_desk, people=30)


def test_progress_runs_to_its_end(bare_desk):
    told = []
    fill(bare_desk, lambda done, steps: told.append((done, steps)) or True, people=30)
    steps = told[0][1]
    assert told == [(done, steps) for done in range(steps)]


def test_a_clinic_in_use_is_never_filled(bare_desk):
    furnish(bare_desk)
    with pytest.raises(NotAllowed):
        fill(bare_desk, people=30)
    assert bare_desk.store.patients.count() == 0


def test_it_can_stand_in_another_country(bare_desk):
    assert fill(bare_desk, people=25, region="DE", zone="Europe/Berlin", emergency_number="112")
    clinic = bare_desk.clinic.current()
    assert (clinic.region, clinic.zone, clinic.emergency_number) == ("DE", "Europe/Berlin", "112")
    assert bare_desk.store.patients.by_number(1001).details.phone.startswith("+49")


@pytest.mark.parametrize("region", ["US", "GB", "AU", "DE", "ES", "JP", "BR", "IN", "ZA", "IL"])
def test_invented_phone_numbers_are_valid_in_their_region(region):
    numbers = list(islice(phone_numbers(load_scene(region, TODAY), Random(1)), 60))
    read = [phonenumbers.parse(number) for number in numbers]
    assert all(phonenumbers.is_valid_number(number) for number in read)
    assert len(set(numbers)) > 30
    home = phonenumbers.country_code_for_region(region)
    assert {number.country_code for number in read} == {home}


def test_a_share_of_the_regulars_has_a_plan_their_sessions_count_against(demo, people):
    plans = demo.store.plans.of_patients([patient.id for patient in people])
    assert 40 < len(plans) < 400
    statuses = Counter(plan.status for plan in plans)
    assert statuses[PlanStatus.ACTIVE] > 5 * statuses[PlanStatus.DRAFT] > 0
    assert {len(plan.parts) for plan in plans} == {1, 2}
    sessions = [each for plan in plans for each in demo.store.sessions.of_plan(plan.id)]
    assert len(sessions) > 2 * statuses[PlanStatus.ACTIVE]
    places = demo.plans.places([session.id for session in sessions])
    assert all(place.number <= place.planned for place in places.values())


def test_most_of_those_with_a_plan_are_getting_better(demo, people):
    owners = {plan.patient_id for plan in demo.store.plans.of_patients([patient.id for patient in people])}
    trends = [demo.progress.trend(each, actor=MARIA, now=NOW) for each in people if each.id in owners]
    assert all(trend.points and trend.activity for trend in trends)
    better = sum((trend.pain_change or 0) < 0 for trend in trends)
    assert len(trends) * 0.6 < better < len(trends)


def test_whoever_had_to_see_a_doctor_has_a_case_and_a_few_are_open(demo, people):
    urgent = set()
    for patient in people:
        for intake in demo.store.intakes.history(patient.id):
            on = local_date(demo.clinic.current(), intake.completed_at)
            assessment = demo.intakes.assess(patient, intake.answers, GENTLEST[Kind.MASSAGE], on=on)
            if assessment.verdict is Verdict.REFER_URGENTLY:
                urgent.add(patient.id)
    opened = demo.referrals.open(actor=MARIA, now=NOW)
    closed = demo.store.referrals.closed(limit=1_000)
    assert {view.patient.id for view in opened} | {case.referral.patient_id for case in closed} == urgent
    assert [view.case.missing for view in opened] == [Step.OUTCOME, Step.OUTCOME, Step.LETTER, Step.TOLD]
    ages = [NOW - view.case.referral.opened_at for view in opened]
    day = timedelta(days=1)
    assert [age // day for age in ages[:2]] == [13, 4]
    assert timedelta(minutes=20) < ages[3] < day < ages[2] < 3 * day
    assert closed
    for case in closed:
        assert [event.made_at for event in case.events] == sorted(event.made_at for event in case.events)
        assert case.events[-1].made_at <= NOW
