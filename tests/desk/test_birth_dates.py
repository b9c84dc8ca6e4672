import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk.birth_dates import age_in_words, birth_date_in_words, birth_date_typed, parse_birth_date

TODAY = date(2026, 11, 23)
MONTHS = list(calendar.month_name)[1:]

FORMS = {
    "dots": (True, lambda d: f"{d.day}.{d.month}.{d.year}"),
    "slashes, day first": (True, lambda d: f"{d.day:02}/{d.month:02}/{d.year}"),
    "slashes, month first": (False, lambda d: f"{d.month:02}/{d.day:02}/{d.year}"),
    "dashes, month first": (False, lambda d: f"{d.month}-{d.day}-{d.year}"),
    "spaces": (True, lambda d: f" {d.day} {d.month} {d.year} "),
    "ISO": (True, lambda d: d.isoformat()),
    "ISO where months come first": (False, lambda d: d.isoformat()),
    "ISO in one block": (True, lambda d: f"{d:%Y%m%d}"),
    "ISO in one block where months come first": (False, lambda d: f"{d:%Y%m%d}"),
    "a block, day first": (True, lambda d: f"{d:%d%m%Y}"),
    "a block, month first": (False, lambda d: f"{d:%m%d%Y}"),
    "day and short month": (True, lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}"),
    "day and month without spaces": (True, lambda d: f"{d.day:02}{MONTHS[d.month - 1][:3].upper()}{d.year}"),
    "month and ordinal": (False, lambda d: f"{MONTHS[d.month - 1]} {ordinal(d.day)}, {d.year}"),
    "ordinal of month": (False, lambda d: f"{ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}"),
    "year, month, day": (True, lambda d: f"{d.year} {MONTHS[d.month - 1]} {d.day}"),
    "with the weekday": (True, lambda d: f"{d:%A}, {d.day} {MONTHS[d.month - 1]} {d.year}"),
    "East Asian": (True, lambda d: f"{d.year}年{d.month}月{d.day}日"),
    "Arabic-Indic figures": (True, lambda d: f"{d:%d/%m/%Y}".translate({48 + n: 0x660 + n for n in range(10)})),
    "as the form shows it": (True, birth_date_typed),
}
SHORT_FORMS = {
    "dots": (True, lambda d: f"{d.day}.{d.month}.{d:%y}"),
    "slashes, month first": (False, lambda d: f"{d.month}/{d.day}/{d:%y}"),
    "a block, day first": (True, lambda d: f"{d:%d%m%y}"),
    "a block, month first": (False, lambda d: f"{d:%m%d%y}"),
    "month name": (False, lambda d: f"{MONTHS[d.month - 1]} {d.day} '{d:%y}"),
}


def ordinal(day):
    return f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


@pytest.mark.parametrize("form", FORMS)
@given(born=st.dates(date(1907, 1, 1), TODAY))
def test_every_birth_date_is_read_back_from_every_usual_form(form, born):
    day_first, write = FORMS[form]
    assert parse_birth_date(write(born), TODAY, day_first=day_first) == born


@pytest.mark.parametrize("form", SHORT_FORMS)
@given(born=st.dates(TODAY - timedelta(days=36500), TODAY))
def test_a_year_of_two_figures_is_the_latest_in_the_past(form, born):
    day_first, write = SHORT_FORMS[form]
    assert parse_birth_date(write(born), TODAY, day_first=day_first) == born


@given(text=st.text(max_size=40) | st.text("0123456789 ./-aprilmy,", max_size=24), day_first=st.booleans())
def test_any_text_is_a_whole_past_date_or_is_refused_with_a_sentence(text, day_first):
    sentence = None
    try:
        found = parse_birth_date(text, TODAY, day_first=day_first)
    except ValueError as fault:
        sentence = str(fault)
    if sentence is None:
        assert date(1906, 11, 23) <= found <= TODAY
    else:
        assert sentence.endswith(".")
        assert "exceeds" not in sentence


@pytest.mark.parametrize("text", ["1980", "80", "April", "April 1980", "3 April", "3/4", "3.4.", "04/1980", "12 1980"])
def test_a_partial_date_is_refused_and_nothing_is_filled_in(text):
    with pytest.raises(ValueError, match=r"missing|needed"):
        parse_birth_date(text, TODAY, day_first=True)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("31.4.1980", "no 31 April: April has 30 days"),
        ("29 Feb 1999", "February 1999 has 28 days"),
        ("29.2.1900", "February 1900 has 28 days"),
        ("3.13.1980", None),
        ("14.13.1980", "no month 13"),
        ("3.4.2031", "3 April 2031 is in the future"),
        ("24 Nov 2026", "in the future"),
        ("3.4.1880", "146 years ago"),
        ("3.4.198", "two or four figures"),
        ("3.4.1980 5.6.1981", "more figures"),
        ("3 Avril 1980", "not the name of a month"),
        ("3 Ju 1980", "not the name of a month"),
        ("yesterday", "not the name of a month"),
        ("1.5 (about)", "not a date"),
        ("9" * 61, "not a date"),
        ("   ", "not a date"),
    ],
)
def test_what_is_wrong_is_said(text, wrong):
    if wrong is None:  # only one order makes a date
        assert parse_birth_date(text, TODAY, day_first=True) == date(1980, 3, 13)
        return
    with pytest.raises(ValueError, match=r"\.$") as fault:
        parse_birth_date(text, TODAY, day_first=True)
    assert wrong in str(fault.value)


def test_the_example_follows_the_order_of_the_country():
    with pytest.raises(ValueError, match="3/4/1980"):
        parse_birth_date("1980", TODAY, day_first=True)
    with pytest.raises(ValueError, match="4/3/1980"):
        parse_birth_date("1980", TODAY, day_first=False)


def test_somebody_of_exactly_the_greatest_age_is_believed():
    assert parse_birth_date("24.11.1905", TODAY, day_first=True) == date(1905, 11, 24)
    with pytest.raises(ValueError, match="121 years"):
        parse_birth_date("23.11.1905", TODAY, day_first=True)


def test_a_birth_date_is_said_in_words_with_the_age():
    assert birth_date_in_words(date(1980, 4, 3), TODAY) == "Thursday 3 April 1980, 46 years"


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (TODAY, "0 days"),
        (date(2026, 11, 22), "1 day"),
        (date(2026, 10, 23), "1 month"),
        (date(2024, 11, 24), "23 months"),
        (date(2024, 11, 23), "2 years"),
        (date(1980, 11, 24), "45 years"),
    ],
)
def test_the_age_of_the_very_young_is_said_in_months_or_days(born, age):
    assert age_in_words(born, TODAY) == age
