"""What missing answers do to a verdict, against trying every way they can turn out."""

from hypothesis import given, settings

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules import UNANSWERED, RuleSet
from clinicdesk.rules.conditions import All, Is, Not, Some
from tests.rules.small_knowledge import (
    TECHNIQUE_OF,
    conditions,
    finding,
    knowledge,
    means,
    rule,
    small_answers,
    small_knowledge,
    values_of,
    verdict_by_trying,
)
from tests.strategies import MISSING, findings

YES_A, YES_B = Is("a", frozenset({"yes"})), Is("b", frozenset({"yes"}))


@settings(max_examples=400, deadline=None)
@given(small_knowledge(), small_answers)
def test_the_verdict_is_that_of_trying_every_way_the_missing_answers_can_turn_out(known, answers):
    ruleset = RuleSet(known)
    for technique in TECHNIQUE_OF.values():
        assert ruleset.verdict(answers, technique) is verdict_by_trying(known, answers, technique)


@settings(max_examples=300, deadline=None)
@given(conditions, small_answers)
def test_answered_conditions_hold_exactly_when_they_should(condition, answers):
    types = {"a": "yes_no", "b": "yes_no", "c": "choice", "d": "choice", "e": "number"}
    known = knowledge([finding(id_, type_) for id_, type_ in types.items()], [(rule("r"), condition)])
    complete = {id_: known.findings[id_].harmless for id_ in types} | answers
    expected = Verdict.NOT_SUITABLE if means(condition, complete) else Verdict.SUITABLE
    assert RuleSet(known).verdict(complete, Technique.SWEDISH) is expected


@settings(max_examples=200, deadline=None)
@given(small_knowledge(), small_answers)
def test_answering_a_question_that_is_not_listed_changes_no_verdict(known, answers):
    assert_no_hidden_question(RuleSet(known), answers, values_of, Technique.SWEDISH)


def test_answering_a_shipped_question_that_is_not_listed_changes_no_verdict(ruleset):
    from tests.strategies import values_of as shipped_values  # noqa: PLC0415 - the other space of values

    @settings(max_examples=150, deadline=None)
    @given(findings(ruleset.knowledge))
    def run(answers):
        for technique in (Technique.SWEDISH, Technique.DEEP_TISSUE, Technique.ELECTROTHERAPY):
            assert_no_hidden_question(ruleset, answers, shipped_values, technique)

    run()


def assert_no_hidden_question(ruleset, answers, values, technique):
    assessment = ruleset.assess(answers, technique)
    hidden = ruleset.not_applicable(answers)
    if Verdict.REFER_URGENTLY in assessment.verdicts.values():
        assert assessment.questions == ()
        return
    for item in ruleset.knowledge.findings.values():
        asked = item.if_unknown != "none" and item.asked_by != "clinician" and item.id not in hidden
        if not asked or item.id in assessment.questions or answers.get(item.id, "unknown") != "unknown":
            continue
        for value in values(item):
            assert ruleset.assess(answers | {item.id: value}, technique).verdicts == assessment.verdicts


@settings(max_examples=200, deadline=None)
@given(small_knowledge(with_unknown=False), small_answers)
def test_the_answers_behind_an_unanswered_reason_are_what_raises_the_verdict(known, answers):
    assert_behind(RuleSet(known), answers, Technique.SWEDISH)


def test_the_answers_behind_a_shipped_unanswered_reason_are_what_raises_the_verdict(ruleset):
    @settings(max_examples=300, deadline=None)
    @given(findings(ruleset.knowledge))
    def run(answers):
        assert_behind(ruleset, answers, Technique.DEEP_TISSUE)

    run()


def assert_behind(ruleset, answers, technique):
    assessment = ruleset.assess(answers, technique)
    for reason in assessment.reasons:
        if reason.rule == UNANSWERED:
            assert reason.verdict is assessment.verdicts[reason.kind]
            assert reason.findings
            assert set(reason.findings.values()) == {"unknown"}
            assert all(answers.get(id_, "unknown") == "unknown" for id_ in reason.findings)
            calmed = answers | {id_: ruleset.knowledge.findings[id_].harmless for id_ in reason.findings}
            assert ruleset.assess(calmed, technique).verdicts[reason.kind] < reason.verdict


def test_the_verdict_alone_is_the_verdict_of_the_assessment(ruleset):
    @settings(max_examples=300, deadline=None)
    @given(findings(ruleset.knowledge))
    def run(answers):
        for technique in Technique:
            assessment = ruleset.assess(answers, technique)
            assert ruleset.verdict(answers, technique) is assessment.verdict
            for other in assessment.alternatives:
                assert ruleset.verdict(answers, other.technique) is other.verdict

    run()


def test_unknown_said_or_left_out_is_the_same(ruleset):
    @settings(max_examples=200, deadline=None)
    @given(findings(ruleset.knowledge))
    def run(answers):
        said = dict.fromkeys(ruleset.knowledge.findings, "unknown") | answers
        left_out = {id_: value for id_, value in answers.items() if value != "unknown" and value is not MISSING}
        assert ruleset.assess(said, Technique.SWEDISH) == ruleset.assess(left_out, Technique.SWEDISH)

    run()


def test_two_answers_that_cannot_both_hold_do_not_add_up():
    known = knowledge(
        [finding("c", "choice")],
        [(rule("r"), All((Is("c", frozenset({"mild"})), Is("c", frozenset({"severe"})))))],
    )
    assert RuleSet(known).verdict({}, Technique.SWEDISH) is Verdict.SUITABLE


def test_a_missing_answer_needed_by_two_alternatives_is_one_answer():
    either = Some((All((YES_A, YES_B)), All((Not(YES_A), Not(YES_B)))))
    known = knowledge([finding("a"), finding("b", if_unknown="none")], [(rule("r"), either)])
    assert RuleSet(known).verdict({"a": "yes"}, Technique.SWEDISH) is Verdict.SUITABLE
    assert RuleSet(known).verdict({"a": "no"}, Technique.SWEDISH) is Verdict.NOT_SUITABLE


def test_the_most_decisive_question_comes_first():
    findings_ = [finding("a"), finding("b"), finding("c", "choice"), finding("e", "number")]
    ruled = [
        (rule("alone_but_mild", Verdict.SUITABLE_WITH_PRECAUTIONS), YES_A),
        (rule("together", Verdict.NOT_SUITABLE), All((YES_B, Is("c", frozenset({"severe"}))))),
        (rule("alone_and_bad", Verdict.NOT_SUITABLE), Is("c", frozenset({"mild"}))),
    ]
    assert RuleSet(knowledge(findings_, ruled)).assess({}, Technique.SWEDISH).questions == ("c", "a", "b")


def test_few_missing_questions_are_named_and_many_are_counted(ruleset):
    harmless = {id_: item.harmless for id_, item in ruleset.knowledge.findings.items()}
    one = [r for r in _without(ruleset, harmless, "fever_now").reasons if r.rule == UNANSWERED]
    assert {reason.kind for reason in one} == set(Kind)
    for reason in one:
        assert dict(reason.findings) == {"fever_now": "unknown"}
        assert ruleset.knowledge.findings["fever_now"].question in reason.because
        assert ruleset.knowledge.findings["fever_now"].question in reason.desk
    (private, _) = _without(ruleset, harmless, "bladder_change").reasons
    assert private.desk.startswith("Hand the screen over")
    four = ("fever_now", "acute_illness", "saddle_numbness", "major_trauma")
    for reason in _without(ruleset, harmless, *four).reasons:
        assert set(reason.findings) == set(four)
        assert reason.because.startswith("4 questions")


def _without(ruleset, answers, *ids):
    return ruleset.assess({id_: value for id_, value in answers.items() if id_ not in ids}, Technique.SWEDISH)
