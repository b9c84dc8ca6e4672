"""Sessions that change places with each other stand a century aside while they do, out of each other's way."""

from dataclasses import replace
from datetime import timedelta

from clinicdesk.data import Store
from clinicdesk.domain.session import Session

_ASIDE = timedelta(days=36_525)


def set_aside(store: Store, session: Session) -> Session:
    """Let a session stand out of the way, inside the caller's transaction; as it stands there.

    To be stored over that once its place is known, under the version that it has there.
    """
    return store.sessions.update(
        replace(
            session,
            starts_at=session.starts_at - _ASIDE,
            ends_at=session.ends_at - _ASIDE,
            free_at=session.free_at - _ASIDE,
        )
    )
