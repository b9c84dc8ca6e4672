"""Hypothesis strategies for findings: the whole space of answers, missing ones included."""

from random import Random

from hypothesis import strategies as st

MISSING = object()
"""Stands for a finding that is left out."""

NEAR_LIMITS = {
    "age_years": (0, 12, 17, 18, 20, 21, 40, 49, 50, 59, 60, 64, 65, 69, 70, 95),
    "pain_duration_weeks": (0, 3, 4, 11, 12, 13, 25, 26, 200),
    "pain_score": (0, 5, 10),
    "bp_systolic": (50, 120, 159, 160, 179, 180, 300),
    "bp_diastolic": (20, 80, 99, 100, 109, 110, 200),
}
"""Numbers on both sides of every limit a rule names."""


def values_of(finding):
    """Every value of a finding that rules can tell apart."""
    if finding.type == "number":
        return NEAR_LIMITS[finding.id]
    return tuple(choice.value for choice in finding.choices)


def harmless_findings(knowledge):
    """The answers that speak against nothing."""
    return {finding.id: finding.harmless for finding in knowledge.findings.values()}


def findings(knowledge, *, missing=True):
    """Answers of one person: mostly harmless, mostly missing or anything at all, with a few set on purpose.

    Args:
        knowledge: whose findings are answered.
        missing: whether answers may be missing, by being left out or by being ``"unknown"``.
    """
    known = list(knowledge.findings.values())
    absent = (MISSING, "unknown") if missing else ()
    pairs = [(finding.id, value) for finding in known for value in (*values_of(finding), *absent)]
    harmless = harmless_findings(knowledge)
    bases = [st.just(harmless), st.integers(0, 2**32 - 1).map(lambda seed: _scattered(known, seed, missing))]
    if missing:
        bases += [st.just({}), st.integers(0, 2**32 - 1).map(lambda seed: _thinned(harmless, seed))]
    return st.builds(_with, st.one_of(bases), st.lists(st.sampled_from(pairs), max_size=9))


def _with(base, changes):
    answers = base | dict(changes)
    return {id_: value for id_, value in answers.items() if value is not MISSING}


def _scattered(known, seed, missing):
    random = Random(seed)
    share = random.choice((0.05, 0.15, 0.6))
    answers = {}
    for finding in known:
        value = random.choice(values_of(finding)) if random.random() < share else finding.harmless
        if not (missing and random.random() < share / 2):
            answers[finding.id] = value
    return answers


def _thinned(harmless, seed):
    random = Random(seed)
    return {id_: value for id_, value in harmless.items() if random.random() < 0.8}
