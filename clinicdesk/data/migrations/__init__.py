"""Every step from an empty file to today's schema, in order; there is no other road to it.

A step that has been shipped is never edited: its SQL spells out every allowed value, so that it
means tomorrow what it meant when it ran. A change of the schema is a new step at the end.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clinicdesk.data.migrations import (
    arrivals,
    assessments,
    audit,
    body_maps,
    calls,
    clearances,
    clinic,
    equipment,
    hours,
    hours_withdrawn,
    intakes,
    journal,
    letters,
    limits,
    patients,
    plans,
    referrals,
    rule_versions,
    said_on,
    saved_views,
    scores_withdrawn,
    session_steps,
    sessions,
    sign_offs,
    staff_pins,
    waiting,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x434C4443
"""Kept in the file's header, "CLDC", so that another program's SQLite file is recognised as such."""
SET = "clinicdesk"
"""The name under which sqlite-utils keeps in the file which steps were taken."""


class Steps:
    """Named steps of SQL, in order."""

    def __init__(self) -> None:
        self._sql: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        """The name of every step."""
        return list(self._sql)

    def add(self, name: str, sql: str) -> None:
        """Append a step; its statements stand apart by an empty line."""
        self._sql[name] = sql

    def apply(self, database: "Database") -> None:
        """Take every step that was not taken yet, each with the record that it was."""
        from sqlite_utils import Migrations  # noqa: PLC0415 - slow to import, and rarely is there a step to take

        migrations = Migrations(SET)
        for name, sql in self._sql.items():
            migrations(name=name)(_taking(sql))
        migrations.apply(database)


def _taking(sql: str) -> Callable[["Database"], None]:
    def take(database: "Database") -> None:
        # sqlite-utils can split a script itself, character by character: 60 ms for all steps.
        for statement in sql.strip().split("\n\n"):
            database.execute(statement)

    return take


STEPS = Steps()
STEPS.add("001_clinic", clinic.SQL)
STEPS.add("002_patients", patients.SQL)
STEPS.add("003_intakes", intakes.SQL)
STEPS.add("004_sessions", sessions.SQL)
STEPS.add("005_assessments", assessments.SQL)
STEPS.add("006_audit", audit.SQL)
STEPS.add("007_sign_offs", sign_offs.SQL)
STEPS.add("008_arrivals", arrivals.SQL)
STEPS.add("009_plans", plans.PLANS)
STEPS.add("010_scores", plans.SCORES)
STEPS.add("011_staff_pins", staff_pins.SQL)
STEPS.add("012_hours", hours.SQL)
STEPS.add("013_equipment", equipment.SQL)
STEPS.add("014_session_steps", session_steps.SQL)
STEPS.add("015_journal", journal.SQL)
STEPS.add("016_rule_versions", rule_versions.SQL)
STEPS.add("017_body_maps", body_maps.SQL)
STEPS.add("018_saved_views", saved_views.SQL)
STEPS.add("019_limits", limits.SQL)
STEPS.add("020_calls", calls.SQL)
STEPS.add("022_scores_withdrawn", scores_withdrawn.SQL)
STEPS.add("023_waiting", waiting.SQL)
STEPS.add("024_clearances", clearances.SQL)
STEPS.add("025_referrals", referrals.SQL)
STEPS.add("026_call_holds", calls.HOLDS)
STEPS.add("027_hours_withdrawn", hours_withdrawn.SQL)
STEPS.add("028_calendar_files", audit.CALENDAR_FILES)
STEPS.add("029_asked", calls.ASKED)
STEPS.add("030_said_on", said_on.SQL)
STEPS.add("031_letters", letters.SQL)
STEPS.add("032_pin_resets_told", staff_pins.TOLD)
