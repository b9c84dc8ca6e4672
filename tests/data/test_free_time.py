"""What is free between sessions, held against what a person reads off the book, and where it is looked up."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from clinicdesk.data.free_time import _AFTER_ALL, _BEFORE_ALL, _GAPS
from clinicdesk.domain.session import SessionStatus
from clinicdesk.errors import SlotTaken
from tests.data.records import TESS, THEO, at, booked, session, undone, unhurried

hours = st.integers(0, 20).map(lambda half: half / 2)
wanted_sessions = st.lists(
    st.tuples(
        st.sampled_from([TESS.id, THEO.id]),
        hours,
        st.sampled_from([0.5, 1, 6]),
        st.sampled_from([0, 0.5]),
        st.sampled_from([SessionStatus.BOOKED, SessionStatus.BOOKED, SessionStatus.CANCELLED]),
    ),
    max_size=8,
)


@unhurried
@given(wanted=wanted_sessions, begun_by=hours, lasting_to=hours, without=st.sampled_from(["", "session-0"]))
@example(wanted=[(TESS.id, 0, 6, 0, SessionStatus.BOOKED)], begun_by=2, lasting_to=4, without="")
def test_gaps_are_what_lies_between_live_sessions(lasting_store, wanted, begun_by, lasting_to, without):
    first, last = at(begun_by), at(lasting_to)
    with undone(lasting_store):
        kept = []
        for number, (therapist, start, length, turnover, status) in enumerate(wanted):
            each = session(
                f"session-{number}", start, hours=length, turnover=turnover, therapist=therapist, status=status
            )
            with suppress(SlotTaken):
                kept.append(lasting_store.sessions.add(each))
        found = lasting_store.free_time.gaps([TESS.id, THEO.id], begun_by=first, lasting_to=last, without=without)
        for therapist in (TESS.id, THEO.id):
            live = [each for each in kept if each.therapist_id == therapist and each.status.live and each.id != without]
            edges = sorted([(each.starts_at, each.free_at) for each in live])
            edges = [(_BEFORE_ALL, _BEFORE_ALL), *edges, (_AFTER_ALL, _AFTER_ALL)]
            gaps = [(freed, taken) for (_, freed), (taken, _) in pairwise(edges) if freed < taken]
            assert found[therapist] == [(freed, taken) for freed, taken in gaps if freed <= first and taken >= last]


def test_a_gap_is_told_in_full_however_far_it_reaches(store):
    booked(store, session("before", -48), session("after", 72))
    gaps = store.free_time.gaps([TESS.id], begun_by=at(1), lasting_to=at(2))
    assert gaps == {TESS.id: [(at(-48) + timedelta(hours=1.25), at(72))]}


def test_gaps_are_looked_up_in_the_index_of_live_sessions(store):
    names = ("therapists", "begun_by", "lasting_to", "without", "before_all", "after_all")
    steps = [
        row["detail"]
        for row in store._connection.rows(f"explain query plan {_GAPS}", dict.fromkeys(names, "[]"))
        if "sessions" in row["detail"]
    ]
    assert [step for step in steps if not step.startswith("SEARCH sessions USING")] == []
    assert sum("sessions_live_by_therapist (therapist_id=? AND starts_at" in step for step in steps) >= 3
