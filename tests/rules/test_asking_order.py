"""Asking the most decisive open question first settles the verdict sooner than asking one after the other."""

from collections import defaultdict
from statistics import median

import pytest

from clinicdesk.domain.suitability import Verdict
from tests.rules.plausible_people import plausible_people
from tests.rules.questioning import asked_in_file_order, asked_in_our_order


@pytest.fixture(scope="module")
def asked(ruleset):
    """For each final verdict of a Swedish massage the numbers of questions, in our order and in that of the files."""
    numbers = defaultdict(list)
    for person in plausible_people(ruleset.knowledge, 250):
        ours, assessment = asked_in_our_order(ruleset, person)
        in_order, other = asked_in_file_order(ruleset, person)
        assert assessment.verdicts == other.verdicts
        numbers[assessment.verdict].append((ours, in_order))
    return numbers


def test_the_people_come_to_every_verdict(asked):
    assert {verdict: len(numbers) >= 10 for verdict, numbers in asked.items()} == dict.fromkeys(Verdict, True)


# What is truly reached. Who is found suitable has to be asked nearly everything: each question left out could have
# been the one that matters.
@pytest.mark.parametrize(
    ("verdict", "share"),
    [
        (Verdict.REFER_URGENTLY, 0.5),
        (Verdict.NOT_SUITABLE, 0.65),
        (Verdict.NEEDS_CLINICIAN_REVIEW, 0.75),
        (Verdict.SUITABLE_WITH_PRECAUTIONS, 0.85),
        (Verdict.SUITABLE, 0.9),
    ],
)
def test_fewer_questions_settle_the_verdict(asked, verdict, share):
    ours, in_order = (median(numbers) for numbers in zip(*asked[verdict], strict=True))
    assert ours <= share * in_order, (ours, in_order)


def test_over_everybody_a_quarter_of_the_questions_is_spared(asked):
    everybody = [numbers for of_verdict in asked.values() for numbers in of_verdict]
    ours, in_order = (median(numbers) for numbers in zip(*everybody, strict=True))
    assert ours <= 0.77 * in_order, (ours, in_order)
    sooner = sum(ours <= in_order for ours, in_order in everybody)
    assert sooner >= 0.95 * len(everybody), sooner
