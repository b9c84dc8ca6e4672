"""The language in which rules say when they hold.

A condition is one Python-like expression over finding ids, for example
``count(osteoporosis, age_years >= 70) >= 2 and pain_new_or_changed``. It is parsed with the
standard ``ast`` module, checked against the findings it names, and becomes a small frozen
tree; no part of its text is ever run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class ConditionFault(ValueError):
    """What is wrong with a condition, as a sentence."""


@dataclass(frozen=True, slots=True)
class Always:
    """Holds always, or never."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Is:
    """The answer to a yes/no or choice finding is one of ``values``."""

    finding: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compare:
    """A number finding compared with a number; ``operator`` is one of ``< <= > >= == !=``."""

    finding: str
    operator: str
    number: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value is known for the finding."""

    finding: str


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    of: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    of: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Between ``at_least`` and ``at_most`` (both included) of the parts hold."""

    of: tuple["Condition", ...]
    at_least: int
    at_most: int


Condition = Always | Is | Compare | Unknown | Not | All | Some | Count


@dataclass(frozen=True, slots=True)
class CountDefinition:
    """A named group of conditions that are counted together."""

    of: tuple[Condition, ...]


class Answerable(Protocol):
    """What the language needs to know of a finding."""

    @property
    def type(self) -> str:
        """``yes_no``, ``choice`` or ``number``."""

    @property
    def values(self) -> frozenset[str]:
        """The values of a yes/no or choice finding; empty for a number."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a condition may use."""

    findings: Mapping[str, Answerable]
    definitions: Mapping[str, Condition | CountDefinition]


def findings_of(condition: Condition) -> frozenset[str]:
    """The ids of every finding a condition mentions."""
    match condition:
        case Always():
            return frozenset()
        case Is(finding=finding) | Compare(finding=finding) | Unknown(finding=finding):
            return frozenset({finding})
        case Not(of=part):
            return findings_of(part)
        case All(of=parts) | Some(of=parts) | Count(of=parts):
            return frozenset().union(*map(findings_of, parts))
