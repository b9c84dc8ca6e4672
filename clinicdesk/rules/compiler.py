"""Circuits as generated Python functions over a list of slot states.

The source is made of slot numbers and masks only; nothing of a knowledge file's text gets into it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinicdesk.rules.circuits import Circuit, Circuits, Constant, Either, Every, Probe, Tally, slots_of

States = Sequence[int]
Test = Callable[[States], int]
"""From slot states to a bit mask."""


@dataclass(frozen=True, slots=True)
class Liveness:
    """Which findings matter to a circuit that does not hold but may.

    Attributes:
        part: those that can take part in making it hold, given all the states the missing answers may have.
        alone: those that make it hold by themselves, given that each slot is in one state.
    """

    part: Test
    alone: Test


class Compiler:
    """Generates functions for the circuits of one encoding.

    Args:
        slots: how many slots a list of states has.
        asked_slot: the finding's slot for each slot that only tells whether a value is known.
    """

    def __init__(self, circuits: Circuits, slots: int, asked_slot: Mapping[int, int]) -> None:
        self._circuits = circuits
        self._unpack = f"    {''.join(f's{slot}, ' for slot in range(slots))} = s"
        self._asked_slot = asked_slot

    def fires(self, circuits: Sequence[Circuit]) -> Test:
        """A function that sets bit n if the n-th circuit may hold; the circuits are read once."""
        lines = ["def test(s):", self._unpack, "    r = 0"]
        for number, circuit in enumerate(circuits):
            if circuit != Constant(False):
                lines.append(f"    if {self.may_hold(circuit)}: r |= {1 << number}")
        return _defined([*lines, "    return r"])["test"]

    def liveness(self, circuits: Mapping[int, Circuit]) -> dict[int, Liveness]:
        """What to ask of each circuit; the findings found are not yet filtered by whether they have an answer."""
        lines: list[str] = []
        for number, circuit in circuits.items():
            states = [f"    s{slot} = s[{slot}]" for slot in sorted(slots_of(circuit))]
            for name, body in (
                (f"part_{number}", self._part(circuit, certain=True)),
                (f"alone_{number}", self._alone(circuit, now=False)),
            ):
                lines += [f"def {name}(s):", *states, "    r = 0", *_deeper(body, by=4), "    return r"]
        made = _defined(lines)
        return {number: Liveness(made[f"part_{number}"], made[f"alone_{number}"]) for number in circuits}

    def may_hold(self, circuit: Circuit) -> str:
        """An expression that is truthy if the circuit may hold."""
        match circuit:
            case Constant(holds=certain):
                return "1" if certain else "0"
            case Probe(slot=slot, mask=mask):
                return f"s{slot} & {mask}"
            case Every(parts=parts):
                return f"({' and '.join(map(self.may_hold, parts))})"
            case Either(parts=parts):
                return f"({' or '.join(map(self.may_hold, parts))})"
            case Tally(parts=parts, low=low, high=high):
                # The parts are independent, so every number from the certain ones to the possible ones can be had.
                limits = []
                if low > 0:
                    limits.append(f"{self._number(parts, self.may_hold)} >= {low}")
                if high < len(parts):
                    limits.append(f"{self._number(parts, self.may_fail)} >= {len(parts) - high}")
                return f"({' and '.join(limits)})"

    def may_fail(self, circuit: Circuit) -> str:
        """An expression that is truthy if the circuit may fail."""
        return self.may_hold(self._circuits.read_once(self._circuits.negation(circuit)))

    def _number(self, parts: Sequence[Circuit], test: Callable[[Circuit], str]) -> str:
        return f"({' + '.join(f'(1 if {test(part)} else 0)' for part in parts)})"

    def _reach(self, parts: Sequence[Circuit], inside: Callable[[Circuit], Iterator[str]]) -> Iterator[str]:
        found = 0
        for part in parts:
            if isinstance(part, Probe):
                found |= 1 << self._asked_slot.get(part.slot, part.slot)
        if found:
            yield f"r |= {found}"
        for part in parts:
            if not isinstance(part, Probe):
                yield from inside(part)

    def _part(self, circuit: Circuit, *, certain: bool = False) -> Iterator[str]:
        """Statements that find what is live in a circuit whose surroundings leave it to decide.

        A part matters only as long as the whole is neither certain to hold nor certain to fail.
        """
        match circuit:
            case Probe():
                yield from self._reach([circuit], self._part)
            case Every(parts=parts):
                yield f"if {'1' if certain else self.may_hold(circuit)}:"
                yield from _deeper(self._reach(parts, lambda part: self._part(part, certain=True)))
            case Either(parts=parts):
                yield f"if {' and '.join(f'({self.may_fail(part)})' for part in parts)}:"
                yield from _deeper(self._reach(parts, self._part))
            case Tally(parts=parts, low=low, high=high):
                possible, size = self._number(parts, self.may_hold), len(parts)
                needed = f"{size} - {self._number(parts, self.may_fail)}"
                yield f"if {needed} < {low} <= {possible} or {needed} <= {high} < {possible}:"
                yield from _deeper(self._reach(parts, self._part))

    def _alone(self, circuit: Circuit, *, now: bool) -> Iterator[str]:
        """Statements that find which single slot turns a circuit over that now holds, or now fails."""
        match circuit:
            case Probe():
                yield from self._reach([circuit], self._part)
            case Every(parts=parts) | Either(parts=parts) if isinstance(circuit, Every) == now:
                yield from self._reach(parts, lambda part: self._alone(part, now=now))
            case Every(parts=parts) | Either(parts=parts):
                # The part that keeps the whole as it is, if there is just one.
                yield f"if {self._number(parts, self._is(now))} == 1:"
                yield from _deeper(self._turned(parts, now=now))
            case Tally(parts=parts, low=low, high=high):
                number = self._number(parts, self.may_hold)
                yield f"if {number} == {low if now else low - 1}:"
                yield from _deeper(self._turned(parts, now=now))
                yield f"if {number} == {high if now else high + 1}:"
                yield from _deeper(self._turned(parts, now=not now))

    def _turned(self, parts: Sequence[Circuit], *, now: bool) -> Iterator[str]:
        for part in parts:
            yield f"if {self._is(now)(part)}:"
            yield from _deeper(self._alone(part, now=now))

    def _is(self, now: bool) -> Callable[[Circuit], str]:
        return self.may_hold if now else self.may_fail


def _deeper(lines: Iterator[str], by: int = 1) -> Iterator[str]:
    for line in lines:
        yield " " * by + line


def _defined(lines: Sequence[str]) -> dict[str, Test]:
    names: dict[str, Test] = {}
    exec(compile("\n".join(lines), "<conditions>", "exec"), names)  # noqa: S102 - the source is generated from numbers
    return names
