"""Putting two people's edits of one record together."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Merged:
    """What is typed here put on top of what was stored meanwhile.

    Attributes:
        values: the stored record by field, with every field on top that was changed here.
        theirs: names of fields that only the other person changed.
        both: names of fields both changed; what was typed here stands.
    """

    values: dict[str, Any]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Keep every change: typed text is never lost to somebody else's save.

    Args:
        base: the record as it was when editing began, by field.
        mine: the form as typed here.
        theirs: the record as it is stored now.
    """
    here = {name for name in base if mine[name] != base[name]}
    there = {name for name in base if theirs[name] != base[name]}
    both = {name for name in here & there if mine[name] != theirs[name]}
    return Merged(
        values={**theirs, **{name: mine[name] for name in here}},
        theirs=tuple(name for name in base if name in there - here),
        both=tuple(name for name in base if name in both),
    )


def values_of(record: "DataclassInstance") -> dict[str, Any]:
    """A record by field."""
    return {each.name: getattr(record, each.name) for each in fields(record)}
