"""What marks on the body map bring forward: questions, never answers."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from clinicdesk.domain.body_map import REGIONS, BodyMap
from clinicdesk.domain.intake import Answers
from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules.knowledge import Finding


class _Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    regions: tuple[str, ...]


class _Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    finding: str
    marked: tuple[str, ...]
    why: str
    contradicted_by: tuple[str, ...] = ()
    contradiction: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    area: tuple[_Area, ...]
    ask: tuple[_Ask, ...]


@dataclass(frozen=True, slots=True)
class BodyAsk:
    """A question that marks bring forward.

    Attributes:
        areas: sets of regions; the question is asked when something in each of them is marked.
        why: the line that says so.
        contradicted_by: answers that do not go with the marks, which ``contradiction`` says.
    """

    finding: str
    areas: tuple[frozenset[str], ...]
    why: str
    contradicted_by: frozenset[str] = frozenset()
    contradiction: str = ""

    def concerns(self, body_map: BodyMap) -> bool:
        """Whether the marks bring this question forward."""
        painted = body_map.painted
        return all(painted & area for area in self.areas)


@dataclass(frozen=True, slots=True)
class Brought:
    """One question brought forward by the marks that are there now.

    Attributes:
        contradiction: what is to be said of the answer, when it does not go with the marks; else empty.
    """

    finding: str
    why: str
    contradiction: str = ""


def brought_by(asks: tuple[BodyAsk, ...], body_map: BodyMap | None, answers: Answers) -> tuple[Brought, ...]:
    """The questions that a body map brings forward, each once; nothing where nothing is marked."""
    found: dict[str, Brought] = {}
    for ask in asks:
        if body_map is None or not ask.concerns(body_map):
            continue
        answer = answers.get(ask.finding)
        contradicted = answer is not None and str(answer.value) in ask.contradicted_by
        before = found.get(ask.finding)
        contradiction = ask.contradiction if contradicted else ""
        if before is None or (contradiction and not before.contradiction):
            found[ask.finding] = Brought(ask.finding, before.why if before else ask.why, contradiction)
    return tuple(found.values())


def load_body_asks(path: Path, findings: Mapping[str, Finding]) -> tuple[BodyAsk, ...]:
    """What a file of asks holds, for the questions of these findings.

    Raises:
        KnowledgeFault: the file cannot be read, or names a region, area, finding or answer that there is not.
    """
    try:
        read = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeFault(path.name, "the file cannot be read") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeFault(path.name, str(error)) from error
    areas = {area.id: frozenset(area.regions) for area in read.area}
    for area in read.area:
        for code in area.regions:
            if code not in REGIONS:
                raise KnowledgeFault(path.name, f"there is no region {code!r}", entry=area.id)
    return tuple(_checked(ask, areas, findings, path.name) for ask in read.ask)


def _checked(ask: _Ask, areas: Mapping[str, frozenset[str]], findings: Mapping[str, Finding], file: str) -> BodyAsk:
    missing = [area for area in ask.marked if area not in areas]
    finding = findings.get(ask.finding)
    if missing or not ask.marked:
        raise KnowledgeFault(file, f"there is no area {', '.join(missing) or 'at all'}", entry=ask.finding)
    if finding is None or finding.asked_by not in {"desk", "patient"}:
        raise KnowledgeFault(file, "no such question is put to anybody", entry=ask.finding)
    strange = set(ask.contradicted_by) - set(finding.values)
    if strange:
        raise KnowledgeFault(file, f"{', '.join(sorted(strange))} is no answer to it", entry=ask.finding)
    return BodyAsk(
        ask.finding,
        tuple(areas[area] for area in ask.marked),
        ask.why,
        frozenset(ask.contradicted_by),
        ask.contradiction,
    )
