"""Devices, which sessions need one, and which techniques each therapist gives."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.journal import Journal
from clinicdesk.domain.session import SessionType
from clinicdesk.domain.staff import Equipment, StaffMember
from clinicdesk.domain.suitability import Technique
from clinicdesk.errors import InvalidValues, NotAllowed


class Equipping:
    """What sessions need besides a therapist and a room, and who can give them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._journal = Journal(store)

    def devices(self) -> list[Equipment]:
        """The devices in use, in the order they were added."""
        return [item for item in self._store.equipment.all() if item.active]

    def kinds(self) -> list[str]:
        """The kinds of the devices in use, each once."""
        return list(dict.fromkeys(item.kind for item in self.devices()))

    def add(self, item: Equipment, *, actor: StaffMember, now: datetime) -> Equipment:
        """Add a device; without a kind it is the only one of its own.

        Raises:
            InvalidValues: under ``name``, when it has none.
        """
        name = " ".join(item.name.split())
        if not name:
            raise InvalidValues({"name": "The device needs a name, such as Ultrasound 1."})
        with self._store.write():
            added = self._store.equipment.add(replace(item, name=name, kind=" ".join(item.kind.split()) or name))
            self._journal.note("equipment.add", [(None, added)], actor=actor, now=now)
            self._store.audit.append(actor, "equipment.add", ("equipment", item.id), at=now)
        return added

    def retire(self, item: Equipment, *, actor: StaffMember, now: datetime) -> Equipment:
        """Take a device out of use; sessions that are booked with it keep it until they are moved.

        Raises:
            NotAllowed: sessions need its kind, and it is the last one; says which.
        """
        with self._store.write():
            others = [each for each in self.devices() if each.kind == item.kind and each.id != item.id]
            needing = [each.name for each in self._store.session_types.all() if each.equipment_kind == item.kind]
            if needing and not others:
                raise NotAllowed(
                    f"{item.name} is the last of its kind, and {needing[0]} needs it. Say first that the session needs "
                    "no device; nothing was changed."
                )
            retired = self._store.equipment.update(replace(item, active=False))
            self._journal.note("equipment.retire", [(item, retired)], actor=actor, now=now)
            self._store.audit.append(actor, "equipment.retire", ("equipment", item.id), at=now)
        return retired

    def set_need(self, session_type: SessionType, kind: str, *, actor: StaffMember, now: datetime) -> SessionType:
        """Say which kind of device a session type needs; an empty text for none."""
        with self._store.write():
            current = self._store.session_types.get(session_type.id)
            changed = self._store.session_types.update(replace(current, equipment_kind=kind))
            self._journal.note("session_type.equip", [(current, changed)], actor=actor, now=now)
            self._store.audit.append(actor, "session_type.equip", ("session_type", session_type.id), at=now)
        return changed

    def set_techniques(
        self, member: StaffMember, techniques: Iterable[Technique], *, actor: StaffMember, now: datetime
    ) -> StaffMember:
        """Say which techniques a therapist gives; the kinds of session follow from them.

        Where it is every technique of those kinds, whatever is added to a kind later is theirs, too.

        Raises:
            InvalidValues: under ``techniques``, when there is none.
        """
        given = frozenset(techniques)
        if not given:
            raise InvalidValues({"techniques": f"Choose what {member.name} gives."})
        kinds = frozenset(technique.kind for technique in given)
        whole = frozenset(technique for technique in Technique if technique.kind in kinds)
        with self._store.write():
            current = self._store.staff.get(member.id)
            narrowed = frozenset() if given == whole else given
            changed = self._store.staff.update(replace(current, kinds=kinds, techniques=narrowed))
            self._journal.note("staff.skills", [(current, changed)], actor=actor, now=now)
            self._store.audit.append(actor, "staff.skills", ("staff", member.id), at=now)
        return changed
