"""Which missing answers matter: the open questions, and what is behind an unanswered reason.

Masks of findings are over their slots, masks of rules over their places in ``Compiled.rules``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.circuits import TRUE, Circuit, leans, slots_of
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
        findings = compiled.findings
        self._askable = _mask(not finding.may_stay_open and finding.asked_by != "clinician" for finding in findings)
        when_asked = [(slot, finding.asked_when) for slot, finding in enumerate(findings) if finding.asked_when]
        self._when_asked = [1 << slot for slot, _ in when_asked]
        self._asked_test = compiled.test([knowledge.conditions[condition] for _, condition in when_asked])
        self._gates = [
            (1 << slot, self._findings_of(compiled.circuit(knowledge.conditions[finding.if_unknown_when])))
            for slot, finding in enumerate(findings)
            if finding.if_unknown_when
        ]
        at_harmless = compiled.fires([*compiled.encoding.harmless, *(1 for _ in compiled.encoding.known_slot)])
        self._single = [
            (number, 1 << slot) for number, slot in compiled.single.items() if not at_harmless >> number & 1
        ]
        self._several = _mask(number not in compiled.single for number in range(len(compiled.rules)))
        self._rests_on = [self._findings_of(circuit) for circuit in compiled.circuits]
        leaning = [leans(circuit, compiled.encoding.harmless) for circuit in compiled.circuits]
        self._leaning = _mask(leaning)
        self._fails = compiled.fails(
            [circuit if lean else TRUE for circuit, lean in zip(compiled.circuits, leaning, strict=True)]
        )
        self._stakes_of: dict[Floors, Stakes] = {}

    def _findings_of(self, circuit: Circuit) -> int:
        slot_of, asked = self._compiled.encoding.slot, self._compiled.asked_whether_known
        return sum({1 << (slot_of[asked[slot]] if slot in asked else slot) for slot in slots_of(circuit)})

    def bearing(self, number: int) -> int:
        """The findings that decide whether a rule counts: those it names, and those that open one of them."""
        found = self._rests_on[number]
        for finding, rests_on in self._gates:
            if found & finding:
                found |= rests_on
        return found

    def not_asked(self, opened: list[int]) -> int:
        """The findings whose question is not put, whatever the missing answers turn out to be."""
        put = self._asked_test(opened)
        return sum(slot for number, slot in enumerate(self._when_asked) if not put >> number & 1)

    def ordered(self, reading: Reading, fired: Fired, techniques: Mapping[Kind, Technique]) -> list[int]:
        """The slots of the questions that could still change a verdict, most decisive first.

        Args:
            reading: the person's answers.
            fired: the rules that fire in each reading.
            techniques: the techniques assessed together.
        """
        if reading.opened is reading.harmless:
            return []
        # Rules that hold only as long as something is missing, or turns out harmless, are no floor.
        leaning = fired.certain & self._leaning
        provisional = leaning and leaning & self._fails(reading.opened)
        stakes = self._stakes(fired.certain & ~provisional, techniques)
        missing = reading.missing
        part = [single & missing for single in stakes.single]
        alone = part.copy()
        for number in bits(fired.possible & ~fired.certain & stakes.rules):
            level = stakes.levels[number] or 0
            liveness = self._compiled.liveness[number]
            live = liveness.part(reading.opened) & missing
            part[level] |= live
            alone[level] |= live & liveness.alone(reading.harmless)
        for number in bits(provisional):
            level = stakes.levels[number] or 0
            part[level] |= self._rests_on[number] & missing
            alone[level] |= self._rests_on[number] & missing
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
            found |= self._compiled.liveness[number].part(states)
        return found & missing

    def _stakes(self, settled: int, techniques: Mapping[Kind, Technique]) -> Stakes:
        ladders = self._compiled.ladders
        massage, therapy = techniques[Kind.MASSAGE], techniques[Kind.PHYSICAL_THERAPY]
        floors = (massage, ladders[massage].worst(settled), therapy, ladders[therapy].worst(settled))
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
    return int("0" + "".join(["1" if flag else "0" for flag in flags])[::-1], 2)
