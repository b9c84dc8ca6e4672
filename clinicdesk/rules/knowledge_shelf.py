"""The entries of the knowledge files by table and id, and what has to be true between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules.knowledge import (
    Allowance,
    BenefitNote,
    Definition,
    Exemption,
    Finding,
    Group,
    Guarantee,
    InflammationMeaning,
    PairingNote,
    Rule,
    SourceNote,
)

TABLES: dict[str, type[msgspec.Struct]] = {
    "group": Group,
    "finding": Finding,
    "definition": Definition,
    "rule": Rule,
    "benefit": BenefitNote,
    "pairing": PairingNote,
    "source": SourceNote,
    "meaning": InflammationMeaning,
    "exemption": Exemption,
    "guarantee": Guarantee,
    "allowance": Allowance,
}
"""What a knowledge file may hold, by the name of its table."""
_E = TypeVar("_E", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every entry by table and id, and the file it stands in."""

    entries: dict[str, dict[str, msgspec.Struct]]
    files: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, table: str, kind: type[_E]) -> dict[str, _E]:
        """The entries of a table."""
        return {id_: entry for id_, entry in self.entries[table].items() if isinstance(entry, kind)}

    def put(self, file: str, table: str, id_: str, entry: msgspec.Struct) -> None:
        """Add an entry; raises KnowledgeFault when its id is taken."""
        if id_ in self.entries[table]:
            raise KnowledgeFault(file, f"this {table} already stands in {self.files[table, id_]}", entry=id_)
        self.entries[table][id_] = entry
        self.files[table, id_] = file

    def fault(self, table: str, id_: str, fault: str, field_: str = "") -> KnowledgeFault:
        """A fault of an entry, with its file."""
        return KnowledgeFault(self.files[table, id_], fault, entry=id_, field=field_)


def faults_between(shelf: Shelf) -> Iterator[KnowledgeFault]:
    """Entries that point at what is not there, and names that stand for two things."""
    findings = shelf.of("finding", Finding)
    yield from _faults_of_sources(shelf)
    yield from _faults_of_dated_ids(shelf, findings)
    yield from _faults_of_promises(shelf, findings)


def _faults_of_sources(shelf: Shelf) -> Iterator[KnowledgeFault]:
    sources = shelf.of("source", SourceNote)
    cited: tuple[tuple[str, Mapping[str, Rule | BenefitNote | PairingNote | InflammationMeaning]], ...] = (
        ("rule", shelf.of("rule", Rule)),
        ("benefit", shelf.of("benefit", BenefitNote)),
        ("pairing", shelf.of("pairing", PairingNote)),
        ("meaning", shelf.of("meaning", InflammationMeaning)),
    )
    for table, entries in cited:
        for id_, entry in entries.items():
            for key in entry.sources:
                if key not in sources:
                    yield shelf.fault(table, id_, f"there is no source called '{key}'", "sources")


def _faults_of_dated_ids(shelf: Shelf, findings: Mapping[str, Finding]) -> Iterator[KnowledgeFault]:
    seen = set(findings)
    for finding in findings.values():
        if finding.dated is not None:
            if finding.dated.id in seen:
                yield shelf.fault("finding", finding.id, f"'{finding.dated.id}' is already the name of something else")
            seen.add(finding.dated.id)


def _faults_of_promises(shelf: Shelf, findings: Mapping[str, Finding]) -> Iterator[KnowledgeFault]:
    named: list[tuple[str, str, tuple[str, ...]]] = [
        ("exemption", entry.id, (entry.finding,)) for entry in shelf.of("exemption", Exemption).values()
    ]
    named += [("allowance", entry.id, entry.whatever) for entry in shelf.of("allowance", Allowance).values()]
    for table, id_, ids in named:
        for name in ids:
            if name not in findings:
                yield shelf.fault(table, id_, f"there is no finding called '{name}'")
