"""An intake as a FHIR R4 QuestionnaireResponse."""

from collections.abc import Iterator

from clinicdesk.domain.body_map import REGIONS, BodyMap
from clinicdesk.domain.intake import Absence, Answer, Answers, Intake, Source, Value
from clinicdesk.interop.codes import (
    ANSWER_GIVEN_ON,
    ANSWER_SOURCE,
    BODY_REGIONS,
    DATA_ABSENT,
    Document,
    answer_label,
    answers_system,
    coding,
    identifier,
    instant,
    key,
    meta,
    private_label,
    questionnaire,
)
from clinicdesk.rules.knowledge import Finding, Knowledge

_ASKED_HERE = frozenset({"desk", "patient"})
_LARGEST_INTEGER = 2**31 - 1


def questionnaire_response(intake: Intake, knowledge: Knowledge, *, subject: Document, recorded_by: str) -> Document:
    """An intake: every question that the desk or the person is asked, and whatever else was stored.

    An intake does not remember the wording of its day; the questions are those of ``knowledge``. Whoever
    completed it at the desk is the author. The person is the source when they entered answers
    themselves that day; who gave each answer, and on which day, is marked on it: what was said before stands in later
    intakes until it is said anew, and is no younger for that.
    """
    items = [*_items(intake.answers, knowledge), *_marked(intake.body_map)]
    private = any(private_label() in item.get("extension", ()) for item in items)
    last = max((answer.given_on for answer in intake.answers.values() if answer.given_on), default=None)
    sources = [answer.source for answer in intake.answers.values() if answer.given_on == last]
    by_patient = Source.PATIENT in (*sources, *([intake.body_map.source] if intake.body_map else []))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": key("intake", intake.id),
        "meta": meta(private=private, marked=True),
        "identifier": identifier("intake", intake.id),
        "questionnaire": questionnaire(knowledge.version),
        "status": "completed",
        "subject": subject,
        "authored": instant(intake.completed_at),
        "author": {
            "type": "Practitioner",
            "identifier": identifier("staff", intake.completed_by),
            "display": recorded_by,
        },
        **({"source": subject} if by_patient else {}),
        "item": items,
    }


def _items(answers: Answers, knowledge: Knowledge) -> Iterator[Document]:
    place = {group.id: number for number, group in enumerate(knowledge.groups)}
    known = sorted(knowledge.findings.values(), key=lambda finding: place[finding.group])
    told: set[str] = set()
    for finding in known:
        told.add(finding.id)
        if finding.dated is not None:
            told.add(finding.dated.id)
        yield from _of_finding(finding, answers)
    for link, answer in answers.items():
        # A question of earlier rules; its wording is gone, its answer is not.
        if link not in told:
            yield _item(link, "", answer, _given(None, answer.value) + _dated(answer))


def _of_finding(finding: Finding, answers: Answers) -> Iterator[Document]:
    answer = answers.get(finding.id)
    dated = answers.get(finding.dated.id) if finding.dated is not None else None
    on_date = dated or (answer if finding.dated is not None and answer is not None and answer.date else None)
    if answer is None and on_date is None:
        if finding.asked_by in _ASKED_HERE:
            yield _item(finding.id, finding.question, Answer(absence=Absence.NOT_ASKED), [], assumed=True)
        return
    if answer is not None and (finding.dated is None or answer.value is not None or answer.absence is not None):
        given = _given(finding, answer.value) + ([] if finding.dated else _dated(answer))
        yield _item(finding.id, finding.question, answer, given, private=finding.private)
    if on_date is not None and finding.dated is not None:
        yield _item(finding.dated.id, finding.dated.label, on_date, _dated(on_date), private=finding.private)


def _item(
    link: str, text: str, answer: Answer, given: list[Document], *, private: bool = False, assumed: bool = False
) -> Document:
    """One line; ``assumed`` when nobody recorded that the question was not put."""
    marks: list[Document] = []
    if answer.absence is not None:
        marks.append({"url": DATA_ABSENT, "valueCode": answer.absence.value})
    if not assumed:
        marks.append({"url": ANSWER_SOURCE, "valueCode": answer.source.value})
    if answer.given_on is not None:
        marks.append({"url": ANSWER_GIVEN_ON, "valueDate": answer.given_on.isoformat()})
    if private and answer.absence is not Absence.NOT_ASKED:
        marks.append(private_label())
    made: Document = {"extension": marks, "linkId": link, "text": text, "answer": given}
    return {name: part for name, part in made.items() if part}


def _marked(body_map: BodyMap | None) -> Iterator[Document]:
    """Where it hurts: a coded region for each mark, with how strongly below it. No figure, no item.

    A region that is missing was not marked, which is no statement that it does not hurt.
    """
    if body_map is None:
        return
    marks = [
        {
            "valueCoding": coding(BODY_REGIONS, mark.region, REGIONS[mark.region].words),
            "item": [
                {"linkId": "body_map.intensity", "text": "How strong, 1 to 10", "answer": [_integer(mark.intensity)]},
                {"linkId": "body_map.spreads", "text": "Spreads there", "answer": [{"valueBoolean": mark.spreads}]},
            ],
        }
        for mark in body_map.marks
    ]
    source = [{"url": ANSWER_SOURCE, "valueCode": body_map.source.value}]
    made: Document = {"extension": source, "linkId": "body_map", "text": "Where it hurts", "answer": marks}
    yield {name: part for name, part in made.items() if part}


def _integer(number: int) -> Document:
    return {"valueInteger": number}


def _dated(answer: Answer) -> list[Document]:
    return [] if answer.date is None else [{"valueDate": answer.date.isoformat()}]


def _given(finding: Finding | None, value: Value | None) -> list[Document]:
    if value is None:
        return []
    if isinstance(value, str):
        if finding is None or value not in finding.values:
            return [{"valueString": value}]
        return [{"valueCoding": coding(answers_system(finding.id), value, answer_label(finding, value))}]
    if value == int(value) and abs(value) <= _LARGEST_INTEGER:
        return [{"valueInteger": int(value)}]
    return [{"valueDecimal": value}]
