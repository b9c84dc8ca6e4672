"""Somebody who looks at everything before and after each deed, undo and redo, and says what has to be so."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from clinicdesk.domain.journal import EntryKind
from clinicdesk.errors import ClinicDeskError, Conflict, NotAllowed
from tests.desk.front_desk import NOW
from tests.desk.hand import Hand, Idle
from tests.desk.picture import difference, records, screens
from tests.desk.two_desks import TwoDesks

FOR_GOOD = {"patient.register", "intake.complete", "clearance.take_back"}
"""What is never taken back."""
NEVER_AGAIN = {"clearance.give", "session.release"}
"""What is taken back and not done again by a key."""
GIVES_CLEARANCES = {"session.release"}
"""What decides about rules, besides what it notes."""
LEAVES_ANSWERS = {"session.check_in"}
"""What is taken back except for the answers that were given with it, and what they changed."""
LEAVES_JUDGEMENT = {"session.release", "clearance.give"}
"""What is taken back while sessions stay judged by all that is known now; the call list tells of those."""


@dataclass(frozen=True)
class Picture:
    """All that stood at one moment."""

    records: dict = field(hash=False)
    screens: dict = field(hash=False)


@dataclass(frozen=True, eq=False)
class Done:
    """A deed, and all that stood before and after it."""

    name: str
    deed: str
    seq: int
    nouns: frozenset[str]
    before: Picture
    after: Picture

    @property
    def own(self):
        """The keys of the records it changed, by its own account."""
        before, after = self.before.records, self.after.records
        return {
            key for key in before.keys() | after.keys() if key[0] in self.nouns and before.get(key) != after.get(key)
        }


class Witness:
    """Both desks of a clinic, with what each of them could take back and do again."""

    def __init__(self, template, ruleset):
        self.clinic = TwoDesks(template, ruleset)
        store = self.clinic.stores[0]
        self.patients = tuple(store.patients.by_number(1001 + place) for place in range(store.patients.count()))
        self.met: set[str] = set()
        self.days = 0
        self._done: list[list[Done]] = [[], []]
        self._undone: list[list[Done]] = [[], []]
        self._refused: list[set[Done]] = [set(), set()]
        self.seen = self.look(0)

    def look(self, desk):
        at = NOW + timedelta(days=self.days)
        found = self.clinic.desks[desk]
        return Picture(records(found.store, self.patients), screens(found, self.patients, at))

    def close(self):
        self.clinic.close()

    def last_entry(self):
        return self.clinic.stores[0].journal.newest()

    # -- deeds -----------------------------------------------------------------------------------

    def do(self, desk, name, deed, pick, other):
        """Do something; returns whether anything came of it. What is refused changes nothing."""
        before, last = self.seen, self.last_entry()
        hand = Hand(self.clinic.desks[desk], **self.clinic.by(desk), patients=self.patients, pick=pick, other=other)
        try:
            deed(hand)
        except Idle:
            return False
        except ClinicDeskError as refused:
            self.nothing_changed(desk, last, refused)
            return False
        self.seen = self.look(desk)
        entries = hand.store.journal.after(last)
        if not entries:
            assert self.seen.records == before.records, name
            return False
        (entry,) = entries
        assert (entry.kind, entry.actor_id) == (EntryKind.DEED, hand.actor.id)
        nouns = frozenset(change.noun for change in entry.changes)
        self.met |= nouns
        nouns |= {"Clearance"} if entry.deed in GIVES_CLEARANCES else set()
        self._done[desk].append(Done(name, entry.deed, last + 1, nouns, before, self.seen))
        self._undone[desk].clear()
        words = hand.desk.undoing.next_undo(actor=hand.actor, now=hand.now)
        assert bool(words) == (entry.deed not in FOR_GOOD), name
        return True

    def happen(self, desk, event):
        """Something that nobody could take back: the world moves on."""
        event(Hand(self.clinic.desks[desk], **self.clinic.by(desk), patients=self.patients))
        self.seen = self.look(desk)

    def restart(self):
        """Both programs end and start again: everything stands as it stood, at either desk."""
        self.clinic.restart()
        for refused in self._refused:
            refused.clear()
        for desk in range(len(self.clinic.desks)):
            self.same(self.look(desk), self.seen, "restart")

    def next_day(self):
        self.days += 1
        self.clinic.now = NOW + timedelta(days=self.days)
        self.seen = self.look(0)

    # -- undo and redo ---------------------------------------------------------------------------

    def turn(self, desk, *, back):
        """Take back the last deed of a desk, or do it again; returns whether that was done."""
        undoing = self.clinic.desks[desk].undoing
        call, by = undoing.undo if back else undoing.redo, self.clinic.by(desk)
        last = self.last_entry()
        done = self.next_turn(desk, back=back)
        if done is None:
            with pytest.raises(NotAllowed, match="nothing of yours"):
                call(**by)
            return False
        left, wanted = (done.after, done.before) if back else (done.before, done.after)
        moved_on = any(self.seen.records.get(key) != left.records.get(key) for key in done.own)
        for_good = done.deed in (FOR_GOOD if back else NEVER_AGAIN)
        refused = self._tried(call, by)
        if refused is not None:
            self.nothing_changed(desk, last, refused)
            assert moved_on or for_good or self.seen != left, f"{done.name} was refused: {refused}"
            self._refused[back].add(done)
            return False
        assert not moved_on, done.name
        assert not for_good, done.name
        before, self.seen = self.seen, self.look(desk)
        self._restored(done, before, left, wanted, back=back)
        source, target = (self._done, self._undone) if back else (self._undone, self._done)
        source[desk].remove(done)
        target[desk].append(done)
        self._done[desk].sort(key=lambda each: each.seq)
        return True

    @staticmethod
    def _tried(call, by):
        """Why it was refused, or None."""
        try:
            call(**by)
        except Conflict as refused:
            return refused
        return None

    def next_turn(self, desk, *, back):
        """What a desk would take back or do again now, or None."""
        source = self._done[desk] if back else self._undone[desk]
        left = [each for each in source if each not in self._refused[back]]
        return left[-1] if left else None

    def _restored(self, done, before, left, wanted, *, back):
        now, own = self.seen.records, done.own
        self.alike(own, now, wanted.records, done.name)
        # A session that goes back stands by what it was judged there; so do all of a person who was cleared.
        sessions = {key[1] for key in own if key[0] in {"Session", "CallClosed"}}
        others = (before.records.keys() | now.keys()) - own
        told = {key for key in others if key[0] in {"CallClosed", "held"}}
        told = {key for key in told if key[1] in sessions or "Clearance" in done.nouns}
        self.alike(others - told, now, before.records, done.name)
        if before != left or done.deed in LEAVES_ANSWERS:
            return
        # What the deed was first to learn of a session where it stands stays: the verdict, and the hold it calls for.
        learnt = {key for key in sessions if self._learnt(key, left, wanted)}
        self.alike({("held", key) for key in sessions - learnt}, now, wanted.records, done.name)
        if done.deed not in LEAVES_JUDGEMENT and not learnt:
            self.same(self.seen, wanted, f"{'undo' if back else 'redo'} of {done.name}")

    def _learnt(self, session_id, left, wanted):
        now, judged = self.seen.records, ("CallClosed", session_id)
        if _place(now, session_id) != _place(left.records, session_id):
            return False
        stays = now.get(judged) == left.records.get(judged) != wanted.records.get(judged)
        assert not stays or now["held", session_id] >= wanted.records["held", session_id]
        return stays

    # -- what has to be so -----------------------------------------------------------------------

    def nothing_changed(self, desk, last, refused):
        assert str(refused)[0].isupper()
        assert str(refused).endswith(".")
        assert self.last_entry() == last
        self.same(self.look(desk), self.seen, f"refused: {refused}")

    def same(self, found, wanted, what):
        for one, other in ((found.records, wanted.records), (found.screens, wanted.screens)):
            self.alike(one.keys() | other.keys(), one, other, what)

    @staticmethod
    def alike(keys, found, wanted, what):
        differing = {key: difference(found.get(key), wanted.get(key)) for key in keys}
        assert not any(differing.values()), (what, {key: each for key, each in differing.items() if each})


def _place(found, session_id):
    """What a session is judged for: its date and its type."""
    told = dict(found.get(("Session", session_id), ())[1:])
    return told and (told["starts_at"].date(), told["session_type_id"])
