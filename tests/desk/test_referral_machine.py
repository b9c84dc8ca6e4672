"""Whatever is answered, told, recorded and tried in whatever order: a referral is never walked around."""

import shutil
from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.domain.referral import Outcome, Step, Whom
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import NotAllowed, NotBookable, SlotTaken
from tests.desk.front_desk import CLAIRE, JORDAN, MARIA, NOW, TODAY, booked, harmless, local, person
from tests.vouching import vouching

SIGNS = ("saddle_numbness", "progressive_leg_weakness")
OTHERS = ("disc_problem", "osteoporosis")


class Referrals(RuleBasedStateMachine):
    """One patient, one desk, and a model of what may be booked; the test gives files, rules and folder."""

    @initialize()
    def begin(self):
        self.path = shutil.copy(self.files / "furnished.db", self.folder / "machine.db")
        self.store = open_store(self.path)
        self.desk = Desk(self.store, self.ruleset)
        self.now = NOW
        self.ana = person(self.desk)
        self.signs = frozenset()
        self.asked = False
        self.open = False
        self.again = frozenset()
        self.called = frozenset()
        self.cases = 0
        self.days = 0

    def teardown(self):
        self.store.close()

    def later(self):
        self.now += timedelta(seconds=30)
        return self.now

    @rule(signs=st.frozensets(st.sampled_from(SIGNS)))
    def answer(self, signs):
        given = harmless(self.desk, **dict.fromkeys(signs, "yes"))
        self.desk.intakes.complete(self.ana, given, actor=MARIA, now=self.later())
        self.asked, self.signs, self.again = True, signs, frozenset()
        if signs and not self.open:
            self.open, self.called = True, signs
            self.cases += 1

    @rule(signs=st.frozensets(st.sampled_from(SIGNS), min_size=1))
    def act_on_a_draft(self, signs):
        given = harmless(self.desk, **dict.fromkeys(signs, "yes"))
        self.desk.referrals.begin(self.ana, given, actor=MARIA, now=self.later())
        if not self.open:
            self.open, self.called = True, signs
            self.cases += 1

    @precondition(lambda self: self.open)
    @rule(whom=st.sampled_from(Whom))
    def tell(self, whom):
        self.desk.referrals.tell(self.case, whom, actor=MARIA, now=self.later())

    @precondition(lambda self: self.open)
    @rule(outcome=st.sampled_from(Outcome), others=st.frozensets(st.sampled_from(OTHERS)))
    def record(self, outcome, others):
        form = OutcomeForm(outcome, TODAY, "As told.", others)
        self.desk.referrals.record_outcome(self.case, form, **vouching(self.desk, CLAIRE, self.later()))
        if outcome.closes:
            self.open, self.again = False, self.again | self.called | others

    @precondition(lambda self: self.open)
    @rule()
    def try_to_record_without_being_a_therapist(self):
        with suppress(NotAllowed):
            form = OutcomeForm(Outcome.SERIOUS_RULED_OUT, TODAY, "As told.")
            self.desk.referrals.record_outcome(self.case, form, **vouching(self.desk, MARIA, self.later()))

    @rule()
    def book(self):
        self.days += 1
        may = not self.open and not self.again and not self.signs
        try:
            booked(self.desk, self.ana, local(9 + self.days % 8, days=1 + self.days // 8), therapist=JORDAN)
        except NotBookable:
            assert not may
        except (SlotTaken, NotAllowed):
            pass
        else:
            assert may

    @rule()
    def reopen_the_program(self):
        self.store.close()
        self.store = open_store(self.path)
        self.desk = Desk(self.store, self.ruleset)

    @invariant()
    def the_file_says_what_the_model_says(self):
        views = self.desk.referrals.of_patient(self.ana.id, actor=MARIA, now=self.now)
        assert [view.case.open for view in views[:1]] == ([self.open] if self.cases else [])
        assert len(views) == self.cases
        assert sum(view.case.open for view in views) == self.desk.referrals.count_open() == int(self.open)
        assert self.desk.referrals.to_ask_again(self.ana.id) == self.again
        for view in views:
            assert (view.case.missing is None) is not view.case.open
            assert view.case.open or view.case.events[-1].step is Step.OUTCOME
            assert all(event.made_by == CLAIRE.id for event in view.case.of(Step.OUTCOME))

    @invariant()
    def every_session_to_come_is_held_while_a_case_is_open(self):
        for session in self.store.sessions.of_patient(self.ana.id):
            assert session.held or not self.open
        offers = self.desk.booking.offers(self.ana, harmless(self.desk), on=TODAY)
        assert any(offer.bookable for offer in offers) is not bool(self.open or self.again)
        assert all(offer.verdict < Verdict.REFER_URGENTLY for offer in offers)

    @property
    def case(self):
        return self.desk.referrals.open_of(self.ana.id)


def test_a_referral_is_never_walked_around(files, ruleset, tmp_path):
    machine = type("Machine", (Referrals,), {"files": files, "ruleset": ruleset, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=20))
