"""The condition language: what it means and what it refuses."""

import pytest

from clinicdesk.rules.condition_parser import parse_condition
from clinicdesk.rules.conditions import (
    All,
    Always,
    Compare,
    ConditionFault,
    Count,
    CountDefinition,
    Is,
    Not,
    Some,
    Unknown,
    Vocabulary,
    findings_of,
)
from tests.rules.small_knowledge import finding

FEVER, AGE = Is("fever", frozenset({"yes"})), Compare("age", ">=", 70)
VOCABULARY = Vocabulary(
    {
        "fever": finding("fever"),
        "consent": finding("consent", harmless="yes"),
        "disc": finding("disc", "choice"),
        "age": finding("age", "number"),
    },
    {"old_and_hot": All((FEVER, AGE)), "signs": CountDefinition((FEVER, AGE))},
)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("fever", FEVER),
        ("not fever", Not(FEVER)),
        ("consent == no", Is("consent", frozenset({"no"}))),
        ("fever != yes", Not(FEVER)),
        ("disc in {mild, severe}", Is("disc", frozenset({"mild", "severe"}))),
        ('disc in ("mild", severe)', Is("disc", frozenset({"mild", "severe"}))),
        ("disc not in {mild}", Not(Is("disc", frozenset({"mild"})))),
        ('disc == "severe"', Is("disc", frozenset({"severe"}))),
        ("age >= 70", AGE),
        ("70 <= age", AGE),
        ("age != 1.5", Compare("age", "!=", 1.5)),
        ("age > -1", Compare("age", ">", -1)),
        ("1 <= age < 3", All((Compare("age", ">=", 1), Compare("age", "<", 3)))),
        ("fever and age >= 70", All((FEVER, AGE))),
        ("all_of(fever, age >= 70)", All((FEVER, AGE))),
        ("fever or age >= 70", Some((FEVER, AGE))),
        ("any_of(fever, age >= 70)", Some((FEVER, AGE))),
        ("count(fever, age >= 70) >= 2", Count((FEVER, AGE), 2, 2)),
        ("count(fever, age >= 70) > 0", Count((FEVER, AGE), 1, 2)),
        ("1 < count(fever, age >= 70)", Count((FEVER, AGE), 2, 2)),
        ("signs < 2", Count((FEVER, AGE), 0, 1)),
        ("signs <= 1", Count((FEVER, AGE), 0, 1)),
        ("signs == 1", Count((FEVER, AGE), 1, 1)),
        ("signs != 1", Not(Count((FEVER, AGE), 1, 1))),
        ("old_and_hot", All((FEVER, AGE))),
        ("unknown(age)", Unknown("age")),
        ("true", Always(True)),
        ("  fever\n or\n age >= 70", Some((FEVER, AGE))),
    ],
)
def test_a_condition_means_what_it_reads_like(text, meaning):
    assert parse_condition(text, VOCABULARY) == meaning


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "cannot be read"),
        ("fever and", "cannot be read"),
        ("fever) or (fever", "cannot be read"),
        ("fever # and age >= 70", "remark"),
        ("feber", "no finding or definition called 'feber'"),
        ("unknown(feber)", "no finding or definition called 'feber'"),
        ("disc", "compared with a value"),
        ("age", "compared with a value"),
        ("signs", "compared with a number"),
        ("disc == terrible", "'terrible' is not a value of 'disc'"),
        ("disc == unknown", "'unknown' is not a value of 'disc'"),
        ("disc in {mild, terrible}", "'terrible' is not a value of 'disc'"),
        ("disc > mild", "means nothing"),
        ("fever == 1", "not part of the condition language"),
        ("age == old", "has to be compared with a number"),
        ("age >= True", "has to be compared with a number"),
        ("age in {1, 2}", "cannot be compared with words"),
        ("age is 3", "write == or in"),
        ("count(fever)", "compared with a whole number"),
        ("count() >= 1", "not part of the condition language"),
        ("count(fever) >= 1.5", "whole number"),
        ("signs >= fever", "whole number"),
        ("old_and_hot >= 1", "no finding or definition called 'old_and_hot'"),
        ("age + 1 > 3", "not part of the condition language"),
        ("__import__('os')", "not part of the condition language"),
        ("any_of(fever, x=1)", "not part of the condition language"),
        ("any_of()", "not part of the condition language"),
        ("fever.real", "not part of the condition language"),
        ("lambda: fever", "not part of the condition language"),
        ("3", "not part of the condition language"),
    ],
)
def test_what_is_no_condition_is_refused_with_the_reason(text, fault):
    with pytest.raises(ConditionFault, match=fault):
        parse_condition(text, VOCABULARY)


def test_a_condition_knows_the_findings_it_mentions():
    condition = parse_condition("not (fever or signs == 1) and unknown(age) and disc == mild and true", VOCABULARY)
    assert findings_of(condition) == {"fever", "age", "disc"}
