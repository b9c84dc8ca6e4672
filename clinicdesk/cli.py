"""The commands that need no window.

``clinicdesk check`` judges answers given as JSON and prints JSON. It prints either everything or, when anything is
wrong, nothing but a sentence on the error stream, and then ends with exit code 2.

``clinicdesk check-rules`` reads a folder of rules and prints what is wrong with them, a line each; exit code 1 if
anything is.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from clinicdesk.domain.intake import Answer, Value
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.errors import ClinicDeskError, KnowledgeFault
from clinicdesk.interop.cards import cards
from clinicdesk.resources import resource
from clinicdesk.rules import Assessment, RuleSet, WouldChange, load_knowledge
from clinicdesk.rules.invariants import broken_invariants

_UNKNOWN: Final = "unknown"
_BIRTH_DATE: Final = "birth_date"


class _Unusable(Exception):
    """The input cannot be used; the text says why."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns exit code 0 when it did what was asked, 1 when rules are at fault, else 2."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    options = _parser().parse_args(arguments)
    if options.command == "check-rules":
        return _check_rules(options.folder)
    try:
        printed = "".join(_check(options.file, options.on or date.today(), lines=options.lines, as_cards=options.cards))
    except (_Unusable, ClinicDeskError) as error:
        sys.stderr.write(f"clinicdesk {options.command}: {error}\n")
        return 2
    sys.stdout.write(printed)
    return 0


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinicdesk", description="Without a command, the window opens.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    check = commands.add_parser(
        "check",
        help="judge whether a session suits a person, from answers given as JSON",
        description="Reads one JSON object and prints what the rules say about the session, as JSON.",
        allow_abbrev=False,
    )
    check.add_argument(
        "--on", type=_date_option, metavar="DATE", help="day of the session, YYYY-MM-DD (default: today)"
    )
    check.add_argument("--cards", action="store_true", help="print the answer as CDS Hooks cards")
    check.add_argument("--lines", action="store_true", help="read and print one JSON object a line")
    check.add_argument("file", nargs="?", default="-", metavar="FILE", help="file to read; - for standard input")
    check_rules = commands.add_parser(
        "check-rules",
        help="look for faults in a folder of rules",
        description="Reads the rules in a folder and prints what is wrong with them, a line each.",
        allow_abbrev=False,
    )
    check_rules.add_argument("folder", type=Path, metavar="FOLDER", help="folder with the rules, as *.toml files")
    return parser


def _check_rules(folder: Path) -> int:
    if not folder.is_dir():
        sys.stderr.write(f"clinicdesk check-rules: There is no folder '{folder}'.\n")
        return 2
    try:
        knowledge = load_knowledge(folder)
    except KnowledgeFault as fault:
        sys.stdout.write(f"{fault}\n")
        return 1
    broken = broken_invariants(knowledge)
    version = knowledge.version
    fine = f"{version.id} {version.version}: {len(knowledge.rules)} rules, no fault found."
    sys.stdout.write("".join(f"{line}\n" for line in broken or [fine]))
    return 1 if broken else 0


def _date_option(text: str) -> date:
    try:
        return _iso_date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date like 2026-11-23") from None


def _iso_date(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def _check(file: str, on: date, *, lines: bool, as_cards: bool) -> Iterator[str]:
    text = _text(file)
    ruleset = RuleSet(load_knowledge(resource("knowledge")))
    check = _Check(ruleset, on, as_cards=as_cards)
    if not lines:
        yield json.dumps(check.answer(text), ensure_ascii=False, indent=2) + "\n"
        return
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        try:
            yield json.dumps(check.answer(line), ensure_ascii=False) + "\n"
        except (_Unusable, ClinicDeskError) as error:
            raise _Unusable(f"Line {number}: {error}") from error


def _text(file: str) -> str:
    try:
        read = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return read.decode("utf-8-sig")
    except OSError as error:
        raise _Unusable(f"The file '{file}' cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise _Unusable("The input is not UTF-8 text.") from error


class _Check:
    """Judges one JSON text after the other with the same rules, on the same day."""

    def __init__(self, ruleset: RuleSet, on: date, *, as_cards: bool) -> None:
        self._ruleset = ruleset
        self._as_cards = as_cards
        self._on = on
        self._dated = {f.dated.id: f.id for f in ruleset.knowledge.findings.values() if f.dated is not None}

    def answer(self, text: str) -> dict[str, Any]:
        """What the rules say, in the printed form; raises _Unusable or InvalidValues."""
        asked = _object(_parsed(text), "The input", ("session", "findings"))
        session = _object(asked["session"], "'session'", ("kind", "technique"))
        technique = _technique(session)
        findings = asked["findings"]
        if not isinstance(findings, dict):
            raise _Unusable("'findings' is not an object.")
        values = self._values(findings, technique)
        if self._as_cards:
            return cards(self._ruleset.assess(values, technique), self._ruleset.knowledge)
        return _printed(self._ruleset.assess(values, technique), self._ruleset.would_change(values, technique))

    def _values(self, findings: Mapping[str, Any], technique: Technique) -> dict[str, Value]:
        days = {id_: _day(id_, value) for id_, value in findings.items() if id_ in self._dated or id_ == _BIRTH_DATE}
        plain = {id_: value for id_, value in findings.items() if id_ not in days}
        self._ruleset.verdict(plain, technique)  # refuses what is no finding or no value of it
        known = {id_: Answer(value=value) for id_, value in plain.items() if value != _UNKNOWN}
        dates = {id_: Answer(date=day) for id_, day in days.items() if day is not None and id_ != _BIRTH_DATE}
        return self._ruleset.values_on(known | dates, self._on, birth_date=days.get(_BIRTH_DATE))


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_without_repetition, parse_constant=_no_number)
    except RecursionError:
        raise _Unusable("The input is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise _Unusable(
            f"The input is not JSON: {error.msg}, at column {error.colno} of line {error.lineno}."
        ) from error
    except ValueError:
        raise _Unusable("The input holds a number that is far too long.") from None


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _Unusable(f"'{next(key for key in keys if keys.count(key) > 1)}' is given twice.")
    return read


def _no_number(word: str) -> NoReturn:
    raise _Unusable(f"{word} is not a number.")


def _object(value: object, what: str, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Unusable(f"{what} is not an object.")
    for key in keys:
        if key not in value:
            raise _Unusable(f"{what} has no '{key}'.")
    for key in value:
        if key not in keys:
            raise _Unusable(f"{what} has '{key}', which means nothing here.")
    return value


def _technique(session: Mapping[str, object]) -> Technique:
    kind, technique = session["kind"], session["technique"]
    if kind not in list(Kind):
        raise _Unusable(f"'{kind}' is not a kind of session; it can be {', '.join(Kind)}.")
    if technique not in list(Technique):
        raise _Unusable(f"'{technique}' is not a technique; it can be {', '.join(Technique)}.")
    found = Technique(str(technique))
    if found.kind != kind:
        raise _Unusable(f"'{technique}' is not a technique of {kind}.")
    return found


def _day(id_: str, value: object) -> date | None:
    if value == _UNKNOWN:
        return None
    try:
        return _iso_date(value if isinstance(value, str) else "")
    except ValueError:
        raise _Unusable(f"'{id_}' is not a date like 2026-11-23.") from None


def _printed(assessment: Assessment, lifts: Sequence[WouldChange]) -> dict[str, Any]:
    return {
        "ruleset": {
            "id": assessment.ruleset.id,
            "version": assessment.ruleset.version,
            "hash": assessment.ruleset.hash,
        },
        "verdicts": {kind.value: verdict.code for kind, verdict in assessment.verdicts.items()},
        "reasons": [
            {
                "rule": reason.rule,
                "kind": reason.kind.value,
                "verdict": reason.verdict.code,
                "because": reason.because,
                "findings": dict(reason.findings),
                "sources": list(reason.sources),
            }
            for reason in assessment.reasons
        ],
        "precautions": [precaution.text for precaution in assessment.precautions],
        "benefits": [benefit.text for benefit in assessment.benefits],
        "pairing": [pairing.text for pairing in assessment.pairing],
        "questions": list(assessment.questions),
        "would_change": [
            {
                "changes": dict(lift.changes),
                "technique": None if lift.technique is None else lift.technique.value,
                "verdict": lift.verdict.code,
                "text": lift.text,
            }
            for lift in lifts
        ],
        "alternatives": [
            {
                "kind": alternative.kind.value,
                "technique": alternative.technique.value,
                "verdict": alternative.verdict.code,
            }
            for alternative in assessment.alternatives
        ],
    }
