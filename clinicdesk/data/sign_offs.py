import json

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.sign_off import SignOff, SignOffStep
from clinicdesk.errors import StaleRecord


class SignOffRepository:
    """Sign-offs of the rules and their withdrawals; an entry never changes, a later one follows it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: SignOff) -> SignOff:
        """Store an entry; storing the same one again changes nothing.

        Raises:
            StaleRecord: another entry is on file under this id.
        """
        if not self._connection.append("sign_offs", _row(entry)):
            raise StaleRecord("Another sign-off is already on file under this id. Nothing was overwritten.")
        return entry

    def latest_for(self, ruleset_hash: str) -> SignOff | None:
        """The newest entry about rules of exactly this content, or None."""
        row = self._connection.row(
            "select * from sign_offs where ruleset_hash = :hash order by seq desc limit 1", {"hash": ruleset_hash}
        )
        return None if row is None else _entry(row)

    def history(self) -> list[SignOff]:
        """Every entry about any rules, newest first."""
        return [_entry(row) for row in self._connection.rows("select * from sign_offs order by seq desc")]


def _row(entry: SignOff) -> Row:
    return {
        "id": entry.id,
        "step": entry.step.value,
        "ruleset_id": entry.ruleset_id,
        "ruleset_version": entry.ruleset_version,
        "ruleset_hash": entry.ruleset_hash,
        "name": entry.name,
        "licence": entry.licence,
        "staff_id": entry.staff_id,
        "vouched": to_json(list(entry.vouched)),
        "reason": entry.reason,
        "made_at": stamp(entry.made_at),
    }


def _entry(row: Row) -> SignOff:
    return SignOff(
        id=row["id"],
        step=SignOffStep(row["step"]),
        ruleset_id=row["ruleset_id"],
        ruleset_version=row["ruleset_version"],
        ruleset_hash=row["ruleset_hash"],
        name=row["name"],
        licence=row["licence"],
        staff_id=row["staff_id"],
        vouched=tuple(json.loads(row["vouched"])),
        reason=row["reason"],
        made_at=moment(row["made_at"]),
    )
