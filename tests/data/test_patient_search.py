from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clinicdesk.data import open_store
from clinicdesk.data.search import read_query
from clinicdesk.domain.patient import PatientDetails
from tests.data import records
from tests.data.records import NOW, registered, undone, unhurried

PEOPLE = {
    "li wei": PatientDetails("伟", "李", phone="+8613912345678"),
    "odegard": PatientDetails("Åse", "Ødegård", phone="+4722334455"),
    "muller": PatientDetails("Jürgen", "Müller", birth_date=date(1980, 4, 3), phone="+493012345678"),
    "obrien": PatientDetails("Mary Ann", "O'Brien", phone="+14155552671", other_phone="+442079460958"),
    "smith-jones": PatientDetails("Bob", "Smith-Jones", preferred_name="Robbie"),
    "ivanova": PatientDetails("Анна", "Иванова"),
    "gim": PatientDetails("민수", "김"),
    "van der berg": PatientDetails("Anneke", "van der Berg"),
    "zoe": PatientDetails("Zoë"),
    "sharma": PatientDetails("नरेंद्र", "शर्मा"),
}


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """A store with the people above, and their ids to keys."""
    with open_store(tmp_path_factory.mktemp("people") / "clinic.db") as store:
        patients = registered(store, *PEOPLE.values())
        yield store, {patient.id: key for patient, key in zip(patients, PEOPLE, strict=True)}


@pytest.fixture
def find(people):
    """Search among the people above; the answer is a list of their keys."""
    store, keys = people

    def search(text, **understood):
        return [keys[patient.id] for patient in store.patients.search(text, **understood)]

    return search


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("李伟", "li wei"),
        ("李", "li wei"),
        ("li wei", "li wei"),
        ("wei li", "li wei"),
        ("LIWEI", "li wei"),
        ("odegard", "odegard"),
        ("Ødegård", "odegard"),
        ("ODEG", "odegard"),
        ("aase", "odegard"),
        ("muller j", "muller"),
        ("Müller", "muller"),
        ("Mu\u0308ller", "muller"),
        ("mueller", "muller"),
        ("juergen", "muller"),
        ("o'brien", "obrien"),
        ("O\u2019Brien", "obrien"),
        ("obrien", "obrien"),
        ("brien mary", "obrien"),
        ("ann o", "obrien"),
        ("smithjones", "smith-jones"),
        ("jones", "smith-jones"),
        ("smith-j", "smith-jones"),
        ("robbie", "smith-jones"),
        ("анна", "ivanova"),
        ("ivanova anna", "ivanova"),
        ("김민수", "gim"),
        ("gim minsu", "gim"),
        ("berg", "van der berg"),
        ("anneke berg", "van der berg"),
        ("zoe", "zoe"),
        ("नरेंद्र", "sharma"),
    ],
)
def test_names_are_found_by_their_parts_blind_to_accents_case_and_script(find, typed, found):
    assert found in find(typed)


@pytest.mark.parametrize(
    "typed",
    ["2671", "55 26 71", "415555", "(415) 555-2671", "+1 415 555", "14155552671", "671", "02079", "0958", "+44 20"],
)
def test_a_phone_number_is_found_by_its_first_or_last_digits_however_they_are_typed(find, typed):
    assert find(typed) == ["obrien"]


@pytest.mark.parametrize(
    "typed", ["", " ", "\u0301", "26", "x2671", "brien 9999", "anna muller", "#2671", "2671 415", "-", "."]
)
def test_what_matches_nobody_finds_nobody(find, typed):
    assert find(typed) == []


def test_a_patient_number_is_found_with_and_without_its_sign(find):
    assert find("1001") == find("#1001") == ["li wei"]
    assert find("#100") == []


def test_an_exact_number_comes_before_phones_with_the_same_digits(store):
    (patient,) = registered(store, PatientDetails("Ida", "Moe", phone="+4799991001"))
    assert [found.id for found in store.patients.search("1001")] == ["patient-1", patient.id]


@pytest.mark.parametrize("typed", ["1980-04-03", "muller 1980-04-03", "1980-04-03 j"])
def test_a_birth_date_is_found_alone_and_with_a_name(find, typed):
    assert find(typed) == ["muller"]


def test_a_birth_date_that_was_understood_finds_who_was_born_then(find):
    assert find("3 Apr 80", birth_date=date(1980, 4, 3)) == ["muller"]
    assert find("4.4.80", birth_date=date(1980, 4, 4)) == []


def test_with_a_birth_date_those_whose_name_matches_too_come_first(store):
    day = date(1990, 1, 2)
    other, wanted = registered(store, PatientDetails("Ada", "Aas", day), PatientDetails("Tor", "Vik", day))
    found = store.patients.search("vik", birth_date=day)
    assert [patient.id for patient in found] == [wanted.id, other.id]


def test_the_best_match_comes_first(store):
    people = registered(
        store,
        PatientDetails("Clay", "Marten"),
        PatientDetails("Martin", "Anker"),
        PatientDetails("Zed", "Martinsson"),
        PatientDetails("Zed", "Martin"),
        PatientDetails("Martin"),
        PatientDetails("Zed", "Vik", preferred_name="Martina"),
    )
    found = [people.index(patient) for patient in store.patients.search("martin")]
    # The exact name, the exact surname, the exact given name, a surname that begins so, another name.
    assert found == [4, 3, 1, 2, 5]


def test_among_equals_those_seen_last_come_first_then_the_alphabet(store):
    people = registered(store, *(PatientDetails(given, "Holt") for given in ("Dag", "Cai", "Bea", "Ann")))
    with store.write():
        store.patients.mark_seen(people[0].id, NOW - timedelta(days=1))
        store.patients.mark_seen(people[2].id, NOW)
    found = [patient.details.given_name for patient in store.patients.search("holt")]
    assert found == ["Bea", "Dag", "Ann", "Cai"]


def test_a_changed_patient_is_found_by_the_new_words_only(store):
    (patient,) = registered(store, PatientDetails("Ida", "Moe", phone="+4799991234"))
    with store.write():
        store.patients.update(type(patient)(patient.id, patient.number, PatientDetails("Ida", "Strand")))
    assert store.patients.search("moe") == store.patients.search("1234") == []
    assert [found.id for found in store.patients.search("strand")] == [patient.id]


def test_a_short_list_is_the_beginning_of_a_long_one_however_many_match(store):
    registered(store, *(PatientDetails(f"N{index % 7}", f"Ha{index * 37 % 400:03}") for index in range(400)))
    with store.write():
        for index in (399, 5, 77):
            store.patients.mark_seen(f"person-{index + 2}", NOW - timedelta(hours=index))
    for typed in ("h", "ha", "ha1", "n3 ha", "ha n3"):
        whole = store.patients.search(typed, limit=1000)
        assert len(whole) > 50
        assert store.patients.search(typed, limit=5) == whole[:5]


@unhurried
@given(details=records.details_of_patients, data=st.data())
def test_everybody_is_found_by_the_beginnings_of_any_words_of_their_name(lasting_store, details, data):
    words = [
        part for name in (details.given_name, details.family_name, details.preferred_name) for part in name.split()
    ]
    chosen = data.draw(st.lists(st.sampled_from(words), max_size=3)) if words else []
    typed = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in chosen)
    query = read_query(typed)
    # What folds to nothing, and what reads as a number or a date, is not a name part.
    assume(query.names)
    assume(len(query.names) == len(query.terms))
    with undone(lasting_store):
        patient = lasting_store.patients.add(details, "sought")
        assert patient in lasting_store.patients.search(typed)


@unhurried
@given(details=records.details_of_patients)
def test_everybody_is_found_by_number_phone_and_birth_date(lasting_store, details):
    with undone(lasting_store):
        patient = lasting_store.patients.add(details, "sought")
        search = lasting_store.patients.search
        assert search(f"#{patient.number}") == [patient]
        for phone in filter(None, (details.phone, details.other_phone)):
            for typed in (phone, phone[-4:], phone[:4], phone.lstrip("+")):
                assert patient in search(typed)
        if details.birth_date:
            assert patient in search(details.birth_date.isoformat())
            assert patient in search("whatever", birth_date=details.birth_date)


@settings(unhurried, max_examples=500)
@given(text=st.text() | st.text("\"'*()+-^:{}#@ \0\n\u2028ANDORTabc0123456789"))
def test_any_text_may_be_typed(people, text):
    store, _ = people
    assert len(store.patients.search(text)) <= len(PEOPLE)


@pytest.mark.parametrize(
    ("details", "alike"),
    [
        (PatientDetails("Other", "Name", birth_date=date(1980, 4, 3)), "muller"),
        (PatientDetails("Other", "Name", phone="+14155552671"), "obrien"),
        (PatientDetails("Other", "Name", phone="+442079460958"), "obrien"),
        (PatientDetails("Other", "Name", other_phone="+14155552671"), "obrien"),
        (PatientDetails("Wei", "Li"), "li wei"),
        (PatientDetails("Li", "Wei"), "li wei"),
        (PatientDetails("Aase", "Odegaard"), "odegard"),
        (PatientDetails("Nobody", "Atall", birth_date=date(1950, 1, 1), phone="+14155550000"), None),
        (PatientDetails("Ase", "Odegaard"), "odegard"),
        (PatientDetails("Jurg", "Mulder"), "muller"),
        (PatientDetails("Zoe"), "zoe"),
    ],
)
def test_who_may_be_the_same_person_is_caught_in_a_wide_net(people, details, alike):
    store, keys = people
    found = [keys[patient.id] for patient in store.patients.alike(details)]
    assert found == ([alike] if alike else [])


def test_the_net_holds_no_more_than_asked_for(store):
    registered(store, *(PatientDetails("Ann", "Vik", date(1980, 1, 1), f"+47999900{index:02}") for index in range(30)))
    assert len(store.patients.alike(PatientDetails("Ann", "Vik", date(1980, 1, 1)), limit=10)) == 10
