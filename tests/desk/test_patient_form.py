from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.patient_form import PatientForm, checked_details, form_of
from clinicdesk.desk.phones import format_phone, parse_phone
from clinicdesk.domain.patient import ContactChannel, PatientDetails, SexAtBirth
from clinicdesk.errors import InvalidValues

TODAY = date(2026, 11, 23)


def details(**typed):
    return checked_details(PatientForm(**typed), today=TODAY, region="US")


def faults(**typed):
    with pytest.raises(InvalidValues) as refused:
        details(**typed)
    return refused.value.fields


def test_one_name_is_enough_to_register():
    assert details(given_name="Sukarti") == PatientDetails(given_name="Sukarti")


@pytest.mark.parametrize("name", ["", "  ", "-", "...", "\x00", "\u200d"])
def test_a_name_without_a_letter_is_refused(name):
    assert set(faults(given_name=name)) == {"given_name"}


def test_everything_that_is_wrong_is_said_at_once():
    wrong = faults(birth_date="1980", phone="12", email="ana at home", sex_at_birth="x", notes="n" * 10_001)
    assert set(wrong) == {"given_name", "birth_date", "phone", "email", "sex_at_birth", "notes"}
    assert all(sentence.endswith(".") for sentence in wrong.values())


def test_white_space_is_tidied_and_lines_of_an_address_are_kept():
    kept = details(given_name="  María  José ", address=" 1 Elm Street\r\n Springfield \n", notes="\x00a\tb")
    assert kept.given_name == "María José"
    assert kept.address == "1 Elm Street\n Springfield"
    assert kept.notes == "ab"


def test_the_joiners_of_an_indian_name_are_kept():
    assert details(given_name="श्री\u200dकांत").given_name == "श्री\u200dकांत"


def test_decomposed_accents_are_composed():
    assert details(given_name="Zoe\u0308").given_name == "Zoë"


def test_a_birth_date_is_read_in_the_order_of_the_region():
    assert details(given_name="A", birth_date="3/4/1980").birth_date == date(1980, 3, 4)
    british = checked_details(PatientForm(given_name="A", birth_date="3/4/1980"), today=TODAY, region="GB")
    assert british.birth_date == date(1980, 4, 3)


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("(503) 555-0123", "US", "+15035550123"),
        ("503.555.0123", "US", "+15035550123"),
        ("020 7946 0123", "GB", "+442079460123"),
        ("+44 20 7946 0123", "US", "+442079460123"),
        ("030 123456", "DE", "+4930123456"),
        ("06 1234 5678", "IT", "+390612345678"),
    ],
)
def test_a_phone_number_is_kept_with_its_country_code(typed, region, kept):
    assert parse_phone(typed, region) == kept


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("555-0123", "area code"),
        ("12", "too short"),
        ("503 555 0123 4567", "too long"),
        ("ring the bell", "not a phone number"),
        ("+999 123 4567", "not a phone number"),
        ("503 555 0123 ext. 9", "extension"),
    ],
)
def test_an_impossible_phone_number_is_refused_with_the_reason(typed, wrong):
    with pytest.raises(ValueError, match=wrong):
        parse_phone(typed, "US")


def test_a_number_is_shown_as_the_country_writes_it():
    assert format_phone("+15035550123", "US") == "(503) 555-0123"
    assert format_phone("+442079460123", "US") == "+44 20 7946 0123"
    assert format_phone("", "US") == ""


names = st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=20).map(lambda name: f"A{name}")


@given(
    st.builds(
        PatientDetails,
        given_name=names,
        family_name=names,
        birth_date=st.none() | st.dates(date(1907, 1, 1), TODAY),
        phone=st.sampled_from(["", "+15035550123", "+442079460123", "+390612345678", "+4930123456"]),
        sex_at_birth=st.none() | st.sampled_from(SexAtBirth),
        email=st.sampled_from(["", "ana@example.org"]),
        contact_permissions=st.frozensets(st.sampled_from(ContactChannel)),
        address=st.sampled_from(["", "1 Elm Street\nSpringfield"]),
    ),
    st.sampled_from(["US", "GB", "DE", "IT"]),
)
def test_details_put_into_a_form_come_out_unchanged(known, region):
    tidy = checked_details(form_of(known, region=region), today=TODAY, region=region)
    assert checked_details(form_of(tidy, region=region), today=TODAY, region=region) == tidy
    assert replace(tidy, given_name="", family_name="") == replace(known, given_name="", family_name="")


@pytest.mark.parametrize(
    ("given", "family", "full"),
    [
        ("伟", "王", "王伟"),
        ("민준", "김", "김민준"),
        ("さくら", "佐藤", "佐藤さくら"),
        ("Wei", "王", "Wei 王"),
        ("明", "", "明"),
    ],
)
def test_an_east_asian_name_is_written_family_name_first(given, family, full):
    assert PatientDetails(given_name=given, family_name=family).full_name == full
