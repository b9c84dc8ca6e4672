from dataclasses import replace
from datetime import timedelta

from clinicdesk.domain.session import SessionStatus
from tests.desk.front_desk import MARIA, NOW, SAM, audited, booked, judged, local


def test_every_step_stands_with_when_and_by_whom(desk):
    session = booked(desk, judged(desk), local(10))
    later = NOW + timedelta(minutes=5)
    session = desk.day.confirm(session, actor=SAM, now=later)
    desk.undoing.undo(actor=SAM, now=later + timedelta(minutes=1))
    story = desk.stories.of(session.id, actor=MARIA, now=later)
    assert [(line.at, line.words) for line in story] == [
        (NOW, "Maria Keller booked Ana Ruiz for 10:00"),
        (later, "Sam Okoro marked Ana Ruiz as confirmed"),
        (later + timedelta(minutes=1), "Sam Okoro took back: marked Ana Ruiz as confirmed"),
    ]
    assert audited(desk)[0] == ("Maria Keller", "session.read", {})


def test_a_step_older_than_the_journal_stands_without_a_name(desk):
    session = booked(desk, judged(desk), local(10))
    with desk.store.write():
        desk.store.sessions.update(replace(session, status=SessionStatus.ARRIVED, arrived_at=local(9, 50)))
    story = desk.stories.of(session.id, actor=MARIA, now=NOW)
    assert [line.words for line in story] == ["Maria Keller booked Ana Ruiz for 10:00", "Arrived"]
