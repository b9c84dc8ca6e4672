from dataclasses import replace
from datetime import time

import pytest

from clinicdesk.desk.clinic_setup import default_rooms, default_session_types
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Technique
from clinicdesk.errors import InvalidValues, NotAllowed
from tests.desk.front_desk import CLINIC, JORDAN, MARIA, NOW, audited, furnish


def test_an_empty_file_has_no_clinic(bare_desk):
    assert bare_desk.clinic.current() is None


def test_the_first_start_sets_everything_up_at_once(bare_desk):
    bare_desk.clinic.open_clinic(CLINIC, [MARIA, JORDAN], default_rooms(), default_session_types(), now=NOW)
    assert bare_desk.clinic.current() == replace(CLINIC, phone="(503) 555-0199")
    assert bare_desk.clinic.staff() == [MARIA, JORDAN]
    assert bare_desk.clinic.therapists() == [JORDAN]
    assert bare_desk.clinic.rooms() == default_rooms()
    assert {each.technique for each in bare_desk.clinic.session_types()} == set(Technique)
    assert audited(bare_desk) == [("", "clinic.open", {})]


def test_a_clinic_is_never_set_up_twice(desk):
    with pytest.raises(NotAllowed):
        furnish(desk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"emergency_number": ""}, "emergency_number"),
        ({"opens_at": time(18), "closes_at": time(8)}, "closes_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"region": "XX"}, "region"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_a_clinic_that_could_not_work_is_refused(bare_desk, change, field):
    with pytest.raises(InvalidValues) as refused:
        bare_desk.clinic.open_clinic(replace(CLINIC, **change), [MARIA], [], [], now=NOW)
    assert set(refused.value.fields) == {field}
    assert bare_desk.clinic.current() is None


@pytest.mark.parametrize(
    "member",
    [StaffMember("x", " ", Role.RECEPTIONIST), StaffMember("x", "Lena", Role.THERAPIST)],
)
def test_somebody_without_a_name_or_a_therapist_who_gives_nothing_is_refused(desk, member):
    with pytest.raises(InvalidValues) as refused:
        desk.clinic.add_staff(member, actor=MARIA, now=NOW)
    assert set(refused.value.fields) == {"staff"}


def test_changes_are_stored_and_audited(desk):
    desk.clinic.update(replace(CLINIC, name=" New name "), actor=MARIA, now=NOW)
    assert desk.clinic.current().name == "New name"
    desk.clinic.add_room(Room("room-new", "Birch"), actor=MARIA, now=NOW)
    assert desk.clinic.rooms()[-1].name == "Birch"
    desk.clinic.add_session_type(SessionType("type-new", "Short massage", Technique.SWEDISH, 20), actor=MARIA, now=NOW)
    assert desk.clinic.session_types()[-1].minutes == 20
    actions = [action for _, action, _ in audited(desk, 3)]
    assert actions == ["session_type.add", "room.add", "clinic.update"]


def test_a_room_or_session_type_without_a_name_or_length_is_refused(desk):
    with pytest.raises(InvalidValues):
        desk.clinic.add_room(Room("x", " "), actor=MARIA, now=NOW)
    with pytest.raises(InvalidValues) as refused:
        desk.clinic.add_session_type(SessionType("x", "", Technique.SWEDISH, 0), actor=MARIA, now=NOW)
    assert set(refused.value.fields) == {"name", "minutes"}


def test_everything_needs_a_clinic_first(bare_desk):
    assert bare_desk.patients.find("ana") == []
    assert bare_desk.clinic.current() is None
    assert Clinic("x").tz.key == "UTC"
