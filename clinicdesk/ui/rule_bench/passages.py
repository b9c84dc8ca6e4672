"""Where in the knowledge files something stands: rules and questions, faults, and words; free of Qt."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules.neighbourhoods import Broken

Texts = Mapping[str, str]

_HEADER = re.compile(r"^\[\[\s*([A-Za-z_]+)\s*\]\]")
_NAME = re.compile(r"""^(?:id|key)\s*=\s*(["'])(.*?)\1""")
_LABEL = re.compile(r"""^(?:title|question|what|text|label)\s*=\s*(["'])(.*?)\1\s*$""")
_IN_LINE = re.compile(r"\bat line (\d+)")
_NUMBERED = re.compile(r"^([A-Za-z_]+) number (\d+)$")
_RULE, _QUOTED = re.compile(r"\b[Rr]ule ([\w-]+)"), re.compile(r"'([\w-]+)'")
_MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 0."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One entry of a file, such as a rule.

    Attributes:
        table: what it is: ``rule``, ``finding``.
        label: what it is called, in words; may be empty.
        until: the line after its last.
    """

    place: Place
    table: str
    name: str
    label: str
    until: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: an entry, or a line that holds what was typed."""

    place: Place
    words: str
    entry: bool


def passages(texts: Texts) -> list[Passage]:
    """Every entry of the files, in file order."""
    return [each for file, text in sorted(texts.items()) for each in _passages_of(file, text)]


def place_of_fault(fault: KnowledgeFault, texts: Texts) -> Place | None:
    """The line at fault, as near as the fault names it; None for a file that is not there."""
    text = texts.get(fault.file)
    if text is None:
        return None
    if (told := _IN_LINE.search(fault.fault)) is not None:
        return Place(fault.file, int(told[1]) - 1)
    own = list(_passages_of(fault.file, text))
    passage = next((each for each in own if each.name == fault.entry), None) or _numbered(fault.entry, own)
    if passage is None:
        return Place(fault.file, max(0, text.count("\n") - 1) if "end of document" in fault.fault else 0)
    return Place(fault.file, _line_of_field(text, passage, fault.field or _field_told(fault.fault)))


def place_of_broken(broken: Broken, known: list[Passage]) -> Place | None:
    """The rule that breaks a promise, else what it is about; None when it is about all of them together."""
    by_name = {each.name: each.place for each in reversed(known)}
    rules = (told[1] for told in _RULE.finditer(broken.sentence))
    others = (told[1] for told in _QUOTED.finditer(broken.sentence))
    return next((by_name[name] for name in (*rules, *others) if name in by_name), None)


def hits(texts: Texts, typed: str) -> list[Hit]:
    """What is found for some words: entries called so first, then every line that holds what was typed."""
    wanted = typed.casefold().strip()
    if not wanted:
        return []
    found = [
        Hit(each.place, f"{each.name}  {each.label}".strip(), entry=True)
        for each in passages(texts)
        if all(word in f"{each.name} {each.label}".casefold() for word in wanted.split())
    ]
    found.sort(key=lambda hit: not hit.words.casefold().startswith(wanted))
    lines = (
        Hit(Place(file, number), line.strip(), entry=False)
        for file, text in sorted(texts.items())
        for number, line in enumerate(text.split("\n"))
        if wanted in line.casefold()
    )
    return [*found, *lines][:_MOST_HITS]


def _passages_of(file: str, text: str) -> Iterator[Passage]:
    lines = text.split("\n")
    heads = [(number, told[1]) for number, line in enumerate(lines) if (told := _HEADER.match(line)) is not None]
    for (begins, table), (ends, _) in pairwise([*heads, (len(lines), "")]):
        own = lines[begins:ends]
        name = next((told[2] for line in own if (told := _NAME.match(line)) is not None), "")
        label = next((told[2] for line in own if (told := _LABEL.match(line)) is not None), "")
        yield Passage(Place(file, begins), table, name, label, ends)


def _numbered(entry: str | None, own: list[Passage]) -> Passage | None:
    """``rule number 3``: an entry that has no name yet."""
    told = _NUMBERED.match(entry or "")
    if told is None:
        return None
    alike = [each for each in own if each.table == told[1]]
    return alike[int(told[2]) - 1] if int(told[2]) <= len(alike) else None


def _field_told(fault: str) -> str:
    """The field that a fault of the reader names between back quotes or quotes."""
    told = re.search(r"`(\w+)", fault)
    return told[1] if told else ""


def _line_of_field(text: str, passage: Passage, field: str) -> int:
    for number, line in enumerate(text.split("\n")[passage.place.line : passage.until], passage.place.line):
        if field and re.match(rf"^{re.escape(field)}\s*=", line):
            return number
    return passage.place.line
