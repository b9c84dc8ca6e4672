import json
from collections.abc import Iterable
from datetime import date

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.plan import PlanOfCare, PlanPart, PlanSession, PlanStatus
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique, techniques_of
from clinicdesk.errors import NotFound, StaleRecord

# Of every plan that a session asked for belongs to, the sessions that use it up, numbered by kind in order of time.
_PLACES = """
    with wanted as (
        select distinct sessions.plan_id as id
        from json_each(:sessions) as asked join sessions on sessions.id = asked.value
        where sessions.plan_id is not null
    ),
    standing as (
        select plans.* from wanted
        join plans on plans.id = wanted.id
            and plans.version = (select max(version) from plans as any where any.id = wanted.id)
    ),
    counted as (
        select sessions.id, standing.parts, session_types.technique,
            row_number() over (
                partition by sessions.plan_id,
                    session_types.technique in (select value from json_each(:massage))
                order by sessions.starts_at, sessions.id
            ) as place
        from standing
        join sessions on sessions.plan_id = standing.id
        join session_types on session_types.id = sessions.session_type_id
        where sessions.status not in ('cancelled', 'no_show', 'entered_in_error')
            or (standing.missed_count and (sessions.status = 'no_show' or sessions.cancelled_late))
    )
    select counted.* from json_each(:sessions) as asked join counted on counted.id = asked.value
"""


class PlanRepository:
    """Plans of care, version by version; a version never changes, the next one follows it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, plan: PlanOfCare) -> PlanOfCare:
        """Store the next version of a plan; storing the same one again changes nothing.

        Raises:
            StaleRecord: another version with this number is on file, or the one before it is not.
        """
        row = _row(plan)
        newest = self._connection.value("select coalesce(max(version), 0) from plans where id = :id", row)
        if newest + 1 != plan.version:
            stored = self._connection.row("select * from plans where id = :id and version = :version", row)
            if stored is None or {**row, "seq": stored["seq"]} != stored:
                raise StaleRecord("Somebody else changed this plan meanwhile. Nothing was overwritten; look again.")
            return plan
        seq = self._connection.value("select coalesce(max(seq), 0) + 1 from plans")
        self._connection.insert("plans", {"seq": seq, **row})
        return plan

    def get(self, plan_id: str) -> PlanOfCare:
        """The newest version of a plan; raises NotFound."""
        found = self.versions(plan_id)
        if not found:
            raise NotFound("This plan is not on file.")
        return found[0]

    def versions(self, plan_id: str) -> list[PlanOfCare]:
        """Every version of a plan, newest first."""
        rows = self._connection.rows("select * from plans where id = :id order by version desc", {"id": plan_id})
        return [_plan(row) for row in rows]

    def of_patient(self, patient_id: str) -> list[PlanOfCare]:
        """The newest version of each plan of a patient, the plan changed last first."""
        return self.of_patients([patient_id])

    def of_patients(self, patient_ids: Iterable[str]) -> list[PlanOfCare]:
        """The same for several patients in one query."""
        rows = self._connection.rows(
            """
            select plans.* from json_each(:patients) as asked join plans on plans.patient_id = asked.value
            where plans.version = (select max(version) from plans as any where any.id = plans.id)
            order by plans.seq desc
            """,
            {"patients": to_json(sorted(patient_ids))},
        )
        return [_plan(row) for row in rows]

    def sessions(self, plan_ids: Iterable[str]) -> dict[str, list[PlanSession]]:
        """The sessions that belong to each plan, in order of time, as far as counting goes, in one query."""
        found: dict[str, list[PlanSession]] = {plan_id: [] for plan_id in plan_ids}
        rows = self._connection.rows(
            """
            select sessions.plan_id, sessions.starts_at, session_types.technique, sessions.status,
                sessions.status = 'no_show' or sessions.cancelled_late as missed
            from json_each(:plans) as asked
            join sessions on sessions.plan_id = asked.value and sessions.status <> 'entered_in_error'
            join session_types on session_types.id = sessions.session_type_id
            order by sessions.starts_at, sessions.id
            """,
            {"plans": to_json(sorted(found))},
        )
        for row in rows:
            found[row["plan_id"]].append(
                PlanSession(
                    moment(row["starts_at"]),
                    Technique(row["technique"]),
                    SessionStatus(row["status"]),
                    missed=bool(row["missed"]),
                )
            )
        return found

    def places(self, session_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Which session of its plan and kind each one is, and how many the plan has, in one query.

        Only sessions that use up one of a plan are in the answer: neither cancelled nor, unless the
        plan counts those, missed.
        """
        rows = self._connection.rows(
            _PLACES,
            {
                "sessions": to_json(list(session_ids)),
                "massage": to_json([technique.value for technique in techniques_of(Kind.MASSAGE)]),
            },
        )
        massage = {technique.value for technique in techniques_of(Kind.MASSAGE)}
        found = {}
        for row in rows:
            kind = Kind.MASSAGE if row["technique"] in massage else Kind.PHYSICAL_THERAPY
            part = next((part for part in _parts(row["parts"]) if part.kind is kind), None)
            if part is not None:
                found[row["id"]] = (row["place"], part.sessions)
        return found


def _row(plan: PlanOfCare) -> Row:
    return {
        "id": plan.id,
        "version": plan.version,
        "patient_id": plan.patient_id,
        "status": plan.status.value,
        "goal": plan.goal,
        "activity": plan.activity,
        "parts": to_json(
            [
                {
                    "kind": part.kind.value,
                    "session_type_id": part.session_type_id,
                    "sessions": part.sessions,
                    "min_days": part.min_days,
                }
                for part in plan.parts
            ]
        ),
        "same_day": int(plan.same_day),
        "missed_count": int(plan.missed_count),
        "starts_on": plan.starts_on.isoformat(),
        "expires_on": plan.expires_on.isoformat(),
        "review_on": plan.review_on.isoformat(),
        "reason": plan.reason,
        "made_by": plan.made_by,
        "made_at": stamp(plan.made_at),
        "confirmed_by": plan.confirmed_by,
    }


def _parts(text: str) -> tuple[PlanPart, ...]:
    return tuple(
        PlanPart(Kind(part["kind"]), part["session_type_id"], part["sessions"], part["min_days"])
        for part in json.loads(text)
    )


def _plan(row: Row) -> PlanOfCare:
    return PlanOfCare(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        status=PlanStatus(row["status"]),
        goal=row["goal"],
        activity=row["activity"],
        parts=_parts(row["parts"]),
        same_day=bool(row["same_day"]),
        missed_count=bool(row["missed_count"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        expires_on=date.fromisoformat(row["expires_on"]),
        review_on=date.fromisoformat(row["review_on"]),
        reason=row["reason"],
        made_by=row["made_by"],
        made_at=moment(row["made_at"]),
        confirmed_by=row["confirmed_by"],
    )
