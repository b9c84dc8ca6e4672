"""The waiting list: who would come earlier than they are booked, or at all, and giving a free time to one of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from clinicdesk.data import Store
from clinicdesk.desk.clashes import Clashes
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.dated_verdicts import Counted, dated_verdict
from clinicdesk.desk.hours import local_clock, local_date
from clinicdesk.desk.journal import Journal
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.moving import Moving, movable, moved
from clinicdesk.desk.open_offers import OpenOffers
from clinicdesk.desk.views import summary
from clinicdesk.desk.waiting_fit import Waiter, besides, waiters_of
from clinicdesk.desk.waiting_views import Place, WaitingRow, WaitingRows
from clinicdesk.domain.session import BookingRequest, Session
from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.waiting import SlotOffer, Standing, WaitingEntry, WaitingStatus
from clinicdesk.errors import InvalidValues, NotAllowed, StaleRecord

if TYPE_CHECKING:
    from clinicdesk.desk.booking import Booking

_STILL_SHOWN = timedelta(days=14)
_A_DAY = timedelta(days=1)


class Waiting:
    """The waiting list."""

    def __init__(self, store: Store, judging: Judging, booking: "Booking", moving: Moving) -> None:
        self._store, self._judging = store, judging
        self._booking, self._moving = booking, moving
        self._clashes = Clashes(store)
        self._offers = OpenOffers(store)
        self._journal = Journal(store)

    # -- who waits -----------------------------------------------------------------------------

    def read(self, *, most: int, actor: StaffMember, now: datetime) -> WaitingRows:
        """Open the list; see ``again``."""
        with self._store.write():
            found = self.again(most=most, now=now)
            self._store.audit.append(actor, "waiting.read", ("clinic", "1"), at=now)
        return found

    def again(self, *, most: int, now: datetime) -> WaitingRows:
        """The list once more: the urgent first, then who has waited longest; last, whose time ran out lately.

        Whose session has begun or taken place waits no longer.

        Args:
            most: how many lines to read; what the rules say is worked out for each.
            now: the time now.
        """
        today = self._today(now)
        entries = self._store.waiting.open(today) + self._store.waiting.expired(today - _STILL_SHOWN, today)
        waiters = waiters_of(self._store, entries, now)
        return WaitingRows(tuple(self._rows(waiters[:most], now)), len(waiters))

    def of_patient(self, patient_id: str, *, now: datetime) -> list[WaitingRow]:
        """What a person waits for."""
        today = self._today(now)
        entries = [each for each in self._store.waiting.of_patient(patient_id) if each.standing(now, today).open]
        return self._rows(waiters_of(self._store, entries, now), now)

    def of_session(self, session: Session, *, now: datetime) -> WaitingEntry | None:
        """The wish for an earlier time than a session has, if there is one."""
        own = self._store.waiting.of_patient(session.patient_id)
        today = self._today(now)
        return next((each for each in own if each.session_id == session.id and each.standing(now, today).open), None)

    def _rows(self, waiters: Sequence[Waiter], now: datetime) -> list[WaitingRow]:
        staff = {member.id: member for member in self._store.staff.all()}
        patients = self._store.patients.many({waiter.entry.patient_id for waiter in waiters})
        today = self._today(now)
        offers = {waiter.entry.id: self._about_offer(waiter.entry, now) for waiter in waiters}
        counted = {waiter.entry.id: self._counted(waiter, today) for waiter in waiters}
        return [
            WaitingRow(
                entry=waiter.entry,
                standing=waiter.entry.standing(now, today),
                patient=summary(patients[waiter.entry.patient_id]),
                session_type=waiter.session_type,
                session=waiter.session,
                therapist=staff[waiter.session.therapist_id] if waiter.session else None,
                verdict=counted[waiter.entry.id].verdict,
                renewal=counted[waiter.entry.id].renewal,
                besides=besides(self._store, waiter, now),
                offered_by=staff[waiter.entry.offer.made_by] if waiter.entry.offer else None,
                against=offers[waiter.entry.id][0],
                notes=offers[waiter.entry.id][1],
            )
            for waiter in waiters
        ]

    def _counted(self, waiter: Waiter, on: date) -> Counted:
        return dated_verdict(
            self._store,
            self._judging,
            patient_id=waiter.entry.patient_id,
            session_type_id=waiter.session_type.id,
            session_id=waiter.session.id if waiter.session else None,
        )(on)

    # -- deeds ---------------------------------------------------------------------------------

    def ask(self, entry: WaitingEntry, *, actor: StaffMember, now: datetime) -> WaitingEntry:
        """Put somebody on the list.

        Raises:
            InvalidValues: under ``expires_on``, ``weekdays``, ``latest`` or ``therapists``.
            NotAllowed: they wait for that already, or the session can no longer be moved.
        """
        with self._store.write():
            self._check(entry, now)
            self._refuse_twice(entry, now)
            stored = self._store.waiting.add(entry)
            self._note("waiting.ask", [(None, stored)], actor, now)
        return stored

    def change(self, entry: WaitingEntry, *, actor: StaffMember, now: datetime) -> WaitingEntry:
        """Change what somebody wishes; whose time ran out waits again when it is given a later day.

        Raises:
            InvalidValues: as ``ask``.
            NotAllowed: they wait no longer.
            StaleRecord: somebody else changed it meanwhile.
        """
        with self._store.write():
            before = self._current(entry)
            self._check(entry, now)
            self._refuse_twice(entry, now)
            changed = self._store.waiting.update(entry)
            self._note("waiting.change", [(before, changed)], actor, now)
        return changed

    def withdraw(self, entry: WaitingEntry, *, actor: StaffMember, now: datetime) -> WaitingEntry:
        """Take somebody off the list; what they are booked for stands. Raises as ``change``."""
        with self._store.write():
            before = self._current(entry)
            withdrawn = self._store.waiting.update(replace(before, status=WaitingStatus.WITHDRAWN, offer=None))
            self._note("waiting.withdraw", [(before, withdrawn)], actor, now)
        return withdrawn

    def offer(self, entry: WaitingEntry, place: Place, *, actor: StaffMember, now: datetime) -> WaitingEntry:
        """Keep that somebody was told they could have a time, so that no other desk offers it, too.

        Raises:
            NotAllowed: it was offered to somebody else, who has not answered; or it cannot be booked.
            StaleRecord: somebody else changed the wish meanwhile.
        """
        with self._store.write():
            before = self._current(entry)
            self._refuse_offered(before, place, now)
            if against := self._about(before, place, now)[0]:
                raise NotAllowed(f"{against} Nothing was offered.")
            offer = SlotOffer(place.therapist_id, place.starts_at, place.ends_at, place.room_id, actor.id, now)
            offered = self._store.waiting.update(replace(before, offer=offer))
            self._note("waiting.offer", [(before, offered)], actor, now)
        return offered

    def take_offer_back(self, entry: WaitingEntry, *, actor: StaffMember, now: datetime) -> WaitingEntry:
        """The person does not want the time, or did not answer; they wait on. Raises as ``change``."""
        with self._store.write():
            before = self._current(entry)
            waiting = self._store.waiting.update(replace(before, offer=None))
            self._note("waiting.decline", [(before, waiting)], actor, now)
        return waiting

    def book(self, entry: WaitingEntry, place: Place, *, actor: StaffMember, now: datetime) -> Session:
        """Give somebody a free time, and release the one they had: one deed, taken back by one undo.

        The session they had is moved, not cancelled and booked anew: it keeps its key, and with it its place in
        the plan and the series, its history, and its entry in the calendars that were given out.

        Raises:
            NotAllowed: they wait no longer, the time was offered to somebody else, lies in the past or outside the
                hours, is not earlier than what they have, or the therapist does not give it.
            NotBookable: the verdict of that date forbids it.
            SlotTaken: the time is taken; says who has it.
            StaleRecord: somebody else changed the wish meanwhile.
        """
        with self._store.write():
            before = self._current(entry)
            self._refuse_offered(before, place, now)
            session = self._session(before, now)
            if session is None:
                booked = self._booking.put(_request(before, place, new_key(now)), now=now)
            else:
                if place.starts_at >= session.starts_at:
                    raise NotAllowed("This time is not earlier than the one that is booked. Nothing was changed.")
                booked = self._moving.put(session, self._there(session, place), now=now)
            done = replace(before, status=WaitingStatus.BOOKED, booked_session_id=booked.id, offer=None)
            done = self._store.waiting.update(done)
            self._store.patients.mark_seen(booked.patient_id, now)
            self._journal.note("waiting.book", [(session, booked), (before, done)], actor=actor, now=now)
            detail: dict[str, object] = {"entry": entry.id, "to": booked.starts_at.isoformat()}
            if session is not None:
                detail["from"] = session.starts_at.isoformat()
            self._store.audit.append(actor, "waiting.book", ("session", booked.id), detail, at=now)
        return booked

    # -- inside --------------------------------------------------------------------------------

    def _today(self, now: datetime) -> date:
        return local_date(clinic_of(self._store), now)

    def _current(self, entry: WaitingEntry) -> WaitingEntry:
        current = self._store.waiting.get(entry.id)
        if current.status is not WaitingStatus.WAITING:
            what = "was booked" if current.status is WaitingStatus.BOOKED else "was taken off the list"
            raise NotAllowed(f"{self._name(current)} {what} meanwhile. Nothing was changed.")
        if current.version != entry.version:
            raise StaleRecord("Somebody else changed this wish meanwhile. Nothing was overwritten; look at it again.")
        return current

    def _session(self, entry: WaitingEntry, now: datetime) -> Session | None:
        """The session to be moved; None for somebody who has none, or none any more."""
        session = self._store.sessions.get(entry.session_id) if entry.session_id else None
        if session is None or not session.status.live:
            return None
        if not movable(session) or session.starts_at <= now:
            raise NotAllowed(f"The session of {self._name(entry)} has begun or is over. Nothing was changed.")
        return session

    def _there(self, session: Session, place: Place) -> Session:
        """The session at an earlier time, in its own room where that is free then and no other is wished for."""
        target = moved(session, starts_at=place.starts_at, therapist_id=place.therapist_id, room_id=place.room_id)
        if place.room_id is None and session.room_id is not None:
            own = replace(target, room_id=session.room_id)
            if self._store.rooms.get(session.room_id).active and not self._store.sessions.holder("room", own):
                return own
        return target

    def _about(self, entry: WaitingEntry, place: Place, now: datetime) -> tuple[str, tuple[str, ...]]:
        """What stands against giving somebody a time, in sentences, and what else has to be seen before."""
        session = self._session(entry, now)
        if session is None:
            request = _request(entry, place, entry.id)
            clashes, notes = tuple(self._clashes.of(request, now=now)), self._booking.notes(request, now=now)
        else:
            fit = self._moving.fit(self._there(session, place), now=now)
            clashes, notes = fit.clashes, fit.notes
        return " ".join(clash.message for clash in clashes), notes

    def _about_offer(self, entry: WaitingEntry, now: datetime) -> tuple[str, tuple[str, ...]]:
        """The same of the time somebody was offered, by now; nothing where nobody was."""
        offer = entry.offer
        if offer is None or entry.standing(now, self._today(now)) is not Standing.OFFERED:
            return "", ()
        return self._about(entry, Place(offer.therapist_id, offer.starts_at, offer.ends_at, offer.room_id), now)

    def _refuse_offered(self, entry: WaitingEntry, place: Place, now: datetime) -> None:
        session_type = self._store.session_types.get(entry.session_type_id)
        until = place.ends_at + session_type.occupancy - session_type.duration
        taken = replace(place, ends_at=until)
        for other in self._offers.meeting(taken, now=now):
            clinic, offer = clinic_of(self._store), other.offer
            if other.id != entry.id and offer is not None:
                who = self._store.staff.get(offer.made_by).name
                raise NotAllowed(
                    f"{who} offered {local_clock(clinic, offer.starts_at)} to {self._name(other)} at "
                    f"{local_clock(clinic, offer.made_at)}, who has not answered. Take that offer back first."
                )

    def _check(self, entry: WaitingEntry, now: datetime) -> None:
        faults = {}
        wish, today = entry.wish, self._today(now)
        if entry.expires_on < today:
            faults["expires_on"] = "This day has gone by. Choose today or a later one."
        if not wish.weekdays:
            faults["weekdays"] = "Choose a day at least."
        if wish.earliest and wish.latest and wish.earliest >= wish.latest:
            faults["latest"] = "These hours end before they begin."
        session_type = self._store.session_types.get(entry.session_type_id)
        named = [self._store.staff.get(each) for each in wish.therapist_ids]
        if named and not any(member.gives(session_type.technique) for member in named):
            faults["therapists"] = f"None of them gives {session_type.name}."
        if faults:
            raise InvalidValues(faults)
        self._store.patients.get(entry.patient_id)
        self._session(entry, now)

    def _refuse_twice(self, entry: WaitingEntry, now: datetime) -> None:
        today = self._today(now)
        for other in self._store.waiting.of_patient(entry.patient_id):
            same = (other.session_id, other.session_type_id) == (entry.session_id, entry.session_type_id)
            if other.id != entry.id and same and other.standing(now, today).open:
                raise NotAllowed(f"{self._name(entry)} waits for that already. Change that wish instead.")

    def _name(self, entry: WaitingEntry) -> str:
        return summary(self._store.patients.get(entry.patient_id)).name

    def _note(
        self,
        deed: str,
        changes: Sequence[tuple[WaitingEntry | None, WaitingEntry]],
        actor: StaffMember,
        now: datetime,
    ) -> None:
        self._journal.note(deed, changes, actor=actor, now=now)
        after = changes[-1][1]
        self._store.audit.append(actor, deed, ("patient", after.patient_id), {"entry": after.id}, at=now)


def usual_last_day(session_day: date | None, today: date) -> date:
    """Until when somebody waits if nothing else is said: the day before the session they have, or eight weeks."""
    return max(today, session_day - _A_DAY) if session_day else today + timedelta(weeks=8)


def _request(entry: WaitingEntry, place: Place, key: str) -> BookingRequest:
    return BookingRequest(
        key, entry.patient_id, entry.session_type_id, place.therapist_id, place.starts_at, place.room_id
    )
