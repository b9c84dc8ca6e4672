"""The words in which suitability is asked and answered."""

from enum import IntEnum, StrEnum


class Verdict(IntEnum):
    """How a session suits a patient; a larger value is worse, so ``max`` is the final verdict."""

    SUITABLE = 0
    SUITABLE_WITH_PRECAUTIONS = 1
    NEEDS_CLINICIAN_REVIEW = 2
    NOT_SUITABLE = 3
    REFER_URGENTLY = 4

    @property
    def code(self) -> str:
        """The spelling used in files, the store and the command line, e.g. ``not_suitable``."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> "Verdict":
        """The verdict spelled ``code``; raises KeyError for any other text."""
        return cls[code.upper()]

    @property
    def blocks(self) -> bool:
        """Whether a session with this verdict cannot be given today without a clinician."""
        return self >= Verdict.NEEDS_CLINICIAN_REVIEW


class Kind(StrEnum):
    """The two kinds of session the clinic gives."""

    MASSAGE = "massage"
    PHYSICAL_THERAPY = "physical_therapy"

    @property
    def other(self) -> "Kind":
        """The kind that was not asked for."""
        return Kind.PHYSICAL_THERAPY if self is Kind.MASSAGE else Kind.MASSAGE

    @property
    def words(self) -> str:
        """As in a sentence: ``physical therapy``."""
        return self.value.replace("_", " ")


class Technique(StrEnum):
    """What is done in a session; each technique belongs to one kind."""

    SWEDISH = "swedish"
    RELAXATION = "relaxation"
    DEEP_TISSUE = "deep_tissue"
    TRIGGER_POINT = "trigger_point"
    MANUAL_THERAPY = "manual_therapy"
    MANIPULATION_THRUST = "manipulation_thrust"
    THERAPEUTIC_EXERCISE = "therapeutic_exercise"
    STRETCHING = "stretching"
    ELECTROTHERAPY = "electrotherapy"

    @property
    def kind(self) -> Kind:
        """The kind of session this technique belongs to."""
        return Kind.MASSAGE if self in _MASSAGE else Kind.PHYSICAL_THERAPY

    @property
    def words(self) -> str:
        """As people call it: ``Swedish massage``."""
        return _CALLED[self]


_MASSAGE = frozenset({Technique.SWEDISH, Technique.RELAXATION, Technique.DEEP_TISSUE, Technique.TRIGGER_POINT})

_CALLED = {
    Technique.SWEDISH: "Swedish massage",
    Technique.RELAXATION: "Relaxation massage",
    Technique.DEEP_TISSUE: "Deep-tissue massage",
    Technique.TRIGGER_POINT: "Trigger-point massage",
    Technique.MANUAL_THERAPY: "Manual therapy",
    Technique.MANIPULATION_THRUST: "Manipulation (thrust)",
    Technique.THERAPEUTIC_EXERCISE: "Therapeutic exercise",
    Technique.STRETCHING: "Stretching",
    Technique.ELECTROTHERAPY: "Electrotherapy",
}

GENTLEST = {Kind.MASSAGE: Technique.SWEDISH, Kind.PHYSICAL_THERAPY: Technique.THERAPEUTIC_EXERCISE}
"""The technique at which a kind is assessed when only the other kind was asked for."""


# Of each technique, those of its kind that press, pull or push less. The order is our own, for a clinician to check.
_NO_HARDER = {
    Technique.SWEDISH: {Technique.RELAXATION},
    Technique.DEEP_TISSUE: {Technique.RELAXATION, Technique.SWEDISH},
    Technique.TRIGGER_POINT: {Technique.RELAXATION, Technique.SWEDISH},
    Technique.STRETCHING: {Technique.THERAPEUTIC_EXERCISE},
    Technique.MANUAL_THERAPY: {Technique.THERAPEUTIC_EXERCISE, Technique.STRETCHING},
    Technique.MANIPULATION_THRUST: {
        Technique.THERAPEUTIC_EXERCISE,
        Technique.STRETCHING,
        Technique.MANUAL_THERAPY,
    },
}


def covered_by(technique: Technique) -> frozenset[Technique]:
    """What a decision about a technique is about as well: the gentler ones of its kind, and never a stronger one."""
    return frozenset({technique, *_NO_HARDER.get(technique, ())})


def covers_words(technique: Technique) -> str:
    """What a decision about a technique is about, in words: ``Swedish massage or gentler``."""
    return technique.words + (" or gentler" if len(covered_by(technique)) > 1 else "")


def techniques_of(kind: Kind) -> tuple[Technique, ...]:
    """Every technique of a kind, gentlest first."""
    return tuple(technique for technique in Technique if technique.kind is kind)
