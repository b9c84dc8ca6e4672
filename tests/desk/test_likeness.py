from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.desk.likeness import likeness, name_likeness
from clinicdesk.domain.patient import PatientDetails

ANA = PatientDetails("María José", "García López", birth_date=date(1980, 4, 3), phone="+15035550123")


def because(typed, known=ANA):
    found = likeness(typed, known)
    return found and found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Wei", "Wang"), ("伟", "王")),
        (("Jose", "Munoz"), ("José", "Muñoz")),
        (("John", "Smyth"), ("Jon", "Smith")),
        (("Smith", "John"), ("John", "Smith")),
        (("Maria", "Garcia"), ("María José", "García López")),
        (("Olena", "Shevchenko"), ("Олена", "Шевченко")),
        (("Juergen", "Mueller"), ("Jürgen", "Müller")),
    ],
)
def test_names_are_alike_across_accents_scripts_order_and_surnames(one, other):
    assert name_likeness(PatientDetails(*one), PatientDetails(*other)) >= 82


@pytest.mark.parametrize(("one", "other"), [(("Ana", "Ruiz"), ("Emma", "Brown")), (("Anna", "Li"), ("Paul", "Li"))])
def test_other_names_are_not_alike(one, other):
    assert name_likeness(PatientDetails(*one), PatientDetails(*other)) < 82


def test_the_preferred_name_counts():
    known = PatientDetails("雪梅", "王", preferred_name="Grace")
    assert name_likeness(PatientDetails("Grace", "Wang"), known) >= 96


def test_what_agrees_is_said():
    assert because(ANA) == "same birth date, same name, same phone"
    assert because(PatientDetails("Maria", "Garcia", birth_date=ANA.birth_date)) == "same birth date, same name"
    assert because(replace(ANA, birth_date=None)) == "same phone, same name"
    assert because(PatientDetails("Pedro", "Ruiz", birth_date=ANA.birth_date, phone=ANA.phone)) == (
        "same birth date, same phone"
    )
    assert because(replace(ANA, birth_date=None, phone="")) == "same name, birth date not known"


@pytest.mark.parametrize("slip", [date(1980, 3, 4), date(1980, 4, 8), date(1990, 4, 3)])
def test_a_slip_in_the_birth_date_is_noticed(slip):
    assert because(replace(ANA, birth_date=slip, phone="")) == "same name, almost the same birth date"


def test_a_family_sharing_a_phone_and_a_namesake_are_not_taken_for_one_person():
    assert likeness(PatientDetails("Pedro", "Ruiz", birth_date=date(2011, 1, 9), phone=ANA.phone), ANA) is None
    assert likeness(replace(ANA, birth_date=date(1955, 12, 30), phone=""), ANA) is None


def test_the_stronger_suspicion_counts_more():
    strong = likeness(ANA, ANA)
    weak = likeness(replace(ANA, birth_date=None, phone=""), ANA)
    assert strong > weak
