"""The details of a session on the schedule: whom to call, and a reason being typed, which nothing takes away."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.domain.session import CancelCause, SessionStatus
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from clinicdesk.ui.today import TodayPage
from tests.ui.clinic_day import answer, book, local, register

K, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


def press(which, modifier=NONE):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def type_words(words):
    for letter in words:
        QTest.keyClicks(QApplication.focusWidget(), letter)


@pytest.fixture
def session(desk, maria):
    """Ana with Jonas at eleven."""
    person = register(desk, maria, phone="202 555 0143")
    answer(desk, maria, person)
    return book(desk, maria, person, local(11))


@pytest.fixture
def shown(qtbot, context, qapp):
    apply_style(qapp, LIGHT)

    def made(kind):
        page = kind(context)
        qtbot.addWidget(page)
        page.resize(1000, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.page_shown()
        return page

    return made


@pytest.fixture
def page(shown, session):
    made = shown(SchedulePage)
    made.canvas.select(session.id)
    return made


@pytest.fixture
def form(page):
    """The form that asks why, with a reason chosen and words typed."""
    press(K.Key_Delete)
    press(K.Key_Down)
    press(K.Key_Tab)
    type_words("rang at nine")
    return page.bubble.form


def check_that_words_stand(page, form):
    assert page.bubble.isVisible()
    assert page.bubble.form is form
    assert form.isVisible()
    assert QApplication.focusWidget() is form.note
    assert (form.reason.currentText(), form.note.text()) == ("The person asked", "rang at nine")


def on_file(desk, session):
    return desk.store.sessions.get(session.id)


def turn_wheel(page, steps):
    viewport = page.canvas.viewport()
    place = QPointF(viewport.rect().center())
    QApplication.sendEvent(
        viewport,
        QWheelEvent(
            place,
            viewport.mapToGlobal(place),
            QPoint(),
            QPoint(0, -120 * steps),
            Qt.MouseButton.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_the_number_to_call_stands_in_the_details_for_pointer_keyboard_and_screen_reader(desk, maria, page, session):
    press(K.Key_Space)
    assert page.bubble.lines[0].text() == "(202) 555-0143"
    assert page.bubble.accessibleName().endswith("(202) 555-0143")
    other = register(desk, maria, "Bo Li")
    answer(desk, maria, other)
    unreached = book(desk, maria, other, local(14))
    press(K.Key_Escape)
    page.records_changed()
    page.canvas.select(unreached.id)
    press(K.Key_Space)
    assert page.bubble.lines[0].text() == "No phone number"


def test_how_much_notice_there_is_and_whether_it_is_late_is_said_as_on_today(form):
    assert form.notice.text() == "1 h 30 min before the start. Counts as a late cancellation."
    form.reason.setFocus()
    for _ in range(2):
        press(K.Key_Down)
    assert form.reason.currentText() == "The therapist is away"
    assert form.notice.text() == "1 h 30 min before the start."


def test_scrolling_the_calendar_keeps_the_form_beside_its_session(page, session, form):
    before, bar = page.bubble.y(), page.canvas.verticalScrollBar()
    bar.setValue(0)
    turn_wheel(page, 1)
    assert bar.value() > 0
    check_that_words_stand(page, form)
    assert page.bubble.y() <= before
    bar.setValue(bar.maximum())
    check_that_words_stand(page, form)
    assert page.rect().contains(page.bubble.geometry())
    press(K.Key_Return)
    assert on_file(page.context.desk, session).cancel_reason == "The person asked: rang at nine"


def test_another_size_of_the_page_and_a_minute_gone_keep_the_form(qtbot, page, form, clock):
    page.resize(900, 560)
    qtbot.waitUntil(lambda: page.rect().contains(page.bubble.geometry()))
    check_that_words_stand(page, form)
    clock.advance(minutes=1)
    page.tick()
    check_that_words_stand(page, form)


def test_keys_of_the_page_do_nothing_from_within_the_form(desk, page, session, form):
    for widget in (form.do_it, form.leave_button, form.note):
        widget.setFocus()
        for which in (K.Key_PageDown, K.Key_PageUp, K.Key_W, K.Key_A, K.Key_T):
            press(which)
    assert form.note.text() == "rang at ninewat"
    assert page.day == page.context.today()
    assert not page.view.week
    assert on_file(desk, session) == session


def test_a_confirmation_noted_at_another_desk_does_not_refuse_the_cancellation(desk, jonas, page, session, *, form):
    desk.day.confirm(session, actor=jonas, now=page.context.now())
    press(K.Key_Return)
    stored = on_file(desk, session)
    assert (stored.status, stored.cancel_cause) == (SessionStatus.CANCELLED, CancelCause.ASKED)
    assert stored.confirmed_at is not None
    page.undo()
    assert on_file(desk, session).status is SessionStatus.CONFIRMED


def test_a_confirmation_that_was_noticed_keeps_the_form_too(desk, jonas, page, session, *, form):
    desk.day.confirm(session, actor=jonas, now=page.context.now())
    page.records_changed()
    check_that_words_stand(page, form)
    assert "Confirmed" in [line.text() for line in page.bubble.lines if line.isVisible()]
    press(K.Key_Return)
    assert on_file(desk, session).status is SessionStatus.CANCELLED


def test_a_move_at_another_desk_is_said_and_the_words_stay_to_be_sent_again(desk, jonas, page, session, *, form):
    wanted = {"starts_at": local(15), "therapist_id": "staff-jonas", "room_id": None}
    desk.moving.move(session, **wanted, actor=jonas, now=page.context.now())
    press(K.Key_Return)
    assert page.context.messages.current.text.startswith("Somebody else changed this session meanwhile")
    assert on_file(desk, session).status is SessionStatus.BOOKED
    check_that_words_stand(page, form)
    assert page.bubble.lines[1].text().startswith("15:00")
    press(K.Key_Return)
    assert on_file(desk, session).status is SessionStatus.CANCELLED
    assert page.bubble.form is None


def test_after_escape_the_form_opens_anew(page, form):
    press(K.Key_Escape)
    assert QApplication.focusWidget() is page.canvas
    press(K.Key_Delete)
    assert page.bubble.form.note.text() == ""
    assert QApplication.focusWidget() is page.bubble.form.reason


def test_an_arrival_at_another_desk_is_a_reason_to_look_again(desk, jonas, page, session, *, form):
    desk.day.arrive(session, actor=jonas, now=page.context.now())
    press(K.Key_Return)
    assert "marked as arrived" in page.context.messages.current.text
    assert on_file(desk, session).status is SessionStatus.ARRIVED
    check_that_words_stand(page, form)


def test_open_details_follow_what_another_desk_did_and_keep_the_keyboard(desk, jonas, page, session):
    press(K.Key_Space)
    confirm, _ = page.bubble.buttons["confirm"]
    confirm.setFocus()
    desk.day.confirm(session, actor=jonas, now=page.context.now())
    page.records_changed()
    assert "Confirmed" in [line.text() for line in page.bubble.lines if line.isVisible()]
    assert not confirm.isVisible()
    assert page.bubble.isAncestorOf(QApplication.focusWidget())


def test_details_of_what_is_gone_go_away(desk, jonas, page, session):
    press(K.Key_Space)
    wanted = {"starts_at": local(15, day=1), "therapist_id": "staff-jonas", "room_id": None}
    desk.moving.move(session, **wanted, actor=jonas, now=page.context.now())
    page.records_changed()
    assert not page.bubble.isVisible()
    assert QApplication.focusWidget() is page.canvas


def test_on_today_the_words_stay_after_a_refusal_as_well(shown, desk, jonas, session):
    page = shown(TodayPage)
    press(K.Key_Delete)
    press(K.Key_Down)
    press(K.Key_Tab)
    type_words("rang at nine")
    form = page.table._form
    desk.day.arrive(session, actor=jonas, now=page.context.now() + timedelta(minutes=1))
    press(K.Key_Return)
    assert "marked as arrived" in page.context.messages.current.text
    assert page.table._form is form
    assert form.note.text() == "rang at nine"
    press(K.Key_Return)
    assert on_file(desk, session).cancel_reason == "The person asked: rang at nine"


@pytest.mark.parametrize("scale", [100, 200])
def test_every_field_of_the_form_comes_into_sight_at_every_size_of_text(qapp, qtbot, page, session, scale):
    apply_style(qapp, LIGHT, scale)
    page.resize(*{100: (860, 610), 200: (760, 570)}[scale])
    press(K.Key_Delete)
    form = page.bubble.form
    for each in (form.reason, form.note, form.do_it, form.leave_button):
        assert QApplication.focusWidget() is each
        qtbot.waitUntil(lambda seen=each: seen.visibleRegion().boundingRect() == seen.rect())
        press(K.Key_Tab)
    apply_style(qapp, LIGHT)
