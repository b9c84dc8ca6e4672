"""Small knowledge made up for tests, and what conditions mean, spelled out by trying every answer."""

from itertools import product

from hypothesis import strategies as st

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules import Choice, Finding, Group, Knowledge, Rule, RuleSetVersion
from clinicdesk.rules.condition_parser import COMPARE
from clinicdesk.rules.conditions import All, Always, Compare, Count, Is, Not, Some, Unknown

NUMBERS = (0, 1, 1.5, 2, 2.5, 3, 4)
"""Every number of a small finding that its comparisons with 1, 2 and 3 tell apart."""
CAPS = ("review", "precaution", "none")


def finding(id_, type_="yes_no", **given):
    words = {"yes_no": ("no", "yes"), "choice": ("none", "mild", "severe"), "number": ()}[type_]
    of_numbers = {"minimum": 0, "maximum": 4, "harmless": 2} if type_ == "number" else {}
    fields = {
        "id": id_,
        "group": "only",
        "question": f"{id_}?",
        "type": type_,
        "harmless": words[0] if words else 2,
        "if_unknown": "review",
        "asked_by": "desk",
        "choices": tuple(Choice(value=word, label=word) for word in words),
    }
    return Finding(**(fields | of_numbers | given))


def rule(id_, massage=Verdict.NOT_SUITABLE, physical_therapy=None, **given):
    fields = {"version": 1, "title": id_, "when": id_, "because": id_, "desk": id_, "strength": "trial"}
    return Rule(**(fields | {"id": id_, "massage": massage, "physical_therapy": physical_therapy} | given))


def knowledge(findings, ruled, gates=()):
    """Knowledge of findings and of ``(rule, condition)`` pairs; ``gates`` are conditions named by findings."""
    return Knowledge(
        version=RuleSetVersion("small", "1", "0"),
        statement="",
        groups=(Group(id="only", title="Only", intro=""),),
        findings={finding.id: finding for finding in findings},
        definitions={},
        rules={rule.id: rule for rule, _ in ruled},
        benefits=(),
        pairing=(),
        sources={},
        inflammation=(),
        conditions={rule.when: condition for rule, condition in ruled} | dict(gates),
    )


def means(condition, values, unknown=()):  # noqa: PLR0911 - one return per form
    """Whether a condition holds for values of all findings, some of which were not known at first."""
    match condition:
        case Always(holds=holds):
            return holds
        case Is(finding=id_, values=words):
            return values[id_] in words
        case Compare(finding=id_, operator=operator, number=number):
            return COMPARE[operator](values[id_], number)
        case Unknown(finding=id_):
            return id_ in unknown
        case Not(of=part):
            return not means(part, values, unknown)
        case All(of=parts):
            return all(means(part, values, unknown) for part in parts)
        case Some(of=parts):
            return any(means(part, values, unknown) for part in parts)
        case Count(of=parts, at_least=low, at_most=high):
            return low <= sum(means(part, values, unknown) for part in parts) <= high


def values_of(finding):
    return NUMBERS if finding.type == "number" else [choice.value for choice in finding.choices]


def completions(known, answers, opened):
    """Every way the missing answers can turn out: the open ones any, the others harmless."""
    ways = [
        [answers[finding.id]]
        if finding.id in answers
        else (values_of(finding) if finding.id in opened else [finding.harmless])
        for finding in known.findings.values()
    ]
    return [dict(zip(known.findings, way, strict=True)) for way in product(*ways)]


def verdict_by_trying(known, answers, technique):
    """The verdict as the three readings of missing answers define it."""
    unknown = set(known.findings) - set(answers)
    anything = completions(known, answers, unknown)
    capped = {
        cap: {
            id_
            for id_ in unknown
            if known.findings[id_].if_unknown == cap
            and (
                known.findings[id_].if_unknown_when is None
                or any(means(known.conditions[known.findings[id_].if_unknown_when], way, unknown) for way in anything)
            )
        }
        for cap in CAPS
    }

    def worst(opened):
        said = [
            rule.contribution(technique)
            for way in completions(known, answers, opened)
            for rule in known.rules.values()
            if rule.contribution(technique) is not None and means(known.conditions[rule.when], way, unknown)
        ]
        return max(said, default=Verdict.SUITABLE)

    return max(
        worst(set()),
        min(worst(capped["review"]), Verdict.NEEDS_CLINICIAN_REVIEW),
        min(worst(capped["review"] | capped["precaution"]), Verdict.SUITABLE_WITH_PRECAUTIONS),
    )


_FINDINGS = (("a", "yes_no"), ("b", "yes_no"), ("c", "choice"), ("d", "choice"), ("e", "number"))
_leaves = st.one_of(
    st.sampled_from([Is("a", frozenset({"yes"})), Is("b", frozenset({"yes"})), Is("b", frozenset({"no"}))]),
    st.builds(Is, st.sampled_from("cd"), st.sampled_from([frozenset({"severe"}), frozenset({"mild", "severe"})])),
    st.builds(Compare, st.just("e"), st.sampled_from(sorted(COMPARE)), st.sampled_from((1, 2, 3))),
    st.builds(Unknown, st.sampled_from("ae")),
)


def _joined(parts):
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    counted = st.tuples(several, st.integers(0, 4), st.integers(0, 4))
    return st.one_of(
        st.builds(All, several),
        st.builds(Some, several),
        st.builds(Not, parts),
        counted.map(lambda drawn: Count(drawn[0], *sorted(drawn[1:]))),
    )


conditions = st.recursive(_leaves, _joined, max_leaves=8)
"""Any condition over the findings a to e, often naming one several times."""


@st.composite
def small_knowledge(draw, *, with_unknown=True):
    """Knowledge of the findings a to e under any caps, with a few rules of any form."""
    caps = draw(st.tuples(*[st.sampled_from(CAPS)] * len(_FINDINGS)))
    gate = draw(st.none() | conditions.filter(lambda condition: not _mentions_unknown(condition)))
    findings = [
        finding(id_, type_, if_unknown=cap, if_unknown_when="gate" if gate is not None and id_ == "d" else None)
        for (id_, type_), cap in zip(_FINDINGS, caps, strict=True)
    ]
    forms = conditions if with_unknown else conditions.filter(lambda condition: not _mentions_unknown(condition))
    verdicts = st.none() | st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.REFER_URGENTLY])
    ruled = [
        (rule(f"r{number}", draw(verdicts), draw(verdicts)), draw(forms)) for number in range(draw(st.integers(1, 4)))
    ]
    return knowledge(findings, ruled, {} if gate is None else {"gate": gate})


def _mentions_unknown(condition):
    match condition:
        case Unknown():
            return True
        case Not(of=part):
            return _mentions_unknown(part)
        case All(of=parts) | Some(of=parts) | Count(of=parts):
            return any(_mentions_unknown(part) for part in parts)
    return False


small_answers = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from(["no", "yes"]),
        "b": st.sampled_from(["no", "yes"]),
        "c": st.sampled_from(["none", "mild", "severe"]),
        "d": st.sampled_from(["none", "mild", "severe"]),
        "e": st.sampled_from(NUMBERS),
    },
)
TECHNIQUE_OF = {Kind.MASSAGE: Technique.SWEDISH, Kind.PHYSICAL_THERAPY: Technique.THERAPEUTIC_EXERCISE}
