from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from clinicdesk.desk.plan_views import Alert, PlanNotice, PlanPlace
from clinicdesk.desk.views import PatientSummary, SessionRow
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.names import BETWEEN
from clinicdesk.ui.today.model import DETAIL_ROLE, ROW_ROLE, SORT_ROLE, Column, TodayModel

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
MASSAGE = SessionType("m", "Swedish massage", Technique.SWEDISH, 60, 10)
JORDAN = StaffMember("t1", "Jordan Lee", Role.THERAPIST)
ADA = StaffMember("t2", "Ada Okafor", Role.THERAPIST)


def make_row(number, *, starts=NINE, therapist=JORDAN, name="Ana Ruiz", called="Ana", **session):
    booked = Session(
        f"s{number}", f"p{number}", "m", therapist.id, None, starts, starts + timedelta(hours=1), starts, **session
    )
    waiting = booked.arrived_at if booked.status is SessionStatus.ARRIVED else None
    person = PatientSummary(f"p{number}", number, name, called, None, "")
    return SessionRow(booked, person, MASSAGE, therapist, None, Verdict.SUITABLE, waiting)


@pytest.fixture
def model(qtbot):
    made = TodayModel(UTC, NINE)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()


def shown(model, column, role=Qt.ItemDataRole.DisplayRole):
    return [model.index(place, column).data(role) for place in range(model.rowCount())]


def test_sessions_are_listed_by_time_whatever_order_they_come_in(model):
    model.set_rows([make_row(2, starts=NINE + timedelta(hours=1)), make_row(1)], UTC)
    assert shown(model, Column.TIME) == ["09:00", "10:00"]
    assert shown(model, Column.TIME, DETAIL_ROLE) == ["10:00", "11:00"]


def test_times_are_shown_in_the_clinics_zone(model):
    model.set_rows([make_row(1)], ZoneInfo("America/New_York"))
    assert shown(model, Column.TIME) == ["04:00"]


def test_the_sort_key_of_times_is_typed_so_that_nine_comes_before_ten(model):
    model.set_rows([make_row(1), make_row(2, starts=NINE + timedelta(hours=1))], UTC)
    keys = shown(model, Column.TIME, SORT_ROLE)
    assert keys == sorted(keys)
    assert all(isinstance(key, float) for key in keys)


def test_each_row_says_who_what_and_how_it_stands(model):
    row = replace(make_row(7, name="Ana Ruiz", called="Anita"), room=Room("r", "Room 3"))
    model.set_rows([row], UTC)
    words = [model.index(0, column).data() for column in Column]
    assert words == ["09:00", "Ana Ruiz", "Swedish massage", "Jordan Lee", "Room 3", "Suitable", "Expected", "", ""]
    assert model.index(0, Column.PERSON).data(DETAIL_ROLE) == f"No. 7{BETWEEN}called Anita"
    assert model.index(0, 0).data(ROW_ROLE) is row


def test_a_name_that_says_how_to_call_the_person_is_not_repeated(model):
    model.set_rows([make_row(7)], UTC)
    assert model.index(0, Column.PERSON).data(DETAIL_ROLE) == "No. 7"


def test_a_held_session_says_so_until_it_is_over(model):
    model.set_rows([make_row(1, held=True), make_row(2, held=True, status=SessionStatus.CANCELLED)], UTC)
    assert shown(model, Column.STATUS, DETAIL_ROLE) == ["Held for the therapist", ""]


def test_waiting_minutes_count_from_the_arrival_and_grow_with_the_clock(model, qtbot):
    model.set_rows([make_row(1, status=SessionStatus.ARRIVED, arrived_at=NINE), make_row(2)], UTC)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.set_now(NINE + timedelta(minutes=12, seconds=59))
    assert (told.args[0].row(), told.args[1].row()) == (0, 0)
    assert shown(model, Column.WAITING) == ["12 min", ""]
    assert shown(model, Column.WAITING, SORT_ROLE) == [12, -1]


def test_a_clock_that_was_set_back_shows_no_negative_wait(model):
    model.set_rows([make_row(1, status=SessionStatus.ARRIVED, arrived_at=NINE)], UTC)
    model.set_now(NINE - timedelta(minutes=5))
    assert shown(model, Column.WAITING) == ["0 min"]


def test_one_row_changes_without_a_reset(model, qtbot):
    model.set_rows([make_row(1), make_row(2)], UTC)
    arrived = make_row(2, status=SessionStatus.ARRIVED, arrived_at=NINE)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as told:
        model.update_row(arrived)
    assert (told.args[0].row(), told.args[1].row()) == (1, 1)
    assert shown(model, Column.STATUS) == ["Expected", "Arrived"]


def test_a_row_of_another_day_is_not_let_in(model, qtbot):
    model.set_rows([make_row(1)], UTC)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_row(make_row(9))
    assert model.rowCount() == 1


def test_one_therapists_sessions_are_shown_and_updates_of_the_others_are_kept(model):
    model.set_rows([make_row(1), make_row(2, therapist=ADA)], UTC)
    model.show_therapist(ADA.id)
    assert shown(model, Column.THERAPIST) == ["Ada Okafor"]
    model.update_row(make_row(1, status=SessionStatus.ARRIVED, arrived_at=NINE))
    model.show_therapist(None)
    assert shown(model, Column.STATUS) == ["Arrived", "Expected"]
    assert [each.name for each in model.therapists()] == ["Ada Okafor", "Jordan Lee"]


def test_the_counts_are_of_what_is_shown(model):
    model.set_rows(
        [
            make_row(1),
            make_row(2, therapist=ADA, status=SessionStatus.ARRIVED, arrived_at=NINE),
            make_row(3, status=SessionStatus.IN_SESSION),
            make_row(4, status=SessionStatus.COMPLETED),
            make_row(5, status=SessionStatus.NO_SHOW),
        ],
        UTC,
    )
    assert [(each.words, each.number) for each in model.counts()] == [
        ("Expected", 1),
        ("Arrived", 1),
        ("In session", 1),
        ("Done", 1),
    ]
    model.show_therapist(ADA.id)
    assert [each.number for each in model.counts()] == [0, 1, 0, 0]


def test_every_cell_can_be_read_aloud(model):
    model.set_rows([make_row(1, held=True)], UTC)
    assert model.index(0, Column.STATUS).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Status: Expected, Held for the therapist"
    )
    assert model.headerData(Column.VERDICT, Qt.Orientation.Horizontal) == "Suitability"


def test_a_session_has_nothing_below_it(model):
    model.set_rows([make_row(1)], UTC)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == len(Column)


def test_a_row_tells_its_place_in_the_plan_and_what_the_plan_has_to_say(model):
    notices = (
        PlanNotice(Alert.MASSAGE_ONLY, "Massage only: nothing in it is done by the person themselves."),
        PlanNotice(Alert.REVIEW_DUE, "The review has been due since 22 November 2026.", "review due"),
    )
    row = replace(make_row(1), place_in_plan=PlanPlace(4, 8), notices=notices)
    model.set_rows([row], UTC)
    assert shown(model, Column.SESSION, DETAIL_ROLE) == [f"60 min{BETWEEN}4 of 8 of the plan"]
    assert shown(model, Column.PERSON, DETAIL_ROLE) == [f"No. 1{BETWEEN}review due"]
