"""What stands in the day's table is read in full, whatever its width, the size of text, and the length of names."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from clinicdesk.desk.plan_views import Alert, PlanNotice, PlanPlace
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Verdict
from clinicdesk.ui.style import LIGHT, TEXT_SCALES, apply_style
from clinicdesk.ui.today.model import ROW_ROLE, Column, TodayModel
from clinicdesk.ui.today.table import DayTable
from tests.ui.test_today_model import NINE, UTC, make_row

LATER = NINE + timedelta(minutes=95)
LONG = StaffMember("t3", "Aleksandra Wierzbicka-Konstantynopolitańczykowianeczka", Role.THERAPIST)
POOL = Room("r1", "Hydrotherapy pool room (basement)")
ENDS = PlanNotice(Alert.EXPIRED, "The plan ends soon.", "plan ends soon")
WIDTHS = (706, 770, 834, 960, 1100, 1500)
"""Of the table in a window of 1024 by 700 at 200, 150 and 100 %, and in wider ones."""


def worst_rows():
    arrived = {"status": SessionStatus.ARRIVED, "arrived_at": NINE + timedelta(minutes=15)}
    rows = [
        make_row(1),
        make_row(2, name="Krzysztof Brzęczyszczykiewicz-Gżegżółka von und zu Hohenlohe", called="Krzyś", held=True),
        make_row(3, name="محمد عبد الرحمن بن عبد العزيز الخطيب", called="محمد", **arrived),
        make_row(
            4, name="Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft", called="Wolf", **arrived
        ),
        make_row(5, name="鳳凰院凶真", called="岡部", held=True, **arrived),
        make_row(6, name="Ana", status=SessionStatus.CANCELLED),
    ]
    return [
        replace(
            row,
            therapist=LONG if place else row.therapist,
            room=POOL if place % 2 else None,
            verdict=Verdict.SUITABLE_WITH_PRECAUTIONS if place % 2 else Verdict.REFER_URGENTLY,
            booked_as=Verdict.NEEDS_CLINICIAN_REVIEW if place else None,
            asked=place != 3,
            place_in_plan=PlanPlace(14, 18),
            notices=(ENDS,),
        )
        for place, row in enumerate(rows)
    ]


@pytest.fixture(params=TEXT_SCALES)
def scale(qapp, request):
    apply_style(qapp, LIGHT, request.param)
    yield request.param
    apply_style(qapp, LIGHT)


@pytest.fixture
def table(qtbot, scale):
    model = TodayModel(UTC, LATER)
    made = DayTable(model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    model.set_rows(worst_rows(), UTC)
    return made


def cells(table):
    table.scrollTo(table.model().index(table.model().rowCount() - 1, 0))
    for place in range(table.model().rowCount()):
        for column in Column:
            if not table.isColumnHidden(column):
                yield table.model().index(place, column)


def ink_outside(table, index, rect):
    """Whether painting a cell leaves anything beside its place."""
    ground = QColor("magenta")
    sheet = QImage(rect.width() + 400, rect.height() + 400, QImage.Format.Format_RGB32)
    sheet.fill(ground)
    option = QStyleOptionViewItem()
    option.rect = QRect(200, 200, rect.width(), rect.height())
    option.widget = table
    painter = QPainter(sheet)
    table.itemDelegate().paint(painter, option, index)
    painter.fillRect(option.rect, ground)
    painter.end()
    empty = QImage(sheet.size(), sheet.format())
    empty.fill(ground)
    return sheet != empty


def test_nothing_is_cut_and_nothing_lies_over_the_next_cell(table):
    for width in WIDTHS:
        table.resize(width, 600)
        assert sum(table.columnWidth(column) for column in Column) == table.viewport().width()
        for index in cells(table):
            assert not ink_outside(table, index, table.visualRect(index)), (width, index.data())


def test_what_has_no_column_of_its_own_is_told_in_another(table):
    for width in WIDTHS:
        table.resize(width, 600)
        check_that_all_is_told(table)


def check_that_all_is_told(table):
    lines = table.itemDelegate().lines
    for place in range(table.model().rowCount()):
        told = " ".join(
            line.words
            for index in cells(table)
            if index.row() == place
            for line in lines.of(index.data(ROW_ROLE), index)
        )
        row = table.model().index(place, 0).data(ROW_ROLE)
        status, waiting = (table.model().index(place, column).data() for column in (Column.STATUS, Column.WAITING))
        for words in (row.patient.name, row.session_type.name, row.therapist.name, status, waiting):
            assert words in told
        assert row.room is None or row.room.name in told
        assert row.patient.name.startswith(row.patient.called) or f"called {row.patient.called}" in told
        assert not row.session.held or "Held for the therapist" in told or "To be asked first" in told
        assert "plan ends soon" in told


def test_a_line_grows_with_what_it_has_to_say_and_shrinks_again(table):
    table.resize(WIDTHS[0], 600)
    first, other = table.rowHeight(0), table.rowHeight(1)
    row = table.day.row_at(0)
    held = replace(row, session=replace(row.session, held=True), patient=replace(row.patient, name="Ana " * 40))
    table.day.update_row(held)
    assert table.rowHeight(0) > first
    assert table.rowHeight(1) == other
    table.day.update_row(row)
    assert table.rowHeight(0) == first


def test_the_lines_stay_as_tall_as_they_need_when_they_are_sorted_and_filtered(table):
    table.resize(WIDTHS[0], 600)
    tall = {index.data(ROW_ROLE).session.id: table.rowHeight(index.row()) for index in cells(table)}
    table.sortByColumn(Column.PERSON, Qt.SortOrder.DescendingOrder)
    assert {index.data(ROW_ROLE).session.id: table.rowHeight(index.row()) for index in cells(table)} == tall
    table.day.show_therapist(LONG.id)
    shown = {index.data(ROW_ROLE).session.id: table.rowHeight(index.row()) for index in cells(table)}
    assert shown.items() <= tall.items()
    assert len(shown) == len(tall) - 1


def test_lines_out_of_sight_are_measured_behind_the_first_picture_and_where_somebody_goes(qtbot):
    class Counting(DayTable):
        def line_height(self, place):
            measured.append(place)
            return super().line_height(place)

    measured = []
    model = TodayModel(UTC, LATER)
    table = Counting(model)
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(WIDTHS[0], 300)
    model.set_rows([row for _ in range(10) for row in worst_rows()], UTC)
    assert measured == []
    table.show()
    seen = table.rowAt(table.viewport().height() - 1)
    assert set(measured) == set(range(seen + 1))
    table.scrollTo(model.index(30, 0))
    assert set(measured) == set(range(31))
    qtbot.waitUntil(lambda: set(measured) == set(range(60)))
    assert all(table.rowHeight(place) == table.line_height(place) for place in range(60))
