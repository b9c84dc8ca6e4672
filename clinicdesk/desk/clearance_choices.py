"""What can be decided about a rule that holds somebody back: by the knowledge, for what, and on which grounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.domain.clearance import Clearance, ClearanceReason, Lapse
from clinicdesk.domain.intake import Value
from clinicdesk.domain.session import Session
from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules import UNANSWERED, RuleSet

_LIFTING = tuple(each for each in ClearanceReason if each.lifts)
_SIGNED_ONLY = (ClearanceReason.CLEARED_IN_WRITING,)
_URGENT = "Nobody's word lifts an urgent referral; it is closed by what came of it."
NEVER = "Nobody's word lifts this. When the answer has changed, ask the question again."
_BLOCKED = "What is not suitable by this is never lifted. When the answer has changed, ask the question again."
_ONE_SESSION = "This is decided session by session: look at the person, then release the session."


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be decided about one rule.

    Attributes:
        every_session: whether it can be cleared for every session until a date.
        one_session: whether it can be released for one session.
        grounds: the reasons that lift it; empty when none does.
        why_not: why it cannot be cleared for every session, in a sentence; empty when it can.
    """

    rule: str
    every_session: bool
    one_session: bool
    grounds: tuple[ClearanceReason, ...]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it stands on a day.

    Attributes:
        lapse: why it no longer stands; None where it does.
        session: the one it is about; None where it is about every session.
    """

    clearance: Clearance
    lapse: Lapse | None
    session: Session | None


def choice(ruleset: RuleSet, rule_id: str, verdict: Verdict, findings: Mapping[str, Value]) -> Choice:
    """What can be decided where a rule comes to a verdict that blocks.

    Args:
        ruleset: the rules that judge.
        rule_id: the rule, or ``UNANSWERED`` for open questions.
        verdict: what it says of the kind in hand.
        findings: what is known of the person.
    """
    if verdict is Verdict.REFER_URGENTLY:
        return Choice(rule_id, every_session=False, one_session=False, grounds=(), why_not=_URGENT)
    if rule_id == UNANSWERED:
        return Choice(rule_id, every_session=False, one_session=True, grounds=_LIFTING, why_not=_ONE_SESSION)
    rule = ruleset.knowledge.rules[rule_id]
    lift, why_not, grounds = rule.may_lift, "", _LIFTING
    if lift == "never":
        why_not, grounds = NEVER, ()
    elif verdict is Verdict.NOT_SUITABLE and lift != "block":
        why_not, grounds = _BLOCKED, ()
    elif verdict is Verdict.NOT_SUITABLE and not ruleset.lifting.block_may_be_lifted(rule_id, findings):
        why_not, grounds = f"A clinician's written word lifts this once {rule.lift_words}.", ()
    elif verdict is Verdict.NOT_SUITABLE:
        grounds = _SIGNED_ONLY
    elif lift == "session":
        why_not = _ONE_SESSION
    return Choice(rule_id, every_session=not why_not, one_session=bool(grounds), grounds=grounds, why_not=why_not)
