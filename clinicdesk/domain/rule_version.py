"""Rules that the clinic has edited, version by version, and which of them judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SHIPPED = 0
"""The number of the rules that come with the program: always there, and of the program's own version."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One published version, whole. Never changed, only followed by another.

    Attributes:
        number: counted from 1.
        based_on: the number of the version that was edited; 0 for the shipped rules.
        ruleset_hash: SHA-256 of its content.
        shipped_hash: SHA-256 of the rules the program came with when it was published.
        texts: the knowledge files by name.
        accepted: the sentences about broken promises that whoever published answers for.
        reason: why it was published.
    """

    id: str
    number: int
    based_on: int
    ruleset_id: str
    ruleset_version: str
    ruleset_hash: str
    shipped_hash: str
    texts: Mapping[str, str]
    accepted: tuple[str, ...]
    reason: str
    staff_id: str
    made_at: datetime


class RuleStep(StrEnum):
    """How rules came into force."""

    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True)
class RulesEntry:
    """From here on a version was in force. Never changed, only followed by another.

    Attributes:
        number: of the version; 0 for the shipped rules.
    """

    id: str
    number: int
    step: RuleStep
    reason: str
    staff_id: str
    made_at: datetime
