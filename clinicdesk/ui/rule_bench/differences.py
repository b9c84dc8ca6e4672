"""What an edited copy changes: entry by entry in words, and line by line; free of Qt."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from clinicdesk.rules.knowledge_shelf import TABLES
from clinicdesk.ui.settings.rule_words import Sort, entries_of

if TYPE_CHECKING:
    from clinicdesk.rules import Knowledge
    from clinicdesk.rules.checking import Checked

Texts = Mapping[str, str]
Parts = tuple[tuple[str, tuple[str, ...]], ...]
"""Labels, and the lines under each."""

_NOUNS = {Sort.RULE: "Rule", Sort.QUESTION: "Question", Sort.ADVICE: "Advice", Sort.SOURCE: "Source"}
_FOLLOWS = frozenset({"Rules that look at it", "Rules that rest on it"})
"""What is said of an entry because of others; those tell themselves what changed in them."""
_IN_WORDS = frozenset({"rule", "finding", "benefit", "pairing", "source"})


class Turn(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that came (``+``), went (``-``) or stayed (a space)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that is another in the copy.

    Attributes:
        noun: what it is: ``Rule``.
        parts: label and lines; of an entry that stays only what changed.
    """

    turn: Turn
    noun: str
    name: str
    title: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]


def in_words(before: "Knowledge", found: "Checked", base: Texts, texts: Texts) -> list[Difference]:
    """Every entry that differs; nothing can be said in words of a copy that does not load."""
    if found.knowledge is None:
        return []
    return [
        *_differences(_told(before), _told(found.knowledge)),
        *_differences(_others(base), _others(texts)),
    ]


def as_text(base: Texts, texts: Texts) -> dict[str, tuple[Line, ...]]:
    """The lines that differ with some around them, by file."""
    found = {}
    for file in sorted({*base, *texts}):
        before, after = base.get(file, ""), texts.get(file, "")
        if before != after:
            lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=2)
            found[file] = tuple(
                Line(" ", "\N{HORIZONTAL ELLIPSIS}") if line.startswith("@@") else Line(line[:1], line[1:])
                for line in lines
                if not line.startswith(("---", "+++"))
            )
    return found


_Told = dict[tuple[str, str], tuple[str, Parts]]
"""Title and parts by noun and name."""


def _told(knowledge: "Knowledge") -> _Told:
    return {
        (_NOUNS[each.sort], each.name): (each.title, tuple(part for part in each.parts if part[0] not in _FOLLOWS))
        for each in entries_of(knowledge)
    }


def _others(texts: Texts) -> _Told:
    """The entries that have no words of their own, such as definitions and guarantees, field by field."""
    found: _Told = {}
    for text in texts.values():
        for table, entries in tomllib.loads(text).items():
            if table in TABLES and table not in _IN_WORDS:
                for entry in entries:
                    name = str(entry.get("id", ""))
                    parts = tuple((field, tuple(_lines(value))) for field, value in entry.items() if field != "id")
                    found[table.capitalize(), name] = (name, parts)
    return found


def _lines(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        yield str(each)


def _differences(before: _Told, after: _Told) -> Iterator[Difference]:
    for key in dict.fromkeys([*before, *after]):
        noun, name = key
        if key not in before:
            title, parts = after[key]
            yield Difference(Turn.ADDED, noun, name, title, _all(parts, "+"))
        elif key not in after:
            title, parts = before[key]
            yield Difference(Turn.REMOVED, noun, name, title, _all(parts, "-"))
        elif before[key] != after[key]:
            title = after[key][0]
            changed = _between(dict(_with_title(before[key])), dict(_with_title(after[key])))
            yield Difference(Turn.CHANGED, noun, name, title, tuple(changed))


def _with_title(told: tuple[str, Parts]) -> Parts:
    title, parts = told
    return (("Called", (title,)), *parts)


def _all(parts: Parts, sign: str) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    return tuple((label, tuple(Line(sign, text) for text in texts)) for label, texts in parts)


def _between(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for label in dict.fromkeys([*before, *after]):
        was, is_ = before.get(label, ()), after.get(label, ())
        if was != is_:
            lines = (Line(each[0], each[2:]) for each in difflib.ndiff(was, is_) if not each.startswith("?"))
            yield label, tuple(lines)
