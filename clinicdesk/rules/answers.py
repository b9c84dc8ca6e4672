"""From answers as they are stored to the values the rules read on a date."""

from collections.abc import Mapping
from datetime import date

from clinicdesk.domain.intake import Answer, Answers, Source, Value
from clinicdesk.domain.patient import age_on
from clinicdesk.rules.circuits import Circuit, holds
from clinicdesk.rules.compiled import Compiled
from clinicdesk.rules.knowledge import Dated, Finding, Knowledge
from clinicdesk.rules.knowledge_checks import allows

AGE, SEX_AT_BIRTH = "age_years", "sex_at_birth"
"""The findings that come from the patient's record."""
ACTIVE_PLAN = "active_plan"
"""The finding that tells what active work a person does already; the record may know of a plan of care."""
_DAYS = {"days": 1, "weeks": 7}
_PREGNANCY_DAYS = 280
_ASKED_HERE = frozenset({"desk", "patient"})


class AnswerReader:
    """Reads stored answers; what cannot be read as a value the rules know is left out, as unknown."""

    def __init__(self, compiled: Compiled, knowledge: Knowledge) -> None:
        self._compiled = compiled
        self._findings = knowledge.findings
        conditions = knowledge.conditions
        # A derived value needs certainty: the negation of its condition cannot hold.
        self._derived: list[tuple[str, list[tuple[Value, Circuit]]]] = [
            (id_, [(way.value, compiled.circuit(conditions[way.when], negated=True)) for way in finding.derived])
            for id_, finding in knowledge.findings.items()
            if finding.derived
        ]
        self._asked_when = {
            id_: compiled.circuit(conditions[finding.asked_when])
            for id_, finding in knowledge.findings.items()
            if finding.asked_when is not None
        }
        order = {group.id: place for place, group in enumerate(knowledge.groups)}
        asked = [finding for finding in knowledge.findings.values() if finding.asked_by in _ASKED_HERE]
        self._asking_order = tuple(f.id for f in sorted(asked, key=lambda finding: order[finding.group]))

    def resolve(
        self,
        answers: Answers,
        on: date,
        *,
        birth_date: date | None = None,
        sex_at_birth: str | None = None,
        active_plan: str | None = None,
    ) -> dict[str, Value]:
        """Plain values on a date.

        Dates become the band or the number they amount to on that date, a birth date the age. Findings that
        follow from others are derived unless they were answered, and questions that certainly do not
        apply get the value that is recorded for them. Absences are left out, and so is what was recorded because it
        followed on an earlier day: the record it followed from may have been corrected since.

        A value the finding cannot have (any more) is left out as well, so that it is asked for again.

        Args:
            answers: by finding id; an answer that is only a date may also stand under the date's own id.
            on: the day of the session.
            birth_date: from the patient's record; it counts more than an age in the answers.
            sex_at_birth: from the patient's record; it counts more than an answer.
            active_plan: from the patient's plan of care; it counts more than an answer that there is none.
        """
        values = self.dated(answers, on, birth_date=birth_date)
        if sex_at_birth is not None and SEX_AT_BIRTH in self._findings:
            values[SEX_AT_BIRTH] = sex_at_birth
        plan = self._findings.get(ACTIVE_PLAN)
        if plan is not None and active_plan is not None and allows(plan, active_plan):
            answered = values.get(ACTIVE_PLAN, plan.harmless)
            values[ACTIVE_PLAN] = active_plan if answered == plan.harmless else answered
        for id_, otherwise in self.not_applicable(values).items():
            values.setdefault(id_, otherwise)
        return self.with_derived(values)

    def dated(self, answers: Answers, on: date, *, birth_date: date | None = None) -> dict[str, Value]:
        """The values of the answers alone, with every date read on ``on``."""
        values: dict[str, Value] = {}
        for id_, finding in self._findings.items():
            answer = _with_date(answers, finding)
            value = _value(finding, answer, on) if answer is not None else None
            if value is not None and allows(finding, value):
                values[id_] = value
        if birth_date is not None and AGE in self._findings:
            age = age_on(birth_date, on)
            values.pop(AGE, None)
            if allows(self._findings[AGE], age):
                values[AGE] = age
        return values

    def with_derived(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values and, for each unanswered finding that follows from them, the first that certainly does."""
        derived = dict(values)
        for id_, ways in self._derived:
            if id_ not in derived:
                states = self._compiled.opened(derived)
                for value, fails in ways:
                    if not holds(fails, states):
                        derived[id_] = value
                        break
        return derived

    def applicable(self, findings: Mapping[str, Value]) -> tuple[str, ...]:
        """The ids of the questions that apply now, in asking order."""
        hidden = self.not_applicable(findings)
        return tuple(id_ for id_ in self._asking_order if id_ not in hidden)

    def not_applicable(self, findings: Mapping[str, Value]) -> dict[str, Value]:
        """The values to record for the questions that certainly do not apply."""
        states = self._compiled.opened(findings)
        return {
            id_: otherwise
            for id_, condition in self._asked_when.items()
            if not holds(condition, states) and (otherwise := self._findings[id_].otherwise) is not None
        }


def _with_date(answers: Answers, finding: Finding) -> Answer | None:
    """What was said of a finding, with the date that stands under its own id; None where nobody said anything."""
    answer = answers.get(finding.id)
    if answer is not None and answer.source is Source.DERIVED:
        answer = None
    dated = answers.get(finding.dated.id) if finding.dated is not None else None
    if dated is None or dated.date is None:
        return answer
    return Answer(value=answer.value if answer is not None else None, date=dated.date)


def _value(finding: Finding, answer: Answer, on: date) -> Value | None:
    if answer.date is not None and finding.dated is not None:
        return _value_since(finding.dated, answer, on)
    return answer.value


def _value_since(dated: Dated, answer: Answer, on: date) -> Value | None:
    if answer.date is None:
        return None
    days = (on - answer.date).days + (_PREGNANCY_DAYS if dated.counts_from == "due_date" else 0)
    if days < 0:
        return None
    if not dated.bands:
        return days // _DAYS[dated.unit]
    for band in dated.bands:
        if band.below is None or days < band.below * _DAYS[dated.unit]:
            return answer.value if answer.value in band.values else band.values[0]
    return None
