import json

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.json_text import to_json
from clinicdesk.data.stamps import moment, stamp
from clinicdesk.domain.rule_version import SHIPPED, RulesEntry, RuleStep, RuleVersion
from clinicdesk.errors import NotFound, StaleRecord


class RuleVersionRepository:
    """Published rules, and which of them are in force; nothing in it ever changes, a later entry follows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: RuleVersion) -> RuleVersion:
        """Keep a version; keeping the same one again changes nothing.

        Raises:
            StaleRecord: another version is on file under this id.
        """
        if not self._connection.append("rule_versions", _row(version)):
            raise StaleRecord("Another version of the rules is already on file under this id. Nothing was overwritten.")
        return version

    def get(self, number: int) -> RuleVersion:
        """The version of a number; raises NotFound."""
        row = self._connection.row("select * from rule_versions where number = :number", {"number": number})
        if row is None:
            raise NotFound(f"There is no version {number} of the rules.")
        return _version(row)

    def all(self) -> list[RuleVersion]:
        """Every version, newest first."""
        return [_version(row) for row in self._connection.rows("select * from rule_versions order by seq desc")]

    def next_number(self) -> int:
        """The number of the version that is published next."""
        return int(self._connection.value("select coalesce(max(number), 0) + 1 from rule_versions"))

    def put_in_force(self, entry: RulesEntry) -> RulesEntry:
        """Add an entry; adding the same one again changes nothing.

        Raises:
            StaleRecord: another entry is on file under this id.
        """
        if not self._connection.append("rules_in_force", _entry_row(entry)):
            raise StaleRecord("Another entry about the rules is already on file under this id. Nothing was changed.")
        return entry

    def in_force(self) -> RulesEntry | None:
        """The newest entry, or None while the shipped rules were never replaced."""
        row = self._connection.row("select * from rules_in_force order by seq desc limit 1")
        return None if row is None else _entry(row)

    def history(self) -> list[RulesEntry]:
        """Every entry, newest first."""
        return [_entry(row) for row in self._connection.rows("select * from rules_in_force order by seq desc")]


def _row(version: RuleVersion) -> Row:
    return {
        "id": version.id,
        "number": version.number,
        "based_on": version.based_on,
        "ruleset_id": version.ruleset_id,
        "ruleset_version": version.ruleset_version,
        "ruleset_hash": version.ruleset_hash,
        "shipped_hash": version.shipped_hash,
        "texts": to_json(dict(version.texts)),
        "accepted": to_json(list(version.accepted)),
        "reason": version.reason,
        "staff_id": version.staff_id,
        "made_at": stamp(version.made_at),
    }


def _version(row: Row) -> RuleVersion:
    return RuleVersion(
        id=row["id"],
        number=row["number"],
        based_on=row["based_on"],
        ruleset_id=row["ruleset_id"],
        ruleset_version=row["ruleset_version"],
        ruleset_hash=row["ruleset_hash"],
        shipped_hash=row["shipped_hash"],
        texts=json.loads(row["texts"]),
        accepted=tuple(json.loads(row["accepted"])),
        reason=row["reason"],
        staff_id=row["staff_id"],
        made_at=moment(row["made_at"]),
    )


def _entry_row(entry: RulesEntry) -> Row:
    return {
        "id": entry.id,
        "number": entry.number or None,
        "step": entry.step.value,
        "reason": entry.reason,
        "staff_id": entry.staff_id,
        "made_at": stamp(entry.made_at),
    }


def _entry(row: Row) -> RulesEntry:
    return RulesEntry(
        id=row["id"],
        number=row["number"] or SHIPPED,
        step=RuleStep(row["step"]),
        reason=row["reason"],
        staff_id=row["staff_id"],
        made_at=moment(row["made_at"]),
    )
