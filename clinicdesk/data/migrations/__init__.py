"""Every step from an empty file to today's schema, in order; there is no other road to it.

A step that has been shipped is never edited: its SQL spells out every allowed value, so that it
means tomorrow what it meant when it ran. A change of the schema is a new step at the end.
"""

from sqlite_utils import Database, Migrations

from clinicdesk.data.migrations import assessments, audit, clinic, intakes, patients, sessions

APPLICATION_ID = 0x434C4443
"""Kept in the file's header, "CLDC", so that another program's SQLite file is recognised as such."""


class Steps(Migrations):
    """Named steps of SQL, in order; sqlite-utils keeps in the file which of them were taken.

    Attributes:
        names: the name of every step.
    """

    def __init__(self) -> None:
        super().__init__("clinicdesk")
        self.names: list[str] = []

    def add(self, name: str, sql: str) -> None:
        """Append a step; its statements stand apart by an empty line."""

        def take(database: Database) -> None:
            # sqlite-utils can split a script itself, character by character: 60 ms for all steps.
            for statement in sql.strip().split("\n\n"):
                database.execute(statement)

        self(name=name)(take)
        self.names.append(name)


STEPS = Steps()
STEPS.add("001_clinic", clinic.SQL)
STEPS.add("002_patients", patients.SQL)
STEPS.add("003_intakes", intakes.SQL)
STEPS.add("004_sessions", sessions.SQL)
STEPS.add("005_assessments", assessments.SQL)
STEPS.add("006_audit", audit.SQL)
