"""Reading knowledge files: every fault names the file, the entry and what is wrong."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules.assessment import RuleSetVersion
from clinicdesk.rules.condition_parser import parse_condition
from clinicdesk.rules.conditions import Condition, ConditionFault, CountDefinition, Vocabulary
from clinicdesk.rules.knowledge import (
    Allowance,
    BenefitNote,
    Choice,
    Definition,
    Exemption,
    Finding,
    Group,
    Guarantee,
    InflammationMeaning,
    Knowledge,
    PairingNote,
    Rule,
    SourceNote,
)
from clinicdesk.rules.knowledge_checks import faults_of_finding, faults_of_rule
from clinicdesk.rules.knowledge_effects import faults_of_effects

_HEADER_FILE = "ruleset.toml"
_TABLES: dict[str, type[msgspec.Struct]] = {
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
_WITH_CONDITION: dict[str, type[Rule | BenefitNote | PairingNote] | type[Exemption | Guarantee | Allowance]] = {
    "rule": Rule,
    "benefit": BenefitNote,
    "pairing": PairingNote,
    "exemption": Exemption,
    "guarantee": Guarantee,
    "allowance": Allowance,
}
_YES_NO = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))
_E = TypeVar("_E", bound=msgspec.Struct)


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    version: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Every entry by table and id, and the file it stands in."""

    entries: dict[str, dict[str, msgspec.Struct]]
    files: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, table: str, kind: type[_E]) -> dict[str, _E]:
        return {id_: entry for id_, entry in self.entries[table].items() if isinstance(entry, kind)}

    def fault(self, table: str, id_: str, fault: str) -> KnowledgeFault:
        return KnowledgeFault(self.files[table, id_], fault, entry=id_)


def load_knowledge(folder: Path) -> Knowledge:
    """The knowledge in the ``*.toml`` files of a folder; raises KnowledgeFault for the first fault."""
    documents = _documents(folder)
    header = _header(documents)
    shelf = _shelve(documents)
    findings = shelf.of("finding", Finding)
    groups = shelf.of("group", Group)
    rules = shelf.of("rule", Rule)
    sources = shelf.of("source", SourceNote)
    conditions = _conditions(shelf)
    for finding in findings.values():
        for fault in faults_of_finding(finding, groups):
            raise shelf.fault("finding", finding.id, fault)
    for rule in rules.values():
        for fault in faults_of_rule(rule):
            raise shelf.fault("rule", rule.id, fault)
    for table, id_, fault in faults_of_effects(findings, rules, conditions):
        raise shelf.fault(table, id_, fault)
    _check_sources(shelf, sources)
    _check_dated_ids(shelf, findings)
    _check_promises(shelf, findings)
    return Knowledge(
        version=RuleSetVersion(header.id, header.version, _hash(documents)),
        statement=header.statement,
        groups=tuple(groups.values()),
        findings=MappingProxyType(findings),
        definitions=MappingProxyType(shelf.of("definition", Definition)),
        rules=MappingProxyType(rules),
        benefits=tuple(shelf.of("benefit", BenefitNote).values()),
        pairing=tuple(shelf.of("pairing", PairingNote).values()),
        sources=MappingProxyType(sources),
        inflammation=tuple(shelf.of("meaning", InflammationMeaning).values()),
        conditions=MappingProxyType(conditions),
        exemptions=tuple(shelf.of("exemption", Exemption).values()),
        guarantees=tuple(shelf.of("guarantee", Guarantee).values()),
        allowances=tuple(shelf.of("allowance", Allowance).values()),
    )


def _documents(folder: Path) -> dict[str, dict[str, Any]]:
    documents = {}
    for path in sorted(folder.glob("*.toml"), key=lambda path: path.name):
        try:
            documents[path.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise KnowledgeFault(path.name, f"the file cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise KnowledgeFault(path.name, "the file is not UTF-8 text") from error
        except tomllib.TOMLDecodeError as error:
            raise KnowledgeFault(path.name, f"the file is not valid TOML: {error}") from error
    return documents


def _header(documents: dict[str, dict[str, Any]]) -> _Header:
    if _HEADER_FILE not in documents:
        raise KnowledgeFault(_HEADER_FILE, "the file is missing; it names the rule set and its version")
    try:
        return msgspec.convert(documents[_HEADER_FILE], _Header)
    except msgspec.ValidationError as error:
        raise KnowledgeFault(_HEADER_FILE, _sentence(error)) from error


def _hash(documents: dict[str, dict[str, Any]]) -> str:
    # The parsed content, so that neither line endings nor comments nor the order of keys count.
    return hashlib.sha256(msgspec.json.encode(documents, order="sorted")).hexdigest()


def _shelve(documents: dict[str, dict[str, Any]]) -> _Shelf:
    shelf = _Shelf({table: {} for table in _TABLES})
    for file, document in documents.items():
        if file == _HEADER_FILE:
            continue
        for table, raws in document.items():
            if table not in _TABLES or not isinstance(raws, list):
                raise KnowledgeFault(file, f"'{table}' is not a list of entries a knowledge file may hold")
            for position, raw in enumerate(raws, start=1):
                id_, entry = _entry(file, table, position, raw)
                if id_ in shelf.entries[table]:
                    raise KnowledgeFault(file, f"this {table} already stands in {shelf.files[table, id_]}", entry=id_)
                shelf.entries[table][id_] = entry
                shelf.files[table, id_] = file
    return shelf


def _entry(file: str, table: str, position: int, raw: Any) -> tuple[str, msgspec.Struct]:  # noqa: ANN401 - not yet typed
    id_ = raw.get("key" if table == "source" else "id") if isinstance(raw, dict) else None
    if not isinstance(id_, str) or not id_:
        raise KnowledgeFault(file, "the entry has no id", entry=f"{table} number {position}")
    try:
        entry = msgspec.convert(_with_verdicts(raw), _TABLES[table])
    except (msgspec.ValidationError, _NoSuchVerdict) as error:
        raise KnowledgeFault(file, _sentence(error), entry=id_) from error
    if isinstance(entry, Finding) and entry.type == "yes_no":
        if entry.choices:
            raise KnowledgeFault(file, "a yes/no finding has no choices of its own", entry=id_)
        entry = msgspec.structs.replace(entry, choices=_YES_NO)
    return id_, entry


class _NoSuchVerdict(ValueError):
    """A verdict code that does not exist."""


def _with_verdicts(raw: dict[str, Any]) -> dict[str, Any]:
    read = dict(raw)
    for key in ("massage", "physical_therapy"):
        if key in read:
            codes = read[key]
            read[key] = [_verdict(code) for code in codes] if isinstance(codes, list) else _verdict(codes)
    return read


def _verdict(code: object) -> Verdict:
    try:
        return Verdict.from_code(str(code))
    except KeyError:
        raise _NoSuchVerdict(f"'{code}' is not a verdict") from None


def _sentence(error: Exception) -> str:
    return str(error).replace("`$.", "`").replace(" - at `$`", "")


def _conditions(shelf: _Shelf) -> dict[str, Condition]:
    findings = shelf.of("finding", Finding)
    vocabulary = Vocabulary(findings, {})
    known = _Definitions(shelf, findings).all()
    vocabulary = Vocabulary(findings, known)
    conditions: dict[str, Condition] = {}
    for table, id_, text in _texts(shelf):
        if text not in conditions:
            try:
                conditions[text] = parse_condition(text, vocabulary)
            except ConditionFault as fault:
                raise shelf.fault(table, id_, str(fault)) from fault
    return conditions


def _texts(shelf: _Shelf) -> Iterator[tuple[str, str, str]]:
    """Table, id and text of every condition outside the definitions."""
    for finding in shelf.of("finding", Finding).values():
        for text in (finding.if_unknown_when, finding.asked_when, *(way.when for way in finding.derived)):
            if text is not None:
                yield "finding", finding.id, text
    for table, kind in _WITH_CONDITION.items():
        for id_, entry in shelf.of(table, kind).items():
            yield table, id_, entry.when


class _Definitions(Mapping[str, Condition | CountDefinition]):
    """The definitions, each parsed when a condition first names it, so that one may use another."""

    def __init__(self, shelf: _Shelf, findings: dict[str, Finding]) -> None:
        self._shelf = shelf
        self._written = shelf.of("definition", Definition)
        self._parsed: dict[str, Condition | CountDefinition] = {}
        self._open: list[str] = []
        self._vocabulary = Vocabulary(findings, self)
        for id_ in self._written.keys() & findings.keys():
            raise shelf.fault("definition", id_, "a finding has the same name")

    def all(self) -> dict[str, Condition | CountDefinition]:
        return {id_: self[id_] for id_ in self._written}

    def __getitem__(self, id_: str) -> Condition | CountDefinition:
        if id_ not in self._parsed:
            self._parsed[id_] = self._parse(self._written[id_])
        return self._parsed[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def _parse(self, definition: Definition) -> Condition | CountDefinition:
        if definition.id in self._open:
            raise self._shelf.fault("definition", definition.id, "the definition rests on itself")
        if bool(definition.of) != (definition.kind == "count") or bool(definition.when) == (definition.kind == "count"):
            raise self._shelf.fault("definition", definition.id, "a count needs 'of', a condition needs 'when'")
        self._open.append(definition.id)
        try:
            if definition.kind == "count":
                return CountDefinition(tuple(parse_condition(part, self._vocabulary) for part in definition.of))
            return parse_condition(definition.when, self._vocabulary)
        except ConditionFault as fault:
            raise self._shelf.fault("definition", definition.id, str(fault)) from fault
        finally:
            self._open.pop()


def _check_sources(shelf: _Shelf, sources: Mapping[str, SourceNote]) -> None:
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
                    raise shelf.fault(table, id_, f"there is no source called '{key}'")


def _check_dated_ids(shelf: _Shelf, findings: Mapping[str, Finding]) -> None:
    seen = set(findings)
    for finding in findings.values():
        if finding.dated is not None:
            if finding.dated.id in seen:
                raise shelf.fault("finding", finding.id, f"'{finding.dated.id}' is already the name of something else")
            seen.add(finding.dated.id)


def _check_promises(shelf: _Shelf, findings: Mapping[str, Finding]) -> None:
    named: list[tuple[str, str, tuple[str, ...]]] = [
        ("exemption", entry.id, (entry.finding,)) for entry in shelf.of("exemption", Exemption).values()
    ]
    named += [("allowance", entry.id, entry.whatever) for entry in shelf.of("allowance", Allowance).values()]
    for table, id_, ids in named:
        for name in ids:
            if name not in findings:
                raise shelf.fault(table, id_, f"there is no finding called '{name}'")
