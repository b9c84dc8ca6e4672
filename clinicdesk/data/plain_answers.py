"""Answers and body maps as plain JSON values, and back."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from clinicdesk.domain.body_map import BodyMap, Mark
from clinicdesk.domain.intake import Absence, Answer, Answers, Source


def plain_answers(answers: Answers) -> dict[str, dict[str, object]]:
    """Answers as plain JSON values; what is not given is left out."""
    return {finding: _plain(answer) for finding, answer in answers.items()}


def answers_from_plain(plain: Mapping[str, object]) -> dict[str, Answer]:
    """The answers that ``plain_answers`` wrote."""
    return {finding: _answer(fields) for finding, fields in plain.items() if isinstance(fields, Mapping)}


def _plain(answer: Answer) -> dict[str, object]:
    fields: dict[str, object] = {"source": answer.source.value}
    if answer.value is not None:
        fields["value"] = answer.value
    if answer.date is not None:
        fields["date"] = answer.date.isoformat()
    if answer.absence is not None:
        fields["absence"] = answer.absence.value
    if answer.given_on is not None:
        fields["given_on"] = answer.given_on.isoformat()
    return fields


def _answer(fields: Mapping[str, object]) -> Answer:
    told = (fields.get("value"), fields.get("date"), fields.get("absence"), fields["source"], fields.get("given_on"))
    return _same_answer(*told)


@lru_cache(maxsize=4096, typed=True)
def _same_answer(value: object, day: object, absence: object, source: object, given_on: object) -> Answer:
    """Made once: of the answers of thousands of people, few differ."""
    return Answer(
        value=value if isinstance(value, (str, int, float)) else None,
        date=None if day is None else date.fromisoformat(str(day)),
        absence=None if absence is None else Absence(str(absence)),
        source=Source(str(source)),
        given_on=None if given_on is None else date.fromisoformat(str(given_on)),
    )


def plain_body_map(body_map: BodyMap) -> dict[str, object]:
    """A body map as plain JSON values: who marked it, and intensity and spreading by region."""
    marks = {mark.region: {"intensity": mark.intensity, "spreads": mark.spreads} for mark in body_map.marks}
    return {"source": body_map.source.value, "marks": marks}


def body_map_from_plain(plain: Mapping[str, object]) -> BodyMap:
    """The body map that ``plain_body_map`` wrote."""
    marks = plain.get("marks")
    read = marks.items() if isinstance(marks, Mapping) else ()
    return BodyMap(
        tuple(Mark(region, int(fields["intensity"]), bool(fields["spreads"])) for region, fields in read),
        Source(str(plain["source"])),
    )
