from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.data.json_text import from_json, to_json
from clinicdesk.data.plain_answers import body_map_from_plain, plain_body_map
from clinicdesk.domain.body_map import REGIONS, BodyMap, Change, Mark, differences
from clinicdesk.domain.intake import Answer, IntakeDraft, Source
from clinicdesk.domain.suitability import Technique
from tests.desk.front_desk import MARIA, NOW, TODAY, audited, harmless, person

MARKS = st.builds(Mark, st.sampled_from(sorted(REGIONS)), st.integers(1, 10), st.booleans())
MAPS = st.builds(
    lambda marks, source: BodyMap(tuple({mark.region: mark for mark in marks}.values()), source),
    st.lists(MARKS, max_size=12),
    st.sampled_from([Source.STAFF, Source.PATIENT]),
)
LEFT_LEG = BodyMap((Mark("lower_back_left", 6), Mark("calf_left", 4, spreads=True)), Source.PATIENT)


@given(MAPS)
def test_coded_regions_come_back_as_they_were_stored(body_map):
    assert body_map_from_plain(from_json(to_json(plain_body_map(body_map)))) == body_map


@given(MAPS, MARKS)
def test_a_mark_takes_the_place_of_the_one_before_and_can_be_taken_back(body_map, mark):
    with_it = body_map.marked(mark, Source.STAFF)
    assert with_it.at(mark.region) == mark
    assert with_it.painted == body_map.painted | {mark.region}
    assert with_it.cleared(mark.region, Source.STAFF).painted == body_map.painted - {mark.region}


@given(MAPS, MAPS)
def test_what_changed_between_two_figures_names_every_region_once(before, now):
    found = differences(before, now)
    assert {each.region for each in found} == before.painted | now.painted
    assert len(found) == len({each.region for each in found})
    for each in found:
        assert (each.change is Change.NEW) == (before.at(each.region) is None)
        assert (each.change is Change.NOT_MARKED) == (now.at(each.region) is None)


@pytest.mark.parametrize("fields", [("elbow_left", 5), ("neck_left", 0), ("neck_left", 11)])
def test_there_is_no_mark_outside_the_body_or_the_scale(fields):
    with pytest.raises(ValueError, match=r"region|pain is"):
        Mark(*fields)


def test_a_region_is_marked_once():
    with pytest.raises(ValueError, match="once"):
        BodyMap((Mark("neck_left", 3), Mark("neck_left", 4)))


def test_a_figure_is_part_of_the_intake_and_of_no_other(desk):
    ana = person(desk)
    first = desk.intakes.complete(ana, harmless(desk), actor=MARIA, now=NOW, body_map=LEFT_LEG)
    later = NOW + timedelta(days=7)
    desk.intakes.complete(ana, harmless(desk), actor=MARIA, now=later)
    assert desk.store.intakes.get(first.id).body_map == LEFT_LEG
    assert desk.store.intakes.latest(ana.id).body_map is None, "nobody was asked, and nothing is assumed"
    drawn = desk.body_maps.of_patient(ana.id, actor=MARIA, now=later)
    assert [(each.on, each.body_map) for each in drawn] == [(TODAY, LEFT_LEG)]
    assert audited(desk)[0][:2] == ("Maria Keller", "body_map.read")


def test_a_figure_once_kept_never_changes(desk):
    ana = person(desk)
    desk.intakes.complete(ana, harmless(desk), actor=MARIA, now=NOW, body_map=LEFT_LEG)
    with pytest.raises(Exception, match="kept:intakes"), desk.store.write():
        desk.store._connection.execute("update intakes set body_map = null")


def test_an_empty_figure_is_kept_as_one_that_was_shown(desk):
    ana = person(desk)
    kept = desk.intakes.complete(ana, harmless(desk), actor=MARIA, now=NOW, body_map=BodyMap())
    assert desk.store.intakes.get(kept.id).body_map == BodyMap()


def test_a_draft_keeps_the_figure_too(desk):
    ana = person(desk)
    desk.intakes.save_draft(IntakeDraft(ana.id, {}, NOW, "", LEFT_LEG), now=NOW)
    assert desk.intakes.draft(ana.id).body_map == LEFT_LEG


@given(MAPS)
def test_no_figure_changes_a_verdict(lasting_desk, body_map):
    """Only answered questions do: the same answers come to the same, and are stored as the same, whatever is marked."""
    desk = lasting_desk
    ana = person(desk)
    answers = harmless(desk, fever_now=Answer("yes"))
    plain = desk.intakes.complete(ana, answers, actor=MARIA, now=NOW)
    drawn = desk.intakes.complete(ana, answers, actor=MARIA, now=NOW, body_map=body_map)
    assert drawn.answers == plain.answers
    assert replace(drawn, id="", version=0, body_map=None) == replace(plain, id="", version=0)
    for technique in Technique:
        assert desk.intakes.assess(ana, drawn.answers, technique, on=TODAY) == desk.intakes.assess(
            ana, plain.answers, technique, on=TODAY
        )
