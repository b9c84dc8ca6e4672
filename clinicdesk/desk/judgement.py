"""One effective verdict: what the rules say, less what therapists decided beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.domain.clearance import Clearance, Lapsed
from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.rules.assessment import Alternative, Assessment


@dataclass(frozen=True, slots=True)
class Judgement:
    """What counts for one person, one technique and one date.

    Attributes:
        assessment: as the rules say it; its verdict and reasons stay in sight whatever was decided.
        effective: the same with what was decided: verdicts, alternatives, benefits and pairing that count. A reason
            that is cleared is told with the precautions it is left at. ``assessment`` where nothing was decided.
        cleared: the decisions that lift something here, in the order in which they were given.
        lapsed: the newest decision about each rule that holds here, which no longer stands, to be taken over.
        recorded: what lifts nothing and is on record, such as a declined referral.
    """

    assessment: Assessment
    effective: Assessment
    cleared: tuple[Clearance, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    recorded: tuple[Clearance, ...] = ()

    @property
    def verdicts(self) -> Mapping[Kind, Verdict]:
        """What counts, for each kind."""
        return self.effective.verdicts

    @property
    def verdict(self) -> Verdict:
        """What counts for the session asked for."""
        return self.effective.verdict

    @property
    def to_start(self) -> Verdict:
        """What counts for beginning: once the intake is too old, a review at best, until it was gone through anew."""
        return max(self.verdict, Verdict.NEEDS_CLINICIAN_REVIEW) if self.effective.renewal else self.verdict

    @property
    def held(self) -> bool:
        """Whether a therapist has to decide before the session starts."""
        return self.verdict is Verdict.NEEDS_CLINICIAN_REVIEW

    @property
    def holding(self) -> frozenset[str]:
        """The rules that hold the session asked for, by what counts."""
        effective = self.effective
        return frozenset(each.rule for each in effective.reasons if each.kind is effective.kind and each.verdict.blocks)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Every other technique with the verdict that counts, best first."""
        return self.effective.alternatives

    @property
    def decided(self) -> bool:
        """Whether any decision bears on it."""
        return bool(self.cleared or self.lapsed or self.recorded)
