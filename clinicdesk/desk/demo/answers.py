"""What invented people answer to the questions of the knowledge files."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from clinicdesk.desk.demo.scene import DatedAnswer, Profile, Span
from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.rules import Finding, Knowledge

_ASKED_BY = frozenset({"desk", "patient"})
_ONSET = "pain_duration_weeks"


def answers_of(profile: Profile, knowledge: Knowledge, rng: Random, on: date) -> dict[str, Answer]:
    """A person's answers of a day: harmless ones but for those of their profile.

    Measurements are answered only where the profile has them.
    """
    answers: dict[str, Answer] = {}
    for finding in _asked(profile, knowledge):
        answer = _answer(profile, finding, rng, on)
        if answer is not None:
            answers[finding.id] = replace(answer, given_on=on)
    return answers


def _asked(profile: Profile, knowledge: Knowledge) -> list[Finding]:
    """The questions put to a person, in asking order, up to where they gave up."""
    groups = [group.id for group in knowledge.groups]
    last = groups.index(profile.stops_after) if profile.stops_after else len(groups)
    asked = [
        finding
        for finding in knowledge.findings.values()
        if finding.asked_by in _ASKED_BY and groups.index(finding.group) <= last
    ]
    return sorted(asked, key=lambda finding: groups.index(finding.group))


def _answer(profile: Profile, finding: Finding, rng: Random, on: date) -> Answer | None:
    source = Source.PATIENT if finding.private else Source.STAFF
    if finding.id in profile.does_not_know or finding.id in profile.declined:
        unsaid = Absence.DECLINED if finding.id in profile.declined else Absence.DOES_NOT_KNOW
        return Answer(absence=unsaid, source=source)
    if finding.id == _ONSET and profile.onset_days is not None:
        return Answer(date=_days_before(on, profile.onset_days, rng), source=source)
    if finding.id in profile.dates:
        return _dated(profile.dates[finding.id], rng, on, source)
    stated = profile.answers.get(finding.id, finding.harmless)
    if finding.type == "number" and finding.id not in profile.answers:
        return None if finding.may_stay_open else Answer(absence=Absence.DOES_NOT_KNOW, source=source)
    return Answer(rng.choice(stated) if isinstance(stated, tuple) else stated, source=source)


def _dated(answer: DatedAnswer, rng: Random, on: date, source: Source) -> Answer:
    if answer.due_in_days is not None:
        due = on + timedelta(days=rng.randint(*answer.due_in_days))
        return Answer(answer.value, date=due, source=source)
    return Answer(answer.value, date=_days_before(on, answer.days_ago or (0, 0), rng), source=source)


def _days_before(on: date, days: Span, rng: Random) -> date:
    return on - timedelta(days=rng.randint(*days))
