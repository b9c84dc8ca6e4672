"""The answers around each rule: what a check of any rule set looks at instead of all the answers there can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.circuits import Circuit, Either, Every, Probe, Tally
from clinicdesk.rules.compiled import Compiled, bits
from clinicdesk.rules.encoding import KNOWN
from clinicdesk.rules.knowledge import Knowledge

States = list[int]
_MANY, _FEW = 200_000, 3


@dataclass(frozen=True, slots=True)
class Broken:
    """Something a rule set has to keep and does not.

    Attributes:
        grave: whether somebody could be treated whom nobody may clear; such rules judge nobody. The others stop
            people for nothing, let pass what the shipped rules stop, or say too little beside a verdict: a
            therapist may answer for that by name.
    """

    sentence: str
    grave: bool


class Neighbourhoods:
    """Every set of answers to the findings that one condition names, with the rest harmless.

    Attributes:
        ids: the findings by slot.
        harmless: the state of each slot that speaks against nothing.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.compiled = Compiled(knowledge)
        self.ids = self.compiled.encoding.ids
        self.harmless: States = [
            *self.compiled.encoding.harmless,
            *(KNOWN for _ in self.compiled.encoding.known_slot),
        ]

    def ways(self, circuit: Circuit, slots: Sequence[int]) -> Iterator[States]:
        """Every set of answers to some findings that a circuit tells apart; the harmless answer stands for its like."""
        masks: dict[int, list[int]] = {}
        for probe in _probes(circuit):
            masks.setdefault(probe.slot, []).append(probe.mask)
        telling = {}
        for slot in slots:
            harmless = self.harmless[slot]
            telling[slot] = [harmless] + [
                bit
                for bit in self.answers(slot)
                if any(bool(mask & bit) != bool(mask & harmless) for mask in masks[slot])
            ]
        return self.combined(telling)

    def combined(self, answers: Mapping[int, Sequence[int]]) -> Iterator[States]:
        """Every way of answering some slots, or every three of them where there are too many; the rest is harmless."""
        together = len(answers) if prod(map(len, answers.values())) <= _MANY else _FEW
        for slots in combinations(answers, min(together, len(answers))):
            for way in product(*(answers[slot] for slot in slots)):
                states = self.harmless.copy()
                for slot, bit in zip(slots, way, strict=True):
                    states[slot] = bit
                yield states

    def answers(self, slot: int) -> list[int]:
        """The bits of every answer but the harmless one."""
        return [1 << bit for bit in bits(self.compiled.encoding.full[slot] & ~self.harmless[slot])]

    def named(self, slot: int) -> str:
        """The finding a slot is about."""
        return self.ids[slot] if slot < len(self.ids) else self.compiled.asked_whether_known[slot]

    def said(self, slot: int, bit: int) -> str:
        """An answer as a sentence names it."""
        cells = self.compiled.encoding.cells.get(self.ids[slot])
        place = bit.bit_length() - 1
        if cells is not None:
            return f"{cells.samples()[place]:g}"
        return self.compiled.findings[slot].choices[place].value


def _probes(circuit: Circuit) -> Iterator[Probe]:
    match circuit:
        case Probe():
            yield circuit
        case Every(parts=parts) | Either(parts=parts) | Tally(parts=parts):
            for part in parts:
                yield from _probes(part)


def words(named: Verdict | Technique | Kind) -> str:
    """As in a sentence."""
    return (named.code if isinstance(named, Verdict) else named.value).replace("_", " ")
