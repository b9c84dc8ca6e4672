"""What the panel says, as plain values: no widget, so that every word can be tested alone.

Two voices speak. The desk hears what to do, without a clinical term. The therapist hears the
clinical reason, the rule and how well it is founded.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from clinicdesk.desk.wording import desk_line, reason_line
from clinicdesk.domain.intake import Value
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.rules.assessment import UNANSWERED, Assessment, Reason
from clinicdesk.ui.panel.voice import Voice

if TYPE_CHECKING:
    from clinicdesk.rules import Finding, Knowledge

UNKNOWN = "unknown"
_CLEARED = "A therapist has cleared this. The precautions count."

_PLAIN_LINES = {
    Verdict.SUITABLE: "Book as usual.",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "Book; the precautions go on the visit sheet.",
    Verdict.NEEDS_CLINICIAN_REVIEW: "Hold the session until a clinician has looked.",
    Verdict.NOT_SUITABLE: "Do not book this session.",
    Verdict.REFER_URGENTLY: "Stop and book nothing. Call the therapist on duty.",
}
STRENGTHS = {
    "guideline": "clinical guideline",
    "systematic_review": "systematic review",
    "trial": "controlled trial",
    "cohort": "cohort study",
    "case_report": "case report",
    "textbook": "textbook",
    "professional_page": "page of a professional body",
    "exam_prep": "teaching material",
    "forum": "discussion among clinicians",
    "general_knowledge": "general knowledge, no source read",
}


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Reasons that are one line of the list.

    Attributes:
        text: the line.
        kind: the kind it speaks about, or None for the kind asked for.
    """

    text: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    kind: Kind | None = None

    @property
    def key(self) -> str:
        """The same for the same reasons, so that a line stays open while answers change."""
        return "+".join(reason.rule for reason in self.reasons)


def instruction(assessment: Assessment, voice: Voice) -> str:
    """One line under the verdict: what to do, or for the therapist why."""
    verdict = assessment.verdict
    worst = next((r for r in assessment.reasons if r.kind is assessment.kind and r.verdict is verdict), None)
    if assessment.renewal is not None and not verdict.blocks:
        return desk_line(assessment)
    if worst is None or verdict is Verdict.SUITABLE:
        return _PLAIN_LINES[verdict]
    if worst.rule == UNANSWERED:  # which questions they are stands below, under 'Why' and 'Ask next'
        count = len(worst.findings)
        return "Ask the open question below first." if count == 1 else f"Ask the {count} open questions below first."
    if voice is Voice.THERAPIST:
        return worst.title
    # With precautions the rule's line may speak of the other kind, which it holds back; this kind can be booked.
    return _PLAIN_LINES[verdict] if verdict is Verdict.SUITABLE_WITH_PRECAUTIONS else desk_line(assessment)


def reason_groups(
    assessment: Assessment, voice: Voice, cleared: Container[str] = frozenset()
) -> tuple[ReasonGroup, ...]:
    """The lines of 'Why', worst first; those of the kind asked for before those of the other.

    What the desk would do about a rule that a therapist ``cleared`` is not said: it may go ahead.
    """
    own = [reason for reason in assessment.reasons if reason.kind is assessment.kind]
    seen = {reason.rule for reason in own}
    other = [r for r in assessment.reasons if r.kind is not assessment.kind and r.rule not in seen]

    def text(reason: Reason) -> str:
        if voice is Voice.THERAPIST:
            return reason.title
        lifted = reason.rule in cleared and not reason.verdict.blocks
        return _CLEARED if lifted else reason_line(reason, assessment)

    return (*_grouped(own, text, None), *_grouped(other, text, assessment.kind.other))


def _grouped(reasons: Iterable[Reason], text_of: Callable[[Reason], str], kind: Kind | None) -> list[ReasonGroup]:
    lines: dict[tuple[Verdict, str], list[Reason]] = {}
    for reason in reasons:
        if reason.verdict is not Verdict.SUITABLE:
            lines.setdefault((reason.verdict, text_of(reason)), []).append(reason)
    return [ReasonGroup(text, verdict, tuple(group), kind) for (verdict, text), group in lines.items()]


def answer_words(finding: "Finding | None", value: Value) -> str:
    """An answer as the intake words it."""
    if value == UNKNOWN:
        return "not answered"
    if finding is not None:
        for choice in finding.choices:
            if choice.value == value:
                return choice.label
        if finding.type == "number":
            return f"{value:g} {finding.unit}".strip() if isinstance(value, (int, float)) else str(value)
    return str(value).replace("_", " ")


def detail_html(group: ReasonGroup, knowledge: "Knowledge", voice: Voice, muted: str) -> str:
    """What opens under a line: the answers it rests on, and for the therapist reason, rule and sources."""
    parts = []
    for reason in group.reasons:
        if voice is Voice.THERAPIST:
            parts.append(f"<p>{escape(reason.because)}</p>")
        parts.append(_answers_html(reason.findings, knowledge.findings, voice, muted))
        parts.append(_rule_html(reason, knowledge, voice, muted))
    return "".join(parts)


def _answers_html(answers: Mapping[str, Value], findings: "Mapping[str, Finding]", voice: Voice, muted: str) -> str:
    lines = []
    for finding_id, value in answers.items():
        finding = findings.get(finding_id)
        question = escape(finding.question if finding is not None else finding_id)
        private = finding is not None and finding.private and value != UNKNOWN
        words = "answered in private" if private and voice is Voice.DESK else answer_words(finding, value)
        lines.append(f'<p style="margin:4px 0"><span style="color:{muted}">{question}</span><br>{escape(words)}</p>')
    return "".join(lines)


def _rule_html(reason: Reason, knowledge: "Knowledge", voice: Voice, muted: str) -> str:
    rule = knowledge.rules.get(reason.rule)
    version = f", version {rule.version}" if rule is not None else ""
    name = "Rests on missing answers" if reason.rule == UNANSWERED else f"Rule {reason.rule}{version}"
    if voice is Voice.DESK:
        return f'<p style="color:{muted}">{escape(name)}</p>'
    lines = [escape(name)]
    if reason.strength:
        lines.append(f"Strength: {escape(STRENGTHS.get(reason.strength, reason.strength))}")
    for key in reason.sources:
        source = knowledge.sources.get(key)
        if source is not None:
            lines.append(f"{escape(source.what)} ({escape(str(source.year))}). {escape(source.note)}")
    if reason.unverified:
        lines.append(f"Not verified: {escape(reason.unverified)}")
    return f'<p style="color:{muted}">{"<br>".join(lines)}</p>'


def book_instead(assessment: Assessment) -> Technique | None:
    """The best technique of the other kind, when the kind asked for is out of the question and that one is not."""
    if assessment.verdict is not Verdict.NOT_SUITABLE:
        return None
    return best_of(assessment, assessment.kind.other)


def best_of(assessment: Assessment, kind: Kind) -> Technique | None:
    """The first technique of a kind that can be booked or held, or None."""
    if assessment.verdict is Verdict.REFER_URGENTLY:
        return None
    for alternative in assessment.alternatives:
        if alternative.kind is kind and alternative.verdict < Verdict.NOT_SUITABLE:
            return alternative.technique
    return None
