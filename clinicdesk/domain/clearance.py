"""What a therapist decided beside the rules: that one rule does not hold a person back, why, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Kind, Technique, Verdict

DEFAULT_DAYS = 28
"""How long a clearance stands unless its giver says otherwise: a short course of weekly sessions, after which somebody
has seen the person several times and looks anew."""
LONGEST_DAYS = 90
"""The longest it may stand: as long as a full intake. What was cleared rests on those answers."""
LETTER_DAYS = 90
"""How old a letter may be on the day a clearance rests on it: no older than the answers beside it may be."""


class ClearanceReason(StrEnum):
    """On what grounds, in codes of our own: CDS Hooks leaves the list to each service."""

    CLEARED_IN_WRITING = "clinician-cleared-in-writing"
    EXAMINED = "assessed-in-person-by-physical-therapist"
    TECHNIQUE_CHANGED = "technique-changed"
    AREA_AVOIDED = "area-avoided"
    ANSWER_CORRECTED = "answer-corrected"
    RULED_OUT = "diagnosis-refuted"
    REFERRAL_DECLINED = "patient-declined-referral"

    @property
    def lifts(self) -> bool:
        """Whether it changes a verdict; a declined referral is only recorded."""
        return self is not ClearanceReason.REFERRAL_DECLINED

    @property
    def in_writing(self) -> bool:
        """Whether a clinician's written word is at hand, which alone may lift more than a review."""
        return self is ClearanceReason.CLEARED_IN_WRITING

    def closed_to(self, member: StaffMember) -> str:
        """Why this is no reason for a member of staff to give, in a sentence; empty where it is."""
        if self is ClearanceReason.EXAMINED and Kind.PHYSICAL_THERAPY not in member.kinds:
            return "That somebody was examined can be said only by a therapist who gives physical therapy."
        return ""

    @property
    def words(self) -> str:
        """The reason as people read it."""
        return _WORDS[self]


_WORDS = {
    ClearanceReason.CLEARED_IN_WRITING: "A clinician has cleared it in writing",
    ClearanceReason.EXAMINED: "A physical therapist has examined the person",
    ClearanceReason.TECHNIQUE_CHANGED: "Another technique is used",
    ClearanceReason.AREA_AVOIDED: "The area is left out",
    ClearanceReason.ANSWER_CORRECTED: "An answer was corrected",
    ClearanceReason.RULED_OUT: "What was suspected has been ruled out",
    ClearanceReason.REFERRAL_DECLINED: "The person declined the referral (unlocks nothing)",
}


class Lapse(StrEnum):
    """Why a clearance no longer lifts anything."""

    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    RULE_CHANGED = "rule_changed"
    FACTS_CHANGED = "facts_changed"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That a clearance was taken back; a record of its own."""

    id: str
    clearance_id: str
    staff_id: str
    name: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The written word that a clearance rests on.

    Attributes:
        written_by: the physician who signed it.
        written_on: the date it bears.
    """

    written_by: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Clearance:
    """One therapist's decision about one rule and one person. Never changed; it can be taken back, expire, or lapse.

    Attributes:
        session_id: the one session it is about, or None for every session of the person until it expires.
        rule: the rule's id, or ``UNANSWERED`` for the open questions that held one session.
        technique: of the session that was looked at. What is about one session lifts for this technique alone, what is
            about every session for the gentler ones of its kind as well, and for none that is stronger.
        verdict: what the rule said of it, which stays visible.
        text: the grounds in the therapist's own words.
        given_by, name: the therapist, and how they were called then.
        expires_on: the last day on which it lifts.
        intake_version: of the answers it was decided on; 0 where nobody had answered yet.
        facts: what the rule read, each in the band the rule tells apart; see ``rules.lifting``.
        rule_hash: SHA-256 of what the rule said.
        taken_back: set once it was.
        letter: what was cleared in writing rests on; None where nobody was asked for it, in earlier versions.
    """

    id: str
    patient_id: str
    session_id: str | None
    rule: str
    technique: Technique
    verdict: Verdict
    reason: ClearanceReason
    text: str
    given_by: str
    name: str
    given_at: datetime
    expires_on: date
    intake_version: int
    facts: Mapping[str, str]
    rule_hash: str
    ruleset_id: str
    ruleset_version: str
    taken_back: TakenBack | None = None
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A clearance that no longer lifts, kept in sight with its old reason so that it can be given anew in one step."""

    clearance: Clearance
    cause: Lapse
