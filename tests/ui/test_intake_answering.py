from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.desk.intakes import carried_over
from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.ui.intake.answering import Answering, Progress

TODAY = date(2026, 11, 23)
YES, NO = Answer(value="yes"), Answer(value="no")


@pytest.fixture(scope="module")
def start(ruleset):
    def begin(answers=None, *, birth_date=date(1980, 4, 3), sex="female", earlier=None):
        def resolve(given):
            return ruleset.resolve(given, TODAY, birth_date=birth_date, sex_at_birth=sex)

        return Answering(ruleset, resolve, answers or {}, on=TODAY, earlier=earlier)

    return begin


def test_a_follow_up_waits_until_its_question_is_answered(start):
    answering = start()
    assert "pregnancy_high_risk" not in answering.asked
    answering.answer("pregnancy", Answer(value="trimester_2"))
    place = answering.asked.index("pregnancy")
    assert answering.asked[place + 1] == "pregnancy_high_risk"


def test_a_follow_up_is_asked_when_the_person_does_not_know_the_answer_before_it(start):
    answering = start()
    answering.answer("pregnancy", Answer(absence=Absence.DOES_NOT_KNOW))
    assert "pregnancy_high_risk" in answering.asked


def test_a_question_for_somebody_else_is_not_asked(start):
    assert "pregnancy" not in start(sex="male").asked
    assert "guardian_consent" not in start().asked
    assert "guardian_consent" in start(birth_date=date(2012, 1, 1)).asked


def test_an_answer_whose_question_stops_applying_is_set_aside_and_comes_back_with_it(start):
    answering = start()
    answering.answer("pregnancy", Answer(value="possible"))
    answering.answer("pregnancy_high_risk", YES)
    answering.answer("pregnancy", Answer(value="no_or_not_applicable"))
    assert "pregnancy_high_risk" not in answering.answers
    assert "pregnancy_high_risk" not in answering.asked
    answering.answer("pregnancy", Answer(value="trimester_1"))
    assert answering.answers["pregnancy_high_risk"] == YES


def test_none_of_these_records_each_open_question_harmless_and_leaves_given_answers_alone(start, ruleset):
    answering = start()
    answering.answer("fever_now", YES)
    recorded = answering.none_of_these("today")
    expected = [finding.id for finding in answering.questions("today") if finding.id != "fever_now"]
    assert list(recorded) == expected
    assert answering.answers["fever_now"] == YES
    for key in expected:
        harmless = ruleset.knowledge.findings[key].harmless
        assert answering.answers[key] == Answer(value=harmless, source=Source.GROUP)


def test_none_of_these_is_taken_back_in_one_step(start):
    answering = start()
    answering.answer("fever_now", YES)
    before = dict(answering.answers)
    assert len(answering.none_of_these("warning_signs")) > 3
    assert answering.undo() is not None
    assert answering.answers == before


def test_none_of_these_never_makes_up_a_number(start, ruleset):
    answering = start()
    for group in ruleset.knowledge.groups:
        answering.none_of_these(group.id)
    assert {ruleset.knowledge.findings[key].type for key in answering.answers} == {"yes_no", "choice"}


def test_none_of_these_with_nothing_open_is_no_step(start):
    answering = start()
    answering.none_of_these("today")
    assert answering.none_of_these("today") == ()
    answering.undo()
    assert answering.answers == {}


def test_undo_names_the_question_and_redo_gives_the_answer_again(start):
    answering = start()
    answering.answer("fever_now", YES)
    answering.answer("fever_now", NO)
    assert answering.undo() == "fever_now"
    assert answering.answers["fever_now"] == YES
    assert answering.redo() == "fever_now"
    assert answering.answers["fever_now"] == NO
    assert answering.redo() is None


def test_a_new_answer_ends_what_could_be_done_again(start):
    answering = start()
    answering.answer("fever_now", YES)
    answering.undo()
    answering.answer("acute_illness", NO)
    assert answering.redo() is None
    assert "fever_now" not in answering.answers


def test_not_knowing_and_not_saying_are_dealt_with_like_answers(start):
    answering = start()
    total = answering.progress("today").total
    answering.answer("fever_now", Answer(absence=Absence.DOES_NOT_KNOW))
    answering.answer("acute_illness", Answer(absence=Absence.DECLINED))
    assert answering.progress("today") == Progress(2, total)


def test_the_whole_counts_what_its_groups_count(start):
    answering = start()
    answering.none_of_these("today")
    parts = [answering.progress(group.id) for group in answering.groups()]
    whole = answering.progress()
    assert (whole.done, whole.total) == (sum(p.done for p in parts), sum(p.total for p in parts))
    assert not whole.complete


def test_groups_nobody_is_asked_at_the_desk_do_not_appear(start):
    assert {group.id for group in start().groups()}.isdisjoint({"record", "clinician"})


def test_the_next_open_question_is_behind_and_then_at_the_beginning(start):
    answering = start()
    last, first = answering.asked[-1], answering.asked[0]
    assert answering.next_open(last) == first
    assert answering.next_open(first) == answering.asked[1]


def test_going_on_starts_behind_the_last_answer(start):
    answering = start()
    assert answering.left_off() == answering.asked[0]
    answering.answer("fever_now", NO)
    assert answering.left_off() == answering.asked[answering.asked.index("fever_now") + 1]


def test_a_waiting_follow_up_leads_to_the_question_it_hangs_on(start):
    answering = start()
    assert answering.leading_to("pregnancy_high_risk") == "pregnancy"
    assert answering.leading_to("fever_now") == "fever_now"
    assert answering.leading_to("self_harm_disclosed") is None
    assert answering.leading_to("no_such_finding") is None


def test_answers_of_an_earlier_visit_count_only_where_nothing_can_have_changed(ruleset):
    earlier = {
        "saddle_numbness": NO,
        "fever_now": NO,
        "osteoporosis": YES,
        "pregnancy_high_risk": Answer(value="no", source=Source.DERIVED),
        "night_sweats": Answer(absence=Absence.NOT_ASKED),
        "no_longer_a_finding": YES,
    }
    assert carried_over(ruleset, earlier, on=TODAY) == {"osteoporosis": YES}


LONG_AGO = date(2024, 12, 23)


def said(value, **parts):
    return Answer(value, given_on=LONG_AGO, **parts)


def test_what_was_said_on_another_day_answers_nothing_and_still_counts(start):
    answering = start(earlier={"osteoporosis": said("yes"), "disc_problem": said("none")})
    assert answering.answers == {}
    assert answering.progress("bones").done == 0
    assert answering.standing == {"osteoporosis": YES, "disc_problem": Answer("none")}
    answering.answer("osteoporosis", answering.earlier["osteoporosis"])
    assert answering.answers["osteoporosis"].given_on == TODAY
    assert set(answering.earlier) == {"disc_problem"}


def test_a_question_that_was_said_otherwise_is_not_answered_by_none_of_these(start):
    answering = start(earlier={"osteoporosis": said("yes"), "long_term_steroids": said("no")})
    recorded = answering.none_of_these("bones")
    assert "long_term_steroids" in recorded
    assert "osteoporosis" not in recorded
    assert answering.standing["osteoporosis"] == YES


def test_a_group_is_confirmed_in_one_step_with_the_follow_ups_that_it_opens(start):
    earlier = {"pregnancy": said("trimester_2"), "pregnancy_high_risk": said("yes"), "cancer_status": said("never")}
    answering = start(earlier=earlier)
    assert "pregnancy_high_risk" not in answering.asked
    assert answering.standing["pregnancy_high_risk"] == YES, "it still counts while its question waits"
    assert set(answering.confirm("private_health")) == set(earlier)
    assert {each.given_on for each in answering.answers.values()} == {TODAY}
    assert {each.source for each in answering.answers.values()} == {Source.GROUP}
    answering.undo()
    assert (answering.answers, set(answering.earlier)) == ({}, set(earlier))


def test_what_must_be_said_is_not_confirmed_at_once(start):
    answering = start(earlier={"main_complaint": said("back_pain"), "clinician_clearance": said("cleared_in_writing")})
    assert answering.confirm("visit") == answering.confirm("go_ahead") == ()


def test_an_answer_taken_back_leaves_what_was_said_before(start):
    answering = start(earlier={"osteoporosis": said("yes")})
    answering.answer("osteoporosis", NO)
    assert answering.standing == {"osteoporosis": NO}
    answering.answer("osteoporosis", None)
    assert answering.standing == {"osteoporosis": YES}


def test_what_hung_on_an_answer_that_changed_counts_no_more(start):
    answering = start(earlier={"pregnancy": said("trimester_2"), "pregnancy_high_risk": said("yes")})
    answering.answer("pregnancy", Answer("no_or_not_applicable"))
    assert "pregnancy_high_risk" not in answering.standing


def test_on_another_day_everything_is_to_be_confirmed_and_nothing_of_the_day_is_left(start):
    answering = start({"fever_now": Answer("no", given_on=TODAY), "osteoporosis": Answer("yes", given_on=TODAY)})
    answering.answer("acute_illness", NO)
    answering.begin_day(date(2026, 11, 24))
    assert (answering.answers, set(answering.earlier)) == ({}, {"osteoporosis"})
    assert answering.undo() is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_was_said_and_whatever_is_pressed_no_answer_is_of_today_unless_given_today(start, ruleset, data):
    """Answers of another day, 'none of these' and confirming in any order: no hazard is lost on the way."""
    findings = {key: each for key, each in ruleset.knowledge.findings.items() if each.asked_by in {"desk", "patient"}}
    values = {key: each.choices[-1].value if each.choices else each.harmless for key, each in findings.items()}
    told = data.draw(st.sets(st.sampled_from(sorted(findings))))
    answers = {key: Answer(values[key], given_on=LONG_AGO) for key in told}
    answering = start(earlier=carried_over(ruleset, answers, on=TODAY))
    assert not any(findings[key].every_visit for key in answering.earlier)
    groups = [group.id for group in ruleset.knowledge.groups]
    steps = st.tuples(st.sampled_from(["none", "confirm", "undo"]), st.sampled_from(groups))
    for step, group in data.draw(st.lists(steps, max_size=8)):
        match step:
            case "none":
                answering.none_of_these(group)
            case "confirm":
                assert not any(findings[key].every_visit for key in answering.confirm(group))
            case "undo":
                answering.undo()
        assert all(each.given_on == TODAY for each in answering.answers.values())
        for key in answering.earlier:
            assert answering.standing[key] == answers[key]
        for key in told & answering.answers.keys():
            if not findings[key].every_visit and values[key] != findings[key].harmless:
                assert answering.answers[key].value == values[key], "nothing but an answer of its own takes its place"


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["pregnancy", "pregnancy_high_risk", "fever_now", "disc_problem"]),
            st.sampled_from(["first", "last", "unknown", "none"]),
        ),
        st.sampled_from(["undo", "redo", "none_of_these"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_only_questions_that_apply_have_answers_and_undo_leads_back(start, ruleset, steps):
    answering = start()
    for step in steps:
        if step == "undo":
            answering.undo()
        elif step == "redo":
            answering.redo()
        elif step == "none_of_these":
            answering.none_of_these("private_health")
        else:
            key, what = step
            choices = ruleset.knowledge.findings[key].choices
            answer = {
                "first": Answer(value=choices[0].value),
                "last": Answer(value=choices[-1].value),
                "unknown": Answer(absence=Absence.DOES_NOT_KNOW),
                "none": None,
            }[what]
            answering.answer(key, answer)
        assert set(answering.answers) <= set(answering.asked)
    for _ in steps:
        answering.undo()
    assert answering.answers == {}
