"""Which missing answers matter: the open questions, and what is behind an unanswered reason.

Masks of findings are over their slots, masks of rules over their places in ``Compiled.rules``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules.circuits import Probe, slots_of
from clinicdesk.rules.compiled import Compiled, Fired, Reading, bits
from clinicdesk.rules.knowledge import Knowledge

_WORST_FIRST = tuple(reversed(Verdict))[:-1]

Floors = tuple[Technique, Verdict, Technique, Verdict]
"""The two techniques assessed together, each with the verdict that no answer can better."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """What answers could still cause above the floors.

    Attributes:
        levels: for each rule the worst verdict it would cause above a floor, else None.
        rules: the rules of several findings with a level.
        single: for each verdict the findings one answer of which causes it by a rule of its own.
    """

    levels: tuple[Verdict | None, ...]
    rules: int
    single: tuple[int, ...]


class OpenQuestions:
    """Finds the missing answers that matter."""

    def __init__(self, compiled: Compiled, knowledge: Knowledge) -> None:
        self._compiled = compiled
        findings, slot_count = compiled.findings, len(compiled.findings)
        self._askable = _mask(finding.if_unknown != "none" and finding.asked_by != "clinician" for finding in findings)
        when_asked = [(slot, finding.asked_when) for slot, finding in enumerate(findings) if finding.asked_when]
        self._when_asked = [1 << slot for slot, _ in when_asked]
        self._asked_test = compiled.test([knowledge.conditions[condition] for _, condition in when_asked])
        self._gates = [
            (1 << slot, sum(1 << s for s in slots_of(compiled.circuit(knowledge.conditions[finding.if_unknown_when]))))
            for slot, finding in enumerate(findings)
            if finding.if_unknown_when
        ]
        at_harmless = compiled.fires([*compiled.encoding.harmless, *(1 for _ in compiled.encoding.known_slot)])
        self._single = [
            (number, 1 << circuit.slot)
            for number, circuit in enumerate(compiled.circuits)
            if isinstance(circuit, Probe) and circuit.slot < slot_count and not at_harmless >> number & 1
        ]
        self._several = sum(1 << number for number in compiled.part)
        asked = {known: 1 << compiled.encoding.slot[id_] for id_, known in compiled.encoding.known_slot.items()}
        self._unknown_to = [
            sum(asked[slot] for slot in slots_of(circuit) if slot in asked) for circuit in compiled.circuits
        ]
        self.by_ignorance = _mask(bool(found) for found in self._unknown_to)
        self._stakes_of: dict[Floors, Stakes] = {}

    def not_asked(self, opened: list[int]) -> int:
        """The findings whose question is not put, whatever the missing answers turn out to be."""
        put = self._asked_test(opened)
        return sum(slot for number, slot in enumerate(self._when_asked) if not put >> number & 1)

    def ordered(self, reading: Reading, fired: Fired, floors: Floors) -> list[int]:
        """The slots of the questions that could still change a verdict, most decisive first.

        Args:
            reading: the person's answers.
            fired: the rules that fire in each reading.
            floors: what no answer can better.
        """
        stakes = self._stakes(floors)
        missing = _mask(not state for state in reading.known)
        part = [single & missing for single in stakes.single]
        alone = part.copy()
        for number in bits(fired.possible & ~fired.certain & stakes.rules):
            level = stakes.levels[number] or 0
            live = self._compiled.part[number](reading.opened) & missing
            part[level] |= live
            alone[level] |= live & self._compiled.alone[number](reading.harmless)
        for number in bits(fired.certain & self.by_ignorance):
            level = stakes.levels[number] or 0
            part[level] |= self._unknown_to[number] & missing
            alone[level] |= self._unknown_to[number] & missing
        for level in _WORST_FIRST:
            for finding, rests_on in self._gates:
                if part[level] & finding:
                    part[level] |= rests_on & missing
        return self._in_order(part, alone, self._askable & ~self.not_asked(reading.opened))

    def behind(self, reading: Reading, states: list[int], raised: int, technique: Technique, to: Verdict) -> int:
        """The findings whose missing answers raise the verdict of a technique.

        Args:
            reading: the person's answers.
            states: the reading in which the rules ``raised`` fire.
            raised: rules that fire in it, but not with every missing answer harmless.
            technique: the technique whose verdict is raised.
            to: the verdict it is raised to.
        """
        missing = _mask(map(int.__ne__, reading.harmless, states))
        ladder = self._compiled.ladders[technique]
        raised &= ladder.at_least[to]
        found = 0
        for number, finding in self._single:
            if raised >> number & 1:
                found |= finding
        for number in bits(raised & self._several):
            found |= self._compiled.part[number](states)
        return found & missing

    def _stakes(self, floors: Floors) -> Stakes:
        stakes = self._stakes_of.get(floors)
        if stakes is None:
            stakes = self._stakes_of[floors] = self._weigh(*floors)
        return stakes

    def _weigh(self, first: Technique, first_floor: Verdict, second: Technique, second_floor: Verdict) -> Stakes:
        levels: list[Verdict | None] = []
        for number in range(len(self._compiled.rules)):
            level = None
            for technique, floor in ((first, first_floor), (second, second_floor)):
                worst = self._compiled.ladders[technique].worst(1 << number)
                if worst > floor:
                    level = max(worst, level or worst)
            levels.append(level)
        single = [0] * len(Verdict)
        for number, finding in self._single:
            level = levels[number]
            if level is not None:
                single[level] |= finding
        rules = sum(1 << number for number in bits(self._several) if levels[number] is not None)
        return Stakes(tuple(levels), rules, tuple(single))

    def _in_order(self, part: list[int], alone: list[int], among: int) -> list[int]:
        ordered: list[int] = []
        for causes in (*_WORST_FIRST, None):
            mine = among if causes is None else alone[causes] & among
            among &= ~mine
            for level in _WORST_FIRST:
                now = part[level] & mine
                mine &= ~now
                ordered.extend(bits(now))
        return ordered


def _mask(flags: Iterable[bool]) -> int:
    return int("0" + "".join(["1" if flag else "0" for flag in flags][::-1]), 2)
