"""Answers as small bit sets, so that a condition is a few ANDs.

Each finding is one slot. A slot has one bit per value; the values of a number are grouped
into cells between the limits that conditions compare it with. A known answer is one bit, a
missing answer the set of bits it may turn out to be. Behind the findings there is one more slot for
each finding that is asked about with ``unknown(...)``: whether a value is known.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from clinicdesk.domain.intake import Value
from clinicdesk.errors import InvalidValues
from clinicdesk.rules.condition_parser import COMPARE
from clinicdesk.rules.conditions import All, Compare, Condition, Count, Is, Not, Some, Unknown
from clinicdesk.rules.knowledge import Finding

KNOWN, NOT_KNOWN = 1, 2
UNKNOWN_VALUE = "unknown"
"""The value that says the same as leaving a finding out."""

_Cut = tuple[float, int]
"""A border between cells: just before a number (0) or just after it (1)."""


class Cells:
    """How the values of one number are grouped."""

    def __init__(self, finding: Finding, compared_with: Iterable[float]) -> None:
        self.low, self.high = finding.range
        borders = {(number, side) for number in compared_with for side in (0, 1)}
        self._cuts: list[_Cut] = sorted(cut for cut in borders if (self.low, 0) < cut <= (self.high, 0))
        self.count = len(self._cuts) + 1

    def state(self, number: float) -> int:
        """The bit of the cell a number lies in; 0 when it is out of range or not a number."""
        return 1 << bisect_right(self._cuts, (number, 0)) if self.low <= number <= self.high else 0

    def matching(self, operator: str, number: float) -> int:
        """The bits of all cells for which a comparison holds; it holds for all of a cell or none of it."""
        holds = COMPARE[operator]
        return sum(1 << cell for cell, inside in enumerate(self.samples()) if holds(inside, number))

    def samples(self) -> list[float]:
        """One number out of each cell."""
        if not self._cuts:
            return [self.low]
        samples = [self.low]
        for (start, side), (end, _) in zip(self._cuts, [*self._cuts[1:], (self.high, 1)], strict=True):
            samples.append(start if side == 0 else (start + end) / 2)
        return samples


class _Numbers(dict[object, int]):
    """From a number to its bit; as a mapping it reads like the bits of a choice."""

    def __init__(self, cells: Cells) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, number: object) -> int:
        state = self._cells.state(number) if type(number) is int or type(number) is float else 0
        if not state:
            raise KeyError(number)
        return state


class Encoding:
    """The slots of a set of findings, cut to suit a set of conditions.

    Attributes:
        ids: the finding of each slot; slots of findings come first, in file order.
        slot: the slot of each finding.
        known_slot: the slot that tells whether the finding has a value.
        full: all bits of each slot.
        harmless: the bit of each finding's harmless value.
    """

    def __init__(self, findings: Mapping[str, Finding], conditions: Iterable[Condition]) -> None:
        limits: dict[str, set[float]] = {}
        asked_whether_known: dict[str, None] = {}
        for condition in conditions:
            survey(condition, limits, asked_whether_known)
        self.ids = tuple(findings)
        self.slot = {id_: slot for slot, id_ in enumerate(self.ids)}
        self.known_slot = {id_: len(self.ids) + number for number, id_ in enumerate(sorted(asked_whether_known))}
        self.cells = {
            id_: Cells(finding, limits.get(id_, ())) for id_, finding in findings.items() if finding.type == "number"
        }
        self._bits: dict[str, dict[object, int]] = {
            id_: _Numbers(self.cells[id_])
            if id_ in self.cells
            else {choice.value: 1 << bit for bit, choice in enumerate(finding.choices)}
            for id_, finding in findings.items()
        }
        self.full = tuple(self._full(id_) for id_ in self.ids)
        self.harmless = tuple(self.state(id_, finding.harmless) for id_, finding in findings.items())

    def _full(self, id_: str) -> int:
        size = self.cells[id_].count if id_ in self.cells else len(self._bits[id_])
        return (1 << size) - 1

    def values(self, id_: str, values: Iterable[str]) -> int:
        """The bits of some values of a yes/no or choice finding."""
        bits = self._bits[id_]
        return sum(bits[value] for value in values)

    def state(self, id_: str, value: Value) -> int:
        """The bit of a known value; raises InvalidValues for one the finding cannot have."""
        try:
            return self._bits[id_][value]
        except (KeyError, TypeError):  # a TypeError where the value is a list or the like
            raise InvalidValues({id_: self._refusal(id_, value)}) from None

    def _refusal(self, id_: str, value: object) -> str:
        if id_ not in self._bits:
            return f"There is no finding called '{id_}'."
        if id_ in self.cells:
            cells = self.cells[id_]
            return f"'{value}' is not a number from {cells.low:g} to {cells.high:g}, as '{id_}' needs."
        return f"'{value}' is not a value of '{id_}'; it can be {', '.join(map(str, self._bits[id_]))}."

    def read(self, findings: Mapping[str, Value]) -> list[int]:
        """The state of each finding's slot, 0 where nothing is known; raises InvalidValues."""
        states = [0] * len(self.ids)
        slots, all_bits = self.slot, self._bits
        for id_, value in findings.items():
            try:
                states[slots[id_]] = all_bits[id_][value]
            except (KeyError, TypeError):
                if value != UNKNOWN_VALUE or id_ not in slots:
                    raise InvalidValues({id_: self._refusal(id_, value)}) from None
        return states

    def knowledge_of(self, states: list[int]) -> list[int]:
        """The states of the slots that tell what is known."""
        return [KNOWN if states[self.slot[id_]] else NOT_KNOWN for id_ in self.known_slot]


def survey(condition: Condition, limits: dict[str, set[float]], known: dict[str, None]) -> None:
    """Note which numbers a condition compares with what, and of which findings it asks whether they are known."""
    match condition:
        case Compare(finding=finding, number=number):
            limits.setdefault(finding, set()).add(number)
        case Unknown(finding=finding):
            known[finding] = None
        case Not(of=part):
            survey(part, limits, known)
        case All(of=parts) | Some(of=parts) | Count(of=parts):
            for part in parts:
                survey(part, limits, known)
        case Is():
            pass
