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
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.patient import age_on
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.rules import RuleSet
from clinicdesk.rules.answers import AGE, SEX_AT_BIRTH


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


class ChangedVerdicts:
    """Compares what was said about sessions with what is said now; quick for thousands of them.

    Of a session that was looked at once only a mark is read again, until anything is another that its verdict depends
    on; then it is looked at anew. One that was judged by these very rules, by the newest answers, for its date, and
    with the birth date and sex of today's record, need not be judged for that, unless therapists decided something.
    """

    def __init__(self, store: Store, ruleset: RuleSet, judging: Judging) -> None:
        self._store = store
        self._judging = judging
        self._ruleset = ruleset
        self._grounds: tuple[Clinic, Mapping[str, Technique]] | None = None
        self._marks: dict[str, str] = {}
        self._changed: dict[str, ChangedVerdict] = {}
        self._asked: tuple[int, datetime] | None = None
        self._left: tuple[int, dict[str, str]] | None = None

    def to_come(self, now: datetime) -> list[ChangedVerdict]:
        """The sessions that nobody has come for yet whose verdict changed, by start."""
        self.catch_up(now)
        return [self._changed[key] for key in self._marks if key in self._changed]

    def catch_up(self, now: datetime, *, at_most: int | None = None) -> bool:
        """Look at the sessions of which anything is another since they were looked at; tells whether that was all.

        Args:
            now: the time now.
            at_most: how many to look at, for whoever must not wait long; the others are looked at the next time.
        """
        # Every change on file leaves an audit entry: while none is added, the same moment has the same sessions.
        asked = self._store.audit.newest(), now
        if asked == self._asked:
            return True
        grounds = clinic_of(self._store), {each.id: each.technique for each in self._store.session_types.all()}
        known = self._marks if grounds == self._grounds else {}
        if self._left is None or self._left[0] != asked[0]:
            # Read before anything else: what is stored meanwhile gives another mark the next time.
            self._left = asked[0], self._store.standings.marks(now)
        marks = self._left[1]
        stale = [key for key, mark in marks.items() if known.get(key) != mark]
        part = stale[:at_most]
        found = self._looked_at(part, *grounds)
        later = set(stale[len(part) :])
        self._grounds = grounds
        self._changed = {
            key: each for key in marks if (each := found[key] if key in found else self._changed.get(key)) is not None
        }
        self._marks = {key: mark for key, mark in marks.items() if key not in later}
        if later:
            return False
        self._asked, self._left = asked, None
        return True

    def _looked_at(
        self, session_ids: Sequence[str], clinic: Clinic, techniques: Mapping[str, Technique]
    ) -> dict[str, ChangedVerdict | None]:
        """For each of some sessions what changed, or None."""
        found: dict[str, ChangedVerdict | None] = dict.fromkeys(session_ids)
        standings = self._store.standings.many(session_ids, [AGE, SEX_AT_BIRTH]) if session_ids else []
        decided = self._store.clearances.of_patients({each.patient_id for each in standings})
        asked = [
            _Asked(each, techniques[each.session_type_id], local_date(clinic, each.starts_at)) for each in standings
        ]
        apart = decided.keys() | (self._store.referrals.patients() if asked else frozenset())
        verdicts = self._one_by_one([each for each in asked if each.standing.patient_id in apart], decided)
        verdicts |= self._by_rules([each for each in asked if each.standing.patient_id not in apart])
        for standing in standings:
            verdict = verdicts.get(standing.session_id, standing.verdict)
            if verdict is not standing.verdict:
                changed = ChangedVerdict(standing.session_id, standing.patient_id, standing.verdict, verdict)
                found[standing.session_id] = changed
        return found

    def _one_by_one(self, wanted: Sequence["_Asked"], decided: Mapping[str, Sequence[Clearance]]) -> dict[str, Verdict]:
        """What counts for the sessions of whom something was decided about, or who were referred, by session id."""
        if not wanted:
            return {}
        patients = self._store.patients.many({each.standing.patient_id for each in wanted})
        intakes = self._store.intakes.many(_newest(wanted))
        people: dict[str, JudgedPerson] = {}
        for each in wanted:
            patient_id, intake_id = each.standing.patient_id, each.standing.newest_intake_id
            if patient_id not in people:
                answers = self._judging.counting(patient_id, intakes[intake_id] if intake_id else None)
                decisions = decided.get(patient_id, ())
                people[patient_id] = self._judging.person(patients[patient_id], answers, decisions=decisions)
        return {
            each.standing.session_id: people[each.standing.patient_id].verdict(
                each.technique, on=each.on, session_id=each.standing.session_id
            )
            for each in wanted
        }

    def _by_rules(self, wanted: Sequence["_Asked"]) -> dict[str, Verdict]:
        """What the rules say of those that judging again could say something else of; the answers are read once."""
        open_ = [each for each in wanted if not each.stands(self._ruleset.version.hash)]
        intakes = self._store.intakes.many(_newest(open_)) if open_ else {}
        dated = {key for key, each in intakes.items() if any(a.date is not None for a in each.answers.values())}
        alike: dict[tuple[object, ...], Verdict] = {}
        found = {}
        for each in open_:
            standing, intake_id = each.standing, each.standing.newest_intake_id
            # Answers without a date are the same on every day of one year of life.
            day = each.on if intake_id in dated else each.age
            same = (intake_id, day, standing.birth_date, standing.sex_at_birth, each.technique)
            if same not in alike:
                answers = intakes[intake_id].answers if intake_id is not None else {}
                findings = self._ruleset.resolve(
                    answers, each.on, birth_date=standing.birth_date, sex_at_birth=standing.sex_at_birth
                )
                alike[same] = self._ruleset.verdict(findings, each.technique)
            found[standing.session_id] = alike[same]
        return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A session to be looked at: how it stands, and its technique and date by now."""

    standing: Standing
    technique: Technique
    on: date

    @property
    def age(self) -> int | None:
        born = self.standing.birth_date
        return None if born is None else age_on(born, self.on)

    def stands(self, ruleset_hash: str) -> bool:
        """Whether judging again by such rules could only say the same."""
        standing = self.standing
        return (
            standing.ruleset_hash == ruleset_hash
            and standing.intake_id == standing.newest_intake_id
            and standing.on_date == self.on
            and standing.technique is self.technique
            and standing.findings.get(AGE) == self.age
            and standing.findings.get(SEX_AT_BIRTH) == standing.sex_at_birth
        )


def _newest(wanted: Sequence[_Asked]) -> set[str]:
    return {intake_id for each in wanted if (intake_id := each.standing.newest_intake_id) is not None}
