"""The sweep: whom edited rules would judge otherwise, looked at before they are published.

What therapists decided counts on both sides: under the copy it lapses where the rule it was made for is another.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date, whole_day
from clinicdesk.desk.intakes import Intakes
from clinicdesk.desk.judging import JudgedPerson, Judging
from clinicdesk.desk.views import PatientSummary, summary
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.rules import RuleSet, read_knowledge

CURRENT_MONTHS = 12
"""A person is current who had a session or answered an intake in so many months, or has a session to come."""
_CURRENT = timedelta(days=365)
_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class SweptSession:
    """A session to come that the copy would judge otherwise.

    Attributes:
        now: the verdict by the rules in force, on its date.
        then: the verdict by the copy.
    """

    patient: PatientSummary
    session: Session
    session_type: SessionType
    now: Verdict
    then: Verdict


@dataclass(frozen=True, slots=True)
class SweptPerson:
    """A current person whom the copy would judge otherwise today, at the gentlest technique of a kind."""

    patient: PatientSummary
    kind: Kind
    now: Verdict
    then: Verdict


@dataclass(frozen=True, slots=True)
class Swept:
    """What the copy would change, worst first.

    Attributes:
        sessions_seen, people_seen: how many were looked at.
    """

    sessions: tuple[SweptSession, ...]
    people: tuple[SweptPerson, ...]
    sessions_seen: int
    people_seen: int


Progress = Callable[[int, int], bool]
"""Told how many people are done of how many; answers whether to go on."""


class Sweep:
    """Judges every current person and every session to come twice: by the rules in force, and by a copy."""

    def __init__(self, store: Store, judging: Judging) -> None:
        """``judging``: by the rules in force."""
        self._store = store
        self._judging = judging

    def of(
        self,
        texts: Mapping[str, str],
        *,
        actor: StaffMember,
        now: datetime,
        progress: Progress = lambda _done, _total: True,
    ) -> Swept | None:
        """Whom the copy would judge otherwise; None when it was stopped.

        Raises:
            KnowledgeFault: the copy does not load.
        """
        copy = RuleSet(read_knowledge(texts))
        then = Judging(self._store, copy, Intakes(self._store, copy))
        clinic = clinic_of(self._store)
        today = local_date(clinic, now)
        types = {each.id: each for each in self._store.session_types.all()}
        booked: dict[str, list[Session]] = {}
        for session in self._store.sessions.ahead(whole_day(clinic, today)[0]):
            booked.setdefault(session.patient_id, []).append(session)
        ids = list(dict.fromkeys([*booked, *self._store.patients.current(now - _CURRENT)]))
        sessions: list[SweptSession] = []
        people: list[SweptPerson] = []
        for start in range(0, len(ids), _AT_A_TIME):
            some = ids[start : start + _AT_A_TIME]
            found = self._store.patients.many(some)
            answers = self._store.intakes.latest_of(some)
            decided = self._store.clearances.of_patients(some)
            for key, patient in found.items():
                given = answers[key].answers if key in answers else {}
                own = decided.get(key, ())
                judged = _Judged(
                    patient, *(each.person(patient, given, decisions=own) for each in (self._judging, then))
                )
                people += judged.person(today)
                days = ((each, local_date(clinic, each.starts_at)) for each in booked.get(key, ()))
                sessions += judged.sessions(days, types)
            if not progress(min(start + _AT_A_TIME, len(ids)), len(ids)):
                return None
        with self._store.write():
            self._store.audit.append(actor, "rules.read", ("rules", "bench"), {"people": len(ids)}, at=now)
        return Swept(
            tuple(sorted(sessions, key=lambda each: (-each.then, each.now, each.session.starts_at))),
            tuple(sorted(people, key=lambda each: (-each.then, each.now, each.patient.name))),
            sum(map(len, booked.values())),
            len(ids),
        )


class _Judged:
    """One person, judged twice."""

    def __init__(self, patient: Patient, now: JudgedPerson, then: JudgedPerson) -> None:
        self._patient = patient
        self._now = now
        self._then = then

    def person(self, today: date) -> Iterable[SweptPerson]:
        """The kinds that the copy would judge otherwise today."""
        for kind, technique in GENTLEST.items():
            now, then = (each.verdict(technique, on=today) for each in (self._now, self._then))
            if now is not then:
                yield SweptPerson(summary(self._patient), kind, now, then)

    def sessions(
        self, sessions: Iterable[tuple[Session, date]], types: Mapping[str, SessionType]
    ) -> Iterable[SweptSession]:
        """The sessions that the copy would judge otherwise on their date."""
        for session, on in sessions:
            session_type = types[session.session_type_id]
            now, then = (
                each.verdict(session_type.technique, on=on, session_id=session.id) for each in (self._now, self._then)
            )
            if now is not then:
                yield SweptSession(summary(self._patient), session, session_type, now, then)
