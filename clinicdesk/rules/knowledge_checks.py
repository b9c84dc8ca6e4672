"""What has to be true of a finding and of a rule beyond the types of their fields."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.encoding import UNKNOWN_VALUE
from clinicdesk.rules.knowledge import Dated, Finding, Rule, Turn


def faults_of_finding(finding: Finding, groups: Collection[str]) -> Iterator[str]:
    """What is wrong with a finding, as sentences without their end."""
    if not finding.id.isidentifier():
        yield "an id is made of letters, digits and underscores"
    if finding.group not in groups:
        yield f"there is no group called '{finding.group}'"
    if not finding.question:
        yield "the question is empty"
    if finding.type == "number":
        yield from _faults_of_number(finding)
    else:
        yield from _faults_of_choices(finding)
    if (finding.asked_when is None) != (finding.otherwise is None):
        yield "'asked_when' and 'otherwise' belong together"
    for value in (finding.harmless, finding.otherwise, *(way.value for way in finding.derived)):
        if value is not None and not allows(finding, value):
            yield f"'{value}' is not one of its values"
    if finding.dated is not None:
        yield from _faults_of_dated(finding, finding.dated)
    yield from _faults_of_turns(finding)


def _faults_of_turns(finding: Finding) -> Iterator[str]:
    starts = [(was, turn.to) for turn in finding.can_become for was in (*turn.was, turn.at_least) if was is not None]
    for was, to in starts:
        if starts.count((was, to)) > 1:
            yield f"the change from '{was}' to '{to}' is listed twice"
    for turn in finding.can_become:
        if not turn.words.strip() or turn.words.endswith("."):
            yield "the words of a change follow on 'If' and end without a full stop"
        if bool(turn.was) == (turn.at_least is not None):
            yield "a change starts either from answers or from a number"
        yield from _faults_of_start(finding, turn)
        if not allows(finding, turn.to):
            yield f"the value '{turn.to}' it may change to is not one of its values"


def _faults_of_start(finding: Finding, turn: Turn) -> Iterator[str]:
    for was in turn.was:
        if was != UNKNOWN_VALUE and was not in finding.values:
            yield f"the value '{was}' that may change is not one of its values"
    if turn.to in turn.was:
        yield f"a change to '{turn.to}' starts from the same value"
    if turn.at_least is not None and (isinstance(turn.to, str) or turn.to >= turn.at_least):
        yield "only a number falls below where it was"
    if UNKNOWN_VALUE in turn.was and turn.to != finding.harmless:
        yield "an open question is held out as harmless or not at all"
    if UNKNOWN_VALUE in turn.was and finding.if_unknown == "none":
        yield "a missing answer to it never counts, so none is held out as harmless"


def _faults_of_number(finding: Finding) -> Iterator[str]:
    if finding.choices:
        yield "a number has no choices"
    if finding.minimum is None or finding.maximum is None or finding.minimum >= finding.maximum:
        yield "a number needs a minimum below its maximum"


def _faults_of_choices(finding: Finding) -> Iterator[str]:
    if finding.minimum is not None or finding.maximum is not None or finding.unit:
        yield "only a number has a minimum, a maximum and a unit"
    if len(finding.values) < 2:  # noqa: PLR2004 - a question with one answer asks nothing
        yield "a choice needs at least two values"
    if len(finding.values) != len(finding.choices):
        yield "a value is listed twice"
    if "unknown" in finding.values:
        yield "'unknown' is never listed as a value; every question can stay unanswered"


def _faults_of_dated(finding: Finding, dated: Dated) -> Iterator[str]:
    if (finding.type == "number") == bool(dated.bands):
        yield "a dated choice needs bands, a dated number has none"
    if finding.type == "yes_no":
        yield "a yes/no finding cannot be dated"
    for band in dated.bands:
        for value in band.values:
            if value not in finding.values:
                yield f"the value '{value}' of a band is not one of its values"
        if not band.values:
            yield "a band has no value"
    for earlier, later in pairwise(dated.bands):
        if earlier.below is None or (later.below is not None and later.below <= earlier.below):
            yield "bands are listed by rising limits, and only the last may be open"


def allows(finding: Finding, value: Value) -> bool:
    """Whether a value is one a finding can have."""
    if finding.type != "number":
        return isinstance(value, str) and value in finding.values
    low, high = finding.range
    return not isinstance(value, str | bool) and low <= value <= high


def faults_of_rule(rule: Rule) -> Iterator[str]:
    """What is wrong with a rule, as sentences without their end."""
    for name, text in (("title", rule.title), ("because", rule.because), ("desk", rule.desk)):
        if not text.strip():
            yield f"'{name}' is empty"
    if rule.massage is None and rule.physical_therapy is None:
        yield "the rule contributes to neither kind"
    if len(set(rule.techniques)) != len(rule.techniques):
        yield "a technique is listed twice"
    for kind, contribution in ((Kind.MASSAGE, rule.massage), (Kind.PHYSICAL_THERAPY, rule.physical_therapy)):
        spoken_of = rule.techniques or tuple(Technique)
        if contribution is not None and not any(technique.kind is kind for technique in spoken_of):
            yield f"the rule contributes to {kind} but lists no technique of it"
    yield from _faults_of_lift(rule)


def _faults_of_lift(rule: Rule) -> Iterator[str]:
    said = (rule.massage, rule.physical_therapy)
    if (rule.lift == "block") != (rule.lift_when is not None):
        yield "'lift_when' says when a block is lifted, and a block is lifted only under it"
    if bool(rule.lift_words.strip()) != (rule.lift_when is not None):
        yield "'lift_when' and 'lift_words' belong together"
    if rule.lift in {None, "never"}:
        return
    if Verdict.REFER_URGENTLY in said:
        yield "nobody's word lifts an urgent referral"
    elif not {Verdict.NEEDS_CLINICIAN_REVIEW, Verdict.NOT_SUITABLE} & set(said):
        yield "there is nothing to lift"
