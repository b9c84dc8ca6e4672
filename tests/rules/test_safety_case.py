"""The safety case names every invariant, every exception, and only tests there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "safety-case.md").read_text(encoding="utf-8")
SECTIONS = {
    int(number): body for number, body in re.findall(r"^### (\d+)\. (.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
}
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def named_tests(text):
    return set(re.findall(r"`(test_\w+)`", text))


def test_the_fifteen_invariants_are_there_in_order():
    assert list(SECTIONS) == list(range(1, 16))


@pytest.mark.parametrize("number", range(1, 16))
def test_each_invariant_is_named_with_a_test_there_is(number):
    named = named_tests(SECTIONS[number])
    assert named
    assert named <= TESTS


def test_every_test_that_is_named_exists():
    assert named_tests(TEXT) - TESTS == set()


def test_every_proof_and_every_tested_invariant_is_named():
    numbered = {name for name in TESTS if re.match(r"test_(proof|invariant)_\d\d", name)}
    unnamed = {name for name in numbered if name not in named_tests(TEXT)}
    # Each of these tests once more, by example, what a proof that is named shows for everybody.
    assert unnamed == {
        "test_invariant_03_an_empty_intake_needs_review",
        "test_invariant_05_age_alone_never_blocks",
        "test_invariant_08_physical_therapy_stays_open",
        "test_invariant_08_physical_therapy_is_never_worse_because_massage_is_blocked",
        "test_invariant_09_indications_change_no_verdict",
        "test_invariant_10_fracture_disc_and_tumour_block_massage_whatever_is_cleared",
    }


def test_every_promise_of_the_knowledge_is_named(knowledge):
    for entry in (*knowledge.exemptions, *knowledge.guarantees, *knowledge.allowances):
        assert f"`{entry.id}`" in TEXT
