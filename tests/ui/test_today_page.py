from datetime import date, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest

from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.style import LIGHT, apply_style, verdict_words
from clinicdesk.ui.today import TodayPage
from clinicdesk.ui.today.model import DETAIL_ROLE, Column
from clinicdesk.ui.today.steps import ARRIVE
from tests.ui.clinic_day import answer, book, local, register
from tests.vouching import vouch_at_once, vouching

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def dressed(qapp):
    """The look of the program, put on once: it takes longer than most tests."""
    apply_style(qapp, LIGHT)


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8))
    return person


@pytest.fixture
def page(qtbot, context, dressed):
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(900, 600)
    return made


@pytest.fixture
def show(qtbot, page):
    """Show the page once the day is booked."""

    def shown():
        page.show()
        qtbot.waitExposed(page)
        page.page_shown()
        page.table.setFocus()
        return page

    return shown


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.table, key, modifier)


def cell(page, column, place=0, role=Qt.ItemDataRole.DisplayRole):
    return page.table.model().index(place, column).data(role)


def status(desk, session):
    return desk.store.sessions.get(session.id).status


def test_a_person_arrives_starts_and_is_done_by_three_keys(desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    for key, expected in (
        ("a", SessionStatus.ARRIVED),
        ("s", SessionStatus.IN_SESSION),
        ("c", SessionStatus.COMPLETED),
    ):
        QTest.keyClicks(page.table, key)
        assert status(desk, session) is expected
    assert cell(page, Column.STATUS) == "Done"
    assert [page.counts.number(words) for words in ("Expected", "Arrived", "In session", "Done")] == [0, 0, 0, 1]


def test_whoever_is_next_stays_at_the_top_until_somebody_moves(desk, maria, ana, page):
    sessions = [book(desk, maria, ana, local(8, 75 * place)) for place in range(8)]
    for each in sessions[:3]:
        desk.day.cancel(each, reason="Ill", actor=maria, now=local(7))
    page.page_shown()
    page.show()
    table = page.table

    def top():
        return table.visualRect(table.currentIndex()).top() // table.rowHeight(0)

    for size in ((1200, 420), (900, 400)):
        page.resize(*size)
        assert (table.current_row().session.id, top()) == (sessions[3].id, 1)
    QTest.keyClick(table, Qt.Key.Key_Down)
    page.resize(900, 380)
    assert (table.current_row().session.id, top()) == (sessions[4].id, 2)


def test_the_buttons_of_a_line_do_the_same(qtbot, desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    actions = page.table.current_actions
    assert actions.isVisible()
    assert actions.next_button.text() == "Arrive"
    qtbot.mouseClick(actions.next_button, Qt.MouseButton.LeftButton)
    assert status(desk, session) is SessionStatus.ARRIVED
    assert actions.next_button.text() == "Start"


def test_the_line_under_the_pointer_shows_its_own_buttons(qtbot, desk, maria, ana, show):
    book(desk, maria, ana, local(10))
    bo = register(desk, maria, "Bo Li")
    answer(desk, maria, bo, at=local(8))
    later = book(desk, maria, bo, local(12))
    page = show()
    middle = page.table.visualRect(page.table.model().index(1, Column.PERSON)).center()
    qtbot.mouseMove(page.table.viewport(), middle)
    hover = page.table.hover_actions
    qtbot.waitUntil(hover.isVisible)
    qtbot.mouseClick(hover.next_button, Qt.MouseButton.LeftButton)
    assert status(desk, later) is SessionStatus.ARRIVED


def test_a_step_that_does_not_follow_is_explained_and_not_taken(desk, maria, ana, show, context):
    session = book(desk, maria, ana, local(10))
    page = show()
    QTest.keyClicks(page.table, "s")
    assert status(desk, session) is SessionStatus.BOOKED
    assert context.messages.current.text == "Ana Ruiz has not arrived yet."


def test_the_last_deed_is_named_undone_and_done_again(desk, maria, ana, show, context):
    session = book(desk, maria, ana, local(10))
    page = show()
    assert page.undo_button.accessibleName() == "Undo: booked Ana Ruiz for 10:00"
    QTest.keyClicks(page.table, "a")
    assert page.undo_button.accessibleName() == "Undo: marked Ana Ruiz as arrived"
    page.undo()
    assert status(desk, session) is SessionStatus.BOOKED
    assert cell(page, Column.STATUS) == "Expected"
    told = context.messages.current
    assert told.text == "Undone: marked Ana Ruiz as arrived."
    told.action.run()
    assert cell(page, Column.STATUS) == "Arrived"
    page.undo()
    page.undo()
    assert page.model.rowCount() == 0
    assert not page.undo_button.isVisible()
    page.undo()
    assert "Answers are kept for good" in context.messages.current.text


def test_what_another_desk_changed_since_is_not_undone_and_shown_as_it_is(desk, staff, ana, show, context):
    maria, jonas, _ = staff
    session = book(desk, maria, ana, local(10))
    page = show()
    desk.day.confirm(session, actor=jonas, now=context.now())
    page.undo()
    assert context.messages.current.text == (
        "This can no longer be undone: Jonas Weber marked Ana Ruiz as confirmed, at 09:30. Nothing was changed."
    )
    assert cell(page, Column.STATUS) == "Confirmed"


def test_several_steps_are_undone_one_by_one_the_last_first(qtbot, desk, maria, ana, show):
    first = book(desk, maria, ana, local(10))
    second = book(desk, maria, register(desk, maria, "Bo Li"), local(12))
    page = show()
    QTest.keyClicks(page.table, "a")
    press(page, Qt.Key.Key_Down)
    QTest.keyClicks(page.table, "n")
    assert page.undo_button.accessibleName() == "Undo: marked Bo Li as a no-show"
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert status(desk, second) is SessionStatus.BOOKED
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert status(desk, first) is SessionStatus.BOOKED
    assert page.focusWidget() is page.table


def test_another_person_at_the_desk_cannot_undo_what_was_not_theirs(desk, maria, ana, show, context):
    book(desk, maria, ana, local(10))
    page = show()
    QTest.keyClicks(page.table, "a")
    context.change_actor(StaffMember("other", "Olga", Role.RECEPTIONIST))
    assert not page.undo_button.isVisible()


def test_a_session_is_cancelled_by_keyboard_alone(qtbot, desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    press(page, Qt.Key.Key_Delete)
    form = page.table._form
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Down)
    for stop in (form.note, form.do_it, form.leave_button, form.reason, form.note, form.do_it):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert page.focusWidget() is stop
    QTest.keyClick(form.do_it, Qt.Key.Key_Return)
    assert status(desk, session) is SessionStatus.CANCELLED


def test_cancelling_needs_a_reason_which_stays_with_the_session(qtbot, desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    press(page, Qt.Key.Key_Delete)
    form = page.table.viewport().findChild(type(page.table._form))
    assert form.isVisible()
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.fault.text() == "Choose a reason: it stays with the session."
    assert status(desk, session) is SessionStatus.BOOKED
    form.reason.setCurrentText("The person is ill")
    QTest.keyClicks(form.note, "rang at nine")
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    stored = desk.store.sessions.get(session.id)
    assert (stored.status, stored.cancel_reason) == (SessionStatus.CANCELLED, "The person is ill: rang at nine")
    assert cell(page, Column.STATUS) == "Cancelled"
    assert page.focusWidget() is page.table


def test_another_reason_has_to_be_written(desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    press(page, Qt.Key.Key_Delete)
    form = page.table._form
    form.reason.setCurrentText("Another reason")
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    assert form.fault.text() == "Write the reason in a few words."
    QTest.keyClicks(form.note, "snow")
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    assert desk.store.sessions.get(session.id).cancel_reason == "snow"


def test_escape_keeps_the_session_and_letters_typed_into_the_form_take_no_step(desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    press(page, Qt.Key.Key_Delete)
    form = page.table._form
    QTest.keyClicks(form.note, "ascn")
    QTest.keyClick(form.note, Qt.Key.Key_Escape)
    assert status(desk, session) is SessionStatus.BOOKED
    assert page.table._form is None
    assert page.focusWidget() is page.table


def test_enter_on_keep_it_keeps_the_session(desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    press(page, Qt.Key.Key_Delete)
    form = page.table._form
    form.reason.setCurrentText("Booked by mistake")
    form.leave_button.setFocus()
    QTest.keyClick(form.leave_button, Qt.Key.Key_Return)
    assert status(desk, session) is SessionStatus.BOOKED
    assert page.table._form is None


def test_a_held_session_does_not_start_for_the_desk(desk, maria, show, context):
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8), leg_radiating_pain="pain_only")
    session = book(desk, maria, person, local(10))
    page = show()
    assert cell(page, Column.STATUS, role=DETAIL_ROLE) == "Held for the therapist"
    assert cell(page, Column.VERDICT) == verdict_words(Verdict.NEEDS_CLINICIAN_REVIEW)
    QTest.keyClicks(page.table, "as")
    assert status(desk, session) is SessionStatus.ARRIVED
    assert "held for the therapist" in context.messages.current.text
    start = page.table.current_actions.next_button
    assert not start.isEnabled()
    assert "until" in start.toolTip() or "once a therapist releases it" in start.toolTip()
    QTest.keyClicks(page.table, "r")
    assert context.messages.current.text == "Only a therapist can release the session of Ana Ruiz."


def test_a_therapist_releases_a_held_session_with_a_note_and_starts_it(qtbot, desk, staff, show, context):
    maria, jonas, _ = staff
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8), leg_radiating_pain="pain_only")
    session = book(desk, maria, person, local(10))
    context.change_actor(jonas)
    vouch_at_once(context)
    page = show()
    QTest.keyClicks(page.table, "a")
    release = page.table.current_actions.next_button
    assert release.text() == "Release…"
    qtbot.mouseClick(release, Qt.MouseButton.LeftButton)
    form = page.table._form
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.fault.text() == "Choose a reason: it stays with the session."
    QTest.keyClicks(form.reason, "4")
    assert form.reason.currentText() == f"4  {ClearanceReason.AREA_AVOIDED.words}"
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.focusWidget() is form.note
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    assert form.fault.text() == "Write a note: it says why the session may start."
    QTest.keyClicks(form.note, "Looked at it together")
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    assert cell(page, Column.STATUS, role=DETAIL_ROLE) == "released"
    QTest.keyClicks(page.table, "s")
    stored = desk.store.sessions.get(session.id)
    assert (stored.status, stored.release_note) == (SessionStatus.IN_SESSION, "Looked at it together")
    (decided,) = desk.clearing.history(person.id, actor=jonas, now=local(10))
    assert (decided.rule, decided.reason, decided.name) == ("R-SCI1", ClearanceReason.AREA_AVOIDED, jonas.name)


def test_a_release_in_writing_asks_whose_letter_it_is_and_of_which_day(desk, staff, show, context):
    maria, jonas, _ = staff
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8), leg_radiating_pain="pain_only")
    book(desk, maria, person, local(10))
    context.change_actor(jonas)
    vouch_at_once(context)
    page = show()
    QTest.keyClicks(page.table, "r")
    form = page.table._form
    assert not form.letter_by.isVisible()
    assert "only by a therapist who gives physical therapy" in form.words.itemAt(1).widget().text()
    height = form.height()
    QTest.keyClicks(form.reason, "2")
    assert form.letter_by.isVisible()
    assert form.height() > height
    assert form.height() >= form.minimumSizeHint().height()
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.focusWidget() is form.letter_by
    for editor, text in ((form.letter_by, "Dr Moss"), (form.letter_on, "tomorrow"), (form.note, "Light work")):
        QTest.keyClicks(editor, text)
        QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.focusWidget() is form.letter_on
    assert form.fault.text().startswith("This does not read as a date.")
    form.letter_on.setText("20 Nov")
    QTest.keyClick(form.letter_on, Qt.Key.Key_Return)
    (decided,) = desk.clearing.history(person.id, actor=jonas, now=local(10))
    assert (decided.letter.written_by, decided.letter.written_on.isoformat()) == ("Dr Moss", "2026-11-20")


def test_what_was_released_before_is_taken_over_in_one_step(qtbot, desk, staff, show, context):
    maria, jonas, _ = staff
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8), disc_problem="bulge_incidental")
    session = book(desk, maria, person, local(10))
    held = desk.day.release(
        session, note="Scan of May", reason=ClearanceReason.RULED_OUT, **vouching(desk, jonas, local(8, 10))
    )
    answer(desk, maria, person, at=local(8, 20), disc_problem="none")
    answer(desk, maria, person, at=local(8, 30), disc_problem="bulge_incidental")
    desk.arrivals.check_in(held, {}, actor=maria, now=local(9))
    context.change_actor(jonas)
    vouch_at_once(context)
    page = show()
    assert cell(page, Column.STATUS, role=DETAIL_ROLE) == "Held for the therapist"
    QTest.keyClicks(page.table, "r")
    form = page.table._form
    assert "Scan of May" in form.words.itemAt(1).widget().text()
    QTest.keyClicks(form.reason, "1")
    assert form.reason.reason() is ClearanceReason.RULED_OUT  # Jonas gives massage, so he has not examined anybody
    assert (form.reason.currentText(), form.note.text()) == ("6  What was suspected has been ruled out", "Scan of May")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert cell(page, Column.STATUS, role=DETAIL_ROLE) == "released"


def test_a_therapist_sees_the_own_sessions_first_and_can_look_at_everybodys(desk, staff, ana, show, context):
    maria, jonas, _ = staff
    book(desk, maria, ana, local(10))
    book(desk, maria, ana, local(13), technique=Technique.STRETCHING, therapist="staff-aiko")
    page = show()
    assert page.model.rowCount() == 2
    context.change_actor(jonas)
    assert page.therapist_filter.currentText() == "Jonas Weber"
    assert [cell(page, Column.THERAPIST, place) for place in range(page.model.rowCount())] == ["Jonas Weber"]
    page.therapist_filter.setFocus()
    QTest.keyClick(page.therapist_filter, Qt.Key.Key_Home)
    assert page.therapist_filter.currentText() == "Everybody"
    assert page.model.rowCount() == 2


def test_waiting_minutes_tick(desk, maria, ana, show, clock):
    book(desk, maria, ana, local(10))
    page = show()
    QTest.keyClicks(page.table, "a")
    clock.advance(minutes=12)
    page.tick()
    assert cell(page, Column.WAITING) == "12 min"


def test_somebody_who_does_not_come_is_late(desk, maria, ana, show, clock):
    book(desk, maria, ana, local(10))
    page = show()
    assert cell(page, Column.STATUS, role=DETAIL_ROLE) == ""
    clock.advance(minutes=40)
    page.tick()
    assert cell(page, Column.STATUS, role=DETAIL_ROLE) == "late 10 min"


def test_at_midnight_today_is_the_next_day(desk, maria, ana, show, clock):
    book(desk, maria, ana, local(10, day=1))
    page = show()
    assert page.empty.isVisible()
    clock.advance(hours=15)
    page.tick()
    assert page.day == TODAY + timedelta(days=1)
    assert cell(page, Column.PERSON) == "Ana Ruiz"


def test_an_empty_day_says_so_and_offers_to_book(qtbot, show):
    page = show()
    assert page.empty.title.text() == "No sessions today"
    with qtbot.waitSignal(page.new_booking_requested):
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    page.book_button.setFocus()
    with qtbot.waitSignal(page.new_booking_requested):
        QTest.keyClick(page.book_button, Qt.Key.Key_Return)


def test_days_are_turned_by_keys_and_typed(desk, maria, ana, show):
    book(desk, maria, ana, local(10))
    book(desk, maria, ana, local(11, day=1))
    page = show()
    press(page, Qt.Key.Key_PageDown)
    assert (page.header.title.text(), page.header.subtitle.text()) == ("Sessions", "Tuesday 24 November 2026")
    assert cell(page, Column.TIME) == "11:00"
    press(page, Qt.Key.Key_T)
    assert (page.header.title.text(), cell(page, Column.TIME)) == ("Today", "10:00")
    page.picker.editor.selectAll()
    QTest.keyClicks(page.picker.editor, "tomorrow")
    QTest.keyClick(page.picker.editor, Qt.Key.Key_Return)
    assert page.day == TODAY + timedelta(days=1)


def test_a_day_that_cannot_be_read_is_said_so_and_the_day_stays(show):
    page = show()
    page.picker.editor.selectAll()
    QTest.keyClicks(page.picker.editor, "whenever")
    QTest.keyClick(page.picker.editor, Qt.Key.Key_Return)
    assert page.day_fault.text() == "This does not read as a date. Try 24 Nov, tomorrow, tue or +7."
    assert page.day == TODAY


def test_enter_opens_the_session_of_the_line(qtbot, desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    with qtbot.waitSignal(page.session_opened) as told:
        press(page, Qt.Key.Key_Return)
    assert told.args[0].id == session.id


def test_a_click_on_a_line_opens_it_too(qtbot, desk, maria, ana, show):
    book(desk, maria, ana, local(10))
    page = show()
    place = page.table.visualRect(page.table.model().index(0, Column.PERSON)).center()
    with qtbot.waitSignal(page.session_opened):
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_sheet_of_the_line_is_asked_for(qtbot, desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    with qtbot.waitSignal(page.visit_sheet_requested) as told:
        press(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [session.id]


def test_the_menu_of_a_line_opens_the_person(qtbot, desk, maria, ana, show):
    book(desk, maria, ana, local(10))
    page = show()
    menu = page.table.current_actions._menu(page.table.current_row())
    words = {action.text(): action for action in menu.actions()}
    assert list(words) == [
        "Confirm",
        "No-show",
        "Cancel session…",
        "",
        "What happened",
        "Print sheet",
        "Open person",
    ]
    with qtbot.waitSignal(page.patient_requested) as told:
        words["Open person"].trigger()
    assert told.args == [ana.id]


def test_what_another_desk_changed_is_said_and_read_anew(desk, maria, ana, show, context):
    session = book(desk, maria, ana, local(10))
    page = show()
    desk.day.arrive(session, actor=maria, now=context.now())
    QTest.keyClicks(page.table, "n")
    assert "changed this session meanwhile" in context.messages.current.text
    assert cell(page, Column.STATUS) == "Arrived"


def test_the_line_stays_chosen_when_the_day_is_read_anew(desk, maria, ana, show):
    book(desk, maria, ana, local(10))
    second = book(desk, maria, register(desk, maria, "Bo Li"), local(12))
    page = show()
    press(page, Qt.Key.Key_Down)
    page.reload()
    assert page.table.current_row().session.id == second.id


def test_large_text_gives_up_the_buttons_and_the_letters_still_work(qapp, desk, maria, ana, show):
    session = book(desk, maria, ana, local(10))
    page = show()
    apply_style(qapp, LIGHT, 200)
    try:
        assert page.table.isColumnHidden(Column.ACTIONS)
        assert not page.table.current_actions.isVisible()
        QTest.keyClicks(page.table, "a")
        assert status(desk, session) is SessionStatus.ARRIVED
    finally:
        apply_style(qapp, LIGHT)


def test_in_a_low_window_with_large_text_the_day_has_the_height_of_the_title(qapp, qtbot, desk, maria, ana, *, show):
    book(desk, maria, ana, local(10))
    page = show()
    apply_style(qapp, LIGHT, 200)
    try:
        page.resize(740, 1200)
        assert page.header.title.isVisible()
        page.resize(740, 570)
        assert not page.header.title.isVisible()
        for widget in (page.therapist_filter, page.walk_in_button, page.book_button, page.picker, page.counts):
            qtbot.waitUntil(lambda each=widget: each.visibleRegion().boundingRect() == each.rect())
        page.picker.step(1)
        assert not page.header.subtitle.isVisible()
    finally:
        apply_style(qapp, LIGHT)
    assert page.header.subtitle.isVisible()


def test_what_comes_next_is_in_sight_with_what_follows_it(qtbot, desk, maria, show, clock):
    for place in range(12):
        person = register(desk, maria, f"Ana Ruiz{place}")
        answer(desk, maria, person, at=local(8))
        at = local(10 + place // 2, 0) if place % 2 else local(9 + place // 2, 30)
        technique, therapist = (
            (Technique.STRETCHING, "staff-aiko") if place % 2 else (Technique.TRIGGER_POINT, "staff-jonas")
        )
        booked = book(desk, maria, person, at, technique=technique, therapist=therapist)
        if place < 3:
            desk.day.no_show(booked, actor=maria, now=local(16))
    page = show()
    line = page.table.visualRect(page.table.currentIndex())
    assert page.table.currentIndex().row() == 3
    assert line.top() == page.table.rowHeight(2)
    assert page.table.viewport().rect().contains(page.table.visualRect(page.table.model().index(7, 0)))


def test_in_large_text_a_form_is_stacked_and_what_the_keyboard_is_on_stays_in_sight(
    qapp, qtbot, desk, staff, show, *, context
):
    maria, jonas, _ = staff
    person = register(desk, maria)
    answer(desk, maria, person, at=local(8), disc_problem="bulge_incidental")
    book(desk, maria, person, local(10))
    context.change_actor(jonas)
    page = show()
    apply_style(qapp, LIGHT, 200)
    try:
        page.resize(720, 700)
        qtbot.waitUntil(lambda: page.header.height() == page.header.sizeHint().height())
        QTest.keyClicks(page.table, "r")
        form = page.table._form
        for stop in (form.note, form.do_it, form.leave_button):
            QTest.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
            assert form.focusWidget() is stop
            place = stop.mapTo(page.table.viewport(), stop.rect().bottomLeft())
            assert 0 < place.y() <= page.table.viewport().height()
            assert stop.mapTo(page.table.viewport(), stop.rect().topRight()).x() <= page.table.viewport().width()
    finally:
        apply_style(qapp, LIGHT)


def test_a_click_on_a_heading_sorts_by_value(qtbot, desk, maria, ana, show):
    book(desk, maria, ana, local(9, 45))
    book(desk, maria, register(desk, maria, "Aaron Aalto"), local(14))
    page = show()
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionPosition(Column.PERSON) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [cell(page, Column.PERSON, place) for place in (0, 1)] == ["Aaron Aalto", "Ana Ruiz"]


def test_every_key_of_the_page_is_listed(page):
    keys = dict(page.keys())
    assert {"F", "A", "S", "C", "N", "Del", "R", "H", "W"} <= set(keys)
    assert keys["A"] == ARRIVE.words


def test_the_table_has_words_for_a_screen_reader(desk, maria, ana, show):
    book(desk, maria, ana, local(10))
    page = show()
    assert page.table.accessibleName() == "Sessions of the day"
    assert page.counts.accessibleName() == "1 expected, 0 arrived, 0 in session, 0 done"
    assert (
        page.table.model().index(0, Column.STATUS, QModelIndex()).data(Qt.ItemDataRole.AccessibleTextRole)
        == "Status: Expected"
    )
