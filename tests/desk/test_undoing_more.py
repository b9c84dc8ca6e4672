"""People, settings and the clinic itself, taken back; and what is never taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.desk.clinic_setup import default_session_types
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.staff import Equipment, Role, Room, StaffMember
from clinicdesk.domain.suitability import Kind
from clinicdesk.errors import NotAllowed
from tests.desk.front_desk import (
    CLAIRE,
    CLINIC,
    JORDAN,
    MARIA,
    NOW,
    SAM,
    asked,
    booked,
    harmless,
    judged,
    local,
    person,
)

LATER = NOW + timedelta(minutes=7)


def undo(desk, actor=MARIA):
    return desk.undoing.undo(actor=actor, now=LATER)


def redo(desk, actor=MARIA):
    return desk.undoing.redo(actor=actor, now=LATER)


def next_undo(desk, actor=MARIA):
    return desk.undoing.next_undo(actor=actor, now=LATER)


def test_changed_details_go_back_as_a_new_version_and_forward_again(desk):
    ana = person(desk)
    form = PatientForm(given_name="Anna", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    amended = desk.patients.amend(ana, form, actor=MARIA, now=NOW)
    assert next_undo(desk) == "changed the details of Anna Ruiz"
    (back,) = undo(desk).records
    assert (back.details, back.version) == (ana.details, amended.version + 1)
    assert [found.name for found in desk.patients.find("ana ruiz")] == ["Ana Ruiz"]
    (again,) = redo(desk).records
    assert again.details == amended.details


def test_details_somebody_else_changed_since_stay(desk):
    ana = person(desk)
    form = PatientForm(given_name="Anna", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    amended = desk.patients.amend(ana, form, actor=MARIA, now=NOW)
    desk.patients.amend(amended, replace(form, given_name="Hanna"), actor=SAM, now=NOW)
    with pytest.raises(NotAllowed, match=r"Sam Okoro changed the details of Hanna Ruiz"):
        undo(desk)


def test_a_registration_stays_is_not_offered_and_does_not_bar_the_way(desk):
    session = booked(desk, judged(desk), local(10))
    ana = person(desk, "Bo")
    assert next_undo(desk) == ""
    with pytest.raises(NotAllowed, match="registered stays on file under their number"):
        undo(desk)
    assert desk.store.patients.get(ana.id) == ana
    assert next_undo(desk) == "booked Ana Ruiz for 10:00"
    assert undo(desk).records[0].id == session.id


def test_answers_are_never_taken_back(desk):
    ana = person(desk)
    intake = desk.intakes.complete(ana, harmless(desk), actor=MARIA, now=NOW)
    assert next_undo(desk) == ""
    with pytest.raises(NotAllowed, match=r"Answers are kept for good\. Answer again where one is wrong"):
        undo(desk)
    assert desk.store.intakes.latest(ana.id) == intake
    journal = desk.store.journal.newest_done(MARIA.id)
    assert "fever" not in str(journal), "the journal holds no answers"


def added(desk):
    """Something of every list, added by Maria."""
    noa = StaffMember("staff-noa", "Noa", Role.THERAPIST, frozenset({Kind.MASSAGE}))
    return {
        "staff": desk.clinic.add_staff(noa, actor=MARIA, now=NOW),
        "rooms": desk.clinic.add_room(Room("room-oak", "Oak"), actor=MARIA, now=NOW),
        "session_types": desk.clinic.add_session_type(
            replace(default_session_types()[0], id="type-new", name="Long massage", minutes=90), actor=MARIA, now=NOW
        ),
        "equipment": desk.equipping.add(Equipment("laser", "Laser", "Laser"), actor=MARIA, now=NOW),
    }


def test_what_was_added_goes_out_of_use_and_comes_back(desk):
    for name, value in reversed(added(desk).items()):
        assert next_undo(desk) == f"added {value.name}"
        undo(desk)
        assert not getattr(desk.store, name).get(value.id).active
    for name in ("staff", "rooms", "session_types", "equipment"):
        redo(desk)
        assert all(each.active for each in getattr(desk.store, name).all())


def test_renaming_and_letting_go_are_taken_back(desk):
    desk.people.rename(JORDAN, "Jordan Moss", actor=MARIA, now=NOW)
    desk.people.retire(desk.store.staff.get(CLAIRE.id), actor=MARIA, now=NOW)
    assert next_undo(desk) == "took Claire Dubois out of use"
    undo(desk)
    assert next_undo(desk) == "renamed Jordan Lee to Jordan Moss"
    undo(desk)
    assert desk.store.staff.get(JORDAN.id) == JORDAN
    assert desk.store.staff.get(CLAIRE.id) == CLAIRE


def test_nobody_is_let_go_by_a_key_who_has_sessions_ahead(desk):
    noa = StaffMember("staff-noa", "Noa", Role.THERAPIST, frozenset({Kind.MASSAGE}))
    desk.clinic.add_staff(noa, actor=MARIA, now=NOW)
    ana = judged(desk)
    desk.booking.book(asked(ana, local(10), therapist=noa), actor=SAM, now=NOW)
    for _ in range(2):  # the answers and the registration of Ana lie between
        with pytest.raises(NotAllowed):
            undo(desk)
    with pytest.raises(NotAllowed, match="Noa has sessions ahead"):
        undo(desk)
    assert desk.store.staff.get(noa.id).active


def test_the_clinics_details_go_back(desk):
    before = desk.clinic.current()
    desk.clinic.update(replace(CLINIC, notice_hours=48), actor=MARIA, now=NOW)
    assert next_undo(desk) == "changed the clinic's details"
    undo(desk)
    assert desk.clinic.current() == before
    redo(desk)
    assert desk.clinic.current().notice_hours == 48
