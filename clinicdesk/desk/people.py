"""The people who work here: renamed when a name changes, retired when they go, never deleted."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.journal import Journal
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import InvalidValues, NotAllowed


class People:
    """Everybody who works here, and who did."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._journal = Journal(store)

    def former(self) -> list[StaffMember]:
        """Who no longer works here, in the order they were added."""
        return [member for member in self._store.staff.all() if not member.active]

    def rename(self, member: StaffMember, name: str, *, actor: StaffMember, now: datetime) -> StaffMember:
        """Call somebody by another name from now on; earlier entries keep the name they were made under.

        Raises:
            InvalidValues: under ``name``, when there is none.
        """
        name = " ".join(name.split())
        if not name:
            raise InvalidValues({"name": "Everybody who works here needs a name."})
        with self._store.write():
            before = self._store.staff.get(member.id)
            renamed = self._store.staff.update(replace(before, name=name))
            self._journal.note("staff.rename", [(before, renamed)], actor=actor, now=now)
            self._store.audit.append(actor, "staff.rename", ("staff", member.id), at=now)
        return renamed

    def retire(self, member: StaffMember, *, actor: StaffMember, now: datetime) -> StaffMember:
        """Let somebody go: they are offered nowhere any more, and everything they did stays.

        Raises:
            NotAllowed: they sit at the desk, or still have sessions ahead; says how many.
        """
        if member.id == actor.id:
            raise NotAllowed("Nobody retires themself. Ask a colleague to sit down at the desk and do it.")
        with self._store.write():
            ahead = self._store.sessions.count_ahead(member.id, now)
            if ahead:
                sessions = "1 session" if ahead == 1 else f"{ahead} sessions"
                raise NotAllowed(
                    f"{member.name} still has {sessions} ahead. Move or cancel what is booked first; "
                    "nothing was changed."
                )
            before = self._store.staff.get(member.id)
            retired = self._store.staff.update(replace(before, active=False))
            self._journal.note("staff.retire", [(before, retired)], actor=actor, now=now)
            self._store.audit.append(actor, "staff.retire", ("staff", member.id), at=now)
        return retired

    def bring_back(self, member: StaffMember, *, actor: StaffMember, now: datetime) -> StaffMember:
        """Somebody works here again."""
        with self._store.write():
            before = self._store.staff.get(member.id)
            back = self._store.staff.update(replace(before, active=True))
            self._journal.note("staff.bring_back", [(before, back)], actor=actor, now=now)
            self._store.audit.append(actor, "staff.bring_back", ("staff", member.id), at=now)
        return back
