"""A stored assessment as FHIR R4: one RiskAssessment, and one DetectedIssue for every rule that fired against it.

A rule that only speaks for a session is no issue; it is named in the rationale of the assessment.
"""

from collections.abc import Iterator, Sequence

from clinicdesk.domain.clearance import Clearance
from clinicdesk.domain.renewal import Renewal
from clinicdesk.domain.suitability import GENTLEST, Kind, Technique, Verdict, covers_words
from clinicdesk.interop.codes import (
    FINDINGS,
    KINDS,
    OVERRIDE_REASONS,
    RULE_SET_HASH,
    SEVERITY,
    TECHNIQUES,
    Document,
    answer_label,
    coding,
    identifier,
    instant,
    key,
    meta,
    plain_text,
    private_label,
    rules_system,
    verdict_coding,
    words,
)
from clinicdesk.interop.patient_file import JudgedSession
from clinicdesk.rules.assessment import UNANSWERED, Reason, RuleSetVersion
from clinicdesk.rules.knowledge import Knowledge

_PROGRAM: Document = {"type": "Device", "display": "ClinicDesk"}


def risk_assessment(
    judged: JudgedSession, knowledge: Knowledge, *, subject: Document, basis: Document | None
) -> Document:
    """The verdicts of both kinds that counted, the one asked for first; no probability, for the rules know none.

    What a therapist decided stands with the issue it mitigates; where there is none to stand with, it is a note.

    Args:
        judged: the assessment as stored.
        knowledge: which findings are private.
        subject: the person.
        basis: the answers judged, or None when there was no intake.
    """
    stored, assessment = judged.stored, judged.assessment
    day = stored.on_date.isoformat()
    asked = {assessment.kind: assessment.technique, assessment.kind.other: GENTLEST[assessment.kind.other]}
    made: Document = {
        "resourceType": "RiskAssessment",
        "id": key("assessment", stored.id),
        "meta": meta(private=_rests_on_private(assessment.reasons, knowledge)),
        "identifier": [identifier("assessment", stored.id)],
        "status": "final",
        "method": _method(assessment.ruleset),
        "subject": subject,
        "occurrenceDateTime": instant(stored.made_at),
        "performer": _PROGRAM,
        "prediction": [
            {
                "outcome": _session(kind, technique),
                "qualitativeRisk": _verdict(stored.verdicts[kind], assessment.renewal),
                "whenPeriod": {"start": day, "end": day},
                **_rationale([reason for reason in assessment.reasons if reason.kind is kind]),
            }
            for kind, technique in asked.items()
        ],
    }
    if basis is not None:
        made["basis"] = [basis]
    if assessment.precautions:
        made["mitigation"] = plain_text(precaution.text for precaution in assessment.precautions)
    told = {reason.rule for reason in assessment.reasons}
    decided = [*judged.recorded, *(each for each in judged.cleared if each.rule not in told)]
    notes = [_note(each) for each in decided]
    if assessment.renewal is not None:
        notes.append({"text": f"Judged {_by_answers_of(assessment.renewal)}; the intake is renewed on arrival."})
    if notes:
        made["note"] = notes
    return made


def detected_issues(
    judged: JudgedSession, knowledge: Knowledge, *, subject: Document, basis: Document | None
) -> list[Document]:
    """What each rule found against the session, worst first; open questions count as one more, a preliminary one."""
    by_rule: dict[str, list[Reason]] = {}
    for reason in judged.assessment.reasons:
        if reason.verdict in SEVERITY:
            by_rule.setdefault(reason.rule, []).append(reason)
    return [_issue(judged, reasons, knowledge, subject, basis) for reasons in by_rule.values()]


def _issue(
    judged: JudgedSession, reasons: Sequence[Reason], knowledge: Knowledge, subject: Document, basis: Document | None
) -> Document:
    stored, ruleset, first = judged.stored, judged.assessment.ruleset, reasons[0]
    worst = max(reason.verdict for reason in reasons)
    findings = {id_: value for reason in reasons for id_, value in reason.findings.items()}
    evidence: Document = {"code": [_evidence(id_, value, knowledge) for id_, value in findings.items()]}
    if basis is not None:
        evidence["detail"] = [basis]
    made: Document = {
        "resourceType": "DetectedIssue",
        "id": key("issue", stored.id, first.rule),
        "meta": meta(private=_rests_on_private(reasons, knowledge), marked=True),
        "identifier": [identifier("assessment-reason", f"{stored.id}/{first.rule}")],
        "status": "preliminary" if first.rule == UNANSWERED else "final",
        "code": {
            "coding": [coding(rules_system(ruleset), first.rule, first.title, version=ruleset.version)],
            "text": first.title,
        },
        "patient": subject,
        "identifiedDateTime": instant(stored.made_at),
        "author": _PROGRAM,
        "implicated": [_appointment(judged)],
        "evidence": [{name: part for name, part in evidence.items() if part}],
        "detail": _detail(reasons),
        "severity": SEVERITY[worst],
    }
    if not made["evidence"][0]:
        del made["evidence"]
    private = _rests_on_private(reasons, knowledge)
    cleared = [_mitigation(each, private=private) for each in judged.cleared if each.rule == first.rule]
    if cleared:
        made["mitigation"] = cleared
    return made


def _mitigation(clearance: Clearance, *, private: bool) -> Document:
    """What a therapist decided about it: on what grounds, until when, and in their own words."""
    made: Document = {
        "action": {
            "coding": [coding(OVERRIDE_REASONS, clearance.reason.value, clearance.reason.words)],
            "text": _decided(clearance),
        },
        "date": instant(clearance.given_at),
        "author": {"type": "Practitioner", "display": clearance.name},
    }
    if private:
        made["extension"] = [private_label()]
    return made


def _note(clearance: Clearance) -> Document:
    text = plain_text([f"{clearance.rule}: {clearance.reason.words}.", _decided(clearance)])
    return {"authorString": clearance.name, "time": instant(clearance.given_at), "text": text}


def _decided(clearance: Clearance) -> str:
    return plain_text([*_scope(clearance), *_letter(clearance), clearance.text])


def _scope(clearance: Clearance) -> Iterator[str]:
    """How far it reaches; what lifts nothing is about no technique."""
    if clearance.session_id:
        yield "For this session alone."
    else:
        about = f", for {covers_words(clearance.technique)}" if clearance.reason.lifts else ""
        yield f"Until {clearance.expires_on.isoformat()}{about}."


def _letter(clearance: Clearance) -> Iterator[str]:
    """What was cleared in writing rests on."""
    if clearance.letter is not None:
        yield f"Letter of {clearance.letter.written_by}, {clearance.letter.written_on.isoformat()}."
    elif clearance.reason.in_writing:
        yield "No letter noted."


def _rests_on_private(reasons: Sequence[Reason], knowledge: Knowledge) -> bool:
    named = {finding_id for reason in reasons for finding_id in reason.findings}
    return any(knowledge.findings[id_].private for id_ in named & knowledge.findings.keys())


def _rationale(reasons: Sequence[Reason]) -> Document:
    """Every rule that fired, in words, whether it speaks against the session or for it."""
    named = [f"{reason.title} ({reason.rule})" for reason in reasons]
    return {"rationale": "; ".join(named)} if named else {}


def _detail(reasons: Sequence[Reason]) -> str:
    """What it means for each kind, then why."""
    verdicts = [f"{words(reason.kind)}: {words(reason.verdict.code).lower()}." for reason in reasons]
    return plain_text([*verdicts, *dict.fromkeys(reason.because for reason in reasons)])


def _evidence(finding_id: str, value: object, knowledge: Knowledge) -> Document:
    finding = knowledge.findings.get(finding_id)
    question = finding.question if finding else words(finding_id)
    made: Document = {
        "coding": [coding(FINDINGS, finding_id, "")],
        "text": f"{question} {answer_label(finding, value)}",
    }
    if finding is not None and finding.private:
        made["extension"] = [private_label()]
    return made


def _appointment(judged: JudgedSession) -> Document:
    """The session by name: whoever reads needs no diary of the clinic."""
    return {
        "type": "Appointment",
        "identifier": identifier("session", judged.stored.session_id),
        "display": judged.session_name,
    }


def _method(ruleset: RuleSetVersion) -> Document:
    return {
        "extension": [{"url": RULE_SET_HASH, "valueString": ruleset.hash}],
        "coding": [coding(rules_system(ruleset), ruleset.id, "", version=ruleset.version)],
        "text": f"{ruleset.id} {ruleset.version}",
    }


def _session(kind: Kind, technique: Technique) -> Document:
    return {
        "coding": [coding(KINDS, kind.value, words(kind)), coding(TECHNIQUES, technique.value, words(technique))],
        "text": f"{words(kind)}, {words(technique).lower()}",
    }


def _verdict(verdict: Verdict, renewal: Renewal | None) -> Document:
    """A verdict; where the answers are too old to begin by, its words say so."""
    told = words(verdict.code)
    return {
        "coding": [verdict_coding(verdict)],
        "text": told if renewal is None else f"{told} {_by_answers_of(renewal)}; the intake is renewed on arrival",
    }


def _by_answers_of(renewal: Renewal) -> str:
    return f"by answers of {renewal.said_on.isoformat() if renewal.said_on else 'a day nobody noted'}"
