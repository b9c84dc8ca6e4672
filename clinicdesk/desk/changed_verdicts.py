"""Which sessions would be judged otherwise now than they were: by newer answers, other rules, or a corrected record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.judging import JudgedPerson, Judging
from clinicdesk.domain.assessment_record import Standing
from clinicdesk.domain.clearance import Clearance
from clinicdesk.domain.patient import age_on
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules import RuleSet
from clinicdesk.rules.answers import AGE, SEX_AT_BIRTH

_KEPT_IN_MIND = 20_000


@dataclass(frozen=True, slots=True)
class ChangedVerdict:
    """A session whose verdict is another now.

    Attributes:
        was: as it was judged last.
        verdict: as the rules in force judge it now, on its date.
    """

    session_id: str
    patient_id: str
    was: Verdict
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that a verdict of one rule set depends on."""

    intake_id: str | None
    birth_date: date | None
    sex_at_birth: str | None
    on: date
    technique: Technique

    @property
    def age(self) -> int | None:
        return None if self.birth_date is None else age_on(self.birth_date, self.on)


class ChangedVerdicts:
    """Compares what was said about sessions with what is said now; quick for thousands of them.

    A session that was judged by these very rules, by the newest answers, for its date, and with the birth date and
    sex of today's record, need not be judged again. What has to be is remembered: nothing it depends on moves. The few
    people about whom therapists decided something are always judged with that.
    """

    def __init__(self, store: Store, ruleset: RuleSet, judging: Judging) -> None:
        self._store = store
        self._judging = judging
        self._ruleset = ruleset
        self._known: dict[_Asked, Verdict] = {}

    def to_come(self, now: datetime) -> list[ChangedVerdict]:
        """The sessions that nobody has come for yet whose verdict changed, by start."""
        clinic = clinic_of(self._store)
        techniques = {each.id: each.technique for each in self._store.session_types.all()}
        open_: list[tuple[Standing, _Asked]] = []
        standings = self._store.standings.to_come(now, [AGE, SEX_AT_BIRTH])
        decided = self._store.clearances.of_patients({each.patient_id for each in standings})
        judged = self._judged([each for each in standings if each.patient_id in decided], decided)
        for standing in standings:
            on = local_date(clinic, standing.starts_at)
            technique = techniques[standing.session_type_id]
            asked = _Asked(standing.newest_intake_id, standing.birth_date, standing.sex_at_birth, on, technique)
            if standing.session_id in judged or not self._stands(standing, asked):
                open_.append((standing, asked))
        self._judge([asked for standing, asked in open_ if standing.session_id not in judged])
        verdicts = judged | {
            standing.session_id: self._known[asked] for standing, asked in open_ if standing.session_id not in judged
        }
        return [
            ChangedVerdict(standing.session_id, standing.patient_id, standing.verdict, verdict)
            for standing, _ in open_
            if (verdict := verdicts[standing.session_id]) is not standing.verdict
        ]

    def _judged(self, standings: Sequence[Standing], decided: Mapping[str, Sequence[Clearance]]) -> dict[str, Verdict]:
        """What counts for the sessions of those about whom something was decided, by session id."""
        if not standings:
            return {}
        clinic = clinic_of(self._store)
        techniques = {each.id: each.technique for each in self._store.session_types.all()}
        patients = self._store.patients.many({each.patient_id for each in standings})
        intakes = self._store.intakes.many({each.newest_intake_id for each in standings if each.newest_intake_id})
        people: dict[str, JudgedPerson] = {}
        found = {}
        for each in standings:
            if each.patient_id not in people:
                answers = intakes[each.newest_intake_id].answers if each.newest_intake_id else {}
                people[each.patient_id] = self._judging.person(
                    patients[each.patient_id], answers, decisions=decided[each.patient_id]
                )
            found[each.session_id] = people[each.patient_id].verdict(
                techniques[each.session_type_id],
                on=local_date(clinic, each.starts_at),
                session_id=each.session_id,
            )
        return found

    def _stands(self, standing: Standing, asked: _Asked) -> bool:
        """Whether judging again could only say the same."""
        return (
            standing.ruleset_hash == self._ruleset.version.hash
            and standing.intake_id == asked.intake_id
            and standing.on_date == asked.on
            and standing.technique is asked.technique
            and standing.findings.get(AGE) == asked.age
            and standing.findings.get(SEX_AT_BIRTH) == asked.sex_at_birth
        )

    def _judge(self, wanted: Sequence[_Asked]) -> None:
        """Know the verdict for each of these; the answers are read once for everybody."""
        if len(self._known) > _KEPT_IN_MIND:
            self._known.clear()
        unknown = [asked for asked in wanted if asked not in self._known]
        intakes = self._store.intakes.many({asked.intake_id for asked in unknown if asked.intake_id is not None})
        dated = {key for key, each in intakes.items() if any(a.date is not None for a in each.answers.values())}
        alike: dict[tuple[object, ...], Verdict] = {}
        for asked in unknown:
            # Answers without a date are the same on every day of one year of life.
            day = asked.on if asked.intake_id in dated else asked.age
            same = (asked.intake_id, day, asked.birth_date, asked.sex_at_birth, asked.technique)
            if same not in alike:
                answers = intakes[asked.intake_id].answers if asked.intake_id is not None else {}
                findings = self._ruleset.resolve(
                    answers, asked.on, birth_date=asked.birth_date, sex_at_birth=asked.sex_at_birth
                )
                alike[same] = self._ruleset.verdict(findings, asked.technique)
            self._known[asked] = alike[same]
