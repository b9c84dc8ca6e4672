from dataclasses import replace

import pytest

from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict
from clinicdesk.rules import UNANSWERED, Assessment, Reason, RuleSetVersion
from clinicdesk.rules.assessment import Alternative
from clinicdesk.ui.panel.voice import Voice
from clinicdesk.ui.panel.wording import (
    answer_words,
    best_of,
    book_instead,
    detail_html,
    instruction,
    reason_groups,
)

MASSAGE, THERAPY = Kind.MASSAGE, Kind.PHYSICAL_THERAPY
VERSION = RuleSetVersion("rules", "1", "0" * 64)


def reason(rule, verdict, kind=MASSAGE, *, title="", desk="Ask the therapist.", findings=None):
    return Reason(rule, kind, verdict, title or rule, f"because of {rule}", desk, findings or {}, (), "trial")


def assessment(verdict, *reasons, other=Verdict.SUITABLE, alternatives=()):
    return Assessment(
        VERSION, MASSAGE, GENTLEST[MASSAGE], {MASSAGE: verdict, THERAPY: other}, reasons, (), (), (), False, (),
        alternatives,
    )  # fmt: skip


def test_the_desk_is_told_what_to_do_and_the_therapist_why():
    judged = assessment(
        Verdict.NOT_SUITABLE, reason("S03", Verdict.NOT_SUITABLE, title="Herniated disc", desk="Do not book massage.")
    )
    assert instruction(judged, Voice.DESK) == "Do not book massage."
    assert instruction(judged, Voice.THERAPIST) == "Herniated disc"


def test_without_a_reason_the_verdict_itself_says_what_to_do():
    assert instruction(assessment(Verdict.SUITABLE), Voice.DESK) == "Book as usual."


def test_the_instruction_is_that_of_the_worst_reason_of_the_kind_asked_for():
    judged = assessment(
        Verdict.NEEDS_CLINICIAN_REVIEW,
        reason("A", Verdict.NOT_SUITABLE, THERAPY, desk="No therapy."),
        reason("B", Verdict.NEEDS_CLINICIAN_REVIEW, desk="Hold massage."),
        reason("C", Verdict.SUITABLE_WITH_PRECAUTIONS, desk="Be gentle."),
    )
    assert instruction(judged, Voice.DESK) == "Hold massage."


def test_what_can_be_booked_with_care_is_never_introduced_by_what_cannot():
    care = Verdict.SUITABLE_WITH_PRECAUTIONS
    judged = assessment(care, reason("A", care, desk="Do not book massage. This does not stop physical therapy."))
    assert instruction(judged, Voice.DESK) == "Book; the precautions go on the visit sheet."


def test_open_questions_are_counted_under_the_verdict_and_not_read_out():
    review = Verdict.NEEDS_CLINICIAN_REVIEW
    for voice in Voice:
        two = assessment(
            review, reason(UNANSWERED, review, findings={"fever_now": "unknown", "osteoporosis": "unknown"})
        )
        assert instruction(two, voice) == "Ask the 2 open questions below first."
        one = assessment(review, reason(UNANSWERED, review, findings={"fever_now": "unknown"}))
        assert instruction(one, voice) == "Ask the open question below first."


def test_reasons_that_ask_the_same_of_the_desk_are_one_line():
    judged = assessment(
        Verdict.NEEDS_CLINICIAN_REVIEW,
        reason("A", Verdict.NEEDS_CLINICIAN_REVIEW),
        reason("B", Verdict.NEEDS_CLINICIAN_REVIEW),
    )
    [line] = reason_groups(judged, Voice.DESK)
    assert [each.rule for each in line.reasons] == ["A", "B"]
    assert [each.text for each in reason_groups(judged, Voice.THERAPIST)] == ["A", "B"]


def test_the_other_kind_adds_only_what_it_has_of_its_own():
    judged = assessment(
        Verdict.NOT_SUITABLE,
        reason("A", Verdict.NOT_SUITABLE),
        reason("A", Verdict.NEEDS_CLINICIAN_REVIEW, THERAPY),
        reason("B", Verdict.NEEDS_CLINICIAN_REVIEW, THERAPY),
    )
    lines = reason_groups(judged, Voice.THERAPIST)
    assert [(line.text, line.kind) for line in lines] == [("A", None), ("B", THERAPY)]


def test_what_speaks_for_a_session_is_no_reason_against_it():
    assert reason_groups(assessment(Verdict.SUITABLE, reason("I01", Verdict.SUITABLE)), Voice.DESK) == ()


def test_answers_are_worded_as_the_intake_words_them(ruleset):
    finding = next(each for each in ruleset.knowledge.findings.values() if each.type == "choice")
    choice = finding.choices[-1]
    assert answer_words(finding, choice.value) == choice.label
    assert answer_words(finding, "unknown") == "not answered"
    number = next(each for each in ruleset.knowledge.findings.values() if each.type == "number")
    assert answer_words(number, 7.0).startswith("7")
    assert answer_words(None, "some_value") == "some value"


def private_reason(ruleset):
    knowledge = ruleset.knowledge
    finding = next(each for each in knowledge.findings.values() if each.private and each.choices)
    answer = next(choice for choice in finding.choices if choice.value != finding.harmless)
    return finding, answer, reason("U01", Verdict.REFER_URGENTLY, findings={finding.id: answer.value})


def test_the_desk_does_not_read_what_was_answered_in_private(ruleset):
    finding, answer, told = private_reason(ruleset)
    [line] = reason_groups(assessment(Verdict.REFER_URGENTLY, told), Voice.DESK)
    desk = detail_html(line, ruleset.knowledge, Voice.DESK, "#000000")
    therapist = detail_html(line, ruleset.knowledge, Voice.THERAPIST, "#000000")
    assert "answered in private" in desk
    assert f"<br>{answer.label}<" not in desk
    assert f"<br>{answer.label}<" in therapist
    assert finding.question.split("?")[0] in desk.replace("&#x27;", "'")


def test_the_therapist_reads_reason_rule_strength_source_and_what_is_not_verified(ruleset):
    knowledge = ruleset.knowledge
    rule = next(each for each in knowledge.rules.values() if each.sources and each.unverified)
    told = Reason(
        rule.id, MASSAGE, Verdict.NOT_SUITABLE, rule.title, "Massage & more", rule.desk, {}, rule.sources,
        rule.strength, "a limit of our own",
    )  # fmt: skip
    [line] = reason_groups(assessment(Verdict.NOT_SUITABLE, told), Voice.THERAPIST)
    html = detail_html(line, knowledge, Voice.THERAPIST, "#000000")
    assert "Massage &amp; more" in html
    assert f"Rule {rule.id}, version {rule.version}" in html
    assert "Strength:" in html
    assert str(knowledge.sources[rule.sources[0]].year) in html
    assert "Not verified: a limit of our own" in html
    assert "Massage &amp; more" not in detail_html(replace(line), knowledge, Voice.DESK, "#000000")


def test_missing_answers_are_not_called_a_rule(ruleset):
    told = reason(UNANSWERED, Verdict.NEEDS_CLINICIAN_REVIEW)
    [line] = reason_groups(assessment(Verdict.NEEDS_CLINICIAN_REVIEW, told), Voice.DESK)
    assert "Rests on missing answers" in detail_html(line, ruleset.knowledge, Voice.DESK, "#000000")


ALTERNATIVES = (
    Alternative(THERAPY, Technique.THERAPEUTIC_EXERCISE, Verdict.SUITABLE),
    Alternative(THERAPY, Technique.MANIPULATION_THRUST, Verdict.NOT_SUITABLE),
)


@pytest.mark.parametrize(
    ("verdict", "offered"),
    [
        (Verdict.SUITABLE, None),
        (Verdict.NEEDS_CLINICIAN_REVIEW, None),
        (Verdict.NOT_SUITABLE, Technique.THERAPEUTIC_EXERCISE),
        (Verdict.REFER_URGENTLY, None),
    ],
)
def test_the_other_kind_is_offered_instead_only_when_this_one_is_out_of_the_question(verdict, offered):
    assert book_instead(assessment(verdict, alternatives=ALTERNATIVES)) is offered


def test_nothing_is_offered_that_could_not_be_booked():
    judged = assessment(Verdict.NOT_SUITABLE, alternatives=ALTERNATIVES[1:])
    assert best_of(judged, THERAPY) is None
