"""Which device a session takes: one of the kind that its type needs, free for as long as it is needed."""

from dataclasses import replace
from datetime import UTC, datetime

from clinicdesk.data import Store
from clinicdesk.domain.session import Session, SessionType
from clinicdesk.domain.staff import Equipment

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def devices_of(store: Store, session_type: SessionType) -> list[Equipment]:
    """The devices in use of the kind that a session type needs; empty when it needs none, too."""
    kind = session_type.equipment_kind
    return [item for item in store.equipment.all() if item.active and item.kind == kind] if kind else []


def equipped(store: Store, session: Session, session_type: SessionType) -> Session:
    """The session with a device, if its type needs one: its own while that is free, or the first free one.

    Where none is free, the one that is free again soonest, so that whoever stores it learns who has it.
    """
    items = devices_of(store, session_type)
    if not items:
        return replace(session, equipment_id=None)
    items.sort(key=lambda item: item.id != session.equipment_id)

    def free_again(item: Equipment) -> datetime:
        holder = store.sessions.holder("equipment", replace(session, equipment_id=item.id))
        return _LONG_AGO if holder is None else holder.free_at

    return replace(session, equipment_id=min(items, key=free_again).id)
