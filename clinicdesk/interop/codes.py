"""The codes that documents speak in, our own and those of the standards, and what a verdict is called in each."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from clinicdesk.domain.suitability import Verdict
from clinicdesk.rules.assessment import RuleSetVersion
from clinicdesk.rules.knowledge import Finding

Document = dict[str, Any]
"""A JSON object, or a part of one."""

BASE: Final = "https://clinicdesk.example/fhir"
"""Where our own codes live: a name reserved for nobody, because they are names and nothing can be fetched there."""

VERDICTS: Final = f"{BASE}/CodeSystem/verdict"
KINDS: Final = f"{BASE}/CodeSystem/session-kind"
TECHNIQUES: Final = f"{BASE}/CodeSystem/technique"
FINDINGS: Final = f"{BASE}/CodeSystem/finding"
BODY_REGIONS: Final = f"{BASE}/CodeSystem/body-region"
OVERRIDE_REASONS: Final = f"{BASE}/CodeSystem/override-reason"
ANSWER_SOURCE: Final = f"{BASE}/StructureDefinition/answer-source"
ANSWER_GIVEN_ON: Final = f"{BASE}/StructureDefinition/answer-given-on"
RULE_SET_HASH: Final = f"{BASE}/StructureDefinition/rule-set-hash"
DATA_ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

_INLINE_LABEL: Final = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label"
_CONFIDENTIALITY: Final = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
_ACTS: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

SEVERITY: Final = {
    Verdict.REFER_URGENTLY: "high",
    # Some of what is not suitable would do lasting harm; the rules do not say which, so all of it is taken as such.
    Verdict.NOT_SUITABLE: "high",
    Verdict.NEEDS_CLINICIAN_REVIEW: "moderate",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "low",
}
"""How severe FHIR would call what a verdict warns of; ``suitable`` warns of nothing."""

INDICATOR: Final = {
    Verdict.REFER_URGENTLY: "critical",
    Verdict.NOT_SUITABLE: "critical",
    Verdict.NEEDS_CLINICIAN_REVIEW: "warning",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "info",
    Verdict.SUITABLE: "info",
}
"""How urgent a CDS Hooks card is."""


def key(noun: str, *parts: str) -> str:
    """A UUID that is the same whenever the same thing is written again."""
    return str(uuid5(NAMESPACE_URL, "\n".join((BASE, noun, *parts))))


def coding(system: str, code: str, display: str, *, version: str = "") -> Document:
    """One code and what it is called."""
    made = {"system": system, "version": version, "code": code, "display": display}
    return {name: text for name, text in made.items() if text}


def words(code: str) -> str:
    """A code as it is read: ``not_suitable`` is "Not suitable"."""
    return code.replace("_", " ").capitalize()


def verdict_coding(verdict: Verdict) -> Document:
    """A verdict."""
    return coding(VERDICTS, verdict.code, words(verdict.code))


def rules_system(ruleset: RuleSetVersion) -> str:
    """The code system of the ids of a rule set's rules."""
    return f"{BASE}/CodeSystem/rules/{ruleset.id}"


def questionnaire(ruleset: RuleSetVersion) -> str:
    """The canonical name of the questions of a rule set, with its version."""
    return f"{BASE}/Questionnaire/{ruleset.id}|{ruleset.version}"


def answers_system(finding_id: str) -> str:
    """The code system of the answers to one question: "no" is not the same thing to two questions."""
    return f"{BASE}/CodeSystem/answer/{finding_id}"


def identifier(noun: str, value: str) -> Document:
    """How our records name one thing, for whoever asks about it."""
    return {"system": f"{BASE}/sid/{noun}", "value": value}


def instant(moment: datetime) -> str:
    """An aware time in UTC, as FHIR writes it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def private_label() -> Document:
    """The mark of a part that its person gave in private."""
    return {"url": _INLINE_LABEL, "valueCoding": coding(_CONFIDENTIALITY, "R", "restricted")}


def meta(*, private: bool, marked: bool = False) -> Document:
    """How confidential a document is.

    Args:
        private: whether anything in it was given in private.
        marked: whether the parts that were carry a mark of their own, to be heeded.
    """
    labels = [coding(_CONFIDENTIALITY, "R", "restricted") if private else coding(_CONFIDENTIALITY, "N", "normal")]
    if private and marked:
        labels.append(coding(_ACTS, "PROCESSINLINELABEL", "process inline security label"))
    return {"security": labels}


def is_private(document: Document) -> bool:
    """Whether a document's label says that it holds something given in private."""
    return any(label["code"] == "R" for label in document["meta"]["security"])


def answer_label(finding: Finding | None, value: object) -> str:
    """An answer in the words in which it was chosen."""
    for choice in finding.choices if finding else ():
        if choice.value == value:
            return choice.label
    unit = finding.unit if finding and isinstance(value, (int, float)) else ""
    return f"{value:g} {unit}".strip() if isinstance(value, (int, float)) else words(str(value))


def plain_text(parts: Iterable[str]) -> str:
    """Sentences in one line."""
    return re.sub(r"\s+", " ", " ".join(parts)).strip()
