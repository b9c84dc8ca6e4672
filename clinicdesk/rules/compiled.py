"""The knowledge made ready to run: slots, generated tests and masks of rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import GENTLEST, Technique, Verdict
from clinicdesk.rules.circuits import FALSE, Circuit, Circuits, Probe
from clinicdesk.rules.compiler import Compiler, Liveness, Test
from clinicdesk.rules.conditions import Condition
from clinicdesk.rules.encoding import KNOWN, NOT_KNOWN, Encoding
from clinicdesk.rules.knowledge import Knowledge, Rule

REVIEW, CAUTION = Verdict.NEEDS_CLINICIAN_REVIEW, Verdict.SUITABLE_WITH_PRECAUTIONS
"""The worst that missing answers can cause by themselves, by their finding's ``if_unknown``."""


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class Ladder:
    """Which rules contribute what to one technique, as masks of rules.

    Attributes:
        exact: for each verdict the rules that contribute just this.
        at_least: for each verdict the rules that contribute this or worse.
    """

    exact: tuple[int, ...]
    at_least: tuple[int, ...]

    def worst(self, fired: int) -> Verdict:
        """The worst contribution of the rules in a mask."""
        at_least = self.at_least
        for verdict in _WORST_FIRST:
            if fired & at_least[verdict]:
                return verdict
        return Verdict.SUITABLE


_WORST_FIRST = tuple(reversed(Verdict))[:-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's answers as slot states, the missing ones read in each way the rules ask for.

    Attributes:
        known: 0 where there is no answer.
        missing: the slots without an answer, as a mask.
        harmless: missing answers at their harmless value.
        review: as harmless, with all values open where a missing answer may cause a review.
        caution: as harmless, with all values open where a missing answer may cause anything.
        opened: all values open wherever an answer is missing, and whether there will be one.
    """

    known: list[int]
    missing: int
    harmless: list[int]
    review: list[int]
    caution: list[int]
    opened: list[int]


@dataclass(frozen=True, slots=True)
class Fired:
    """The rules that fire in each reading of the missing answers, each a subset of the next.

    Attributes:
        certain: with every missing answer harmless; these keep their full weight.
        review: with the answers open that may cause a review.
        caution: with the answers open that may cause anything.
        possible: with every missing answer open.
    """

    certain: int
    review: int
    caution: int
    possible: int


class Compiled:
    """Everything made once from the knowledge.

    Attributes:
        rules: by id; a rule's place here is its bit in every mask of rules.
        fires: from slot states to the rules that may fire.
        single: for each rule that one answer decides, the slot of its finding.
        as_written: each rule's circuit before it was brought into exact form, for its witnesses.
        asked_whether_known: the finding behind each slot that only tells whether a value is known.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.encoding = Encoding(knowledge.findings, knowledge.conditions.values())
        self.findings = tuple(knowledge.findings.values())
        judging = (rule for rule in knowledge.rules.values() if rule.active)
        self.rules: tuple[Rule, ...] = tuple(sorted(judging, key=lambda rule: rule.id))
        self.ladders = {technique: self._ladder(technique) for technique in Technique}
        self._circuits = Circuits(self.encoding)
        self._conditions = knowledge.conditions
        encoding = self.encoding
        self.asked_whether_known = {slot: id_ for id_, slot in encoding.known_slot.items()}
        asked_slot = {slot: encoding.slot[id_] for slot, id_ in self.asked_whether_known.items()}
        self._compiler = Compiler(self._circuits, len(encoding.ids) + len(asked_slot), asked_slot)
        self.as_written = [self._circuits.of(knowledge.conditions[rule.when]) for rule in self.rules]
        self.circuits = [self._circuits.read_once(circuit) for circuit in self.as_written]
        self.fires = self._compiler.fires(self.circuits)
        # One answer decides a rule with a single probe; the others have to be looked into.
        self.single = {
            number: circuit.slot
            for number, circuit in enumerate(self.circuits)
            if isinstance(circuit, Probe) and circuit.slot < len(self.findings)
        }
        self._gates = self._gated()
        self._gate_test = self.test([condition for _, condition in self._gates])
        self._harmless, self._open = encoding.harmless, encoding.full
        self._review = self._opening({"review"})
        self._caution = self._opening({"review", "precaution"})

    @cached_property
    def liveness(self) -> dict[int, Liveness]:
        """For every rule that one answer does not decide, which findings matter; made when first needed."""
        return self._compiler.liveness(
            {number: circuit for number, circuit in enumerate(self.circuits) if number not in self.single}
        )

    def _ladder(self, technique: Technique) -> Ladder:
        exact = [0] * len(Verdict)
        companion = GENTLEST[technique.kind.other]
        for number, rule in enumerate(self.rules):
            verdict = rule.contribution(technique)
            if rule.contribution(companion) is Verdict.REFER_URGENTLY:
                verdict = Verdict.REFER_URGENTLY  # it stops the other kind as well
            if verdict is not None:
                exact[verdict] |= 1 << number
        at_least = [sum(exact[verdict:]) for verdict in Verdict]
        return Ladder(tuple(exact), tuple(at_least))

    def _gated(self) -> list[tuple[int, Condition]]:
        return [
            (slot, self._conditions[finding.if_unknown_when])
            for slot, finding in enumerate(self.findings)
            if finding.if_unknown_when is not None
        ]

    def _opening(self, caps: set[str]) -> tuple[int, ...]:
        return tuple(
            full if finding.if_unknown in caps else harmless
            for finding, full, harmless in zip(self.findings, self.encoding.full, self._harmless, strict=True)
        )

    def named(self, mask: int) -> frozenset[str]:
        """The ids of the rules in a mask."""
        return frozenset(self.rules[number].id for number in bits(mask))

    def circuit(self, condition: Condition, *, negated: bool = False) -> Circuit:
        """A condition, or its negation, in exact form."""
        return self._circuits.read_once(self._circuits.of(condition, negated=negated))

    def one_always_holds(self, conditions: Sequence[Condition]) -> bool:
        """Whether at least one of some conditions holds, whatever is answered or left open."""
        none = self._circuits.every([self._circuits.of(condition, negated=True) for condition in conditions])
        return self._circuits.read_once(none) == FALSE

    def test(self, conditions: Sequence[Condition], *, negated: bool = False) -> Test:
        """A function that sets bit n if the n-th condition, or its negation, may hold."""
        return self._compiler.fires([self.circuit(condition, negated=negated) for condition in conditions])

    def fails(self, circuits: Sequence[Circuit]) -> Test:
        """A function that sets bit n if the n-th circuit may fail."""
        return self._compiler.fires(
            [self._circuits.read_once(self._circuits.negation(circuit)) for circuit in circuits]
        )

    def opened(self, findings: Mapping[str, Value]) -> list[int]:
        """Slot states with all values open wherever an answer is missing; raises InvalidValues."""
        known = self.encoding.read(findings)
        full = self.encoding.full
        return [state or every for state, every in zip(known, full, strict=True)] + self.encoding.knowledge_of(known)

    def read(self, findings: Mapping[str, Value]) -> Reading:
        """The states of all slots; raises InvalidValues."""
        return self.reading(self.encoding.read(findings))

    def reading(self, known: list[int]) -> Reading:
        """As ``read``, from the states of the findings' slots, 0 where there is no answer."""
        knowledge = self.encoding.knowledge_of(known)
        harmless = known + knowledge
        if all(known):
            return Reading(known, 0, harmless, harmless, harmless, harmless)
        review, caution, opened = harmless.copy(), harmless.copy(), harmless.copy()
        missing = 0
        for slot, state in enumerate(known):
            if not state:
                missing |= 1 << slot
                harmless[slot] = self._harmless[slot]
                review[slot] = self._review[slot]
                caution[slot] = self._caution[slot]
                opened[slot] = self._open[slot]
        for slot in range(len(known), len(opened)):
            if opened[slot] == NOT_KNOWN:
                opened[slot] = KNOWN | NOT_KNOWN
        apply = self._gate_test(opened)
        for number, (slot, _) in enumerate(self._gates):
            if not apply >> number & 1:
                review[slot] = caution[slot] = harmless[slot]
        return Reading(known, missing, harmless, review, caution, opened)

    def fired(self, reading: Reading) -> Fired:
        """The rules that fire in each way the missing answers are read."""
        fires = self.fires
        certain = fires(reading.harmless)
        if reading.opened is reading.harmless:
            return Fired(certain, certain, certain, certain)
        return Fired(certain, fires(reading.review), fires(reading.caution), fires(reading.opened))

    def weigh(self, technique: Technique, fired: Fired, lifted: int = 0, *, unanswered_lifted: bool = False) -> Verdict:
        """The verdict of a technique: missing answers cause a review at most, or precautions at most.

        Args:
            technique: what is done.
            fired: the rules that fire in each reading.
            lifted: those of the certain ones that count as precautions, as a mask.
            unanswered_lifted: whether missing answers cause precautions at most.
        """
        ladder = self.ladders[technique]
        verdict = ladder.worst(fired.certain & ~lifted)
        if verdict >= REVIEW:
            return verdict
        if fired.review & ~lifted & ladder.at_least[REVIEW]:
            return CAUTION if unanswered_lifted else REVIEW
        return CAUTION if lifted or fired.caution & ladder.at_least[CAUTION] else verdict

    def floor(self, technique: Technique, fired: Fired, lifted: int = 0) -> Verdict:
        """What the verdict of a technique would be if every missing answer were harmless."""
        worst = self.ladders[technique].worst(fired.certain & ~lifted)
        return max(worst, CAUTION) if lifted else worst

    def worse_than(self, verdict: Verdict, technique: Technique, fired: Fired) -> int:
        """The rules that make the verdict of a technique worse than ``verdict``; 0 where ``weigh`` is no worse."""
        at_least = self.ladders[technique].at_least
        worse = fired.certain & at_least[verdict + 1]
        if verdict < REVIEW:
            worse |= fired.review & at_least[REVIEW]
        if verdict < CAUTION:
            worse |= fired.caution & at_least[CAUTION]
        return worse
