"""An assessment as the cards of a CDS Hooks service."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.suitability import Verdict
from clinicdesk.interop.codes import (
    INDICATOR,
    OVERRIDE_REASONS,
    Document,
    answer_label,
    coding,
    key,
    verdict_coding,
    words,
)
from clinicdesk.rules.assessment import UNANSWERED, Assessment, Reason
from clinicdesk.rules.knowledge import Knowledge, SourceNote

_LONGEST_SUMMARY: Final = 139
_MOST_SUGGESTIONS: Final = 3
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>#|~])")

_ADDS: Final = {
    Verdict.NOT_SUITABLE: "Also speaks against it",
    Verdict.NEEDS_CLINICIAN_REVIEW: "Also for a clinician to review",
    Verdict.SUITABLE_WITH_PRECAUTIONS: "Also to heed",
    Verdict.SUITABLE: "Speaks for it",
}
"""How a card begins that stands below the verdict, so that nobody takes it for the verdict."""

_CLINICIAN_SAYS: Final = {each.value: each.words for each in ClearanceReason if each.lifts}
_SIGNED_ONLY: Final = {each.value: each.words for each in ClearanceReason if each.in_writing}
_FACTS_CHANGED: Final = {ClearanceReason.ANSWER_CORRECTED.value: ClearanceReason.ANSWER_CORRECTED.words}
_FOR_THE_RECORD: Final = {each.value: each.words for each in ClearanceReason if not each.lifts} | {
    "outcome-of-referral-recorded": "A clinician recorded what came of the referral"
}


def cards(assessment: Assessment, knowledge: Knowledge) -> Document:
    """What a CDS Hooks service would answer: one card for each verdict that reasons were found for, worst first.

    The first card tells the verdict; the others say that they only add to it. Only the kind of session asked for is
    spoken of. With no reason at all one card says that it suits; what speaks for a session that is blocked is left out.
    """
    reasons = [
        reason
        for reason in assessment.reasons
        if reason.kind is assessment.kind and not (assessment.verdict.blocks and reason.verdict is Verdict.SUITABLE)
    ]
    writer = _Writer(assessment, knowledge)
    if not reasons:
        return {"cards": [writer.card(assessment.verdict, [])]}
    return {"cards": [writer.card(verdict, list(group)) for verdict, group in groupby(reasons, lambda r: r.verdict)]}


class _Writer:
    def __init__(self, assessment: Assessment, knowledge: Knowledge) -> None:
        self._assessment = assessment
        self._knowledge = knowledge

    def card(self, verdict: Verdict, reasons: Sequence[Reason]) -> Document:
        assessment = self._assessment
        sources = self._sources(reasons)
        made: Document = {
            "uuid": key(
                "card",
                assessment.ruleset.hash,
                assessment.technique,
                verdict.code,
                *(f"{reason.rule} {sorted(reason.findings.items())}" for reason in reasons),
            ),
            "summary": self._summary(verdict, reasons),
            "indicator": INDICATOR[verdict],
            "detail": "\n\n".join(self._detail(verdict, reasons)),
            "source": self._source(verdict, sources),
        }
        links = [
            {"label": each.what, "url": each.addresses[0], "type": "absolute"} for each in sources if each.addresses
        ]
        if links:
            made["links"] = links
        if verdict is assessment.verdict and (suggestions := self._suggestions(made["uuid"])):
            made["suggestions"] = suggestions
            made["selectionBehavior"] = "at-most-one"
        if override := self._override_reasons(verdict, reasons):
            made["overrideReasons"] = [coding(OVERRIDE_REASONS, code, display) for code, display in override.items()]
        return made

    def _summary(self, verdict: Verdict, reasons: Sequence[Reason]) -> str:
        first = verdict is self._assessment.verdict
        told = f"{words(self._assessment.technique)}: {words(verdict.code).lower()}" if first else _ADDS[verdict]
        if reasons:
            more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
            room = _LONGEST_SUMMARY - len(told) - len(more) - 2
            title = reasons[0].title
            told += f"{'.' if first else ':'} {title if len(title) <= room else title[: room - 1].rstrip() + '…'}{more}"
        return told

    def _detail(self, verdict: Verdict, reasons: Sequence[Reason]) -> Iterator[str]:
        assessment = self._assessment
        for reason in reasons:
            yield f"**{_escaped(reason.title)}** ({_escaped(reason.rule)})"
            yield _escaped(reason.because)
            yield _listed(self._answer(id_, value) for id_, value in reason.findings.items())
        if verdict is assessment.verdict and assessment.precautions:
            yield "**To heed in the session**"
            yield _listed(precaution.text for precaution in assessment.precautions)
        if verdict is assessment.verdict and assessment.pairing:
            yield "**Goes well with**"
            yield _listed(pairing.text for pairing in assessment.pairing)
        if not reasons:
            yield "Nothing that was answered speaks against it."

    def _answer(self, finding_id: str, value: object) -> str:
        finding = self._knowledge.findings.get(finding_id)
        return f"{finding.question if finding else words(finding_id)} {answer_label(finding, value)}"

    def _sources(self, reasons: Sequence[Reason]) -> list[SourceNote]:
        keys = dict.fromkeys(source for reason in reasons for source in reason.sources)
        return [self._knowledge.sources[source] for source in keys if source in self._knowledge.sources]

    def _source(self, verdict: Verdict, sources: Sequence[SourceNote]) -> Document:
        """Who says so: the first work that can be looked up, as these rules read it, or the rules alone."""
        ruleset = self._assessment.ruleset
        rules = f"{ruleset.id} {ruleset.version}"
        cited = next((source for source in sources if source.addresses), None)
        made: Document = {"label": rules if cited is None else f"{cited.what}, as read by {rules}"}
        if cited is not None:
            made["url"] = cited.addresses[0]
        return made | {"topic": verdict_coding(verdict)}

    def _suggestions(self, card: str) -> list[Document]:
        """The gentler ways that can be booked, best first."""
        better = [
            alternative
            for alternative in self._assessment.alternatives
            if alternative.verdict < self._assessment.verdict and not alternative.verdict.blocks
        ]
        return [
            {
                "label": f"{words(each.technique)} instead: {words(each.verdict.code).lower()}",
                "uuid": key("suggestion", card, each.technique),
            }
            for each in better[:_MOST_SUGGESTIONS]
        ]

    def _override_reasons(self, verdict: Verdict, reasons: Sequence[Reason]) -> dict[str, str]:
        """What may be said for going on all the same; after an urgent referral nothing may, only what became of it."""
        if verdict is Verdict.REFER_URGENTLY:
            return _FOR_THE_RECORD
        if not verdict.blocks or self._assessment.verdict is Verdict.REFER_URGENTLY:
            return {}
        opened = [self._lifted_by(reason) for reason in reasons]
        return next((least for least in (_FACTS_CHANGED, _SIGNED_ONLY) if least in opened), _CLINICIAN_SAYS)

    def _lifted_by(self, reason: Reason) -> dict[str, str]:
        """What may be said for going on in spite of one reason: as far as the rules let it be lifted."""
        rule = self._knowledge.rules.get(reason.rule)
        lift = "session" if reason.rule == UNANSWERED else rule.may_lift if rule else "never"
        if lift == "never" or (reason.verdict is Verdict.NOT_SUITABLE and lift != "block"):
            return _FACTS_CHANGED
        return _SIGNED_ONLY if reason.verdict is Verdict.NOT_SUITABLE else _CLINICIAN_SAYS


def _listed(lines: Iterator[str]) -> str:
    return "\n".join(f"- {_escaped(line)}" for line in lines)


def _escaped(text: str) -> str:
    """A text whose signs mean nothing to Markdown, in one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
