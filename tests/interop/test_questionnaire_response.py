"""An intake as a QuestionnaireResponse: nothing lost, nothing made up, absences kept apart."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.domain.body_map import REGIONS, BodyMap, Mark
from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.interop.codes import ANSWER_GIVEN_ON, ANSWER_SOURCE, DATA_ABSENT, is_private, private_label
from clinicdesk.interop.questionnaire_response import questionnaire_response
from clinicdesk.resources import resource
from clinicdesk.rules import load_knowledge
from tests.interop.documents import SUBJECT, answers, intake, valid

KNOWLEDGE = load_knowledge(resource("knowledge"))


def written(given_answers):
    return valid(questionnaire_response(intake(given_answers), KNOWLEDGE, subject=SUBJECT, recorded_by="Maria"))


def items(given_answers):
    return {item["linkId"]: item for item in written(given_answers)["item"]}


def marks(item, url):
    return [mark["valueCode"] for mark in item.get("extension", ()) if mark["url"] == url]


def plain(item):
    """The value and the date of an item's answers, whatever FHIR calls their type."""
    return [
        each["valueCoding"]["code"] if "valueCoding" in each else next(iter(each.values()))
        for each in item.get("answer", ())
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_every_intake_is_valid_and_every_answer_comes_back(data):
    given_answers = data.draw(answers(KNOWLEDGE))
    found = items(given_answers)
    dated = {finding.id: finding.dated.id for finding in KNOWLEDGE.findings.values() if finding.dated}
    for link, answer in given_answers.items():
        if answer.value is not None:
            assert plain(found[link]) == [answer.value]
        if answer.date is not None:
            there = dated.get(link, link)
            # A date under its own name counts more than one beside the value.
            kept = given_answers.get(there, answer).date
            assert plain(found[there]) == [kept.isoformat()]
        if answer.absence is not None:
            assert marks(found[link], DATA_ABSENT) == [answer.absence.value]
            assert "answer" not in found[link]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_every_question_for_the_desk_or_the_person_is_told_once(data):
    written_items = written(data.draw(answers(KNOWLEDGE)))["item"]
    links = [item["linkId"] for item in written_items]
    assert len(links) == len(set(links))
    for finding in KNOWLEDGE.findings.values():
        if finding.asked_by in {"desk", "patient"}:
            assert finding.id in links or finding.dated.id in links


@pytest.mark.parametrize("absence", Absence)
def test_the_three_absences_are_kept_apart(absence):
    item = items({"fever_now": Answer(absence=absence)})["fever_now"]
    assert marks(item, DATA_ABSENT) == [absence.value]
    assert marks(item, ANSWER_SOURCE) == ["staff"]


def test_a_question_nobody_put_is_not_asked_and_has_no_source():
    item = items({})["fever_now"]
    assert marks(item, DATA_ABSENT) == ["not-asked"]
    assert marks(item, ANSWER_SOURCE) == []


def test_a_choice_is_a_code_of_its_own_question_in_the_words_that_were_chosen():
    finding = KNOWLEDGE.findings["fever_now"]
    item = items({"fever_now": Answer("yes")})["fever_now"]
    (answer,) = item["answer"]
    assert item["text"] == finding.question
    assert answer["valueCoding"]["system"].endswith("/CodeSystem/answer/fever_now")
    assert (answer["valueCoding"]["code"], answer["valueCoding"]["display"]) == ("yes", "Yes")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (120, "valueInteger"),
        (120.0, "valueInteger"),
        (0, "valueInteger"),
        (120.5, "valueDecimal"),
        (2**31, "valueDecimal"),
    ],
)
def test_whole_numbers_are_integers_and_others_decimals(value, kind):
    assert items({"bp_systolic": Answer(value)})["bp_systolic"]["answer"] == [{kind: value}]


def test_a_date_stands_under_its_own_name():
    found = items({"pain_duration_weeks": Answer(date=date(2026, 9, 1))})
    assert "pain_duration_weeks" not in found
    assert found["pain_onset_date"]["text"] == "Date the pain began"
    assert found["pain_onset_date"]["answer"] == [{"valueDate": "2026-09-01"}]


def test_private_answers_are_marked_and_so_is_the_whole():
    asked = next(finding for finding in KNOWLEDGE.findings.values() if finding.private)
    response = written({asked.id: Answer(asked.harmless, source=Source.PATIENT)})
    item = next(each for each in response["item"] if each["linkId"] == asked.id)
    assert private_label() in item["extension"]
    assert is_private(response)
    assert not is_private(written({"fever_now": Answer("no")}))


def test_that_somebody_would_not_say_is_private_too():
    asked = next(finding for finding in KNOWLEDGE.findings.values() if finding.private)
    assert private_label() in items({asked.id: Answer(absence=Absence.DECLINED)})[asked.id]["extension"]


def test_each_answer_tells_the_day_on_which_it_was_given():
    long_ago, today = date(2024, 12, 23), date(2026, 11, 23)
    told = {
        "osteoporosis": Answer("yes", source=Source.PATIENT, given_on=long_ago),
        "fever_now": Answer("no", given_on=today),
        "disc_problem": Answer("none"),
    }
    found = items(told)
    days = {
        link: [mark["valueDate"] for mark in found[link]["extension"] if mark["url"] == ANSWER_GIVEN_ON]
        for link in told
    }
    assert days == {"osteoporosis": ["2024-12-23"], "fever_now": ["2026-11-23"], "disc_problem": []}
    assert "source" not in written(told), "what they entered themselves on another day is not of this one"


def test_whoever_recorded_it_is_the_author_and_the_person_the_source_of_what_they_entered():
    aloud = written({"fever_now": Answer("no")})
    own = written({"fever_now": Answer("no", source=Source.PATIENT)})
    assert aloud["author"]["display"] == "Maria"
    assert "source" not in aloud
    assert own["source"] == SUBJECT
    assert own["authored"] == "2026-11-23T14:30:00.000Z"


def test_the_questions_are_named_by_rule_set_and_version():
    version = KNOWLEDGE.version
    assert written({})["questionnaire"].endswith(f"/Questionnaire/{version.id}|{version.version}")


def test_an_answer_to_a_question_of_earlier_rules_is_kept_as_it_was():
    found = items({"retired": Answer("some", date=date(2020, 1, 2)), "fever_now": Answer("sometimes")})
    assert found["retired"]["answer"] == [{"valueString": "some"}, {"valueDate": "2020-01-02"}]
    assert found["fever_now"]["answer"] == [{"valueString": "sometimes"}]


@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(REGIONS)), st.tuples(st.integers(1, 10), st.booleans()), max_size=6),
    st.sampled_from([Source.STAFF, Source.PATIENT]),
)
def test_every_mark_is_a_coded_region_with_how_strong_and_whether_it_spreads(marked, source):
    body_map = BodyMap(tuple(Mark(region, *fields) for region, fields in marked.items()), source)
    response = valid(
        questionnaire_response(replace(intake({}), body_map=body_map), KNOWLEDGE, subject=SUBJECT, recorded_by="Maria")
    )
    (item,) = [each for each in response["item"] if each["linkId"] == "body_map"]
    assert marks(item, ANSWER_SOURCE) == [source.value]
    told = {
        answer["valueCoding"]["code"]: tuple(plain(part)[0] for part in answer["item"])
        for answer in item.get("answer", ())
    }
    assert told == marked
    assert ("source" in response) == (source is Source.PATIENT)


def test_where_nobody_was_asked_to_mark_a_figure_nothing_is_said_of_one():
    assert "body_map" not in items({})
