"""Whether a clinician of this clinic vouches for the rules, version by version."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

VOUCHED = (
    "I have read these rules and the sources they name.",
    "They are a draft made from published excerpts; I judge them fit to guide booking in this clinic.",
    "They are advice for a safe visit, not a diagnosis, and replace nobody's examination.",
)
"""What whoever signs vouches for; it is kept with the signature, word by word."""

_SHORT = 12


class SignOffStep(StrEnum):
    """What was done."""

    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One entry: rules were signed off, or a sign-off was withdrawn. Never changed, only followed by another.

    Attributes:
        ruleset_hash: SHA-256 of the knowledge; the entry speaks of exactly this content and no other.
        name: who signed, as typed; who withdrew, as known to the clinic.
        licence: number of the licence to practise, as typed; empty for a withdrawal.
        staff_id: who was at the desk.
        vouched: the sentences that were confirmed; none for a withdrawal.
        reason: why it was withdrawn; empty for a signature.
    """

    id: str
    step: SignOffStep
    ruleset_id: str
    ruleset_version: str
    ruleset_hash: str
    name: str
    licence: str
    staff_id: str
    vouched: tuple[str, ...]
    reason: str
    made_at: datetime

    @property
    def short_hash(self) -> str:
        """Enough of the hash to tell one content from another by eye."""
        return short_hash(self.ruleset_hash)


def short_hash(digest: str) -> str:
    """The beginning of a hash, as it is shown to people."""
    return digest[:_SHORT]
