"""Reading knowledge files: every fault names the file, the entry and what is wrong.

They are read stage by stage: the text, the entries, the conditions, what has to be true of each entry, and what follows
from the conditions. A stage is reached only when those before it found nothing, so that one slip is one fault.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

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
from clinicdesk.rules.knowledge_shelf import TABLES, Shelf, faults_between

_HEADER_FILE = "ruleset.toml"
_WITH_CONDITION: dict[str, type[Rule | BenefitNote | PairingNote] | type[Exemption | Guarantee | Allowance]] = {
    "rule": Rule,
    "benefit": BenefitNote,
    "pairing": PairingNote,
    "exemption": Exemption,
    "guarantee": Guarantee,
    "allowance": Allowance,
}
_YES_NO = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    version: str
    statement: str = ""


def load_knowledge(folder: Path) -> Knowledge:
    """The knowledge in the ``*.toml`` files of a folder; raises KnowledgeFault for the first fault."""
    return read_knowledge(texts_in(folder))


def texts_in(folder: Path) -> dict[str, str]:
    """The ``*.toml`` files of a folder, by name; raises KnowledgeFault for one that cannot be read."""
    texts = {}
    for path in sorted(folder.glob("*.toml"), key=lambda path: path.name):
        try:
            texts[path.name] = path.read_text(encoding="utf-8")
        except OSError as error:
            raise KnowledgeFault(path.name, f"the file cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise KnowledgeFault(path.name, "the file is not UTF-8 text") from error
    return texts


def read_knowledge(texts: Mapping[str, str]) -> Knowledge:
    """The knowledge in the texts of files, by name; raises KnowledgeFault for the first fault."""
    reading = _Reading(texts)
    for fault in reading.faults():
        raise fault
    return reading.knowledge()


def faults_in(texts: Mapping[str, str]) -> list[KnowledgeFault]:
    """Every fault in the texts of files that one look finds; empty when ``read_knowledge`` reads them."""
    return _Reading(texts).faults()


class _Reading:
    """One reading of some files; every stage yields its faults and leaves what the next one needs."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(sorted(texts.items()))
        self._documents: dict[str, dict[str, Any]] = {}
        self._header = _Header("", "")
        self._shelf = Shelf({table: {} for table in TABLES})
        self._conditions: dict[str, Condition] = {}

    def faults(self) -> list[KnowledgeFault]:
        """The faults of the first stage that finds any."""
        for stage in (self._parse, self._read_header, self._shelve, self._read_conditions, self._check, self._weigh):
            faults = list(stage())
            if faults:
                return faults
        return []

    def knowledge(self) -> Knowledge:
        """What was read, once there are no faults."""
        shelf = self._shelf
        return Knowledge(
            version=RuleSetVersion(self._header.id, self._header.version, _hash(self._documents)),
            statement=self._header.statement,
            groups=tuple(shelf.of("group", Group).values()),
            findings=MappingProxyType(shelf.of("finding", Finding)),
            definitions=MappingProxyType(shelf.of("definition", Definition)),
            rules=MappingProxyType(shelf.of("rule", Rule)),
            benefits=tuple(shelf.of("benefit", BenefitNote).values()),
            pairing=tuple(shelf.of("pairing", PairingNote).values()),
            sources=MappingProxyType(shelf.of("source", SourceNote)),
            inflammation=tuple(shelf.of("meaning", InflammationMeaning).values()),
            conditions=MappingProxyType(self._conditions),
            exemptions=tuple(shelf.of("exemption", Exemption).values()),
            guarantees=tuple(shelf.of("guarantee", Guarantee).values()),
            allowances=tuple(shelf.of("allowance", Allowance).values()),
            texts=MappingProxyType(self._texts),
        )

    def _parse(self) -> Iterator[KnowledgeFault]:
        for name, text in self._texts.items():
            try:
                self._documents[name] = tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                yield KnowledgeFault(name, f"the file is not valid TOML: {error}")

    def _read_header(self) -> Iterator[KnowledgeFault]:
        if _HEADER_FILE not in self._documents:
            yield KnowledgeFault(_HEADER_FILE, "the file is missing; it names the rule set and its version")
            return
        try:
            self._header = msgspec.convert(self._documents[_HEADER_FILE], _Header)
        except msgspec.ValidationError as error:
            yield KnowledgeFault(_HEADER_FILE, _sentence(error))

    def _shelve(self) -> Iterator[KnowledgeFault]:
        for file, document in self._documents.items():
            for table, raws in document.items() if file != _HEADER_FILE else ():
                if table not in TABLES or not isinstance(raws, list):
                    yield KnowledgeFault(file, f"'{table}' is not a list of entries a knowledge file may hold")
                    continue
                for position, raw in enumerate(raws, start=1):
                    try:
                        self._shelf.put(file, table, *_entry(file, table, position, raw))
                    except KnowledgeFault as fault:
                        yield fault

    def _read_conditions(self) -> Iterator[KnowledgeFault]:
        findings = self._shelf.of("finding", Finding)
        try:
            known = _Definitions(self._shelf, findings).all()
        except KnowledgeFault as fault:
            yield fault
            return
        vocabulary = Vocabulary(findings, known)
        for table, id_, field_, text in _texts(self._shelf):
            if text not in self._conditions:
                try:
                    self._conditions[text] = parse_condition(text, vocabulary)
                except ConditionFault as fault:
                    yield self._shelf.fault(table, id_, str(fault), field_)

    def _check(self) -> Iterator[KnowledgeFault]:
        shelf = self._shelf
        findings = shelf.of("finding", Finding)
        groups = shelf.of("group", Group)
        for finding in findings.values():
            for fault in faults_of_finding(finding, groups):
                yield shelf.fault("finding", finding.id, fault)
        for rule in shelf.of("rule", Rule).values():
            for fault in faults_of_rule(rule):
                yield shelf.fault("rule", rule.id, fault)
        yield from faults_between(shelf)

    def _weigh(self) -> Iterator[KnowledgeFault]:
        shelf = self._shelf
        for table, id_, fault in faults_of_effects(
            shelf.of("finding", Finding), shelf.of("rule", Rule), self._conditions
        ):
            yield shelf.fault(table, id_, fault, "when" if table == "rule" else "")


def _hash(documents: dict[str, dict[str, Any]]) -> str:
    # The parsed content, so that neither line endings nor comments nor the order of keys count.
    return hashlib.sha256(msgspec.json.encode(documents, order="sorted")).hexdigest()


def _entry(file: str, table: str, position: int, raw: Any) -> tuple[str, msgspec.Struct]:  # noqa: ANN401 - not yet typed
    id_ = raw.get("key" if table == "source" else "id") if isinstance(raw, dict) else None
    if not isinstance(id_, str) or not id_:
        raise KnowledgeFault(file, "the entry has no id", entry=f"{table} number {position}")
    try:
        entry = msgspec.convert(_with_verdicts(raw), TABLES[table])
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


def _texts(shelf: Shelf) -> Iterator[tuple[str, str, str, str]]:
    """Table, id, field and text of every condition outside the definitions."""
    for finding in shelf.of("finding", Finding).values():
        fields = [("if_unknown_when", finding.if_unknown_when), ("asked_when", finding.asked_when)]
        for field_, text in (*fields, *(("derived", way.when) for way in finding.derived)):
            if text is not None:
                yield "finding", finding.id, field_, text
    for table, kind in _WITH_CONDITION.items():
        for id_, entry in shelf.of(table, kind).items():
            yield table, id_, "when", entry.when
            if isinstance(entry, Rule) and entry.lift_when is not None:
                yield table, id_, "lift_when", entry.lift_when


class _Definitions(Mapping[str, Condition | CountDefinition]):
    """The definitions, each parsed when a condition first names it, so that one may use another."""

    def __init__(self, shelf: Shelf, findings: dict[str, Finding]) -> None:
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
            field_ = "of" if definition.kind == "count" else "when"
            raise self._shelf.fault("definition", definition.id, str(fault), field_) from fault
        finally:
            self._open.pop()
