from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.desk.series_views import PartWish, Scope, SeriesRow, SeriesWish
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.session import BookingRequest, CancelCause, SessionStatus
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.ui.patients.plan import PlanSection
from clinicdesk.ui.patients.sessions import SessionsSection
from clinicdesk.ui.series.page import SeriesPage
from clinicdesk.ui.series.rows_model import Column
from tests.ui.clinic_day import answer, book, local, register, type_of
from tests.vouching import vouching

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def plan(desk, jonas, ana, clock):
    today = clock().date()
    parts = (
        PlanPart(Kind.MASSAGE, type_of(desk).id, 2, min_days=7),
        PlanPart(Kind.PHYSICAL_THERAPY, type_of(desk, Technique.THERAPEUTIC_EXERCISE).id, 4, min_days=3),
    )
    weeks = timedelta(weeks=1)
    form = PlanForm("Lift my shopping", "lifting a bag", parts, today, today + 4 * weeks, today + 2 * weeks)
    return desk.plans.confirm(desk.plans.draft(ana, form, actor=jonas, now=clock()), **vouching(desk, jonas, clock()))


@pytest.fixture
def press(qtbot):
    def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(key, str):
                qtbot.keyClicks(focus, key)
            else:
                qtbot.keyClick(focus, key, modifier)

    return press


@pytest.fixture
def page(qtbot, context, style):
    page = SeriesPage(context)
    qtbot.addWidget(page)
    page.resize(900, 1100)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def cells(page, column):
    model = page.dates.model
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def on_file(desk, person):
    return [each for each in desk.store.sessions.of_patient(person.id) if each.status.live]


def test_what_the_plan_has_left_is_proposed_at_once(page, ana, plan):
    page.start(ana, plan)
    assert sorted(cells(page, Column.SESSION)) == ["Guided exercise"] * 4 + ["Swedish massage"] * 2
    assert set(cells(page, Column.FIT)) == {"Fits."}
    assert page.words.text() == "6 sessions, all fit. Passive care falls: 50 %, 50 %, 0 %."
    assert page.store_button.text() == "Book 6 sessions"
    assert page.dates.table.hasFocus()


def test_a_row_is_dropped_added_and_changed_by_keyboard(page, ana, plan, press):
    page.start(ana, plan)
    press(Qt.Key.Key_Delete)
    assert page.store_button.text() == "Book 5 sessions"
    press(Qt.Key.Key_Insert)
    assert page.store_button.text() == "Book 6 sessions"
    assert page.dates.form.day.hasFocus()
    press("9 Dec", Qt.Key.Key_Tab, "15:00", Qt.Key.Key_Return)
    assert "Wed 9 Dec" in cells(page, Column.DAY)
    assert "15:00" in cells(page, Column.TIME)
    assert page.dates.table.hasFocus()


def test_a_day_that_does_not_read_is_said_and_nothing_moves(page, ana, plan, press):
    page.start(ana, plan)
    before = cells(page, Column.DAY)
    press(Qt.Key.Key_Return, "someday", Qt.Key.Key_Return)
    assert page.dates.form.fault.text().startswith("This does not read as a date.")
    press(Qt.Key.Key_Escape)
    assert cells(page, Column.DAY) == before


def test_every_date_has_a_room_that_can_be_changed_by_keyboard(page, ana, plan, press, *, desk, maria):
    page.start(ana, plan)
    rooms = [room.name for room in desk.clinic.rooms()]
    assert set(cells(page, Column.ROOM)) <= set(rooms)
    first = [cells(page, column)[0] for column in (Column.SESSION, Column.THERAPIST, Column.ROOM, Column.VERDICT)]
    assert page.dates.detail.text() == "{} with {}, in {}: {}.".format(*first)
    press(Qt.Key.Key_Return)
    while QApplication.focusWidget() is not page.dates.form.room:
        press(Qt.Key.Key_Tab)
    press(rooms[-1][0], Qt.Key.Key_Return)
    assert cells(page, Column.ROOM)[0] == rooms[-1]
    # At another time it stays in the room chosen where that is free, and goes to another where it is taken.
    bo = register(desk, maria, "Bo Holm")
    answer(desk, maria, bo)
    exercise = {"technique": Technique.THERAPEUTIC_EXERCISE, "therapist": "staff-aiko"}
    book(desk, maria, bo, local(15, day=2), room=desk.clinic.rooms()[-1].id, **exercise)
    press(Qt.Key.Key_Return, "24 Nov", Qt.Key.Key_Tab, "15:00", Qt.Key.Key_Return)
    moved = next(place for place, day in enumerate(cells(page, Column.DAY)) if day == "Tue 24 Nov")
    assert cells(page, Column.ROOM)[moved] == rooms[-1]
    press(Qt.Key.Key_Return, "25 Nov", Qt.Key.Key_Return)
    moved = next(place for place, day in enumerate(cells(page, Column.DAY)) if day == "Wed 25 Nov")
    assert cells(page, Column.ROOM)[moved] == rooms[0]


def test_another_wish_is_proposed_by_f5(page, ana, plan, press):
    page.start(ana, plan)
    massage = page.wish.parts[Kind.MASSAGE]
    page.wish.more_button.click()
    massage.days.buttons[3].click()
    massage.earliest.setText("15:00")
    massage.sessions.setValue(3)
    page.wish.without.setText("26 Nov")
    press(Qt.Key.Key_F5)
    found = zip(cells(page, Column.DAY), cells(page, Column.TIME), cells(page, Column.SESSION), strict=True)
    massages = [(day, time) for day, time, session in found if session == "Swedish massage"]
    assert len(massages) == 3
    assert {day[:3] for day, _ in massages} == {"Thu"}
    assert {time for _, time in massages} == {"15:00"}
    assert "Thu 26 Nov" not in cells(page, Column.DAY)


def test_dates_after_the_end_of_the_plan_are_told(page, ana, plan, press):
    page.start(ana, plan)
    press(Qt.Key.Key_Return, "28 Dec", Qt.Key.Key_Return)
    assert page.words.text().endswith("1 after the plan ends on 21 Dec 2026, so not counted.")


def test_a_gap_shorter_than_planned_is_remarked_on(page, ana, plan, press):
    page.start(ana, plan)
    second = next(
        place for place, session in enumerate(cells(page, Column.SESSION)) if place and session == "Swedish massage"
    )
    page.dates.table.setCurrentIndex(page.dates.model.index(second, 0))
    press(Qt.Key.Key_Return, "24 Nov", Qt.Key.Key_Tab, "16:00", Qt.Key.Key_Return)
    assert any(each.startswith("Fits. Massage") and "7 are planned." in each for each in cells(page, Column.FIT))
    assert page.store_button.isEnabled()


def test_what_another_desk_books_meanwhile_is_seen_and_what_was_edited_stays(page, ana, plan, press, *, desk, maria):
    page.start(ana, plan)
    press(Qt.Key.Key_Return, "25 Nov", Qt.Key.Key_Tab, "15:00", Qt.Key.Key_Return)
    bo = register(desk, maria, "Bo Holm")
    answer(desk, maria, bo)
    book(desk, maria, bo, local(15, day=2))
    page.records_changed()
    assert page.words.text().startswith("6 sessions, 1 does not fit.")
    assert not page.store_button.isEnabled()
    assert any(each.startswith("Jonas Weber is with Bo Holm from 15:00") for each in cells(page, Column.FIT))


def test_the_whole_way_by_keyboard(window, ana, plan, press, *, desk, maria):
    """From the plan: book the series, mend a date that clashes, book all, change this and following, undo."""
    bo = register(desk, maria, "Bo Holm")
    answer(desk, maria, bo)
    window.flows.open_patient(ana.id)
    record = window.pages.page("patients").record
    press("s")
    page = window.pages.page("series")
    assert window.pages.current_name == "series"
    first = page.dates.checks[0].row.request
    book(desk, maria, bo, first.starts_at)
    page.records_changed()
    assert not page.store_button.isEnabled()
    # The keyboard is on the first date; the nearest free place is one Tab away from the fields.
    press(Qt.Key.Key_Return)
    offered = page.dates.form.others.findChildren(QPushButton)
    assert len(offered) == 3
    while QApplication.focusWidget() is not offered[0]:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert page.words.text().startswith("6 sessions, all fit.")
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert len(on_file(desk, ana)) == 6
    assert window.pages.current_name == "patients"
    section = record.section(SessionsSection)
    assert section.words.text() == "6 to come, 0 before."
    assert "1 of 2" in [section.model.data(section.model.index(row, 4)) for row in range(6)]
    assert record.section(PlanSection).views[0].standing.counts[Kind.MASSAGE].left == 0

    section.table.setFocus()
    massages = [each for each in on_file(desk, ana) if each.session_type_id == type_of(desk).id]
    section.table.setCurrentIndex(section.model.index(section.model.place_of(massages[0].id), 0))
    press("g")
    assert page.change.chosen_scope() is Scope.FOLLOWING
    page.change.along.setFocus()
    press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert page.change.along.currentText() == "Massage alone"
    assert len(page.dates.checks) == 2
    while QApplication.focusWidget() is not page.change.at:
        press(Qt.Key.Key_Tab)
    press("16:30", Qt.Key.Key_Return)
    assert set(cells(page, Column.TIME)) == {"16:30"}
    press(Qt.Key.Key_Return, modifier=CONTROL)
    moved = {each.id: each for each in on_file(desk, ana)}
    assert {f"{moved[each.id].starts_at:%H:%M}" for each in massages} == {"21:30"}
    press(Qt.Key.Key_Z, modifier=CONTROL)
    taken_back = {each.id: each.starts_at for each in on_file(desk, ana)}
    assert [taken_back[each.id] for each in massages] == [each.starts_at for each in massages]


def test_the_rest_is_cancelled_with_a_reason(page, ana, plan, press, *, desk, maria, clock):
    rows = desk.series.propose(replace_wish(page, ana, plan), now=clock())
    sessions = desk.series.book(rows, actor=maria, now=clock())
    page.start_change(ana, sessions[2])
    page.change.deed.choose("cancel")
    assert page.store_button.text() == "Cancel 4 sessions"
    page.dates.table.setFocus()
    press(Qt.Key.Key_Return, modifier=CONTROL)
    why = page.change.cancelling
    assert why[0].error == "Choose a reason: it stays with the session."
    assert page.change.reason.hasFocus()
    press("Another")
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert (why[0].error, why[1].error) == ("", "Write the reason in a few words.")
    assert page.change.note.hasFocus()
    press("Moves away")
    press(Qt.Key.Key_Return, modifier=CONTROL)
    after = desk.store.sessions.of_patient(ana.id)
    assert [each.status for each in after] == [SessionStatus.BOOKED] * 2 + [SessionStatus.CANCELLED] * 4
    assert {(each.cancel_reason, each.cancel_cause, each.cancelled_at) for each in after[2:]} == {
        ("Moves away", CancelCause.OTHER, clock())
    }


def test_the_form_says_how_much_notice_there_is_and_what_counts_as_late(page, weekly, ana, press, *, desk, clock):
    # An hour before the first of them.
    clock.now = weekly[0].starts_at - timedelta(hours=1)
    page.start_change(ana, weekly[0])
    page.change.scope.choose(Scope.THIS.value)
    page.change.deed.choose("cancel")

    def shown():
        return [each.text() for each in page.change.cancelling[0].findChildren(QLabel) if each.isVisible()]

    assert "1 h before the start. Counts as a late cancellation if the person calls it off." in shown()
    page.change.scope.choose(Scope.ALL.value)
    assert "The first is 1 h before its start. 1 of 4 counts as late if the person calls them off." in shown()
    page.change.reason.setFocus()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert page.change.reason.currentText() == "The therapist is away"
    assert "The first is 1 h before its start." in shown()
    press(Qt.Key.Key_Up)
    assert page.change.reason.currentText() == "The person is ill"
    assert "The first is 1 h before its start. 1 of 4 counts as late." in shown()
    press(Qt.Key.Key_Return, modifier=CONTROL)
    stored = desk.store.sessions.many([each.id for each in weekly])
    assert [stored[each.id].cancelled_late for each in weekly] == [True, False, False, False]
    assert {each.cancel_cause for each in stored.values()} == {CancelCause.ILL}
    assert desk.day.attendance(ana.id, now=clock()).late_cancellations == 1


def replace_wish(page, ana, plan):
    page.start(ana, plan)
    return replace(page.wish.wish(), weeks=3)


@pytest.fixture
def weekly(desk, maria, ana, clock):
    """Four sessions of one kind in the book, on Wednesdays."""
    exercise = type_of(desk, Technique.THERAPEUTIC_EXERCISE)
    part = PartWish(Kind.PHYSICAL_THERAPY, exercise.id, 4, min_days=7, weekdays=frozenset({2}))
    wish = SeriesWish(ana.id, (part,), clock().date(), weeks=4)
    return desk.series.book(desk.series.propose(wish, now=clock()), actor=maria, now=clock())


@pytest.fixture
def changing(page, ana, weekly):
    """All of them are about to be changed."""
    page.start_change(ana, weekly[0])
    page.change.scope.choose(Scope.ALL.value)
    return page


def aim_at_half_past_four(page, press):
    page.change.at.setFocus()
    press("16:30", Qt.Key.Key_Return)
    assert set(cells(page, Column.TIME)) == {"16:30"}


def test_a_session_that_another_desk_confirms_meanwhile_is_changed_with_the_rest(
    changing, weekly, press, *, desk, jonas, clock
):
    aim_at_half_past_four(changing, press)
    changing.dates.table.setCurrentIndex(changing.dates.model.index(1, 0))
    changing.dates.table.setFocus()
    press(Qt.Key.Key_Return, Qt.Key.Key_Tab, "15:15", Qt.Key.Key_Return)
    desk.day.confirm(weekly[2], actor=jonas, now=clock())
    changing.records_changed()
    assert cells(changing, Column.TIME) == ["16:30", "15:15", "16:30", "16:30"], "what was edited stays"
    press(Qt.Key.Key_Return, modifier=CONTROL)
    stored = desk.store.sessions.many([each.id for each in weekly])
    assert [f"{stored[each.id].starts_at:%H:%M}" for each in weekly] == ["21:30", "20:15", "21:30", "21:30"]
    assert stored[weekly[2].id].status is SessionStatus.BOOKED, "who confirmed another time has not confirmed this one"


def test_what_was_changed_in_the_last_moment_is_told_and_can_be_stored_then(
    changing, weekly, press, *, desk, jonas, clock, context
):
    aim_at_half_past_four(changing, press)
    desk.day.confirm(weekly[2], actor=jonas, now=clock())
    press(Qt.Key.Key_Return, modifier=CONTROL)
    told = context.messages.current.text
    assert told.startswith("Wednesday 9 December, 16:30: Somebody else changed this session meanwhile; it is now conf")
    assert desk.store.sessions.get(weekly[0].id) == weekly[0]
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert {f"{each.starts_at:%H:%M}" for each in desk.store.sessions.many([s.id for s in weekly]).values()} == {
        "21:30"
    }


def test_where_another_desk_moved_a_session_to_it_stays_in_what_nobody_wished_to_change(
    changing, weekly, press, *, desk, jonas, clock
):
    changing.change.weekday.setCurrentText("Thursday")
    other_room = desk.clinic.rooms()[-1].id
    place = {"starts_at": weekly[1].starts_at, "therapist_id": weekly[1].therapist_id, "room_id": other_room}
    desk.moving.move(weekly[1], **place, actor=jonas, now=clock())
    changing.records_changed()
    assert [each[:3] for each in cells(changing, Column.DAY)] == ["Thu"] * 4
    assert cells(changing, Column.ROOM)[1] == desk.clinic.rooms()[-1].name


def test_a_session_that_is_off_meanwhile_says_so_and_is_dropped(changing, weekly, press, *, desk, jonas, clock):
    aim_at_half_past_four(changing, press)
    desk.day.cancel(weekly[1], reason="Ill", actor=jonas, now=clock())
    changing.records_changed()
    assert cells(changing, Column.FIT)[1] == "This session is cancelled and can no longer be moved."
    assert not changing.store_button.isEnabled()
    changing.dates.table.setCurrentIndex(changing.dates.model.index(1, 0))
    changing.dates.table.setFocus()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return, modifier=CONTROL)
    stored = desk.store.sessions.many([each.id for each in weekly])
    assert stored[weekly[1].id].status is SessionStatus.CANCELLED
    assert [f"{stored[weekly[place].id].starts_at:%H:%M}" for place in (0, 2, 3)] == ["21:30"] * 3


def test_what_is_typed_for_one_date_stands_while_another_desk_changes_it(
    changing, weekly, press, *, desk, jonas, clock
):
    changing.dates.table.setFocus()
    changing.dates.table.setCurrentIndex(changing.dates.model.index(1, 0))
    press(Qt.Key.Key_Return, Qt.Key.Key_Tab, "15:15")
    desk.day.confirm(weekly[1], actor=jonas, now=clock())
    changing.records_changed()
    press(Qt.Key.Key_Return)
    assert cells(changing, Column.TIME)[1] == "15:15"
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert f"{desk.store.sessions.get(weekly[1].id).starts_at:%H:%M}" == "20:15"


def test_undo_on_the_page_itself_is_followed(window, weekly, ana, press, *, desk, maria, clock):
    desk.day.confirm(weekly[1], actor=maria, now=clock())
    window.flows.open_patient(ana.id)
    section = window.pages.page("patients").record.section(SessionsSection)
    section.table.setFocus()
    section.table.setCurrentIndex(section.model.index(section.model.place_of(weekly[0].id), 0))
    press("g")
    page = window.pages.page("series")
    page.dates.table.setFocus()
    press(Qt.Key.Key_Z, modifier=CONTROL)
    assert window.banner.label.text() == "Undone: marked Ana Ruiz as confirmed."
    page.change.at.setFocus()
    press("16:30", Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert window.banner.label.text() == "Changed 4 sessions of Ana Ruiz."


@pytest.fixture
def paired(desk, maria, ana, clock):
    """Two massages and four exercises on Tuesdays, each massage with the exercise of its day."""
    types = {Kind.MASSAGE: type_of(desk), Kind.PHYSICAL_THERAPY: type_of(desk, Technique.THERAPEUTIC_EXERCISE)}
    tuesday = frozenset({1})
    parts = tuple(
        PartWish(kind, types[kind].id, sessions, min_days=7, weekdays=tuesday)
        for kind, sessions in ((Kind.MASSAGE, 2), (Kind.PHYSICAL_THERAPY, 4))
    )
    rows = desk.series.propose(SeriesWish(ana.id, parts, clock().date(), weeks=4), now=clock())
    return desk.series.book(rows, actor=maria, now=clock())


@pytest.fixture
def from_a_massage(page, ana, paired, desk):
    massage = next(each for each in paired if each.session_type_id == type_of(desk).id)
    page.start_change(ana, massage)
    return page


def choose(box, words, press):
    """By keyboard: up to the top, down to what is wanted."""
    box.setFocus()
    press(*[Qt.Key.Key_Up] * box.count())
    while box.currentText() != words:
        before = box.currentText()
        press(Qt.Key.Key_Down)
        assert box.currentText() != before, f"{words} is not offered"


def test_paired_sessions_are_moved_together_unless_one_says_otherwise(from_a_massage, paired, press, desk, ana):
    page = from_a_massage
    page.change.scope.button(Scope.ALL.value).setFocus()
    press(Qt.Key.Key_Space)
    choose(page.change.weekday, "Friday", press)
    assert page.change.along.currentText() == "Massage and all physical therapy"
    assert page.words.text() == "6 sessions, all fit."
    assert page.store_button.text() == "Change 6 sessions"
    choose(page.change.along, "Massage, and physical therapy of the same days", press)
    assert page.words.text() == "4 sessions, all fit. 2 of physical therapy stay on Tuesdays."
    choose(page.change.along, "Massage alone", press)
    assert page.words.text() == "2 sessions, all fit. 4 of physical therapy stay on Tuesdays."
    assert page.store_button.text() == "Change 2 sessions"
    choose(page.change.along, "Massage and all physical therapy", press)
    press(Qt.Key.Key_Return, modifier=CONTROL)
    days = [each.starts_at.astimezone(page.context.clinic.tz).strftime("%a") for each in on_file(desk, ana)]
    assert days == ["Fri"] * 6


def test_one_session_alone_says_what_stays_behind_and_can_take_it_along(from_a_massage, press):
    page = from_a_massage
    page.change.scope.button(Scope.THIS.value).setFocus()
    press(Qt.Key.Key_Space)
    choose(page.change.weekday, "Friday", press)
    assert page.words.text() == "1 session, it fits. 1 of physical therapy stays on Tue 24 Nov at 11:00."
    choose(page.change.along, "Massage, and physical therapy of the same days", press)
    assert page.words.text() == "2 sessions, all fit."
    assert list(zip(cells(page, Column.DAY), cells(page, Column.TIME), strict=True)) == [
        ("Fri 27 Nov", "10:00"),
        ("Fri 27 Nov", "11:00"),
    ]


def test_as_long_as_nothing_is_changed_there_is_nothing_to_press(from_a_massage, press, desk, ana):
    page, before = from_a_massage, on_file(desk, ana)
    assert page.store_button.text() == "Change"
    assert not page.store_button.isEnabled()
    assert page.words.text().startswith("6 sessions. Nothing is changed yet")
    assert set(cells(page, Column.FIT)) == {"Stays as it is."}
    press(Qt.Key.Key_Return, modifier=CONTROL)
    assert on_file(desk, ana) == before
    page.dates.table.setFocus()
    press(Qt.Key.Key_Return, Qt.Key.Key_Tab, "12:00", Qt.Key.Key_Return)
    assert page.words.text() == "1 of 6 sessions to move, all fit."
    assert page.store_button.text() == "Change 1 session"
    press(Qt.Key.Key_Return, modifier=CONTROL)
    after = on_file(desk, ana)
    assert len(set(after) & set(before)) == 5, "the others are as they were, to their version"


def test_what_is_chosen_to_go_along_stays_chosen_for_other_sessions(from_a_massage, press):
    page = from_a_massage
    choose(page.change.along, "Massage alone", press)
    page.change.scope.button(Scope.ALL.value).setFocus()
    press(Qt.Key.Key_Space)
    assert page.change.along.currentText() == "Massage alone"
    assert page.change.moving[1].label.text() == "Massage at"
    page.change.deed.choose("cancel")
    assert not page.change.along_field.isVisible()
    assert len(page.dates.checks) == 6


def lines_of(table, row):
    """The words of the last column, and how tall they are in its width."""
    index = table.model().index(row, Column.FIT)
    words = QRect(0, 0, table.columnWidth(Column.FIT) - 38, 1000)
    return index.data(), table.fontMetrics().boundingRect(words, Qt.TextFlag.TextWordWrap, index.data()).height()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
@pytest.mark.parametrize("scale", [100, 200])
def test_what_stands_against_a_date_is_read_whole_beside_its_verdict(
    qtbot, window, ana, plan, press, *, desk, maria, size, scale
):
    window._style.choose_text_scale(scale)
    window.resize(*size)
    bo = register(desk, maria, "Bo Wolfeschlegelsteinhausen")
    answer(desk, maria, bo)
    window.flows.open_patient(ana.id)
    press("s")
    page = window.pages.page("series")
    first = page.dates.checks[0].row.request
    book(desk, maria, bo, first.starts_at, room=first.room_id)
    page.records_changed()
    table = page.dates.table
    qtbot.waitUntil(lambda: table.width() > 400)
    words, tall = lines_of(table, 0)
    assert words.startswith("Jonas Weber is with Bo Wolfeschlegelsteinhausen from ")
    assert tall <= table.rowHeight(0)
    assert all(lines_of(table, row)[1] <= table.rowHeight(row) for row in range(6))
    assert table.columnWidth(Column.FIT) > 140
    # Whatever has no room of its own stands below what has.
    told = " ".join(table.model().index(0, column).data() for column in Column if not table.isColumnHidden(column))
    spoken = " ".join(table.model().index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column)
    for column, cell in zip(
        Column, ("Mon 23 Nov", "10:00", "Swedish massage", "Jonas Weber", "Suitable"), strict=False
    ):
        assert cell in told, column
        assert cell in spoken, column
    assert table.isColumnHidden(Column.VERDICT) == (scale == 200)
    assert page.dates.detail.text().endswith(": Suitable.")
    assert table.height() >= sum(table.rowHeight(row) for row in range(6))


def test_a_verdict_that_forbids_keeps_the_button_off(page, desk, maria, ana, plan):
    answer(desk, maria, ana, disc_problem="herniation_no_leg_symptoms")
    page.start(ana, plan)
    assert not page.store_button.isEnabled()
    assert any("is not suitable for Ana now" in each for each in cells(page, Column.FIT))
    assert "Not suitable" in cells(page, Column.VERDICT)


def test_the_keyboard_is_followed_where_the_table_is_longer_than_the_window(qtbot, page, ana, plan, press):
    page.resize(900, 500)
    page.start(ana, plan)
    for _ in range(5):
        press(Qt.Key.Key_Down)
    row = page.dates.table.visualRect(page.dates.table.currentIndex())
    top = page.dates.table.viewport().mapTo(page, row.topLeft()).y()
    assert page.header.geometry().bottom() < top < page.height() - row.height()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dates.form.mapTo(page, page.dates.form.rect().bottomLeft()).y() <= page.height())


def test_the_other_day_of_the_week_goes_along_or_stays_as_is_chosen(page, ana, press, *, desk, maria, jonas, clock):
    at = [local(10, day=day) for day in (0, 3, 7, 10)]
    rows = [SeriesRow(BookingRequest(new_key(each), ana.id, type_of(desk).id, jonas.id, each)) for each in at]
    page.start_change(ana, desk.series.book(rows, actor=maria, now=clock())[0])
    assert page.change.other_days_field.isHidden()
    choose(page.change.weekday, "Tuesday", press)
    assert page.change.other_days.currentText() == "Go along, to Fridays"
    assert cells(page, Column.DAY) == ["Tue 24 Nov", "Fri 27 Nov", "Tue 1 Dec", "Fri 4 Dec"]
    choose(page.change.other_days, "Stay on Thursdays", press)
    assert page.words.text() == "2 of 4 sessions to move, all fit."
    # A distance of its own choice is kept for the next day that is tried.
    choose(page.change.weekday, "Wednesday", press)
    assert page.change.other_days.currentText() == "Stay on Thursdays"
    assert cells(page, Column.DAY) == ["Wed 25 Nov", "Thu 26 Nov", "Wed 2 Dec", "Thu 3 Dec"]
