from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk.saved_views import ScheduleView
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, WeeklyHours
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import MASSAGE_BLOCKED, answer, book, local, register
from tests.ui.schedule_hands import (
    column_of,
    drag,
    foot_of,
    hold_over,
    key,
    middle_of,
    move,
    press,
    release,
    slot_of,
)

K, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 11, 23)
DASH = "\N{EN DASH}"
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def dressed(qapp):
    apply_style(qapp, LIGHT)


@pytest.fixture
def open_page(qtbot, context, dressed):
    """Opens the schedule in a window, once or again."""

    def opened(context=context, size=(1100, 760)):
        page = SchedulePage(context)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        qtbot.waitExposed(page)
        page.page_shown()
        page.canvas.verticalScrollBar().setValue(0)
        return page

    return opened


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def bo(desk, maria):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person)
    return person


@pytest.fixture
def session(desk, maria, ana):
    """Ana with Jonas at eleven."""
    return book(desk, maria, ana, local(11))


def now_is(desk, session):
    return desk.store.sessions.get(session.id)


def at(page, title, moment):
    return page.canvas.place_of(column_of(page, title), moment)


def step_onto(page, session):
    """Lead the keyboard onto a session with an arrow."""
    page.canvas.select(session.id)
    cursor = page.canvas.picture.cursor
    page.canvas.put_cursor(replace(cursor, moment=cursor.moment - timedelta(minutes=5), session_id=""))
    key(page, K.Key_Down)


def clashes(page):
    ghost = page.canvas.picture.ghost
    return {clash.resource: clash.message for clash in ghost.clashes}


# -- looking -------------------------------------------------------------------------------------


def test_a_day_has_a_column_per_therapist_or_per_room(desk, session, open_page):
    page = open_page()
    assert [lane.title for lane in page.canvas.picture.lanes] == ["Jonas Weber", "Aiko Tanaka"]
    page.bar.by.choose("rooms")
    rooms = [room.name for room in desk.clinic.rooms()]
    assert [lane.title for lane in page.canvas.picture.lanes] == [*rooms, "No room yet"]
    assert [slot.session for slot in page.canvas.picture.lanes[-1].slots] == [session]


def test_what_is_in_hand_covers_nobody_in_the_lane_of_those_without_a_room(desk, maria, session, open_page):
    bo, cy = register(desk, maria, "Bo Li"), register(desk, maria, "Cy Ost")
    others = [
        book(desk, maria, bo, local(11), technique=Technique.STRETCHING, therapist="staff-aiko"),
        book(desk, maria, cy, local(12, 30)),
    ]
    page = open_page()
    page.bar.by.choose("rooms")
    canvas, column = page.canvas, len(page.canvas.picture.lanes) - 1
    before = [canvas.slot_area(*slot_of(page, each)) for each in (session, *others)]
    step_onto(page, session)
    key(page, K.Key_M)
    for _ in range(6):
        ghost = canvas.picture.ghost
        assert ghost.column == column
        held = canvas.drawing.free_area(column, ghost.starts_at, ghost.ends_at)
        assert held.width() > 70
        for each in (session, *others):
            card = canvas.drawing.card_area(*slot_of(page, each))
            assert not card.intersects(held)
            assert card.width() > 70
        key(page, K.Key_Down)
    key(page, K.Key_Escape)
    assert [canvas.slot_area(*slot_of(page, each)) for each in (session, *others)] == before


def test_a_click_above_the_calendar_leaves_the_keyboard_in_it(qtbot, open_page):
    page = open_page()
    page.activateWindow()
    page.canvas.setFocus()
    qtbot.waitUntil(page.canvas.hasFocus)
    bar = page.bar
    for each in (bar.span.button("week"), bar.by.button("rooms"), bar.picker.next_button, bar.in_button):
        QTest.mouseClick(each, Qt.MouseButton.LeftButton)
    assert (page.bar.view.week, page.bar.view.rooms) == (True, True)
    assert page.canvas.hasFocus()


def test_a_week_has_its_days_for_everybody_or_a_column_per_day_for_one(open_page):
    page = open_page()
    key(page, K.Key_W)
    groups = page.canvas.picture.groups
    assert [group.title for group in groups][:2] == ["Mon 23 Nov", "Tue 24 Nov"]
    assert len(page.canvas.picture.lanes) == 2 * len(groups)
    assert page.header.subtitle.text() == "Week 48, Mon 23 Nov to Sun 29 Nov 2026"
    page.looking.look(ScheduleView(week=True, chosen=("staff-jonas",)))
    assert page.canvas.picture.groups == ()
    assert [lane.title for lane in page.canvas.picture.lanes][:2] == ["Mon 23 Nov", "Tue 24 Nov"]


@pytest.mark.parametrize("scale", [100, 200])
def test_sessions_without_a_room_have_the_width_for_words_in_a_week_of_rooms(
    desk, maria, clock, *, open_page, qapp, scale
):
    abreast = []
    for number in range(6):
        therapist = StaffMember(f"t{number}", f"Therapist {number}", Role.THERAPIST, frozenset({Kind.MASSAGE}))
        desk.clinic.add_staff(therapist, actor=maria, now=clock())
        person = register(desk, maria, f"Person Number{number}")
        answer(desk, maria, person)
        abreast.append(book(desk, maria, person, local(11, day=1), therapist=therapist.id))
    apply_style(qapp, LIGHT, scale)
    page = open_page()
    for each in (K.Key_R, K.Key_W):
        key(page, each)
    lanes = page.canvas.picture.lanes
    strip = page.canvas.strip
    assert len({strip.width(at) for at, lane in enumerate(lanes) if lane.room_id is not None}) == 1
    for session in abreast:
        page.canvas.select(session.id)
        area = page.canvas.slot_area(*page.canvas.picture.found(session.id))
        assert area.width() > 62 * scale / 100
        assert page.canvas.viewport().rect().contains(area.center().toPoint())
        QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=area.center().toPoint())
        assert page.bubble.slot.session == session
        key(page, K.Key_Escape)
    apply_style(qapp, LIGHT)


def test_free_gaps_are_told_with_their_length_and_leave_out_what_is_past_or_taken(session, open_page):
    page = open_page()
    spans = [
        (opening.earliest, opening.ends_at)
        for opening in page.canvas.picture.openings
        if opening.column == column_of(page, "Jonas Weber")
    ]
    assert spans == [(local(9, 35), local(11)), (local(12, 10), local(18))]
    assert page.canvas.picture.lanes[0].detail == "7 h 15 min free"


def test_a_gap_in_which_nothing_fits_before_the_next_session_is_no_gap(desk, maria, ana, bo, open_page):
    book(desk, maria, ana, local(11))
    book(desk, maria, bo, local(12, 40))  # half an hour is free between them: nothing that has to be tidied up fits
    page = open_page()
    spans = [(each.earliest, each.ends_at) for each in page.canvas.picture.openings if each.column == 0]
    assert spans == [(local(9, 35), local(11)), (local(13, 50), local(18))]


def test_a_gap_is_picked_with_a_click_on_the_grid(qtbot, open_page):
    page = open_page()
    with qtbot.waitSignal(page.canvas.gap_picked) as told:
        QTest.mouseClick(
            page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(page, "Aiko Tanaka", local(13, 5)).toPoint()
        )
    assert told.args == [1, local(13)]


def test_a_gap_is_picked_with_the_keyboard(qtbot, session, open_page):
    page = open_page()
    key(page, K.Key_G)
    key(page, K.Key_G)
    assert page.canvas.picture.cursor.moment == local(12, 10)
    with qtbot.waitSignal(page.canvas.gap_picked) as told:
        key(page, K.Key_Return)
    assert told.args == [0, local(12, 10)]


def test_the_arrows_go_through_free_time_on_the_grid_and_over_sessions_in_one_stop(session, open_page):
    page = open_page()
    page.canvas.put_cursor(replace(page.canvas._first_cursor(), moment=local(10, 30)))
    stops = []
    for _ in range(4):
        key(page, K.Key_Down)
        stops.append(page.canvas.picture.cursor.moment)
    assert stops == [local(10, 45), local(11), local(12, 10), local(12, 15)]
    key(page, K.Key_Up)
    key(page, K.Key_Up)
    assert page.canvas.current.session == session
    key(page, K.Key_Right)
    assert (page.canvas.picture.cursor.column, page.canvas.picture.cursor.moment) == (1, local(11))


def test_the_grid_is_chosen_and_the_arrows_follow_it(open_page):
    page = open_page()
    page.bar.grid.setFocus()
    QTest.keyClick(page.bar.grid, K.Key_Up)
    QTest.keyClick(page.bar.grid, K.Key_Up)
    page.canvas.setFocus()
    key(page, K.Key_Home)
    key(page, K.Key_Home)
    key(page, K.Key_Down)
    assert page.view.grid == 5
    assert page.canvas.picture.cursor.moment == local(8, 5)


def test_the_details_are_the_same_for_the_pointer_and_the_keyboard(qtbot, session, open_page):
    page = open_page()
    move(page, middle_of(page, session), buttons=Qt.MouseButton.NoButton)
    qtbot.waitUntil(page.bubble.isVisible)
    hovered = [line.text() for line in page.bubble.lines if line.isVisible()]
    assert page.bubble.name.text() == "Ana Ruiz"
    assert page.bubble.verdict.text() == "Suitable"
    assert hovered == [
        "No phone number",
        f"11:00{DASH}12:00, Swedish massage",
        "Jonas Weber",
        "Room: on arrival",
        "Booked",
    ]
    move(page, at(page, "Aiko Tanaka", local(15)), buttons=Qt.MouseButton.NoButton)
    assert not page.bubble.isVisible()
    step_onto(page, session)
    assert page.bubble.isVisible()
    assert [line.text() for line in page.bubble.lines if line.isVisible()] == hovered
    assert page.bubble.accessibleName().startswith("Ana Ruiz, 11:00")


def test_who_is_late_and_who_waits_is_told_in_minutes(desk, maria, ana, clock, open_page):
    late = book(desk, maria, ana, local(9, 30))
    bo = register(desk, maria, "Bo Li")
    waiting = book(desk, maria, bo, local(10), technique=Technique.STRETCHING, therapist="staff-aiko")
    desk.day.arrive(waiting, actor=maria, now=clock())
    clock.advance(minutes=12)
    page = open_page()
    step_onto(page, waiting)
    assert "Waits 12 min" in [line.text() for line in page.bubble.lines]
    step_onto(page, late)
    assert "Late 12 min" in [line.text() for line in page.bubble.lines]


def test_the_headings_and_the_hours_stay_in_sight(session, open_page):
    page = open_page(size=(700, 400))
    page.canvas.verticalScrollBar().setValue(0)
    canvas = page.canvas

    def header():
        return canvas.viewport().grab().toImage().copy(canvas.ruler_width, 0, 200, canvas.header_height - 2)

    before = header()
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    assert canvas.verticalScrollBar().value() > 100
    assert header() == before
    assert canvas.time_at(QPointF(300, 10)) is None


def wheel(page, steps, modifier):
    place = QPointF(page.canvas.viewport().rect().center())
    event = QWheelEvent(
        place,
        page.canvas.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.canvas.viewport(), event)


def test_the_wheel_and_the_keys_zoom_and_the_middle_stays(open_page):
    page = open_page()
    canvas = page.canvas
    canvas.verticalScrollBar().setValue(60)
    middle = QPointF(400, canvas.inner.center().y())
    _, before = canvas.time_at(middle)
    tall = canvas.scale.height
    wheel(page, 1, CTRL)
    assert canvas.scale.height > tall
    assert abs(canvas.time_at(middle)[1] - before) < timedelta(minutes=3)
    key(page, K.Key_Plus, CTRL)
    assert page.view.zoom == 1.5
    key(page, K.Key_Minus, CTRL)
    key(page, K.Key_0, CTRL)
    assert canvas.scale.height == tall


def test_views_are_saved_on_function_keys_and_come_back(context, open_page):
    page = open_page()
    key(page, K.Key_W)
    page.bar._toggle("staff-aiko")
    wheel(page, 1, CTRL)
    key(page, K.Key_F6, SHIFT)
    key(page, K.Key_F4)
    assert page.view == ScheduleView(rooms=True)
    key(page, K.Key_F6)
    assert page.view == ScheduleView(week=True, chosen=("staff-aiko",), zoom=1.25)
    assert [lane.therapist_id for lane in page.canvas.picture.lanes][:2] == ["staff-aiko", "staff-aiko"]
    key(page, K.Key_F8)
    assert context.messages.current.text.startswith("Nothing is saved on F8 yet.")


def test_the_last_view_is_restored_and_everybody_has_their_own(context, jonas, open_page):
    page = open_page()
    key(page, K.Key_F4)
    again = open_page()
    assert again.view == ScheduleView(rooms=True)
    context.change_actor(jonas)
    assert again.view == ScheduleView()


def test_the_zoom_is_kept_where_it_comes_to_rest(context, open_page):
    page = open_page()
    wheel(page, 1, CTRL)
    wheel(page, 1, CTRL)
    page.page_left()
    assert context.desk.saved_views.of(context.actor)[0] == ScheduleView(zoom=1.5)


def test_a_heading_leads_from_a_therapist_to_their_week_and_from_a_day_to_it(open_page):
    page = open_page()
    canvas = page.canvas
    place = QPoint(round(canvas.place_of(1, local(12)).x()), 10)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.view == ScheduleView(week=True, chosen=("staff-aiko",))
    place = QPoint(round(canvas.place_of(2, local(12)).x()), 10)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.view == ScheduleView()
    assert page.day == TODAY + timedelta(days=2)


def test_days_and_weeks_are_turned_by_keys(open_page):
    page = open_page()
    key(page, K.Key_PageDown)
    assert page.day == TODAY + timedelta(days=1)
    key(page, K.Key_PageDown, CTRL)
    assert page.day == TODAY + timedelta(days=8)
    key(page, K.Key_T)
    assert page.day == TODAY
    key(page, K.Key_PageUp)
    assert page.header.subtitle.text() == "Sunday 22 November 2026"


def test_a_break_and_time_off_are_drawn_named_and_never_offered(desk, open_page):
    lunch = (ClockSpan(time(8), time(12)), ClockSpan(time(13), time(18)))
    with desk.store.write():
        desk.store.hours.add_weekly(WeeklyHours("w", "staff-jonas", TODAY, ((lunch,) * 7,), TODAY))
        desk.store.hours.add_absence(Absence("a", "staff-aiko", AbsenceReason.LEAVE, TODAY, TODAY))
    page = open_page()
    jonas, aiko = page.canvas.picture.lanes
    assert [each.words for each in (*jonas.stretches, *aiko.stretches)] == ["Break", "Time off"]
    spans = [(each.column, each.earliest, each.ends_at) for each in page.canvas.picture.openings]
    assert spans == [(0, local(9, 35), local(12)), (0, local(13), local(18))]
    image = page.canvas.viewport().grab().toImage()
    area = page.canvas.area_of(0, local(12), local(13))
    inks = {image.pixelColor(round(area.right()) - 6, y).name() for y in range(round(area.top()), round(area.bottom()))}
    assert len(inks) > 1  # hatched, not merely grey


# -- moving with the mouse -----------------------------------------------------------------------


def test_a_session_is_dragged_to_another_time_on_the_grid(desk, session, open_page, context):
    page = open_page()
    start = middle_of(page, session)
    drag(page, start, start + (at(page, "Jonas Weber", local(14, 18)) - at(page, "Jonas Weber", local(11))))
    assert now_is(desk, session).starts_at == local(14, 15)
    assert context.messages.current.text == "Ana Ruiz moved to 14:15."
    assert page.canvas.current.session.id == session.id


def test_a_press_that_hardly_moves_is_a_click(desk, session, open_page):
    page = open_page()
    start = middle_of(page, session)
    press(page, start)
    move(page, start + QPointF(2, 3))
    release(page, start + QPointF(2, 3))
    assert now_is(desk, session) == session
    assert page.bubble.isVisible()
    assert page.bubble.opened


def test_a_session_gets_longer_by_its_lower_edge(desk, session, open_page, context):
    page = open_page()
    foot = foot_of(page, session)
    drag(page, foot, at(page, "Jonas Weber", local(12, 28)))
    assert (now_is(desk, session).starts_at, now_is(desk, session).ends_at) == (local(11), local(12, 30))
    assert context.messages.current.text == "The session of Ana Ruiz lasts until 12:30 now."


def test_while_it_is_dragged_a_ghost_tells_the_time_and_escape_takes_it_back(desk, session, open_page):
    page = open_page()
    start = middle_of(page, session)
    hold_over(page, start, start + QPointF(0, 100))
    ghost = page.canvas.picture.ghost
    assert ghost.starts_at > local(12)
    assert not ghost.taken
    assert page.canvas.picture.lifted == session.id
    key(page, K.Key_Escape)
    assert (page.canvas.picture.ghost, page.canvas.picture.lifted) == (None, "")
    release(page, start + QPointF(0, 100))
    assert now_is(desk, session) == session
    assert not page.bubble.opened


def test_the_clash_is_named_while_it_is_dragged_and_letting_go_there_changes_nothing(
    desk, maria, bo, session, open_page
):
    book(desk, maria, bo, local(14))
    page = open_page()
    start = middle_of(page, session)
    hold_over(page, start, at(page, "Jonas Weber", local(14, 30)))
    assert page.canvas.picture.ghost.taken
    assert clashes(page) == {"therapist": "Jonas Weber is with Bo Li from 14:00 and free again at 15:10."}
    assert "Jonas Weber is with Bo Li" in page.canvas.accessibleDescription()
    painted = page.canvas.viewport().grab().toImage()
    area = page.canvas.area_of(0, local(14, 30), local(14, 35))
    assert painted.pixelColor(area.center().toPoint() + QPoint(20, 3)).name().upper() == LIGHT.error_tint
    release(page, at(page, "Jonas Weber", local(14, 30)))
    key(page, K.Key_Escape)
    assert now_is(desk, session) == session
    assert page.canvas.carry is None


def test_a_therapist_without_the_skill_the_hours_and_the_own_other_session_are_named(
    desk, maria, ana, session, open_page
):
    book(desk, maria, ana, local(15), technique=Technique.STRETCHING, therapist="staff-aiko")
    page = open_page()
    start = middle_of(page, session)
    hold_over(page, start, at(page, "Aiko Tanaka", local(13)))
    assert clashes(page)["skill"] == "Aiko Tanaka does not give massage."
    move(page, at(page, "Jonas Weber", local(15, 30)))
    assert clashes(page)["patient"].startswith("Ana already has Guided stretching with Aiko Tanaka")
    page.canvas.verticalScrollBar().setValue(page.canvas.verticalScrollBar().maximum())
    move(page, at(page, "Jonas Weber", local(17, 50)))
    assert "this session would end at" in clashes(page)["hours"]


def test_a_room_that_is_in_use_is_named_in_its_column(desk, maria, ana, bo, open_page):
    room = desk.clinic.rooms()[0]
    session = book(desk, maria, ana, local(11))
    book(desk, maria, bo, local(11), technique=Technique.STRETCHING, therapist="staff-aiko", room=room.id)
    page = open_page()
    key(page, K.Key_F4)
    start = middle_of(page, session)
    hold_over(page, start, at(page, room.name, local(11, 30)))
    assert "is in use by Aiko Tanaka" in clashes(page)["room"]
    free = desk.clinic.rooms()[1]
    move(page, at(page, free.name, local(11, 30)))
    release(page, at(page, free.name, local(11, 30)))
    assert (now_is(desk, session).room_id, now_is(desk, session).therapist_id) == (free.id, "staff-jonas")


def test_a_verdict_that_forbids_the_session_is_named_and_one_to_look_at_is_held(
    desk, maria, session, open_page, context
):
    page = open_page()
    ana = desk.patients.open(session.patient_id, actor=maria, now=context.now())
    answer(desk, maria, ana, at=context.now(), **MASSAGE_BLOCKED)
    start = middle_of(page, session)
    hold_over(page, start, at(page, "Jonas Weber", local(14)))
    assert "not suitable for Ana now" in clashes(page)["verdict"]
    key(page, K.Key_Escape)
    release(page, start)
    answer(desk, maria, ana, at=context.now(), leg_radiating_pain="pain_only")
    hold_over(page, start, at(page, "Jonas Weber", local(14)))
    assert page.canvas.picture.ghost.hold
    release(page, at(page, "Jonas Weber", local(14)))
    assert now_is(desk, session).held
    assert "It is held" in context.messages.current.text


def test_somebody_who_was_faster_is_named_on_the_drop(desk, maria, session, open_page, context):
    page = open_page()
    start = middle_of(page, session)
    hold_over(page, start, start + QPointF(0, 150))
    desk.moving.resize(session, ends_at=local(12, 30), actor=maria, now=context.now())
    release(page, start + QPointF(0, 150))
    assert context.messages.current.text.startswith("Somebody else changed this session meanwhile")
    assert page.canvas.carry is None
    assert page.canvas.picture.found(session.id)[1].session.ends_at == local(12, 30)


# -- moving with the keyboard --------------------------------------------------------------------


def test_a_session_is_taken_moved_and_put_down_with_the_keys(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Return)
    for _ in range(3):
        key(page, K.Key_Down)
    assert page.canvas.accessibleDescription() == f"Ana Ruiz in hand: 11:45{DASH}12:45, Jonas Weber, fits"
    key(page, K.Key_Return)
    assert now_is(desk, session).starts_at == local(11, 45)


def test_shift_and_the_arrows_make_it_longer_in_the_same_hand(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_M)
    key(page, K.Key_Down, SHIFT)
    key(page, K.Key_Down, SHIFT)
    key(page, K.Key_Up, SHIFT)
    key(page, K.Key_Up)
    key(page, K.Key_Return)
    stored = now_is(desk, session)
    assert (stored.starts_at, stored.ends_at) == (local(10, 45), local(12))
    assert len(desk.store.assessments.history(session.id)) == 2


def test_escape_puts_it_back_and_a_clash_is_not_put_down(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Return)
    key(page, K.Key_Right)
    assert clashes(page)["skill"] == "Aiko Tanaka does not give massage."
    key(page, K.Key_Return)
    assert page.canvas.carry is not None
    key(page, K.Key_Escape)
    assert page.canvas.carry is None
    assert now_is(desk, session) == session


def test_in_hand_it_comes_along_to_the_next_day(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Return)
    key(page, K.Key_PageDown)
    assert page.canvas.picture.ghost.starts_at == local(11, day=1)
    key(page, K.Key_Return)
    assert now_is(desk, session).starts_at == local(11, day=1)


@pytest.mark.parametrize(("before", "after"), [("2027-03-13", "2027-03-14"), ("2027-11-06", "2027-11-07")])
def test_over_a_change_of_the_clocks_it_keeps_its_time_of_day_and_its_length(desk, maria, before, after, open_page):
    ana = register(desk, maria)
    answer(desk, maria, ana)
    eleven = datetime.fromisoformat(f"{before}T11:00").replace(tzinfo=NEW_YORK)
    session = book(desk, maria, ana, eleven.astimezone(UTC))
    page = open_page()
    page.show_day(date.fromisoformat(before))
    page.canvas.select(session.id)
    for each in (K.Key_Return, K.Key_PageDown, K.Key_Down, K.Key_Return):
        key(page, each)
    stored = now_is(desk, session)
    assert stored.starts_at == datetime.fromisoformat(f"{after}T11:15").replace(tzinfo=NEW_YORK)
    assert stored.ends_at - stored.starts_at == timedelta(hours=1)


def test_what_is_done_stays_where_it_is(desk, maria, session, open_page, clock):
    off = desk.day.cancel(session, reason="Ill", actor=maria, now=clock())
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Return)
    assert page.canvas.carry is None
    drag(page, middle_of(page, session), at(page, "Jonas Weber", local(14)))
    assert now_is(desk, session) == off


# -- the tray ------------------------------------------------------------------------------------


def test_a_session_is_dragged_into_the_tray_and_out_on_another_day(desk, session, open_page):
    page = open_page()
    start = middle_of(page, session)
    press(page, start)
    move(page, start + QPointF(0, 40))
    inside = QPointF(page.tray.rect().center())
    move(page, inside, over=page.tray)
    release(page, inside, over=page.tray)
    assert list(page.tray.slots) == [session.id]
    assert now_is(desk, session) == session
    key(page, K.Key_PageDown)
    chip = page.tray.chip(session.id)
    QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    for part in (0.2, 1.0):
        target = at(page, "Jonas Weber", local(13, day=1))
        place = page.canvas.viewport().mapToGlobal(target.toPoint())
        QTest.mouseMove(chip, chip.mapFromGlobal(place) * part)
        QApplication.sendEvent(chip, _moved(chip, place))
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=chip.mapFromGlobal(place))
    assert now_is(desk, session).starts_at == local(13, day=1)
    assert page.tray.slots == {}


def _moved(widget, place):
    from PySide6.QtGui import QMouseEvent  # noqa: PLC0415 - used here only

    left = Qt.MouseButton.LeftButton
    inside = QPointF(widget.mapFromGlobal(place))
    return QMouseEvent(
        QEvent.Type.MouseMove, inside, QPointF(place), Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier
    )


def test_the_tray_is_reached_by_keys_and_keeps_the_old_time_until_put_down(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_P)
    assert session.id in page.canvas.picture.parked
    key(page, K.Key_PageDown)
    page.page_left()
    page.page_shown()
    assert page.tray.chip(session.id).accessibleName().endswith("still on Mon 23 Nov at 11:00")
    page.tray.chip(session.id).setFocus()
    QTest.keyClick(page.tray.chip(session.id), K.Key_Return)
    assert page.focusWidget() is page.canvas
    assert page.canvas.picture.ghost.starts_at == local(11, day=1)
    assert now_is(desk, session) == session
    key(page, K.Key_Down)
    key(page, K.Key_Return)
    assert now_is(desk, session).starts_at == local(11, 15, day=1)
    assert page.tray.slots == {}


def test_clearing_the_tray_changes_nothing(qtbot, desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_P)
    qtbot.mouseClick(page.tray.clear_button, Qt.MouseButton.LeftButton)
    assert page.tray.slots == {}
    assert page.canvas.picture.parked == frozenset()
    assert now_is(desk, session) == session


def test_out_of_the_tray_it_begins_in_the_first_column_where_its_own_is_not_shown(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_P)
    page.looking.look(ScheduleView(chosen=("staff-aiko",)))
    QTest.keyClick(page.tray.chip(session.id), K.Key_Return)
    assert page.canvas.picture.ghost.column == 0
    assert clashes(page)["skill"] == "Aiko Tanaka does not give massage."
    key(page, K.Key_Escape)
    assert now_is(desk, session) == session


def test_what_was_cancelled_meanwhile_leaves_the_tray(desk, maria, session, open_page, clock):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_P)
    desk.day.cancel(session, reason="Ill", actor=maria, now=clock())
    page.records_changed()
    assert page.tray.slots == {}


# -- steps ---------------------------------------------------------------------------------------


def test_somebody_arrives_from_the_details_and_it_is_taken_back(qtbot, desk, session, open_page, context):
    page = open_page()
    QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(page, session).toPoint())
    arrive, _ = page.bubble.buttons["arrive"]
    assert page.focusWidget() is arrive
    QTest.keyClick(arrive, K.Key_Return)
    assert now_is(desk, session).status is SessionStatus.ARRIVED
    assert context.messages.current.text == "Ana Ruiz: has arrived."
    assert page.canvas.current.session.status is SessionStatus.ARRIVED
    page.undo()
    assert now_is(desk, session).status is SessionStatus.BOOKED
    assert page.canvas.current.session.status is SessionStatus.BOOKED


def test_from_the_details_a_letter_takes_the_session_in_hand_or_parks_it(session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    for letter in (K.Key_M, K.Key_P):
        key(page, K.Key_Space)
        QTest.keyClick(page.focusWidget(), letter)
        assert not page.bubble.isVisible()
        assert (page.canvas.carry is not None) is (letter == K.Key_M)
        key(page, K.Key_Escape)
    assert list(page.tray.slots) == [session.id]


def test_a_click_beside_takes_the_details_away(session, open_page):
    page = open_page()
    QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(page, session).toPoint())
    assert page.bubble.opened
    QTest.mouseClick(
        page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(page, "Aiko Tanaka", local(8, 20)).toPoint()
    )
    assert not page.bubble.isVisible()


def test_a_session_is_cancelled_with_a_reason_by_keys_alone(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Delete)
    form = page.bubble.form
    QTest.keyClick(form.reason, K.Key_Return)
    assert form.fault.text() == "Choose a reason: it stays with the session."
    QTest.keyClick(form.reason, K.Key_Down)
    QTest.keyClick(form.reason, K.Key_Down)
    QTest.keyClick(form.reason, K.Key_Return)
    stored = now_is(desk, session)
    assert (stored.status, stored.cancel_reason) == (SessionStatus.CANCELLED, "The person is ill")
    assert page.focusWidget() is page.canvas


def test_what_still_stands_in_the_way_of_a_start_is_said(desk, maria, session, open_page, context):
    desk.day.arrive(session, actor=maria, now=context.now())
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Space)
    start, _ = page.bubble.buttons["start"]
    QTest.mouseClick(start, Qt.MouseButton.LeftButton)
    assert now_is(desk, session).status is SessionStatus.ARRIVED
    assert "every visit" in context.messages.current.text


def test_gaps_begin_later_as_time_passes(open_page, clock):
    page = open_page()
    clock.advance(hours=1)
    page.tick()
    assert page.canvas.picture.openings[0].earliest == local(10, 35)


def test_letters_confirm_and_mark_a_no_show(desk, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_F)
    assert now_is(desk, session).status is SessionStatus.CONFIRMED
    key(page, K.Key_N)
    assert now_is(desk, session).status is SessionStatus.NO_SHOW


def test_what_was_moved_is_taken_back_on_the_page(desk, session, open_page, context):
    page = open_page()
    page.canvas.select(session.id)
    for each in (K.Key_M, K.Key_Down, K.Key_Return):
        key(page, each)
    assert context.messages.current.action.words == "Undo"
    context.messages.current.action.run()
    assert now_is(desk, session).starts_at == local(11)
    assert page.canvas.picture.found(session.id)[1].session.starts_at == local(11)


# -- another desk --------------------------------------------------------------------------------


def test_what_another_desk_changed_appears_and_what_is_in_hand_stays(desk, maria, bo, session, open_page):
    page = open_page()
    page.canvas.select(session.id)
    key(page, K.Key_Return)
    key(page, K.Key_Down)
    other = book(desk, maria, bo, local(15))
    page.records_changed()
    assert page.canvas.picture.found(other.id) is not None
    assert page.canvas.picture.ghost.starts_at == local(11, 15)
    key(page, K.Key_Return)
    assert now_is(desk, session).starts_at == local(11, 15)


def test_reading_the_schedule_is_audited_once_and_a_refresh_is_not(desk, session, open_page):
    page = open_page()
    (entry,) = desk.store.audit.tail(1)
    assert (entry.action, entry.actor_name) == ("schedule.read", "Maria")
    page.records_changed()
    assert desk.store.audit.tail(1) == [entry]


def test_a_context_of_another_clock_has_its_own_day(desk, clinic, maria, clock, open_page):
    clock.advance(days=1)
    page = open_page(DeskContext(desk, clinic, maria, clock=clock))
    assert page.day == TODAY + timedelta(days=1)
    clock.advance(days=1)
    page.tick()
    assert page.day == TODAY + timedelta(days=2)
