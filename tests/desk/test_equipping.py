"""Devices, what needs them, and what each therapist gives."""

import pytest

from clinicdesk.domain.staff import Equipment
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.errors import InvalidValues, NotAllowed
from tests.desk.front_desk import JORDAN, MARIA, NOW, SAM, TYPES, asked, audited, booked, judged, local

ELECTRO = TYPES[Technique.ELECTROTHERAPY]
BY = {"actor": MARIA, "now": NOW}


def device(number=1, kind="Ultrasound"):
    return Equipment(f"device-{number}", f"Ultrasound {number}", kind)


def test_a_device_is_added_with_its_words_tidied_and_its_kind_offered_once(desk):
    added = desk.equipping.add(Equipment("a", "  Ultrasound   1 ", " Ultrasound "), **BY)
    desk.equipping.add(device(2), **BY)
    assert (added.name, added.kind) == ("Ultrasound 1", "Ultrasound")
    assert desk.equipping.kinds() == ["Ultrasound"]
    assert audited(desk)[0][:2] == ("Maria Keller", "equipment.add")


def test_a_device_without_a_kind_is_the_only_one_of_its_own(desk):
    assert desk.equipping.add(Equipment("a", "Traction table", ""), **BY).kind == "Traction table"


def test_a_device_without_a_name_is_refused(desk):
    with pytest.raises(InvalidValues, match="needs a name"):
        desk.equipping.add(Equipment("a", "  ", "Ultrasound"), **BY)
    assert desk.equipping.devices() == []


def test_the_last_device_that_a_session_needs_stays(desk):
    for number in (1, 2):
        desk.equipping.add(device(number), **BY)
    desk.equipping.set_need(ELECTRO, "Ultrasound", **BY)
    desk.equipping.retire(device(1), **BY)
    with pytest.raises(NotAllowed, match="Ultrasound 2 is the last of its kind, and Electrotherapy needs it"):
        desk.equipping.retire(device(2), **BY)
    desk.equipping.set_need(ELECTRO, "", **BY)
    desk.equipping.retire(device(2), **BY)
    assert desk.equipping.devices() == []


def test_a_moved_session_takes_whichever_device_is_free(desk):
    for number in (1, 2):
        desk.equipping.add(device(number), **BY)
    electro = desk.equipping.set_need(ELECTRO, "Ultrasound", **BY)
    patient = judged(desk)
    first = booked(desk, judged(desk, "Bo"), local(10, days=1), session_type=electro, therapist=SAM)
    second = desk.booking.book(asked(patient, local(12, days=1), session_type=electro, therapist=SAM), **BY)
    assert [first.equipment_id, second.equipment_id] == ["device-1", "device-1"]
    claire = {"therapist_id": "staff-claire", "room_id": None}
    moved = desk.moving.move(second, starts_at=local(10, days=1), **claire, **BY)
    assert moved.equipment_id == "device-2"
    later = desk.moving.move(moved, starts_at=local(14, days=1), **claire, **BY)
    assert later.equipment_id == "device-2"


def test_every_technique_of_a_kind_is_the_kind_itself(desk):
    massages = [technique for technique in Technique if technique.kind is Kind.MASSAGE]
    some = desk.equipping.set_techniques(JORDAN, massages[:2], **BY)
    assert some.techniques == set(massages[:2])
    whole = desk.equipping.set_techniques(JORDAN, massages, **BY)
    assert (whole.kinds, whole.techniques) == ({Kind.MASSAGE}, frozenset())
    both = desk.equipping.set_techniques(JORDAN, [*massages, Technique.STRETCHING], **BY)
    assert both.kinds == set(Kind)
    assert not both.gives(Technique.MANUAL_THERAPY)


def test_a_therapist_gives_something(desk):
    with pytest.raises(InvalidValues, match="Choose what Jordan Lee gives"):
        desk.equipping.set_techniques(JORDAN, [], **BY)


def test_what_a_therapist_no_longer_gives_stands_on_the_list(desk):
    session = booked(desk, judged(desk), local(10, days=1))
    desk.equipping.set_techniques(JORDAN, [Technique.RELAXATION], **BY)
    assert [each.row.session.id for each in desk.displaced.waiting(now=NOW)] == [session.id]
