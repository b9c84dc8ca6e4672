"""What would change a verdict, as the panel words it for each of its two voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules.assessment import WouldChange
from clinicdesk.ui.panel.voice import Voice

if TYPE_CHECKING:
    from clinicdesk.rules import Finding

_IN_PRIVATE = "what is told in private turns out otherwise"


@dataclass(frozen=True, slots=True)
class LiftLine:
    """One line: what has to be so, and the verdict there would be then."""

    text: str
    verdict: Verdict


def lift_lines(
    lifts: Sequence[WouldChange], technique: Technique, findings: "Mapping[str, Finding]", voice: Voice
) -> tuple[LiftLine, ...]:
    """The answers that would lift a verdict, then the best other technique of the same kind.

    The other techniques are told under 'Instead'. What was told in private is not worded for the desk.
    """
    worded = [lift if voice is Voice.THERAPIST else _for_the_desk(lift, findings) for lift in lifts]
    lines = [LiftLine(lift.condition, lift.verdict) for lift in worded if lift.technique is None]
    best = next((lift for lift in lifts if lift.technique and lift.technique.kind is technique.kind), None)
    if best is not None:
        lines.append(LiftLine(best.condition, best.verdict))
    once: dict[str, LiftLine] = {}
    for line in lines:
        once.setdefault(line.text, line)  # for the desk several may read alike; the fewest answers come first
    return tuple(once.values())


def _for_the_desk(lift: WouldChange, findings: "Mapping[str, Finding]") -> WouldChange:
    if lift.technique is not None:
        return lift
    told = [
        _IN_PRIVATE if findings[id_].private else words
        for (id_, _), words in zip(lift.changes, lift.words, strict=True)
    ]
    return replace(lift, words=tuple(dict.fromkeys(told)))
