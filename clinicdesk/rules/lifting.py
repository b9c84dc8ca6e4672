"""What a therapist's decision lifts of a rule, and on which facts and which words of the rule it rests.

Nothing is lifted that the knowledge does not let be lifted, whoever asks: ``Rule.may_lift`` says how far, and an urgent
referral is never lifted. What is lifted is left at precautions; every other rule counts in full.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules.assessment import UNANSWERED
from clinicdesk.rules.circuits import Circuit, holds
from clinicdesk.rules.compiled import REVIEW, Compiled, Fired, Reading, bits
from clinicdesk.rules.conditions import All, Always, Compare, Condition, Count, Is, Not, Some, Unknown, findings_of
from clinicdesk.rules.encoding import UNKNOWN_VALUE, Cells, survey
from clinicdesk.rules.knowledge import Knowledge, Rule
from clinicdesk.rules.questions import OpenQuestions

_EVERYWHERE = frozenset({"review", "block"})
_MAY_FIRE = "may fire"


@dataclass(frozen=True, slots=True)
class Lifted:
    """The rules that standing decisions lift for one person on one date.

    Attributes:
        everywhere: for every session of the techniques that ``reach`` tells.
        here: for the session asked for and its technique alone; may hold ``UNANSWERED``.
        in_writing: those of both that a clinician cleared in writing.
        reach: the techniques for which a rule is lifted everywhere; all of them where none are told.
    """

    everywhere: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    in_writing: frozenset[str] = frozenset()
    reach: Mapping[str, frozenset[Technique]] = field(default_factory=dict)

    def reaches(self, rule_id: str, technique: Technique, *, asked: bool) -> bool:
        """Whether a rule is lifted for a technique; ``asked`` tells whether it is that of the session in hand."""
        if asked and rule_id in self.here:
            return True
        return rule_id in self.everywhere and (rule_id not in self.reach or technique in self.reach[rule_id])


NOTHING_LIFTED = Lifted()


@dataclass(frozen=True, slots=True)
class LiftMask:
    """What is lifted of one technique.

    Attributes:
        rules: those whose contribution is left at precautions, as a mask.
        unanswered: whether the review that missing answers call for is lifted as well.
    """

    rules: int = 0
    unanswered: bool = False


_NO_MASK = LiftMask()


@dataclass(frozen=True, slots=True)
class _Reads:
    """What one rule reads: its findings, numbers with the bands it tells apart, and whose being known it asks for."""

    bands: Mapping[str, Cells | None]
    whether_known: frozenset[str]


class Lifting:
    """Decides what is lifted, by the knowledge alone."""

    def __init__(self, compiled: Compiled, knowledge: Knowledge, questions: OpenQuestions) -> None:
        self._compiled = compiled
        self._knowledge = knowledge
        self._questions = questions
        self._reads: dict[str, _Reads] = {}
        self._number = {rule.id: number for number, rule in enumerate(compiled.rules)}
        # What must be certain before a block is lifted: its negation cannot hold.
        self._uncertain: dict[str, Circuit] = {
            rule.id: compiled.circuit(knowledge.conditions[rule.lift_when], negated=True)
            for rule in compiled.rules
            if rule.lift_when is not None
        }

    def mask(self, lifted: Lifted, technique: Technique, fired: Fired, reading: Reading, *, asked: bool) -> LiftMask:
        """What is lifted of a technique; ``asked`` tells whether it is the one of the session in hand."""
        if lifted is NOTHING_LIFTED:
            return _NO_MASK
        rules = 0
        for id_ in lifted.everywhere | lifted.here:
            number = self._number.get(id_)
            if number is None or not fired.certain >> number & 1 or not lifted.reaches(id_, technique, asked=asked):
                continue
            if self._lifts(self._compiled.rules[number], lifted, technique, reading):
                rules |= 1 << number
        return LiftMask(rules, unanswered=asked and UNANSWERED in lifted.here)

    def _lifts(self, rule: Rule, lifted: Lifted, technique: Technique, reading: Reading) -> bool:
        said = rule.contribution(technique)
        if rule.may_lift == "never" or (rule.may_lift not in _EVERYWHERE and rule.id not in lifted.here):
            return False
        if said is Verdict.NOT_SUITABLE:
            return rule.id in lifted.in_writing and self._certain(rule, reading)
        return said is REVIEW

    def block_may_be_lifted(self, rule_id: str, findings: Mapping[str, Value]) -> bool:
        """Whether what is not suitable by a rule may be lifted for these answers at all."""
        rule = self._knowledge.rules[rule_id]
        return rule.may_lift == "block" and self._certain(rule, self._compiled.read(findings))

    def _certain(self, rule: Rule, reading: Reading) -> bool:
        return rule.id in self._uncertain and not holds(self._uncertain[rule.id], reading.opened)

    # -- what a decision rests on ------------------------------------------------------------------

    def facts(self, rule_id: str, findings: Mapping[str, Value], *, known_only: bool = False) -> dict[str, str]:
        """What a rule reads: choices as they are, numbers in the bands that the rule itself tells apart.

        A missing answer counts as the harmless one, as it does where the rule fires; ``known_only`` leaves it out.
        """
        reads = self._reads.get(rule_id)
        if reads is None:
            reads = self._reads[rule_id] = self._reading_of(self._knowledge.rules[rule_id])
        facts: dict[str, str] = {}
        for id_, cells in reads.bands.items():
            value = findings.get(id_, UNKNOWN_VALUE)
            if id_ in reads.whether_known:
                facts[f"unknown({id_})"] = str(value == UNKNOWN_VALUE)
            if value != UNKNOWN_VALUE:
                facts[id_] = _banded(value, cells)
            elif not known_only:
                facts[id_] = _banded(self._knowledge.findings[id_].harmless, cells)
        return facts

    def _reading_of(self, rule: Rule) -> "_Reads":
        limits: dict[str, set[float]] = {}
        whether_known: dict[str, None] = {}
        conditions = self._conditions(rule)
        for condition in conditions:
            survey(condition, limits, whether_known)
        named = sorted({id_ for condition in conditions for id_ in findings_of(condition)})
        findings = [self._knowledge.findings[id_] for id_ in named]
        bands = {each.id: Cells(each, limits.get(each.id, ())) if each.type == "number" else None for each in findings}
        return _Reads(bands, frozenset(whether_known))

    def unanswered_facts(self, technique: Technique, fired: Fired, reading: Reading) -> dict[str, str]:
        """The open questions that hold a technique, and the rules that may yet fire because of them."""
        may_fire = fired.review & ~fired.certain & self._compiled.ladders[technique].at_least[REVIEW]
        if not may_fire:
            return {}
        behind = self._questions.behind(reading, reading.review, may_fire, technique, REVIEW)
        open_ = {self._compiled.encoding.ids[slot]: UNKNOWN_VALUE for slot in bits(behind)}
        return open_ | {f"rule {self._compiled.rules[number].id}": _MAY_FIRE for number in bits(may_fire)}

    def rule_hash(self, rule_id: str) -> str:
        """SHA-256 of all that a rule says, definitions included; of the whole rule set for open questions."""
        if rule_id == UNANSWERED:
            return self._knowledge.version.hash
        rule = self._knowledge.rules[rule_id]
        spelled = [_spelled(condition) for condition in self._conditions(rule)]
        return hashlib.sha256(msgspec.json.encode([rule, spelled], order="sorted")).hexdigest()

    def _conditions(self, rule: Rule) -> list[Condition]:
        texts = [rule.when] if rule.lift_when is None else [rule.when, rule.lift_when]
        return [self._knowledge.conditions[text] for text in texts]


def _banded(value: Value, cells: Cells | None) -> str:
    if cells is None or isinstance(value, str):
        return str(value)
    return f"band {cells.state(value).bit_length()} of {cells.count}"


def _spelled(condition: Condition) -> list[object]:  # noqa: PLR0911 - one return per form
    """A condition in one spelling, whatever the order of its sets."""
    match condition:
        case Always(holds=certain):
            return ["always", certain]
        case Is(finding=finding, values=values):
            return ["is", finding, sorted(values)]
        case Compare(finding=finding, operator=operator, number=number):
            return [operator, finding, number]
        case Unknown(finding=finding):
            return ["unknown", finding]
        case Not(of=part):
            return ["not", _spelled(part)]
        case All(of=parts):
            return ["all", *_each(parts)]
        case Some(of=parts):
            return ["some", *_each(parts)]
        case Count(of=parts, at_least=low, at_most=high):
            return ["count", low, high, *_each(parts)]


def _each(parts: Iterable[Condition]) -> list[object]:
    return [_spelled(part) for part in parts]
