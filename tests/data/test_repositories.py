from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.data.driver import ConstraintBroken
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.session import SessionStatus, SessionType
from clinicdesk.domain.staff import Equipment, Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.errors import NotFound, StaleRecord
from tests.data import records
from tests.data.records import (
    GARDEN,
    MASSAGE,
    NOW,
    RUTH,
    SOUND,
    TESS,
    THEO,
    TOWER,
    assessment,
    at,
    booked,
    session,
    undone,
    unhurried,
)

clinics = st.builds(
    Clinic,
    name=records.names,
    address=records.texts,
    phone=records.phones,
    opens_at=st.times().map(lambda when: when.replace(second=0, microsecond=0)),
    closes_at=st.just(time(18, 30)),
    demo=st.booleans(),
)
members = st.builds(
    StaffMember,
    id=records.ids,
    name=records.names,
    role=st.sampled_from(Role),
    kinds=st.frozensets(st.sampled_from(Kind)),
    active=st.booleans(),
    techniques=st.frozensets(st.sampled_from(Technique)),
)
rooms = st.builds(Room, id=records.ids, name=records.names, active=st.booleans())
devices = st.builds(Equipment, id=records.ids, name=records.names, kind=records.names, active=st.booleans())
session_types = st.builds(
    SessionType,
    id=records.ids,
    name=records.names,
    technique=st.sampled_from(Technique),
    minutes=st.integers(1, 600),
    turnover_minutes=st.integers(0, 600),
    active=st.booleans(),
    equipment_kind=records.texts,
)


def test_a_new_file_has_no_clinic_yet(path):
    with open_store(path) as empty:
        assert empty.clinic.get() is None


@unhurried
@given(first=clinics, second=clinics)
def test_the_clinic_is_read_back_as_it_was_last_put(lasting_store, first, second):
    with undone(lasting_store):
        lasting_store.clinic.put(first)
        lasting_store.clinic.put(second)
        assert lasting_store.clinic.get() == second


@unhurried
@given(member=members, later=members)
def test_staff_are_read_back_as_stored_and_as_changed(lasting_store, member, later):
    staff = lasting_store.staff
    changed = replace(later, id=member.id)
    with undone(lasting_store):
        staff.add(member)
        assert staff.get(member.id) == member
        staff.update(changed)
        assert staff.get(member.id) == changed
        assert staff.all()[-1] == changed


@unhurried
@given(room=rooms, later=rooms)
def test_rooms_are_read_back_as_stored_and_as_changed(lasting_store, room, later):
    rooms = lasting_store.rooms
    changed = replace(later, id=room.id)
    with undone(lasting_store):
        rooms.add(room)
        assert rooms.get(room.id) == room
        rooms.update(changed)
        assert rooms.get(room.id) == changed
        assert rooms.all()[-1] == changed


@unhurried
@given(session_type=session_types, later=session_types)
def test_session_types_are_read_back_as_stored_and_as_changed(lasting_store, session_type, later):
    session_types = lasting_store.session_types
    changed = replace(later, id=session_type.id)
    with undone(lasting_store):
        session_types.add(session_type)
        assert session_types.get(session_type.id) == session_type
        session_types.update(changed)
        assert session_types.get(session_type.id) == changed
        assert session_types.all()[-1] == changed


@unhurried
@given(item=devices, later=devices)
def test_devices_are_read_back_as_stored_and_as_changed(lasting_store, item, later):
    equipment = lasting_store.equipment
    changed = replace(later, id=item.id)
    with undone(lasting_store):
        equipment.add(item)
        assert equipment.get(item.id) == item
        equipment.update(changed)
        assert equipment.get(item.id) == changed
        assert equipment.all()[-1] == changed


def test_staff_and_rooms_are_listed_in_the_order_of_adding(store):
    assert store.staff.all() == [TESS, THEO, RUTH]
    assert store.rooms.all() == [GARDEN, TOWER]


@pytest.mark.parametrize(
    "repository", ["staff", "rooms", "equipment", "session_types", "patients", "intakes", "sessions"]
)
def test_what_is_not_on_file_is_not_found(store, repository):
    with pytest.raises(NotFound, match="is not on file"):
        getattr(store, repository).get("nobody")


@pytest.mark.parametrize(
    ("repository", "stranger"),
    [
        ("staff", replace(TESS, id="x")),
        ("rooms", replace(GARDEN, id="x")),
        ("equipment", replace(SOUND, id="x")),
        ("session_types", replace(MASSAGE, id="x")),
        ("sessions", session("x")),
    ],
)
def test_what_is_not_on_file_cannot_be_changed(store, repository, stranger):
    with pytest.raises(NotFound), store.write():
        getattr(store, repository).update(stranger)


@unhurried
@given(first=records.details_of_patients, second=records.details_of_patients, patient_id=records.ids)
def test_patients_are_read_back_as_stored_and_as_changed(lasting_store, first, second, patient_id):
    patients = lasting_store.patients
    with undone(lasting_store):
        added = patients.add(first, patient_id)
        assert added.details == first
        assert patients.get(patient_id) == patients.by_number(added.number) == added
        changed = patients.update(replace(added, details=second))
        assert changed == replace(added, details=second, version=2)
        assert patients.get(patient_id) == changed


def test_patient_numbers_count_up_from_1001(store):
    third, fourth = records.registered(store, PatientDetails("C"), PatientDetails("D"))
    assert [store.patients.get(f"patient-{n}").number for n in (1, 2)] == [1001, 1002]
    assert (third.number, fourth.number) == (1003, 1004)


def test_registering_twice_under_one_id_is_harmless_unless_the_details_differ(store):
    details = PatientDetails("Anna", "Berg")
    with store.write():
        assert store.patients.add(details, "patient-1").number == 1001
    with pytest.raises(StaleRecord, match="Nothing was overwritten"), store.write():
        store.patients.add(replace(details, notes="other"), "patient-1")
    assert store.patients.count() == 2


def test_a_patient_changed_meanwhile_is_not_overwritten(store):
    read = store.patients.get("patient-1")
    mine = replace(read, details=replace(read.details, notes="mine"))
    theirs = replace(read, details=replace(read.details, notes="theirs"))
    with store.write():
        store.patients.update(theirs)
    with pytest.raises(StaleRecord, match="Somebody else changed this patient"), store.write():
        store.patients.update(mine)
    assert store.patients.get("patient-1").details.notes == "theirs"


def test_a_patient_not_on_file_cannot_be_changed(store):
    stranger = replace(store.patients.get("patient-1"), id="nobody")
    with pytest.raises(NotFound), store.write():
        store.patients.update(stranger)


def test_patients_worked_with_last_are_recent_newest_first(store):
    with store.write():
        store.patients.mark_seen("patient-1", at(2))
        store.patients.mark_seen("patient-2", at(1))
        assert [patient.id for patient in store.patients.recent()] == ["patient-1", "patient-2"]
        store.patients.mark_seen("patient-2", at(3))
    assert [patient.id for patient in store.patients.recent(limit=1)] == ["patient-2"]


def test_being_seen_is_no_change_of_the_record(store):
    before = store.patients.get("patient-1")
    with store.write():
        store.patients.mark_seen("patient-1", NOW)
    assert store.patients.get("patient-1") == before


def test_many_patients_come_in_the_order_asked_for_without_the_unknown(store):
    assert list(store.patients.many(["patient-2", "nobody", "patient-1"])) == ["patient-2", "patient-1"]


@unhurried
@given(answers=records.answers, moment=records.moments, intake_id=records.ids, later=records.answers)
def test_intakes_are_read_back_as_stored_newest_version_last(lasting_store, answers, moment, intake_id, later):
    intakes = lasting_store.intakes
    with undone(lasting_store):
        first = intakes.add(intake_id, "patient-1", answers, completed_at=moment, completed_by=RUTH.id)
        second = intakes.add(f"{intake_id}-b", "patient-1", later, completed_at=moment, completed_by=RUTH.id)
        assert (first.answers, second.answers, second.version) == (answers, later, first.version + 1)
        assert intakes.get(intake_id) == first
        assert intakes.latest("patient-1") == second
        assert intakes.history("patient-1") == [second, first]


def test_versions_of_intakes_are_counted_per_patient(store):
    answers = {"fever_now": Answer("no")}
    with store.write():
        for intake_id, patient_id in (("a", "patient-1"), ("b", "patient-2"), ("c", "patient-1")):
            store.intakes.add(intake_id, patient_id, answers, completed_at=NOW, completed_by=RUTH.id)
    assert [intake.version for intake in store.intakes.history("patient-1")] == [2, 1]
    assert [intake.version for intake in store.intakes.history("patient-2")] == [1]
    assert store.intakes.latest("nobody") is None


def test_completing_the_same_intake_twice_is_harmless_unless_the_answers_differ(store):
    arguments = {"completed_at": NOW, "completed_by": RUTH.id}
    with store.write():
        first = store.intakes.add("a", "patient-1", {"x": Answer("no")}, **arguments)
        assert store.intakes.add("a", "patient-1", {"x": Answer("no")}, **arguments) == first
    with pytest.raises(StaleRecord, match="Nothing was overwritten"), store.write():
        store.intakes.add("a", "patient-1", {"x": Answer("yes")}, **arguments)
    assert store.intakes.history("patient-1") == [first]


@unhurried
@given(payload=st.dictionaries(records.texts, records.plain_values), moment=records.moments, key=records.texts)
def test_drafts_are_read_back_as_last_put_and_gone_when_deleted(lasting_store, payload, moment, key):
    drafts = lasting_store.drafts
    with undone(lasting_store):
        drafts.put("intake", key, {"older": True}, NOW)
        drafts.put("intake", key, payload, moment)
        stored = drafts.get("intake", key)
        assert (stored.payload, stored.saved_at) == (payload, moment)
        assert drafts.get("registration", key) is None
        drafts.delete("intake", key)
        drafts.delete("intake", key)
        assert drafts.get("intake", key) is None


def test_draft_keys_are_listed_per_kind_last_saved_first(store):
    with store.write():
        store.drafts.put("intake", "old", {}, at(0))
        store.drafts.put("intake", "new", {}, at(1))
        store.drafts.put("registration", "other", {}, at(2))
    assert store.drafts.keys("intake") == ["new", "old"]


@unhurried
@given(made=records.sessions())
def test_sessions_are_read_back_as_stored(lasting_store, made):
    with undone(lasting_store):
        lasting_store.sessions.add(made)
        assert lasting_store.sessions.get(made.id) == made
        assert lasting_store.sessions.many([made.id, "nobody"]) == {made.id: made}


def test_a_changed_session_gets_the_next_version(store):
    booked(store, session())
    with store.write():
        arrived = store.sessions.update(replace(session(), status=SessionStatus.ARRIVED, arrived_at=NOW))
    assert arrived.version == 2
    assert store.sessions.get("session-1") == arrived


def test_a_session_changed_meanwhile_is_not_overwritten(store):
    booked(store, session())
    with store.write():
        store.sessions.update(replace(session(), status=SessionStatus.ARRIVED))
    with pytest.raises(StaleRecord, match="Somebody else changed this session"), store.write():
        store.sessions.update(replace(session(), status=SessionStatus.CANCELLED))
    assert store.sessions.get("session-1").status is SessionStatus.ARRIVED


def test_booking_twice_under_one_id_is_harmless_unless_the_session_differs(store):
    booked(store, session())
    booked(store, session())
    with pytest.raises(StaleRecord, match="Nothing was overwritten"):
        booked(store, session(start=5))
    assert store.sessions.of_patient("patient-1") == [session()]


def test_sessions_between_two_times_are_those_that_start_then(store):
    early, late = session("early", 0), session("late", 2, therapist=THEO.id, room=None)
    off = session("off", 1, status=SessionStatus.CANCELLED)
    booked(store, late, off, early)
    assert store.sessions.between(at(0), at(2)) == [early, off]
    assert store.sessions.between(at(0), at(2.5)) == [early, off, late]


@unhurried
@given(made=records.assessments)
def test_assessments_are_read_back_as_stored_and_the_newest_counts(lasting_store, made):
    assessments = lasting_store.assessments
    again = replace(made, id=f"{made.id}-b", verdicts=dict.fromkeys(Kind, Verdict.SUITABLE))
    with undone(lasting_store):
        lasting_store.sessions.add(session())
        assert assessments.latest_for("session-1") is None
        assessments.add(made)
        assert assessments.latest_for("session-1") == made
        assert lasting_store.roster.verdicts(["session-1"]) == {"session-1": made.verdict}
        assessments.add(again)
        assert assessments.latest_for_many(["session-1", "nothing"]) == {"session-1": again}
        assert lasting_store.roster.verdicts(["session-1", "nothing"]) == {"session-1": Verdict.SUITABLE}
        assert lasting_store.roster.first_verdicts(["session-1", "nothing"]) == {"session-1": made.verdict}
        assert assessments.history("session-1") == [again, made]


def test_storing_the_same_assessment_twice_is_harmless_unless_it_differs(store):
    booked(store, session())
    with store.write():
        store.assessments.add(assessment())
        store.assessments.add(assessment())
    with pytest.raises(StaleRecord, match="Nothing was overwritten"), store.write():
        store.assessments.add(replace(assessment(), answers_hash="c" * 64))
    assert store.assessments.history("session-1") == [assessment()]


def test_times_of_any_zone_come_back_as_the_same_moment_in_utc(store):
    local = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Oslo"))
    with store.write():
        store.drafts.put("a", "b", {}, local)
    stored = store.drafts.get("a", "b").saved_at
    assert stored == local
    assert stored.tzinfo is UTC


@unhurried
@given(first=records.moments, second=records.moments, minutes=st.integers(-600, 600))
def test_stored_times_sort_as_the_moments_do(lasting_store, first, second, minutes):
    second = second.astimezone(timezone(timedelta(minutes=minutes)))
    with undone(lasting_store):
        lasting_store.drafts.put("sorting", "a", {}, first)
        lasting_store.drafts.put("sorting", "b", {}, second)
        assert lasting_store.drafts.keys("sorting") == (["b", "a"] if second > first else ["a", "b"])


def test_a_time_without_a_zone_is_a_mistake_and_not_stored(store):
    with pytest.raises(ValueError, match="without a zone"), store.write():
        store.drafts.put("a", "b", {}, NOW.replace(tzinfo=None))
    assert store.drafts.get("a", "b") is None


def test_a_record_cannot_point_at_one_that_does_not_exist(store):
    with pytest.raises(ConstraintBroken, match="FOREIGN KEY"), store.write():
        store.sessions.add(session(patient="nobody"))
    assert store.sessions.of_patient("nobody") == []
