"""What the desk is told agrees with every verdict it is told beside."""

from itertools import combinations

import pytest

from clinicdesk.desk.wording import desk_line, reason_line
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.ui.panel.voice import Voice
from clinicdesk.ui.panel.wording import instruction, reason_groups

GOES_ON = "does not stop physical therapy"


@pytest.fixture(scope="module")
def pairs(ruleset):
    """What the rules make of every two answers that speak against something, the rest harmless."""
    findings = ruleset.knowledge.findings.values()
    harmless = {each.id: each.harmless for each in findings}
    answers = [(each.id, choice.value) for each in findings for choice in each.choices if choice.value != each.harmless]
    return [
        ruleset.assess({**harmless, one[0]: one[1], other[0]: other[1]}, Technique.SWEDISH)
        for one, other in combinations(answers, 2)
        if one[0] != other[0]
    ]


def test_nobody_is_told_that_physical_therapy_goes_on_where_it_does_not(pairs):
    stopped = [each for each in pairs if each.verdicts[Kind.PHYSICAL_THERAPY].blocks]
    assert len(stopped) > 100
    for assessment in stopped:
        told = [desk_line(assessment), instruction(assessment, Voice.DESK)]
        told += [each.text for each in reason_groups(assessment, Voice.DESK)]
        assert not [text for text in told if GOES_ON in text or not text]


def test_where_only_massage_is_stopped_that_physical_therapy_goes_on_is_told(pairs):
    told = [
        desk_line(each)
        for each in pairs
        if each.verdict is Verdict.NEEDS_CLINICIAN_REVIEW and not each.verdicts[Kind.PHYSICAL_THERAPY].blocks
    ]
    assert sum(GOES_ON in line for line in told) > len(told) / 2


def test_what_stops_physical_therapy_too_is_told_in_its_place(pairs):
    told = {
        desk_line(each)
        for each in pairs
        for reason in each.reasons
        if GOES_ON in reason.desk and reason_line(reason, each) != reason.desk and reason.kind is each.kind
    }
    assert any(line.endswith("Hold physical therapy, too, until the therapist has looked.") for line in told)
