"""Every deed of the desk is taken back to exactly what was before it and done again to what was after, or refused."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from clinicdesk.data import open_store
from clinicdesk.desk.desk import Desk
from clinicdesk.desk.every_noun import every_noun
from clinicdesk.desk.referrals import OutcomeForm
from clinicdesk.domain.referral import Outcome
from tests.desk import deeds_for_people, deeds_for_the_clinic  # noqa: F401 - they fill DEEDS
from tests.desk.busy_clinic import fill
from tests.desk.front_desk import TODAY
from tests.desk.hand import DEEDS, THERAPISTS_DEEDS
from tests.desk.witness import FOR_GOOD, NEVER_AGAIN, Witness

ALL = DEEDS | THERAPISTS_DEEDS
MARIAS, SAMS = 0, 1
desks = st.sampled_from([MARIAS, SAMS])
picks = st.integers(0, 7)


@pytest.fixture(scope="module")
def template(tmp_path_factory, files, ruleset):
    """A busy clinic, to be copied."""
    path = Path(shutil.copy(files / "furnished.db", tmp_path_factory.mktemp("busy")))
    with open_store(path) as store:
        fill(Desk(store, ruleset))
    return path


def hold_whom_a_therapist_has_to_see(hand):
    hand.desk.call_list.hold(**hand.by)


def close_referrals(hand):
    for case in hand.store.referrals.open():
        hand.desk.referrals.record_outcome(
            case, OutcomeForm(Outcome.SERIOUS_RULED_OUT, TODAY, "Seen."), **hand.vouching
        )


class EveryDeed(RuleBasedStateMachine):
    """Maria and Sam do anything, take it back and do it again, while days go by and programs start anew."""

    template: Path
    ruleset: object

    def __init__(self) -> None:
        super().__init__()
        self.witness = Witness(self.template, self.ruleset)

    def teardown(self) -> None:
        self.witness.close()

    @rule(desk=desks, name=st.sampled_from(sorted(DEEDS)), pick=picks, other=picks)
    def do(self, desk, name, pick, other):
        self.witness.do(desk, name, DEEDS[name], pick, other)

    @rule(name=st.sampled_from(sorted(THERAPISTS_DEEDS)), pick=picks, other=picks)
    def decide(self, name, pick, other):
        self.witness.do(SAMS, name, THERAPISTS_DEEDS[name], pick, other)

    @rule(desk=desks, times=st.integers(1, 3))
    def undo(self, desk, times):
        for _ in range(times):
            self.witness.turn(desk, back=True)

    @rule(desk=desks, times=st.integers(1, 3))
    def redo(self, desk, times):
        for _ in range(times):
            self.witness.turn(desk, back=False)

    @rule()
    def restart(self):
        self.witness.restart()

    @rule(desk=desks, event=st.sampled_from([hold_whom_a_therapist_has_to_see, close_referrals]))
    def world_moves_on(self, desk, event):
        self.witness.happen(SAMS if event is close_referrals else desk, event)

    @precondition(lambda self: self.witness.days == 0)
    @rule()
    def next_day(self):
        self.witness.next_day()


def test_whatever_is_done_is_taken_back_exactly_or_refused_without_a_trace(template, ruleset):
    machine = type("Machine", (EveryDeed,), {"template": template, "ruleset": ruleset})
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=30, deadline=None))


def test_each_deed_goes_back_and_forth_by_itself_across_restarts_and_no_kind_of_record_is_left_out(template, ruleset):
    with closing(Witness(template, ruleset)) as witness:
        for name, deed in ALL.items():
            assert any(witness.do(SAMS, name, deed, pick, other) for pick in range(8) for other in range(3)), name
            done = witness.next_turn(SAMS, back=True)
            witness.restart()
            assert witness.turn(SAMS, back=True) is (done.deed not in FOR_GOOD), name
            if done.deed in FOR_GOOD:
                continue
            witness.restart()
            assert witness.turn(SAMS, back=False) is (done.deed not in NEVER_AGAIN), name
            if done.deed not in NEVER_AGAIN:
                assert witness.turn(SAMS, back=True), name
        desk = witness.clinic.desks[SAMS]
        nouns = {noun.name for noun in every_noun(desk.store, lambda: desk.arrivals, lambda: desk.clearing)}
        assert witness.met == nouns
