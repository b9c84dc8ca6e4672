"""Random deeds, undos and redos of two desks on one file, held against a plain model."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.session import BookingRequest, Session, SessionStatus
from clinicdesk.errors import Conflict, SlotTaken
from tests.desk.front_desk import CLAIRE, JORDAN, MAPLE, NOW, SAM, SWEDISH, WILLOW, harmless, local
from tests.desk.two_desks import TwoDesks

S = SessionStatus
LENGTH, TURNOVER = timedelta(minutes=SWEDISH.minutes), timedelta(minutes=SWEDISH.turnover_minutes)
desks = st.sampled_from([0, 1])
# Few and coarse, so that clashes happen often.
starts = st.integers(0, 8).map(lambda half: local(9, 30 * (half + 1)))
therapists = st.sampled_from([JORDAN, SAM])
rooms = st.sampled_from([None, MAPLE, WILLOW])
people = st.sampled_from([0, 1])


def judged(desk, *names, **given):
    """Somebody registered and asked by a colleague, so that it is not what the others would take back."""
    form = PatientForm((*names, "Ana")[0], "Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    patient = desk.patients.register(form, actor=CLAIRE, now=NOW)
    desk.intakes.complete(patient, harmless(desk, **given), actor=CLAIRE, now=NOW)
    return patient


def taken(session):
    """What a live session takes, and from when until when."""
    if session.status in {S.CANCELLED, S.NO_SHOW, S.ENTERED_IN_ERROR}:
        return {}
    found = {
        session.therapist_id: (session.starts_at, session.free_at),
        session.patient_id: (session.starts_at, session.ends_at),
    }
    return found | ({session.room_id: (session.starts_at, session.free_at)} if session.room_id else {})


def clash(one, other):
    first, second = taken(one), taken(other)
    return any(
        first[what][0] < second[what][1] and second[what][0] < first[what][1] for what in first.keys() & second.keys()
    )


def plain(session):
    return replace(session, version=1)


class UndoMachine(RuleBasedStateMachine):
    """Two people at two desks; ``done`` and ``undone`` are what each could take back and do again."""

    booked = Bundle("booked")
    template: Path
    ruleset: object

    def __init__(self) -> None:
        super().__init__()
        self.clinic = TwoDesks(self.template, self.ruleset)
        self.stores, self.desks, self.actors = self.clinic.stores, self.clinic.desks, self.clinic.actors
        self.model: dict[str, Session] = {}
        self.done = defaultdict(list)
        self.undone = defaultdict(list)
        self.patients = [self.stores[0].patients.by_number(number) for number in (1001, 1002)]

    def teardown(self) -> None:
        self.clinic.close()

    def fits(self, wanted: Session) -> bool:
        return not any(clash(wanted, other) for other in self.model.values() if other.id != wanted.id)

    def did(self, desk: int, before: Session | None, after: Session) -> None:
        self.model[after.id] = plain(after)
        if before is None or plain(before) != plain(after):
            self.done[desk].append((before and plain(before), plain(after)))
            self.undone[desk].clear()

    @rule(target=booked, desk=desks, start=starts, therapist=therapists, room=rooms, who=people)
    def book(self, desk, start, therapist, room, who):
        key = f"session-{len(self.model)}-{self.clinic.by(desk)['now'].timestamp()}"
        request = BookingRequest(key, self.patients[who].id, SWEDISH.id, therapist.id, start, room.id if room else None)
        wanted = Session(
            key, request.patient_id, SWEDISH.id, therapist.id, request.room_id, start, start + LENGTH,
            start + LENGTH + TURNOVER,
        )  # fmt: skip
        try:
            session = self.desks[desk].booking.book(request, **self.clinic.by(desk))
        except SlotTaken:
            assert not self.fits(wanted)
        else:
            assert self.fits(wanted)
            self.did(desk, None, session)
        return key

    @rule(desk=desks, key=booked, start=starts, therapist=therapists, room=rooms)
    def move(self, desk, key, start, therapist, room):
        self.deed(
            desk,
            key,
            lambda session, **who: self.desks[desk].moving.move(
                session, starts_at=start, therapist_id=therapist.id, room_id=room.id if room else None, **who
            ),
        )

    @rule(desk=desks, key=booked, quarters=st.integers(1, 6))
    def resize(self, desk, key, quarters):
        self.deed(
            desk,
            key,
            lambda session, **who: self.desks[desk].moving.resize(
                session, ends_at=session.starts_at + timedelta(minutes=15 * quarters), **who
            ),
        )

    @rule(desk=desks, key=booked, name=st.sampled_from(["confirm", "arrive", "no_show", "start", "complete"]))
    def step(self, desk, key, name):
        self.deed(desk, key, getattr(self.desks[desk].day, name))

    @rule(desk=desks, key=booked)
    def cancel(self, desk, key):
        self.deed(desk, key, lambda session, **who: self.desks[desk].day.cancel(session, reason="Ill", **who))

    def deed(self, desk, key, call):
        if key not in self.model:
            return
        before = self.stores[desk].sessions.get(key)
        try:
            after = call(before, **self.clinic.by(desk))
        except Conflict:
            return  # nothing was changed: the invariant looks
        self.did(desk, before, after)

    @rule(desk=desks)
    def undo(self, desk):
        self.turn(desk, self.done, self.undone, back=True)

    @rule(desk=desks)
    def redo(self, desk):
        self.turn(desk, self.undone, self.done, back=False)

    def turn(self, desk, source, target, *, back):
        undoing = self.desks[desk].undoing
        call = undoing.undo if back else undoing.redo
        who = self.clinic.by(desk)
        if not source[desk]:
            with pytest.raises(Conflict, match="nothing of yours"):
                call(**who)
            return
        before, after = source[desk].pop()
        gone = replace(after, status=S.ENTERED_IN_ERROR)
        found, wanted = (after, before or gone) if back else (before or gone, after)
        stands = self.model[after.id] == found and self.fits(wanted)
        try:
            (restored,) = call(**who).records
        except Conflict:
            restored = None
        assert (restored is not None) == stands
        if restored is None:
            return  # nothing was changed, and the next undo goes on to what was done before
        assert plain(restored) == wanted
        self.model[after.id] = wanted
        target[desk].append((before, after))

    @invariant()
    def what_is_on_file_is_what_the_model_says_and_nothing_clashes(self):
        for store in self.stores:
            assert {key: plain(each) for key, each in store.sessions.many(self.model).items()} == self.model
        sessions = list(self.model.values())
        assert not any(clash(one, other) for place, one in enumerate(sessions) for other in sessions[:place])

    @invariant()
    def both_desks_agree_on_what_could_be_undone(self):
        for desk, actor in enumerate(self.actors):
            words = self.desks[desk].undoing.next_undo(actor=actor, now=self.clinic.now)
            assert bool(words) == bool(self.done[desk])
            again = self.desks[desk].undoing.next_redo(actor=actor, now=self.clinic.now)
            assert bool(again) == bool(self.undone[desk])


def test_undo_restores_exactly_or_changes_nothing_and_nobody_is_booked_twice(desk, ruleset, tmp_path):
    judged(desk)
    judged(desk, "Bo")
    desk.store.close()
    machine = type("Machine", (UndoMachine,), {"template": Path(desk.store.path), "ruleset": ruleset})
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=50, deadline=None))
