"""A desk in another process, at work on the same file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge

NOW = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)


def confirm(path: str, session_id: str) -> None:
    """Confirm a session."""
    with open_store(Path(path)) as store:
        desk = Desk(store, RuleSet(load_knowledge(resource("knowledge"))))
        jonas = StaffMember("staff-jonas", "Jonas Weber", Role.THERAPIST)
        desk.day.confirm(store.sessions.get(session_id), actor=jonas, now=NOW)


if __name__ == "__main__":
    confirm(*sys.argv[1:])
