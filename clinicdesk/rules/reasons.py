"""Why: one reason for each contribution, and one for what the missing answers raise."""

from collections.abc import Mapping, Sequence

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import UNANSWERED, Reason
from clinicdesk.rules.circuits import Circuit, Every, Probe, witnesses
from clinicdesk.rules.compiled import Compiled, Fired, Reading, bits
from clinicdesk.rules.encoding import UNKNOWN_VALUE
from clinicdesk.rules.knowledge import Finding, Rule
from clinicdesk.rules.questions import OpenQuestions

_FEW = 3
"""As many missing questions are named one by one; more are counted."""


class Reasons:
    """Puts the reasons of one assessment together."""

    def __init__(self, compiled: Compiled, questions: OpenQuestions) -> None:
        self._compiled = compiled
        self._questions = questions
        self._contributions: dict[tuple[Technique, ...], list[tuple[tuple[Kind, Verdict], ...]]] = {}
        self._rests_on = [_certain_witnesses(circuit) for circuit in compiled.as_written]

    def of_rules(
        self, fired: int, reading: Reading, techniques: Mapping[Kind, Technique], findings: Mapping[str, Value]
    ) -> list[Reason]:
        """One reason for each kind a rule contributes to, in the order of the rules."""
        reasons: list[Reason] = []
        pair = techniques[Kind.MASSAGE], techniques[Kind.PHYSICAL_THERAPY]
        contributions = self._contributions.get(pair)
        if contributions is None:
            contributions = self._contributions[pair] = [_contributions(rule, pair) for rule in self._compiled.rules]
        for number in bits(fired):
            rule = self._compiled.rules[number]
            matched = self._matched(number, reading, findings) if contributions[number] else {}
            for kind, verdict in contributions[number]:
                reasons.append(
                    Reason(
                        rule.id,
                        kind,
                        verdict,
                        rule.title,
                        rule.because,
                        rule.desk,
                        matched,
                        rule.sources,
                        rule.strength,
                        rule.unverified,
                    )
                )
        return reasons

    def of_missing_answers(
        self, fired: Fired, reading: Reading, raised: Mapping[Technique, Verdict], questions: Sequence[int]
    ) -> list[Reason]:
        """One reason for each technique whose verdict the missing answers raise.

        Args:
            fired: the rules that fire in each reading.
            reading: the person's answers.
            raised: the techniques concerned, and the verdict each is raised to.
            questions: the slots of the open questions, most decisive first.
        """
        reasons = []
        for technique, verdict in raised.items():
            by_review = verdict is Verdict.NEEDS_CLINICIAN_REVIEW
            rules, states = (fired.review, reading.review) if by_review else (fired.caution, reading.caution)
            behind = self._questions.behind(reading, states, rules & ~fired.certain, technique, verdict)
            slots = [slot for slot in questions if behind >> slot & 1]
            slots += [slot for slot in bits(behind) if slot not in questions]
            reasons.append(_unanswered(technique.kind, verdict, [self._compiled.findings[slot] for slot in slots]))
        return reasons

    def _matched(self, number: int, reading: Reading, findings: Mapping[str, Value]) -> dict[str, Value]:
        """The answers on which a rule that fires rests; what is asked about by being missing is unknown."""
        encoding = self._compiled.encoding
        matched = self._rests_on[number]
        if matched is None:
            matched = sorted(witnesses(self._compiled.as_written[number], reading.harmless))
        values: dict[str, Value] = {}
        for slot in matched:
            if slot >= len(encoding.ids):
                id_ = self._compiled.asked_whether_known[slot]
                if not reading.known[encoding.slot[id_]]:
                    values[id_] = UNKNOWN_VALUE
            elif reading.known[slot]:
                id_ = encoding.ids[slot]
                values[id_] = findings[id_]
        return values


def _contributions(rule: Rule, pair: tuple[Technique, ...]) -> tuple[tuple[Kind, Verdict], ...]:
    said = ((technique.kind, rule.contribution(technique)) for technique in pair)
    return tuple((kind, verdict) for kind, verdict in said if verdict is not None)


def _certain_witnesses(circuit: Circuit) -> list[int] | None:
    """The slots on which a circuit rests whenever it holds, or None if that depends on the states."""
    parts = circuit.parts if isinstance(circuit, Every) else (circuit,)
    probes = [part.slot for part in parts if isinstance(part, Probe)]
    return sorted(probes) if len(probes) == len(parts) else None


def _unanswered(kind: Kind, verdict: Verdict, findings: Sequence[Finding]) -> Reason:
    if len(findings) <= _FEW:
        asked = [finding for finding in findings if not finding.private]
        handed_over = [finding for finding in findings if finding.private]
        because = f"Not answered yet: {_named(findings)} A missing answer is not read as harmless."
        ways = (("Ask before the session:", asked), ("Hand the screen over, do not read aloud:", handed_over))
        desk = " ".join(f"{way} {_named(questions)}" for way, questions in ways if questions)
    else:
        because = (
            f"{len(findings)} questions that bear on this have no answer yet. A missing answer is not read as harmless."
        )
        desk = f"Go through the {len(findings)} open questions before the session."
    return Reason(
        rule=UNANSWERED,
        kind=kind,
        verdict=verdict,
        title="Questions without an answer",
        because=because,
        desk=desk,
        findings={finding.id: UNKNOWN_VALUE for finding in findings},
        sources=(),
        strength="general_knowledge",
    )


def _named(findings: Sequence[Finding]) -> str:
    return " ".join(f"\N{LEFT DOUBLE QUOTATION MARK}{f.question}\N{RIGHT DOUBLE QUOTATION MARK}" for f in findings)
