"""Every rule, question, piece of advice and source as something to read and to search; free of Qt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from clinicdesk.domain.suitability import Kind, Verdict
from clinicdesk.rules import Finding, Knowledge, Rule, SourceNote
from clinicdesk.rules.conditions import All, Always, Compare, Condition, Count, Is, Not, Some, Unknown, findings_of
from clinicdesk.rules.knowledge import BenefitNote, PairingNote
from clinicdesk.ui.panel.wording import STRENGTHS, answer_words
from clinicdesk.ui.style import kind_words, technique_words, verdict_words

_LIFTS = {
    "never": "Nothing, whoever decides",
    "session": "Its review, for one session, after looking at the person",
    "review": "Its review, for every session of a person until a date",
    "block": "All of it, for every session of a person until a date, where a clinician cleared it in writing and once:",
}
_ASKED_BY = {
    "desk": "At the desk",
    "patient": "By the person alone, on a screen or paper handed over",
    "clinician": "By a clinician only",
    "record": "Nobody: it follows from the record or from other answers",
}
_IF_UNKNOWN = {
    "review": "At worst, ask the therapist",
    "precaution": "At worst, with precautions",
    "none": "Changes nothing by itself",
}
_OPERATORS = {"<": "below {}", "<=": "{} or less", ">": "above {}", ">=": "{} or more", "==": "{}", "!=": "not {}"}


class Sort(StrEnum):
    """What an entry is."""

    RULE = "Rules"
    QUESTION = "Questions"
    ADVICE = "Advice"
    SOURCE = "Sources"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read.

    Attributes:
        name: the id by which reasons and rules point at it.
        parts: label and what is said under it, one line each; an indented line begins with spaces.
    """

    sort: Sort
    name: str
    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def html(self) -> str:
        """The whole, for a text that has no colours of its own."""
        lines = [f'<h3 style="font-weight:600">{escape(self.title)}</h3>']
        for label, texts in self.parts:
            lines.append(f'<p style="margin:10px 0 2px 0; font-weight:600">{escape(label)}</p>')
            for text in texts:
                depth = len(text) - len(text.lstrip())
                lines.append(f'<p style="margin:2px 0 2px {6 * depth}px">{escape(text.strip())}</p>')
        return "".join(lines)

    @property
    def words(self) -> str:
        """Everything that can be searched for, in small letters."""
        said = (text for label, texts in self.parts for text in (label, *texts))
        return " ".join((self.name, self.title, *said)).casefold()


def entries_of(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Everything that whoever signs vouches for, in file order."""
    return tuple(_entries(knowledge))


def found(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """The entries that hold every word typed; those that name all of them in their title or id come first."""
    wanted = typed.casefold().split()
    hits = [entry for entry in entries if all(word in entry.words for word in wanted)]
    return sorted(hits, key=lambda entry: not all(word in f"{entry.name} {entry.title}".casefold() for word in wanted))


def condition_lines(condition: Condition, knowledge: Knowledge, depth: int = 0) -> Iterator[str]:
    """A condition in words, one line for each thing that has to be so; what belongs to a line is indented below it."""
    indent = "  " * depth
    match condition:
        case Always(holds=holds):
            yield f"{indent}{'Always' if holds else 'Never'}"
        case Is(finding=name, values=values):
            yield f"{indent}{_answer(knowledge.findings[name], values)}"
        case Compare(finding=name, operator=operator, number=number):
            finding = knowledge.findings[name]
            size = _OPERATORS[operator].format(f"{number:g} {finding.unit}".strip())
            yield f"{indent}{finding.question} {size}"
        case Unknown(finding=name):
            yield f"{indent}{knowledge.findings[name].question} not answered"
        case Not(of=part):
            yield f"{indent}Not so:"
            yield from condition_lines(part, knowledge, depth + 1)
        case All(of=parts):
            yield f"{indent}All of these:"
            yield from _below(parts, knowledge, depth)
        case Some(of=parts):
            yield f"{indent}One of these or more:"
            yield from _below(parts, knowledge, depth)
        case Count(of=parts, at_least=least, at_most=most):
            many = f"{least} or more" if most >= len(parts) else f"{least} to {most}"
            yield f"{indent}{many} of these:"
            yield from _below(parts, knowledge, depth)


def _below(parts: Sequence[Condition], knowledge: Knowledge, depth: int) -> Iterator[str]:
    for part in parts:
        yield from condition_lines(part, knowledge, depth + 1)


def _answer(finding: Finding, values: Iterable[str]) -> str:
    chosen = set(values)
    labels = [choice.label for choice in finding.choices if choice.value in chosen]
    return f"{finding.question} {' or '.join(labels)}"


def _entries(knowledge: Knowledge) -> Iterator[Entry]:
    for rule in knowledge.rules.values():
        yield Entry(Sort.RULE, rule.id, rule.title, _filled(_rule(rule, knowledge)))
    for finding in knowledge.findings.values():
        yield Entry(Sort.QUESTION, finding.id, finding.question, _filled(_question(finding, knowledge)))
    notes: list[BenefitNote | PairingNote] = [*knowledge.benefits, *knowledge.pairing]
    for note in notes:
        yield Entry(Sort.ADVICE, note.id, note.text, _filled(_advice(note, knowledge)))
    for source in knowledge.sources.values():
        yield Entry(Sort.SOURCE, source.key, source.what, _filled(_source(source, knowledge)))


def _filled(
    parts: Iterable[tuple[str, Iterable[str]]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The parts that say something."""
    said = ((label, tuple(text for text in texts if text)) for label, texts in parts)
    return tuple((label, texts) for label, texts in said if texts)


def _rule(rule: Rule, knowledge: Knowledge) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Rule", (f"{rule.id}, version {rule.version}", "" if rule.active else "Switched off: it says nothing")
    yield "When", condition_lines(knowledge.conditions[rule.when], knowledge)
    verdicts = {Kind.MASSAGE: rule.massage, Kind.PHYSICAL_THERAPY: rule.physical_therapy}
    yield "Then", (_verdict(kind, verdict) for kind, verdict in verdicts.items())
    yield "Only for", (technique_words(technique) for technique in rule.techniques)
    yield "A therapist's decision may lift", _lifted(rule, knowledge)
    yield "Because", (rule.because,)
    yield "At the desk", (rule.desk,)
    yield "To heed", rule.precautions
    yield "To heed in massage", rule.precautions_massage
    yield "To heed in physical therapy", rule.precautions_physical_therapy
    yield from _foundation(rule.strength, rule.unverified, rule.sources, knowledge)


def _lifted(rule: Rule, knowledge: Knowledge) -> Iterator[str]:
    """What may be decided beside a rule that holds or blocks."""
    if any(said is not None and said.blocks for said in (rule.massage, rule.physical_therapy)):
        yield _LIFTS[rule.may_lift]
        if rule.lift_when is not None:
            yield from condition_lines(knowledge.conditions[rule.lift_when], knowledge, 1)


def _verdict(kind: Kind, verdict: Verdict | None) -> str:
    return f"{kind_words(kind)}: {'says nothing' if verdict is None else verdict_words(verdict).lower()}"


def _foundation(
    strength: str, unverified: str, sources: Iterable[str], knowledge: Knowledge
) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Strength", (STRENGTHS[strength].capitalize() if strength else "",)
    yield "Not verified", (unverified,)
    yield "Sources", (_cited(knowledge.sources[key]) for key in sources)


def _cited(source: SourceNote) -> str:
    year = f" ({source.year})" if source.year else ""
    return f"{source.what}{year}. {source.note}".strip()


def _question(finding: Finding, knowledge: Knowledge) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Question", (finding.id,)
    yield "Also said", (finding.help,)
    yield "Answers", (choice.label for choice in finding.choices)
    if finding.type == "number":
        yield "Answer", (f"A number, {finding.minimum:g} to {finding.maximum:g} {finding.unit}".strip(),)
    yield "Speaks against nothing", (answer_words(finding, finding.harmless),)
    yield "Without an answer", (_IF_UNKNOWN[finding.if_unknown],)
    yield "Asked", (_ASKED_BY[finding.asked_by], "At every visit" if finding.every_visit else "")
    if finding.asked_when:
        yield "Only asked when", condition_lines(knowledge.conditions[finding.asked_when], knowledge)
    yield "ICD-10-CM", (", ".join(finding.icd10cm),)
    rules = (rule for rule in knowledge.rules.values() if finding.id in findings_of(knowledge.conditions[rule.when]))
    yield "Rules that look at it", (f"{rule.id}  {rule.title}" for rule in rules)


def _advice(note: BenefitNote | PairingNote, knowledge: Knowledge) -> Iterator[tuple[str, Iterable[str]]]:
    yield "When", condition_lines(knowledge.conditions[note.when], knowledge)
    if isinstance(note, BenefitNote):
        yield "With this caveat", (note.caveat,)
        yield from _foundation(note.strength, note.unverified, note.sources, knowledge)
    else:
        yield "Only when physical therapy is", (verdict_words(each) for each in note.physical_therapy)
        yield from _foundation("", "", note.sources, knowledge)


def _source(source: SourceNote, knowledge: Knowledge) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Source", (source.key,)
    yield "Year", (str(source.year),)
    yield "How much of it was read", (source.note,)
    yield "Where", source.addresses
    rules = (rule for rule in knowledge.rules.values() if source.key in rule.sources)
    yield "Rules that rest on it", (f"{rule.id}  {rule.title}" for rule in rules)
