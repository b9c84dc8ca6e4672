"""Conditions over bit sets: no negation, and what may hold is exact.

A circuit is read over slots (see ``encoding``). Where every part of an ``Every`` or ``Tally``
looks at slots of its own, a circuit may hold for some completion of the missing answers
exactly if its parts may, and that is what one pass of ANDs over the bits computes.
``read_once`` brings any circuit into that form.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from clinicdesk.rules.conditions import All, Always, Compare, Condition, Count, Is, Not, Some, Unknown
from clinicdesk.rules.encoding import NOT_KNOWN, Encoding


@dataclass(frozen=True, slots=True)
class Constant:
    """Holds always, or never."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """The state of a slot shares a bit with ``mask``."""

    slot: int
    mask: int


@dataclass(frozen=True, slots=True)
class Every:
    """Every part holds."""

    parts: tuple["Circuit", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Circuit", ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """From ``low`` to ``high`` of the parts hold."""

    parts: tuple["Circuit", ...]
    low: int
    high: int


Circuit = Constant | Probe | Every | Either | Tally

TRUE, FALSE = Constant(True), Constant(False)


class Circuits:
    """Makes circuits for the slots of one encoding."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._full = [*encoding.full, *(3 for _ in encoding.known_slot)]

    def of(self, condition: Condition, *, negated: bool = False) -> Circuit:  # noqa: PLR0911 - one return per form
        """The circuit of a condition or of its negation, as written: see ``read_once``."""
        match condition:
            case Always(holds=holds):
                return Constant(holds != negated)
            case Not(of=part):
                return self.of(part, negated=not negated)
            case All(of=parts) | Some(of=parts):
                below = [self.of(part, negated=negated) for part in parts]
                return self.every(below) if isinstance(condition, All) != negated else self.either(below)
            case Count(of=parts, at_least=low, at_most=high):
                below = [self.of(part) for part in parts]
                if not negated:
                    return self.tally(below, low, high)
                return self.either([self.tally(below, 0, low - 1), self.tally(below, high + 1, len(below))])
            case Unknown(finding=finding):
                return self.probe(self._encoding.known_slot[finding], NOT_KNOWN, negated)
            case Is(finding=finding, values=values):
                return self.probe(self._encoding.slot[finding], self._encoding.values(finding, values), negated)
            case Compare(finding=finding, operator=operator, number=number):
                mask = self._encoding.cells[finding].matching(operator, number)
                return self.probe(self._encoding.slot[finding], mask, negated)

    def probe(self, slot: int, mask: int, negated: bool = False) -> Circuit:
        """A probe, or a constant where it cannot fail or cannot hold."""
        full = self._full[slot]
        mask = full ^ mask if negated else mask
        if mask == full:
            return TRUE
        return Probe(slot, mask) if mask else FALSE

    def negation(self, circuit: Circuit) -> Circuit:
        """The circuit that holds where this one does not."""
        match circuit:
            case Constant(holds=holds):
                return Constant(not holds)
            case Probe(slot=slot, mask=mask):
                return self.probe(slot, mask, negated=True)
            case Every(parts=parts):
                return self.either([self.negation(part) for part in parts])
            case Either(parts=parts):
                return self.every([self.negation(part) for part in parts])
            case Tally(parts=parts, low=low, high=high):
                return self.either([self.tally(parts, 0, low - 1), self.tally(parts, high + 1, len(parts))])

    def every(self, parts: Sequence[Circuit]) -> Circuit:
        """All of the parts, flattened, with the probes of one slot joined."""
        probes: dict[int, int] = {}
        others: list[Circuit] = []
        for part in parts:
            for piece in part.parts if isinstance(part, Every) else (part,):
                if piece == FALSE:
                    return FALSE
                if isinstance(piece, Probe):
                    probes[piece.slot] = probes.get(piece.slot, -1) & piece.mask
                elif piece != TRUE and piece not in others:
                    others.append(piece)
        joined: list[Circuit] = [self.probe(slot, mask) for slot, mask in probes.items()]
        if FALSE in joined:
            return FALSE
        return _only(joined + others, Every, TRUE)

    def either(self, parts: Sequence[Circuit]) -> Circuit:
        """Any of the parts, flattened, with the probes of one slot joined."""
        probes: dict[int, int] = {}
        others: list[Circuit] = []
        for part in parts:
            for piece in part.parts if isinstance(part, Either) else (part,):
                if piece == TRUE:
                    return TRUE
                if isinstance(piece, Probe):
                    probes[piece.slot] = probes.get(piece.slot, 0) | piece.mask
                elif piece != FALSE and piece not in others:
                    others.append(piece)
        joined: list[Circuit] = [self.probe(slot, mask) for slot, mask in probes.items()]
        if TRUE in joined:
            return TRUE
        return _only(joined + others, Either, FALSE)

    def tally(self, parts: Sequence[Circuit], low: int, high: int) -> Circuit:
        """A count of the parts within limits, or something simpler that says the same."""
        certain = sum(part == TRUE for part in parts)
        open_parts = tuple(part for part in parts if not isinstance(part, Constant))
        low, high, size = max(low - certain, 0), min(high - certain, len(open_parts)), len(open_parts)
        if low > high:
            return FALSE
        match low, high:
            case 0, most if most == size:
                return TRUE
            case 1, most if most == size:
                return self.either(open_parts)
            case least, most if least == most == size:
                return self.every(open_parts)
            case 0, 0:
                return self.every([self.negation(part) for part in open_parts])
        return Tally(open_parts, low, high)

    def assume(self, circuit: Circuit, slot: int, bit: int) -> Circuit:
        """What is left of a circuit once a slot is known to be in one state."""
        match circuit:
            case Probe(slot=other, mask=mask):
                return Constant(bool(mask & bit)) if other == slot else circuit
            case Every(parts=parts):
                return self.every([self.assume(part, slot, bit) for part in parts])
            case Either(parts=parts):
                return self.either([self.assume(part, slot, bit) for part in parts])
            case Tally(parts=parts, low=low, high=high):
                return self.tally([self.assume(part, slot, bit) for part in parts], low, high)
        return circuit

    def read_once(self, circuit: Circuit) -> Circuit:
        """An equal circuit whose ``Every`` and ``Tally`` never look at one slot through two parts.

        Alternatives may share slots: some completion makes one of them hold exactly if
        some completion makes this one or that one hold.
        """
        match circuit:
            case Either(parts=parts):
                return self.either([self.read_once(part) for part in parts])
            case Every(parts=parts) | Tally(parts=parts):
                shared = _shared_slot(parts)
                if shared is not None:
                    return self.read_once(self._split(circuit, shared))
                inner = [self.read_once(part) for part in parts]
                if isinstance(circuit, Every):
                    return self.every(inner)
                return self.tally(inner, circuit.low, circuit.high)
        return circuit

    def _split(self, circuit: Circuit, slot: int) -> Circuit:
        remaining: dict[Circuit, int] = {}
        bit = 1
        while bit <= self._full[slot]:
            left = self.assume(circuit, slot, bit)
            remaining[left] = remaining.get(left, 0) | bit
            bit <<= 1
        return self.either([self.every([self.probe(slot, bits), left]) for left, bits in remaining.items()])


def _only(parts: list[Circuit], joint: type[Every | Either], empty: Circuit) -> Circuit:
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else joint(tuple(parts))


def _shared_slot(parts: Sequence[Circuit]) -> int | None:
    seen = Counter(slot for part in parts for slot in slots_of(part))
    shared = [slot for slot, times in seen.items() if times > 1]
    return min(shared) if shared else None


def slots_of(circuit: Circuit) -> frozenset[int]:
    """Every slot a circuit looks at."""
    match circuit:
        case Constant():
            return frozenset()
        case Probe(slot=slot):
            return frozenset({slot})
        case Every(parts=parts) | Either(parts=parts) | Tally(parts=parts):
            return reduce(or_, map(slots_of, parts), frozenset())


def leans(circuit: Circuit, harmless: Sequence[int]) -> bool:
    """Whether a circuit may hold because something is harmless, or because it is not known."""
    match circuit:
        case Constant():
            return False
        case Probe(slot=slot, mask=mask):
            return slot >= len(harmless) or bool(mask & harmless[slot])
        case Every(parts=parts) | Either(parts=parts) | Tally(parts=parts):
            return any(leans(part, harmless) for part in parts)


def holds(circuit: Circuit, states: Sequence[int]) -> bool:
    """Whether a circuit holds in a state; exact where every slot is in one state."""
    match circuit:
        case Constant(holds=certain):
            return certain
        case Probe(slot=slot, mask=mask):
            return bool(states[slot] & mask)
        case Every(parts=parts):
            return all(holds(part, states) for part in parts)
        case Either(parts=parts):
            return any(holds(part, states) for part in parts)
        case Tally(parts=parts, low=low, high=high):
            return low <= sum(holds(part, states) for part in parts) <= high


def witnesses(circuit: Circuit, states: Sequence[int]) -> frozenset[int]:
    """The slots on which a circuit that holds rests, where every slot is in one state."""
    match circuit:
        case Constant():
            return frozenset()
        case Probe(slot=slot):
            return frozenset({slot})
        case Every(parts=parts) | Either(parts=parts) | Tally(parts=parts):
            return reduce(or_, (witnesses(part, states) for part in parts if holds(part, states)), frozenset())
