import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.domain.body_map import REGIONS, BodyMap, Mark
from clinicdesk.domain.intake import Absence, Answer
from clinicdesk.errors import KnowledgeFault
from clinicdesk.resources import resource
from clinicdesk.rules import load_knowledge
from clinicdesk.rules.body_asks import brought_by, load_body_asks

KNOWLEDGE = load_knowledge(resource("knowledge"))
ASKS = load_body_asks(resource("knowledge", "body_map", "asks.toml"), KNOWLEDGE.findings)
MARKS = st.dictionaries(st.sampled_from(sorted(REGIONS)), st.integers(1, 10), max_size=8).map(
    lambda marked: BodyMap(tuple(Mark(region, intensity) for region, intensity in marked.items()))
)
BELOW = {f"{site}_{side}" for site in ("calf", "shin", "foot") for side in ("left", "right")}
LEG = {
    side: {f"{site}_{side}" for site in ("thigh_back", "thigh_front", "calf", "shin", "foot")}
    for side in ("left", "right")
}


def marked(*regions):
    return BodyMap(tuple(Mark(region, 5) for region in regions))


def asked(body_map, **answers):
    return [each.finding for each in brought_by(ASKS, body_map, answers)]


def test_a_figure_nobody_marked_asks_nothing():
    assert asked(None) == []
    assert asked(BodyMap()) == []
    assert asked(marked("lower_back_left", "buttock_right", "neck_left")) == []


@given(MARKS)
def test_the_questions_follow_from_the_marks_and_from_nothing_else(body_map):
    painted = body_map.painted
    expected = {
        "bilateral_leg_symptoms": bool(painted & LEG["left"] and painted & LEG["right"]),
        "leg_radiating_pain": bool(painted & BELOW),
        "band_like_trunk_pain": "trunk_band" in painted
        or bool(painted & {"upper_back_left", "upper_back_right"} and painted & {"chest_left", "chest_right"}),
    }
    found = asked(body_map)
    assert set(found) == {finding for finding, holds in expected.items() if holds}
    assert len(found) == len(set(found))


def test_both_legs_are_asked_before_one():
    assert asked(marked("calf_left", "calf_right")) == ["bilateral_leg_symptoms", "leg_radiating_pain"]


@pytest.mark.parametrize(
    ("region", "finding", "no"),
    [
        (("calf_left", "shin_right"), "bilateral_leg_symptoms", "no"),
        (("foot_right",), "leg_radiating_pain", "none"),
        (("trunk_band",), "band_like_trunk_pain", "no"),
    ],
)
def test_an_answer_that_does_not_go_with_the_marks_is_said(region, finding, no):
    def contradiction(answer):
        brought = brought_by(ASKS, marked(*region), {finding: answer} if answer else {})
        return next(each.contradiction for each in brought if each.finding == finding)

    assert contradiction(Answer(no))
    assert not contradiction(None)
    assert not contradiction(Answer(absence=Absence.DOES_NOT_KNOW))
    others = KNOWLEDGE.findings[finding].values - {no}
    assert not any(contradiction(Answer(value)) for value in others)


def test_an_unmarked_region_contradicts_no_yes():
    yes = {"bilateral_leg_symptoms": Answer("yes"), "band_like_trunk_pain": Answer("yes")}
    assert brought_by(ASKS, marked("neck_left"), yes) == ()


def test_marking_is_no_part_of_what_verdicts_rest_on():
    """The file stands in a folder of its own: the hash of the rules is what it would be without it."""
    assert "body_map" not in {path.stem for path in resource("knowledge").glob("*.toml")}


GOOD = """
[[area]]
id = "leg"
regions = ["calf_left"]
[[ask]]
finding = "leg_radiating_pain"
marked = ["leg"]
why = "You marked a leg."
contradicted_by = ["none"]
"""


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("calf_left", "calf_middle", "no region 'calf_middle'"),
        ('marked = ["leg"]', 'marked = ["arm"]', "no area arm"),
        ('marked = ["leg"]', "marked = []", "no area at all"),
        ("leg_radiating_pain", "leg_pain", "no such question"),
        ("leg_radiating_pain", "age_years", "no such question"),
        ('["none"]', '["never"]', "never is no answer"),
        ('why = "You marked a leg."', "", "why"),
        ("[[ask]]", "[[ask", ""),
    ],
)
def test_a_fault_in_the_file_names_what_is_wrong(tmp_path, was, becomes, told):
    path = tmp_path / "asks.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert len(load_body_asks(path, KNOWLEDGE.findings)) == 1
    path.write_text(GOOD.replace(was, becomes), encoding="utf-8")
    with pytest.raises(KnowledgeFault, match=r"asks\.toml") as fault:
        load_body_asks(path, KNOWLEDGE.findings)
    assert told in str(fault.value)


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(KnowledgeFault, match="cannot be read"):
        load_body_asks(tmp_path / "asks.toml", KNOWLEDGE.findings)
