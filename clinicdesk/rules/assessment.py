"""What the rules say about one patient, one session and one date."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.domain.intake import Value
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.suitability import Kind, Technique, Verdict

UNANSWERED = "UNANSWERED"
"""The rule id of a reason that rests on missing answers instead of on a rule."""


@dataclass(frozen=True, slots=True)
class RuleSetVersion:
    """Which rules spoke; ``hash`` is the SHA-256 of the knowledge they were loaded from."""

    id: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's contribution to the verdict of one kind.

    Attributes:
        rule: the rule's id, or ``UNANSWERED``.
        title: the reason in a few words, for a one-line list.
        because: the clinical reason, for the therapist.
        desk: what the desk should do, without a clinical term.
        findings: the answers the reason rests on; a missing one is ``"unknown"``.
        sources: keys of the sources, see ``Knowledge.sources``.
        strength: how well founded the rule is, see the knowledge files.
        unverified: what of the rule no read source supports, or an empty text.
    """

    rule: str
    kind: Kind
    verdict: Verdict
    title: str
    because: str
    desk: str
    findings: Mapping[str, Value]
    sources: tuple[str, ...]
    strength: str
    unverified: str = ""


@dataclass(frozen=True, slots=True)
class Precaution:
    """Something to heed in the session, and the rule that asks for it."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """What massage may do for this person, with the caveat that belongs to it."""

    id: str
    text: str
    caveat: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Advice on pairing passive massage with active work."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another technique, with its own verdict."""

    kind: Kind
    technique: Technique
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class WouldChange:
    """One thing that would lift a verdict: some answers turning out differently, or another technique.

    Attributes:
        changes: finding ids and the values they would have; empty where the technique changes.
        technique: the technique to take instead, or None where answers change.
        verdict: what the verdict would be.
        words: for each change what has to be so, in words that follow on "If"; or what session to take instead.
    """

    changes: tuple[tuple[str, Value], ...]
    technique: Technique | None
    verdict: Verdict
    words: tuple[str, ...]

    @property
    def condition(self) -> str:
        """What has to be so, e.g. "If the fracture is confirmed healed"."""
        *first, last = self.words
        if self.technique is not None:
            return f"With {last} instead"
        return f"If {', '.join(first)}, and {last}" if first else f"If {last}"

    @property
    def text(self) -> str:
        """The whole in words, e.g. "If the fracture is confirmed healed: needs clinician review"."""
        return f"{self.condition}: {self.verdict.code.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer of the rules, for the technique asked for and everything beside it.

    Attributes:
        verdicts: the verdict of each kind; the kind not asked for is judged at its gentlest technique.
        reasons: every contribution, of both kinds, worst first, then by rule id, then by kind.
        precautions: what to heed in the session asked for, once each, worst rule first.
        benefits: what massage may do; empty unless massage was found suitable (with precautions).
        pairing: advice on active work; empty unless massage was found suitable (with precautions).
        offer_physical_therapy: whether to offer a physical-therapy booking beside this massage.
        questions: ids of unanswered findings that could still change a verdict, most decisive first.
        alternatives: every other technique of both kinds with its own verdict, best first.
        renewal: what the desk adds where the answers are too old to begin by on the date judged for; None while they
            stand.
    """

    ruleset: RuleSetVersion
    kind: Kind
    technique: Technique
    verdicts: Mapping[Kind, Verdict]
    reasons: tuple[Reason, ...]
    precautions: tuple[Precaution, ...]
    benefits: tuple[Benefit, ...]
    pairing: tuple[Pairing, ...]
    offer_physical_therapy: bool
    questions: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    renewal: Renewal | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict for the session asked for."""
        return self.verdicts[self.kind]
