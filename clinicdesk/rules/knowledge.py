"""What the clinic knows, as frozen values: the findings to ask for and the rules over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import RuleSetVersion
from clinicdesk.rules.conditions import Condition

Strength = Literal[
    "guideline",
    "systematic_review",
    "trial",
    "cohort",
    "case_report",
    "textbook",
    "professional_page",
    "exam_prep",
    "forum",
    "general_knowledge",
]

Lift = Literal["never", "session", "review", "block"]
"""What a therapist's decision may lift of a rule, each more than the one before it.

``never``: nothing. ``session``: its review, for one session after looking at it. ``review``: its review, for every
session until a date. ``block``: that, and once ``lift_when`` is certain what is not suitable, where a clinician
cleared it in writing. Whatever is lifted is left at precautions.
"""


class Group(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Questions asked together.

    Attributes:
        private: the whole group is handed over rather than read aloud.
        none_of_these: the group may be answered at once with every harmless value.
    """

    id: str
    title: str
    intro: str
    private: bool = False
    none_of_these: bool = False


class Choice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One answer to choose; ``short`` is a label for a narrow button, or empty."""

    value: str
    label: str
    short: str = ""


class Band(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The values that fit while fewer than ``below`` units have passed; the last may be open."""

    values: tuple[str, ...]
    below: int | None = None


class Dated(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A date from which the answer is derived on the day of the session.

    Attributes:
        unit: of the limits of ``bands``, and of the number derived when there are none.
        counts_from: the date itself, or 280 days before it for a due date.
    """

    id: str
    label: str
    unit: Literal["days", "weeks"]
    counts_from: Literal["date", "due_date"] = "date"
    bands: tuple[Band, ...] = ()


class Derivation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The value that follows from other findings while nobody answered."""

    value: Value
    when: str


class Turn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How an answer can truthfully become another: found out, in time, or by a clinician's word.

    Attributes:
        was: the answers it starts from; ``unknown`` is a question that is still open.
        at_least: for a number, the smallest value it starts from.
        words: what has to be so, in words that follow on "If".
    """

    to: Value
    words: str
    was: tuple[str, ...] = ()
    at_least: float | None = None


class Finding(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to know about a person.

    Attributes:
        question: plain words for a person at a counter; ``help`` is one more line, or empty.
        choices: in the order shown; yes and no for a yes/no finding, none for a number.
        minimum, maximum: the range of a number, both included.
        harmless: the value that speaks against nothing.
        core: always asked.
        if_unknown: the worst a missing answer can cause by itself.
        if_unknown_when: the missing answer counts as harmless once this is definitely false.
        asked_when: the question is put unless this is definitely false; then ``otherwise`` is recorded.
        asked_by: ``patient`` is handed over, ``clinician`` is never asked at the desk, ``record`` comes
            from the patient's record or from other answers.
        every_visit: asked again at each visit.
        can_become: which answers may change and to what; nothing else is held out as a change.
    """

    id: str
    group: str
    question: str
    type: Literal["yes_no", "choice", "number"]
    harmless: Value
    if_unknown: Literal["review", "precaution", "none"]
    asked_by: Literal["desk", "patient", "clinician", "record"]
    help: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    core: bool = False
    if_unknown_when: str | None = None
    asked_when: str | None = None
    otherwise: Value | None = None
    every_visit: bool = False
    dated: Dated | None = None
    derived: tuple[Derivation, ...] = ()
    can_become: tuple[Turn, ...] = ()
    category: str = ""
    icd10cm: tuple[str, ...] = ()

    @property
    def private(self) -> bool:
        """Whether the person answers it on a screen or paper handed over, never aloud."""
        return self.asked_by == "patient"

    @property
    def may_stay_open(self) -> bool:
        """Whether a missing answer changes nothing of what the rules say, as that of a measurement nobody took."""
        return self.if_unknown == "none"

    @property
    def values(self) -> frozenset[str]:
        """The values of a yes/no or choice finding; empty for a number."""
        return frozenset(choice.value for choice in self.choices)

    @property
    def range(self) -> tuple[float, float]:
        """The smallest and the largest value of a number."""
        return (
            float("-inf") if self.minimum is None else self.minimum,
            float("inf") if self.maximum is None else self.maximum,
        )


class Definition(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A name for a condition, or for conditions that are counted."""

    id: str
    kind: Literal["condition", "count"]
    meaning: str
    when: str = ""
    of: tuple[str, ...] = ()


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What holds against, or speaks for, a session when a condition is met.

    Attributes:
        techniques: the techniques it speaks about; empty for all of both kinds.
        massage, physical_therapy: its contribution to each kind, or None for no contribution.
        precautions: what to heed whatever the kind; two more lists are heeded for one kind only.
        because: the clinical reason, for the therapist.
        desk: what the desk should do, without a clinical term.
        unverified: what of the rule no read source supports, or an empty text.
        lift: what a decision may lift of it; see ``may_lift`` where it does not say.
        lift_when: what has to be certain before its block is lifted; ``lift_words`` says it, following on "once".
        active: whether it judges; one that is switched off is still read and checked, and says nothing.
    """

    id: str
    version: int
    title: str
    when: str
    because: str
    desk: str
    strength: Strength
    techniques: tuple[Technique, ...] = ()
    massage: Verdict | None = None
    physical_therapy: Verdict | None = None
    precautions: tuple[str, ...] = ()
    precautions_massage: tuple[str, ...] = ()
    precautions_physical_therapy: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unverified: str = ""
    lift: Lift | None = None
    lift_when: str | None = None
    lift_words: str = ""
    active: bool = True

    @property
    def may_lift(self) -> Lift:
        """What a decision may lift; where a rule does not say, its review may be released session by session."""
        said = (self.massage, self.physical_therapy)
        reviews = Verdict.NEEDS_CLINICIAN_REVIEW in said and Verdict.REFER_URGENTLY not in said
        return self.lift or ("session" if reviews else "never")

    def contribution(self, technique: Technique) -> Verdict | None:
        """What the rule, once it holds, says of a technique."""
        if self.techniques and technique not in self.techniques:
            return None
        return self.massage if technique.kind is Kind.MASSAGE else self.physical_therapy

    def heeded(self, kind: Kind) -> tuple[str, ...]:
        """What to heed in a session of a kind."""
        own = self.precautions_massage if kind is Kind.MASSAGE else self.precautions_physical_therapy
        return self.precautions + own


class Exemption(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a worse answer may lead to a better verdict; ``when`` holds after ``finding`` has changed."""

    id: str
    finding: str
    when: str
    because: str


class Guarantee(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Verdicts that nothing betters while ``when`` holds, for every technique of the kind.

    Attributes:
        whatever_is_cleared: whether no decision of a therapist betters them either.
    """

    id: str
    when: str
    because: str
    whatever_is_cleared: bool = False
    massage: Verdict | None = None
    physical_therapy: Verdict | None = None


class Allowance(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Verdicts not exceeded at the gentlest technique while ``when`` holds and the rest is harmless.

    Attributes:
        whatever: findings that may have any value as well.
    """

    id: str
    when: str
    because: str
    whatever: tuple[str, ...] = ()
    massage: Verdict | None = None
    physical_therapy: Verdict | None = None


class BenefitNote(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What massage may do, with the caveat that belongs to it."""

    id: str
    text: str
    caveat: str
    when: str
    strength: Strength
    sources: tuple[str, ...] = ()
    unverified: str = ""


class PairingNote(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Advice on active work, printed under these verdicts of physical therapy (any if empty)."""

    id: str
    text: str
    when: str
    physical_therapy: tuple[Verdict, ...] = ()
    sources: tuple[str, ...] = ()


class SourceNote(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something read; ``note`` says honestly how much of it."""

    key: str
    what: str
    year: str | int = ""
    addresses: tuple[str, ...] = ()
    note: str = ""


class InflammationMeaning(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the things people mean when they say inflammation."""

    id: str
    title: str
    recognised: str
    massage: Verdict
    physical_therapy: Verdict
    explains: str
    value: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the rules know.

    Attributes:
        statement: how far the rules may be trusted, for people.
        groups: in asking order.
        findings, definitions, rules, sources: by id or key, in file order.
        conditions: every condition text that occurs, and its checked tree.
        exemptions, guarantees, allowances: what the rules promise, see ``invariants``; the rules do not read it.
        texts: the files it was read from, by name; the rules do not read them either.
    """

    version: RuleSetVersion
    statement: str
    groups: tuple[Group, ...]
    findings: Mapping[str, Finding]
    definitions: Mapping[str, Definition]
    rules: Mapping[str, Rule]
    benefits: tuple[BenefitNote, ...]
    pairing: tuple[PairingNote, ...]
    sources: Mapping[str, SourceNote]
    inflammation: tuple[InflammationMeaning, ...]
    conditions: Mapping[str, Condition]
    exemptions: tuple[Exemption, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
