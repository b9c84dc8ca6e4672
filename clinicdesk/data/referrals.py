import json
from collections.abc import Iterable
from typing import Any

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import day_or_none, moment, stamp
from clinicdesk.domain.referral import (
    CalledFor,
    Origin,
    Outcome,
    Referral,
    ReferralCase,
    ReferralEvent,
    Step,
    Whom,
)
from clinicdesk.errors import NotFound, StaleRecord

_OPEN = "not exists (select 1 from referral_events where referral_id = referrals.id and closes = 1)"


class ReferralRepository:
    """Referral cases; a case never changes, what happens to it is added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, referral: Referral) -> None:
        """Open a case; storing the same one again changes nothing.

        Raises:
            StaleRecord: another case is on file under this id.
        """
        if not self._connection.append("referrals", _row(referral)):
            raise StaleRecord("Another referral is already on file under this id. Nothing was overwritten.")

    def add_event(self, event: ReferralEvent) -> None:
        """Add what happened to a case; storing the same event again changes nothing.

        Raises:
            StaleRecord: another event is on file under this id.
        """
        if not self._connection.append("referral_events", _event_row(event)):
            raise StaleRecord("Something else is already on file under this id. Nothing was overwritten.")

    def get(self, referral_id: str) -> ReferralCase:
        """One case; raises NotFound."""
        found = self._cases("referrals.id = :id", {"id": referral_id})
        if not found:
            raise NotFound("This referral is not on file.")
        return found[0]

    def open_of(self, patient_id: str) -> ReferralCase | None:
        """The open case of a patient, or None."""
        found = self._cases(f"patient_id = :patient and {_OPEN}", {"patient": patient_id})
        return found[0] if found else None

    def of_patient(self, patient_id: str) -> list[ReferralCase]:
        """Every case of a patient, newest first."""
        return self._cases("patient_id = :patient", {"patient": patient_id})[::-1]

    def open(self) -> list[ReferralCase]:
        """Every open case, the oldest first."""
        return self._cases(_OPEN)

    def closed(self, *, limit: int) -> list[ReferralCase]:
        """The cases opened last of those that are closed, newest first."""
        newest = f"referrals.seq in (select seq from referrals where not {_OPEN} order by seq desc limit :limit)"
        return self._cases(newest, {"limit": limit})[::-1]

    def open_patients(self) -> frozenset[str]:
        """The ids of the patients who have an open case."""
        return frozenset(
            row["patient_id"] for row in self._connection.rows(f"select patient_id from referrals where {_OPEN}")
        )

    def patients(self) -> frozenset[str]:
        """The ids of all who were ever referred."""
        return frozenset(row["patient_id"] for row in self._connection.rows("select patient_id from referrals"))

    def count_open(self) -> int:
        """How many cases are open."""
        return int(self._connection.value(f"select count(*) from referrals where {_OPEN}"))

    def _cases(self, where: str, values: Row | None = None) -> list[ReferralCase]:
        rows = self._connection.rows(f"select * from referrals where {where} order by seq", values or {})
        if not rows:
            return []
        events = self._events(row["id"] for row in rows)
        return [ReferralCase(_referral(row), tuple(events.get(row["id"], ()))) for row in rows]

    def _events(self, referral_ids: Iterable[str]) -> dict[str, list[ReferralEvent]]:
        rows = self._connection.rows(
            """
            select referral_events.* from json_each(:referrals) as asked
            join referral_events on referral_events.referral_id = asked.value
            order by referral_events.seq
            """,
            {"referrals": to_json(list(referral_ids))},
        )
        found: dict[str, list[ReferralEvent]] = {}
        for row in rows:
            found.setdefault(row["referral_id"], []).append(_event(row))
        return found


def _row(referral: Referral) -> Row:
    return {
        "id": referral.id,
        "patient_id": referral.patient_id,
        "opened_at": stamp(referral.opened_at),
        "opened_by": referral.opened_by,
        "origin": referral.origin.value,
        "intake_id": referral.intake_id,
        "session_id": referral.session_id,
        "ruleset_id": referral.ruleset_id,
        "ruleset_version": referral.ruleset_version,
        "ruleset_hash": referral.ruleset_hash,
        "reasons": to_json([_plain(reason) for reason in referral.reasons]),
        "wording": to_json(list(referral.wording)),
        "advice": to_json(list(referral.advice)),
    }


def _plain(reason: CalledFor) -> dict[str, object]:
    return {
        "rule": reason.rule,
        "title": reason.title,
        "because": reason.because,
        "desk": reason.desk,
        "findings": dict(reason.findings),
    }


def _referral(row: Row) -> Referral:
    reasons: list[dict[str, Any]] = json.loads(row["reasons"])
    return Referral(
        id=row["id"],
        patient_id=row["patient_id"],
        opened_at=moment(row["opened_at"]),
        opened_by=row["opened_by"],
        origin=Origin(row["origin"]),
        intake_id=row["intake_id"],
        session_id=row["session_id"],
        ruleset_id=row["ruleset_id"],
        ruleset_version=row["ruleset_version"],
        ruleset_hash=row["ruleset_hash"],
        reasons=tuple(CalledFor(**reason) for reason in reasons),
        wording=tuple(json.loads(row["wording"])),
        advice=tuple(json.loads(row["advice"])),
    )


def _event_row(event: ReferralEvent) -> Row:
    return {
        "id": event.id,
        "referral_id": event.referral_id,
        "step": event.step.value,
        "made_by": event.made_by,
        "made_at": stamp(event.made_at),
        "whom": event.whom.value if event.whom else None,
        "name": event.name,
        "outcome": event.outcome.value if event.outcome else None,
        "closes": int(event.outcome is not None and event.outcome.closes),
        "on_date": event.on.isoformat() if event.on else None,
        "words": event.text,
        "ask_again": to_json(list(event.ask_again)),
        "withdraws": event.withdraws,
    }


def _event(row: Row) -> ReferralEvent:
    return ReferralEvent(
        id=row["id"],
        referral_id=row["referral_id"],
        step=Step(row["step"]),
        made_by=row["made_by"],
        made_at=moment(row["made_at"]),
        whom=Whom(row["whom"]) if row["whom"] else None,
        name=row["name"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        on=day_or_none(row["on_date"]),
        text=row["words"],
        ask_again=tuple(json.loads(row["ask_again"])),
        withdraws=row["withdraws"],
    )
