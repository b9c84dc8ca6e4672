from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.patient import ContactChannel, SexAtBirth
from clinicdesk.errors import InvalidValues, NotFound, StaleRecord
from tests.desk.front_desk import MARIA, NOW, TODAY, audit_length, audited, person

FULL = PatientForm(
    given_name="María José",
    family_name="García López",
    birth_date="3 Apr 1980",
    phone="(503) 555-0123",
    preferred_name="Majo",
    sex_at_birth="female",
    email="majo@example.org",
    address="1 Elm Street\nSpringfield",
    emergency_contact_name="Juan García",
    emergency_contact_phone="(503) 555-0124",
    contact_permissions=frozenset({ContactChannel.PHONE, ContactChannel.POST}),
    notes="Hard of hearing.",
)


def test_a_person_is_registered_under_the_next_number(desk):
    first = desk.patients.register(FULL, actor=MARIA, now=NOW)
    second = desk.patients.register(PatientForm("Sukarti"), actor=MARIA, now=NOW)
    assert second.number == first.number + 1
    assert first.details.birth_date == date(1980, 4, 3)
    assert first.details.phone == "+15035550123"
    assert first.details.sex_at_birth is SexAtBirth.FEMALE


def test_registering_leaves_one_audit_entry_that_names_the_actor_and_no_patient(desk):
    before = audit_length(desk)
    desk.patients.register(FULL, actor=MARIA, now=NOW)
    assert audit_length(desk) == before + 1
    assert audited(desk) == [("Maria Keller", "patient.register", {})]


def test_a_form_with_faults_stores_nothing(desk):
    before = audit_length(desk)
    with pytest.raises(InvalidValues) as refused:
        desk.patients.register(replace(FULL, birth_date="1980", email="majo"), actor=MARIA, now=NOW)
    assert set(refused.value.fields) == {"birth_date", "email"}
    assert desk.store.patients.count() == 0
    assert audit_length(desk) == before


def test_an_amendment_is_stored_and_audited_by_the_names_of_the_fields(desk):
    patient = desk.patients.register(FULL, actor=MARIA, now=NOW)
    form = replace(desk.patients.form_of(patient), phone="503 555 0177", notes="")
    amended = desk.patients.amend(patient, form, actor=MARIA, now=NOW)
    assert amended.version == patient.version + 1
    assert desk.patients.open(patient.id, actor=MARIA, now=NOW) == amended
    assert audited(desk, 2)[1] == ("Maria Keller", "patient.amend", {"fields": ["phone", "notes"]})


def test_an_amendment_of_an_older_version_is_refused_and_overwrites_nothing(desk):
    patient = desk.patients.register(FULL, actor=MARIA, now=NOW)
    amended = desk.patients.amend(patient, replace(FULL, phone="503 555 0177"), actor=MARIA, now=NOW)
    with pytest.raises(StaleRecord):
        desk.patients.amend(patient, replace(FULL, notes="other"), actor=MARIA, now=NOW)
    assert desk.patients.open(patient.id, actor=MARIA, now=NOW) == amended


def test_opening_a_record_is_audited_and_brings_the_person_to_the_front(desk):
    first, second = person(desk, "Ana"), person(desk, "Bo")
    desk.patients.open(first.id, actor=MARIA, now=NOW.replace(hour=15))
    assert audited(desk) == [("Maria Keller", "patient.open", {})]
    assert [each.id for each in desk.patients.recent()] == [first.id, second.id]


def test_opening_somebody_who_is_not_on_file_is_an_error_and_is_not_audited(desk):
    before = audit_length(desk)
    with pytest.raises(NotFound):
        desk.patients.open("nobody", actor=MARIA, now=NOW)
    assert audit_length(desk) == before


@pytest.mark.parametrize(
    "text",
    ["garcia", "jose gar", "majo", "García María", "3.4.1980", "3/4/80", "3 Apr 1980", "garcia 3/4/80", "03041980"],
)
def test_a_person_is_found_by_names_without_accents_and_by_birth_date(desk, text):
    desk.clinic.update(replace(desk.clinic.current(), region="GB", phone=""), actor=MARIA, now=NOW)
    wanted = desk.patients.register(replace(FULL, phone="+15035550123"), actor=MARIA, now=NOW)
    person(desk, "Emma", "Brown", birth_date="4 Mar 1981")
    assert [each.id for each in desk.patients.find(text, today=TODAY)] == [wanted.id]


@pytest.mark.parametrize("text", ["503 555 0123", "5550123", "0123", "(503) 555"])
def test_a_person_is_found_by_a_part_of_the_phone_number(desk, text):
    wanted = desk.patients.register(FULL, actor=MARIA, now=NOW)
    person(desk, "Emma", "Brown", phone="212 666 0188")
    assert [each.id for each in desk.patients.find(text)] == [wanted.id]


def test_a_person_is_found_by_number_and_across_scripts(desk):
    wanted = person(desk, "伟", "王")
    assert [each.name for each in desk.patients.find(f"#{wanted.number}")] == ["王伟"]
    assert [each.name for each in desk.patients.find("wang wei")] == ["王伟"]
    assert [each.name for each in desk.patients.find("王伟")] == ["王伟"]


def test_a_year_of_two_figures_needs_to_know_today(desk):
    person(desk)
    assert desk.patients.find("4/3/80") == []
    assert len(desk.patients.find("4/3/80", today=TODAY)) == 1


def test_a_likely_duplicate_is_named_with_the_reason(desk):
    known = desk.patients.register(FULL, actor=MARIA, now=NOW)
    person(desk, "Emma", "Brown")
    typed = PatientForm("Maria", "Garcia", birth_date="4/3/1980")
    found = desk.patients.possible_duplicates(typed, today=TODAY)
    assert [(each.patient.id, each.because) for each in found] == [(known.id, "same birth date, same name")]


def test_a_half_typed_form_is_compared_as_far_as_it_is_right(desk):
    desk.patients.register(FULL, actor=MARIA, now=NOW)
    typed = PatientForm("Maria Jose", "Garcia Lopez", birth_date="4/3/", phone="503 555 0123", email="majo@")
    assert len(desk.patients.possible_duplicates(typed, today=TODAY)) == 1
    assert desk.patients.possible_duplicates(PatientForm(), today=TODAY) == []


def test_nobody_is_a_duplicate_of_themselves(desk):
    known = desk.patients.register(FULL, actor=MARIA, now=NOW)
    assert desk.patients.possible_duplicates(FULL, today=TODAY, besides=known.id) == []


def test_a_fault_of_one_field_is_said_on_leaving_it(desk):
    form = replace(FULL, phone="12")
    assert "too short" in desk.patients.check_field(form, "phone", today=TODAY)
    assert desk.patients.check_field(form, "email", today=TODAY) is None


def test_a_draft_survives_closing_the_file(desk, ruleset):
    desk.patients.save_draft(FULL, now=NOW)
    desk.store.close()
    with open_store(desk.store.path) as store:
        assert Desk(store, ruleset).patients.draft() == FULL


def test_a_draft_is_dropped_when_it_is_registered_or_discarded(desk):
    desk.patients.save_draft(FULL, now=NOW)
    patient = desk.patients.register(FULL, actor=MARIA, now=NOW)
    assert desk.patients.draft() is None
    desk.patients.save_draft(FULL, key=patient.id, now=NOW)
    desk.patients.amend(patient, FULL, actor=MARIA, now=NOW)
    assert desk.patients.draft(patient.id) is None
    desk.patients.save_draft(PatientForm(given_name="A"), now=NOW)
    desk.patients.discard_draft()
    assert desk.patients.draft() is None
