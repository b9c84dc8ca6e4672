from collections.abc import Iterable
from datetime import date, datetime

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import from_json, to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.clearance import Clearance, ClearanceReason, Letter, TakenBack
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import NotFound, StaleRecord

_SELECT = """
    select clearances.*, back.id as back_id, back.staff_id as back_by, back.name as back_name,
        back.taken_at as back_at, back.why as back_why
    from clearances left join clearances_taken_back as back on back.clearance_id = clearances.id
"""


class ClearanceRepository:
    """What therapists decided beside the rules; only ever added to, and so is what is taken back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, clearance: Clearance) -> Clearance:
        """Store a decision; storing the same one again changes nothing.

        Raises:
            StaleRecord: another decision is on file under this id.
        """
        if not self._connection.append("clearances", _row(clearance)):
            raise StaleRecord("Another clearance is already on file under this id. Nothing was overwritten.")
        return clearance

    def take_back(self, back: TakenBack) -> Clearance:
        """Note that a decision was taken back, and return it so; doing the same again changes nothing.

        Raises:
            StaleRecord: it was taken back already.
        """
        stored = self.get(back.clearance_id).taken_back
        if stored not in {None, back}:
            raise StaleRecord("This clearance was taken back already. Nothing was changed.")
        if stored is None:
            self._connection.append(
                "clearances_taken_back",
                {
                    "id": back.id,
                    "clearance_id": back.clearance_id,
                    "staff_id": back.staff_id,
                    "name": back.name,
                    "taken_at": stamp(back.at),
                    "why": back.why,
                },
            )
        return self.get(back.clearance_id)

    def get(self, clearance_id: str) -> Clearance:
        """One decision; raises NotFound."""
        row = self._connection.row(f"{_SELECT} where clearances.id = :id", {"id": clearance_id})
        if row is None:
            raise NotFound("This clearance is not on file.")
        return _clearance(row)

    def of_patient(self, patient_id: str) -> list[Clearance]:
        """Every decision about a person, in the order in which they were made."""
        rows = self._connection.rows(
            f"{_SELECT} where clearances.patient_id = :patient order by clearances.seq", {"patient": patient_id}
        )
        return [_clearance(row) for row in rows]

    def of_patients(self, patient_ids: Iterable[str]) -> dict[str, list[Clearance]]:
        """The same for each of many people about whom anything was decided, by patient id, in one query."""
        rows = self._connection.rows(
            f"{_SELECT} where clearances.patient_id in (select value from json_each(:patients)) "
            "order by clearances.seq",
            {"patients": to_json(sorted(patient_ids))},
        )
        found: dict[str, list[Clearance]] = {}
        for row in rows:
            found.setdefault(row["patient_id"], []).append(_clearance(row))
        return found

    def counts(self, since: datetime) -> dict[str, tuple[int, int]]:
        """How often each rule was cleared for every session, and released for one, since a time, by rule id."""
        rows = self._connection.rows(
            """
            select rule, count(*) filter (where session_id is null) as cleared,
                count(*) filter (where session_id is not null) as released
            from clearances where reason <> 'patient-declined-referral' and given_at >= :since group by rule
            """,
            {"since": stamp(since)},
        )
        return {row["rule"]: (row["cleared"], row["released"]) for row in rows}


def _row(clearance: Clearance) -> Row:
    return {
        "id": clearance.id,
        "patient_id": clearance.patient_id,
        "session_id": clearance.session_id,
        "rule": clearance.rule,
        "technique": clearance.technique.value,
        "verdict": clearance.verdict.code,
        "reason": clearance.reason.value,
        "words": clearance.text,
        "given_by": clearance.given_by,
        "name": clearance.name,
        "given_at": stamp(clearance.given_at),
        "expires_on": clearance.expires_on.isoformat(),
        "intake_version": clearance.intake_version,
        "facts": to_json(dict(clearance.facts)),
        "rule_hash": clearance.rule_hash,
        "ruleset_id": clearance.ruleset_id,
        "ruleset_version": clearance.ruleset_version,
        "letter_by": clearance.letter.written_by if clearance.letter else None,
        "letter_on": clearance.letter.written_on.isoformat() if clearance.letter else None,
    }


def _clearance(row: Row) -> Clearance:
    back = None
    if row["back_id"] is not None:
        back = TakenBack(
            row["back_id"], row["id"], row["back_by"], row["back_name"], moment(row["back_at"]), row["back_why"]
        )
    return Clearance(
        id=row["id"],
        patient_id=row["patient_id"],
        session_id=row["session_id"],
        rule=row["rule"],
        technique=Technique(row["technique"]),
        verdict=Verdict.from_code(row["verdict"]),
        reason=ClearanceReason(row["reason"]),
        text=row["words"],
        given_by=row["given_by"],
        name=row["name"],
        given_at=moment(row["given_at"]),
        expires_on=date.fromisoformat(row["expires_on"]),
        intake_version=row["intake_version"],
        facts={key: str(fact) for key, fact in from_json(row["facts"]).items()},
        rule_hash=row["rule_hash"],
        ruleset_id=row["ruleset_id"],
        ruleset_version=row["ruleset_version"],
        taken_back=back,
        letter=Letter(row["letter_by"], date.fromisoformat(row["letter_on"])) if row["letter_by"] else None,
    )
