"""What would change a verdict: the smallest sets of answers that would lift it, and the techniques that would.

Only what a finding's ``can_become`` allows is held out. A set has to turn off every rule that holds the verdict up,
so sets are found by taking such a rule and trying each change of an answer it looks at, again and again. Whether a
rule that remains is turned off is decided by judging the changed answers anew, so rules that begin to fire because of a
change count as well, and what is found is exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules.assessment import WouldChange
from clinicdesk.rules.compiled import Compiled, Reading, bits
from clinicdesk.rules.encoding import UNKNOWN_VALUE
from clinicdesk.rules.questions import OpenQuestions

MOST_CHANGES = 3
"""Larger sets are not looked for: nobody could act on them."""

_SESSIONS = {
    Technique.SWEDISH: "Swedish massage",
    Technique.RELAXATION: "relaxation massage",
    Technique.DEEP_TISSUE: "deep tissue massage",
    Technique.TRIGGER_POINT: "trigger point massage",
}


@dataclass(frozen=True, slots=True)
class _Change:
    """One answer becoming another.

    Attributes:
        place: where it stands in the files, for the order of what is found.
        slot: of its finding.
        state: the bit of the new answer.
        opened: whether the question is still open.
    """

    place: int
    slot: int
    state: int
    opened: bool
    value: Value
    words: str


_Set = frozenset[_Change]
_PLACE = attrgetter("place")


class Lifts:
    """Finds what would lift a verdict."""

    def __init__(self, compiled: Compiled, questions: OpenQuestions) -> None:
        self._compiled = compiled
        self._questions = questions
        self._turns = {
            slot: list(self._turns_of(slot)) for slot, finding in enumerate(compiled.findings) if finding.can_become
        }
        self._bearing = [questions.bearing(number) for number in range(len(compiled.rules))]

    def _turns_of(self, slot: int) -> Iterator[tuple[Value, _Change]]:
        """The answer, or the smallest number, each change starts from; in file order."""
        finding = self._compiled.findings[slot]
        for number, turn in enumerate(finding.can_become):
            state = self._compiled.encoding.state(finding.id, turn.to)
            place = slot * 100 + number
            for was in turn.was if turn.at_least is None else (turn.at_least,):
                yield was, _Change(place, slot, state, was == UNKNOWN_VALUE, turn.to, turn.words)

    def of(self, findings: Mapping[str, Value], technique: Technique) -> tuple[WouldChange, ...]:
        """What would lift the verdict of a technique; nothing for the best verdict and for an urgent referral.

        Raises:
            InvalidValues: a finding or a value does not exist.
        """
        compiled = self._compiled
        known = compiled.encoding.read(findings)
        search = _Search(compiled, self._bearing, known, self._possible(findings, known), technique)
        if search.verdict in (Verdict.SUITABLE, Verdict.REFER_URGENTLY):
            return ()
        fired = compiled.fired(compiled.reading(known))
        others = sorted(
            (compiled.weigh(other, fired), other.kind is not technique.kind, place, other)
            for place, other in enumerate(Technique)
            if other is not technique
        )
        techniques = [
            WouldChange((), other, verdict, (_session(other),))
            for verdict, _, _, other in others
            if verdict < search.verdict
        ]
        return (*(self._said(chosen, verdict) for chosen, verdict in search.found()), *techniques)

    def _possible(self, findings: Mapping[str, Value], known: list[int]) -> dict[int, list[_Change]]:
        """The changes each answer allows, by slot; a question that is not put is not held out."""
        put = ~self._questions.not_asked(self._compiled.reading(known).opened)
        possible: dict[int, list[_Change]] = {}
        for slot, turns in self._turns.items():
            if known[slot] or put >> slot & 1:
                value = findings.get(self._compiled.encoding.ids[slot], UNKNOWN_VALUE)
                changes = [change for was, change in turns if _starts_from(was, value)]
                if changes:
                    possible[slot] = changes
        return possible

    def _said(self, chosen: Sequence[_Change], verdict: Verdict) -> WouldChange:
        ids = self._compiled.encoding.ids
        return WouldChange(
            tuple((ids[change.slot], change.value) for change in chosen),
            None,
            verdict,
            tuple(change.words for change in chosen),
        )


class _Search:
    """One search: which changes of these answers lift the verdict of one technique."""

    def __init__(
        self,
        compiled: Compiled,
        bearing: Sequence[int],
        known: list[int],
        possible: Mapping[int, list[_Change]],
        technique: Technique,
    ) -> None:
        self._compiled = compiled
        self._bearing = bearing
        self._known = known
        self._possible = possible
        self._changeable = sum(1 << slot for slot in possible)
        self._technique = technique
        self._verdicts: dict[_Set, Verdict] = {}
        self.verdict = self._verdict_with(frozenset())

    def found(self) -> list[tuple[list[_Change], Verdict]]:
        """The smallest sets: smaller ones first, then better verdicts, then open questions, then in file order.

        Where the same findings come to the same verdict with other values, only the values listed first are kept.
        """
        reached: dict[_Set, None] = {}
        for target in reversed(Verdict):
            if target < self.verdict:
                self._search(target, frozenset(), set(), reached)
        smallest = [sorted(chosen, key=_PLACE) for chosen in reached if self._is_smallest(chosen)]
        nearest: dict[tuple[Verdict, *tuple[int, ...]], tuple[list[_Change], Verdict]] = {}
        for changes in sorted(smallest, key=lambda changes: [change.place for change in changes]):
            verdict = self._verdict_with(frozenset(changes))
            nearest.setdefault((verdict, *(change.slot for change in changes)), (changes, verdict))
        return sorted(
            nearest.values(),
            key=lambda found: (len(found[0]), found[1], not all(change.opened for change in found[0])),
        )

    def _search(self, target: Verdict, chosen: _Set, seen: set[_Set], reached: dict[_Set, None]) -> None:
        """Adds to ``reached`` every smallest set beyond ``chosen`` with which the verdict is at most ``target``."""
        if chosen in seen:
            return
        seen.add(chosen)
        blocking = [self._bearing[number] for number in bits(self._in_the_way(chosen, target))]
        if not blocking:
            reached[chosen] = None
            return
        open_slots = self._changeable & ~sum(1 << change.slot for change in chosen)
        ways = sorted({rests_on & open_slots for rests_on in blocking}, key=int.bit_count)
        if _at_least_needed(ways) > MOST_CHANGES - len(chosen):
            return
        for slot in bits(ways[0]):
            for change in self._possible[slot]:
                self._search(target, chosen | {change}, seen, reached)

    def _is_smallest(self, chosen: _Set) -> bool:
        verdict = self._verdict_with(chosen)
        return not any(
            self._verdict_with(frozenset(fewer)) <= verdict
            for size in range(len(chosen))
            for fewer in combinations(chosen, size)
        )

    def _verdict_with(self, chosen: _Set) -> Verdict:
        if chosen not in self._verdicts:
            fired = self._compiled.fired(self._reading_with(chosen))
            self._verdicts[chosen] = self._compiled.weigh(self._technique, fired)
        return self._verdicts[chosen]

    def _reading_with(self, chosen: _Set) -> Reading:
        states = self._known.copy()
        for change in chosen:
            states[change.slot] = change.state
        return self._compiled.reading(states)

    def _in_the_way(self, chosen: _Set, target: Verdict) -> int:
        """The rules that keep the verdict worse than a target."""
        return self._compiled.worse_than(target, self._technique, self._compiled.fired(self._reading_with(chosen)))


def _at_least_needed(ways: Sequence[int]) -> int:
    """A number of changes below which not every rule can be turned off; more than any limit if one cannot at all."""
    needed = taken = 0
    for slots in ways:
        if not slots:
            return MOST_CHANGES + 1
        if not slots & taken:
            taken |= slots
            needed += 1
    return needed


def _starts_from(was: Value, value: Value) -> bool:
    return value == was if isinstance(was, str) or isinstance(value, str) else value >= was


def _session(technique: Technique) -> str:
    return _SESSIONS.get(technique, technique.value.replace("_", " "))
