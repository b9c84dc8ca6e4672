"""How far the demo clinic's sessions have come."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from clinicdesk.desk.demo.scene import Scene
from clinicdesk.domain.session import Session, SessionStatus

_CANCELLED_BEFORE, _MISSED = 0.06, 0.04
_CANCELLED_AHEAD = 0.03
_UNCONFIRMED = 0.6
_CANCELLED_WITHIN = 1200
"""Hours before the session for every unit of chance: the rarer the draw, the shorter the notice."""
_NOTICE = timedelta(hours=24)
_GIVEN_UP_AFTER = timedelta(minutes=20)
_ASKED_BEFORE = timedelta(hours=22)


class Course:
    """Lets sessions take their course up to an instant."""

    def __init__(self, scene: Scene, rng: Random, now: datetime) -> None:
        self._premises = scene.premises
        self._rng = rng
        self._now = now

    def of(self, session: Session) -> Session:
        """A booked session as it stands now."""
        ahead = session.starts_at > self._now
        drawn = self._rng.random()
        if drawn < (_CANCELLED_AHEAD if ahead else _CANCELLED_BEFORE):
            return self._cancelled(session, timedelta(hours=1 + drawn * _CANCELLED_WITHIN))
        if not ahead and drawn < _CANCELLED_BEFORE + _MISSED:
            return replace(session, status=SessionStatus.NO_SHOW, missed_at=session.starts_at + _GIVEN_UP_AFTER)
        arrived_at = session.starts_at - self._minutes(8, 36)
        asked_at = session.starts_at - _ASKED_BEFORE
        if drawn > _UNCONFIRMED and asked_at <= self._now:
            session = replace(session, status=SessionStatus.CONFIRMED, confirmed_at=asked_at)
        if arrived_at > self._now:
            return session
        return self._from_arrival(replace(session, status=SessionStatus.ARRIVED, arrived_at=arrived_at))

    def _cancelled(self, session: Session, notice: timedelta) -> Session:
        reason, cause = self._rng.choice(tuple(self._premises.cancel_reasons.items()))
        cancelled_at = min(self._now, session.starts_at - notice)
        late = cause.by_patient and session.starts_at - cancelled_at < _NOTICE
        return replace(
            session,
            status=SessionStatus.CANCELLED,
            cancelled_at=cancelled_at,
            cancel_cause=cause,
            cancel_reason=reason,
            cancelled_late=late,
        )

    def _from_arrival(self, session: Session) -> Session:
        started_at = session.starts_at + self._minutes(0, 4)
        if started_at > self._now:
            return session
        if session.held:
            note = self._rng.choice(self._premises.release_notes)
            session = replace(session, held=False, release_note=note)
        session = replace(session, status=SessionStatus.IN_SESSION, started_at=started_at)
        completed_at = session.ends_at + self._minutes(-3, 4)
        if completed_at > self._now:
            return session
        return replace(session, status=SessionStatus.COMPLETED, completed_at=completed_at)

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self._rng.randint(least, most), seconds=self._rng.randint(0, 59))
