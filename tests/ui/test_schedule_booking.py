from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk.plan_views import PlanForm
from clinicdesk.domain.plan import PlanPart
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.ui.booking.type_list import OFFER_ROLE
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import MASSAGE_BLOCKED, REFERRED, answer, book, live, local, register, type_of
from tests.ui.schedule_hands import Hands, click_gap, key
from tests.vouching import vouching

K = Qt.Key
DASH = "\N{EN DASH}"


@pytest.fixture(scope="module")
def dressed(qapp):
    apply_style(qapp, LIGHT)


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, main_complaint="back_pain")
    return person


@pytest.fixture
def page(qtbot, context, dressed):
    made = SchedulePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    qtbot.waitExposed(made)
    made.page_shown()
    made.canvas.verticalScrollBar().setValue(0)
    return made


@pytest.fixture
def hands(page):
    return Hands(page)


def test_from_a_gap_it_takes_two_strokes_after_the_name(desk, ana, page, hands, context):
    click_gap(page, "Jonas Weber", local(13, 5))
    assert page.quick.when.text() == "Mon 23 Nov 13:00, Jonas Weber"
    hands.type("ana")
    hands.strokes = 0
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    (session,) = live(desk)
    assert (session.starts_at, session.therapist_id, session.room_id) == (local(13), "staff-jonas", None)
    assert session.patient_id == ana.id
    assert hands.strokes <= 12
    assert context.messages.current.text == (
        f"Booked: Swedish massage 60 min, Mon 23 Nov 13:00{DASH}14:00, with Jonas Weber."
    )
    assert page.canvas.current.session == session
    assert page.focusWidget() is page.canvas


def test_what_is_booked_says_how_it_counts_against_the_plan(desk, ana, jonas, page, *, hands, context):
    today, now = context.today(), context.now()
    parts = (PlanPart(Kind.MASSAGE, type_of(desk).id, 4), PlanPart(Kind.PHYSICAL_THERAPY, stretching(desk).id, 8))
    form = PlanForm("Walk", "", parts, today, today + timedelta(weeks=6), today + timedelta(weeks=3))
    desk.plans.confirm(desk.plans.draft(ana, form, actor=jonas, now=now), **vouching(desk, jonas, now))
    click_gap(page, "Jonas Weber", local(13, 5))
    hands.type("ana")
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    assert context.messages.current.text.endswith("with Jonas Weber. It counts as massage 1 of 4 of the plan.")


def stretching(desk):
    return type_of(desk, Technique.STRETCHING)


def test_with_the_keyboard_alone_another_type_and_a_room_take_no_more_than_twelve(desk, ana, page, hands):
    hands.press(K.Key_G)
    hands.press(K.Key_Down)
    hands.press(K.Key_Return)
    hands.type("ruiz")
    hands.strokes = 0
    hands.press(K.Key_Return)
    hands.type("tri")  # type-ahead in the list of types
    assert page.quick.types.current_offer().session_type.technique is Technique.TRIGGER_POINT
    hands.press(K.Key_Tab)
    hands.press(K.Key_Down)
    hands.press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (session,) = live(desk)
    assert hands.strokes <= 12
    assert session.session_type_id == type_of(desk, Technique.TRIGGER_POINT).id
    assert session.room_id == desk.clinic.rooms()[0].id


def test_from_a_patient_it_takes_no_more_than_twelve_either(qtbot, desk, ana, window):
    window.show_page("schedule")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    hands = Hands(window)
    assert window.focusWidget() is not window.box
    hands.press(K.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.box
    hands.type("book ana")
    hands.strokes = 0
    hands.press(K.Key_Return)
    assert window.pages.current_name == "booking"
    hands.press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hands.strokes <= 12
    (session,) = live(desk)
    assert session.patient_id == ana.id


def test_every_type_shows_its_verdict_before_it_is_chosen(desk, maria, page, hands):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person, **MASSAGE_BLOCKED)
    click_gap(page, "Jonas Weber", local(13))
    hands.type("bo li")
    hands.press(K.Key_Return)
    model = page.quick.types.model()
    offers = [model.index(place).data(OFFER_ROLE) for place in range(model.rowCount())]
    verdicts = {offer.session_type.technique: offer.verdict for offer in offers if offer}
    assert verdicts[Technique.SWEDISH] is Verdict.NOT_SUITABLE
    page.quick.types.offer_focused.emit(next(o for o in offers if o and o.session_type.technique is Technique.SWEDISH))
    assert not page.quick.book_button.isEnabled()
    assert page.quick.trouble.sentence.text().startswith("Do not book massage.")
    hands.press(K.Key_Return)
    assert live(desk) == []


def test_without_an_intake_it_is_booked_as_held(desk, maria, page, hands):
    register(desk, maria, "Cy Young")
    click_gap(page, "Jonas Weber", local(13))
    hands.type("cy")
    hands.press(K.Key_Return)
    assert page.quick.note.text() == "There is no intake yet. Whatever is booked now is held for the therapist."
    assert page.quick.book_button.text() == "Book as held"
    hands.press(K.Key_Return)
    (session,) = live(desk)
    assert session.held


def test_an_urgent_referral_stops_it(qtbot, desk, maria, page, hands):
    person = register(desk, maria, "Dee Wall")
    answer(desk, maria, person, **REFERRED)
    click_gap(page, "Jonas Weber", local(13))
    hands.type("dee")
    hands.press(K.Key_Return)
    assert page.quick.trouble.sentence.text().startswith("Stop:")
    assert not page.quick.types.isVisible()
    assert not page.quick.book_button.isEnabled()
    hands.press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert live(desk) == []


def test_what_suits_best_of_what_is_given_here_and_fits_is_chosen_first(desk, maria, ana, page, hands):
    other = register(desk, maria, "Bo Li")
    answer(desk, maria, other)
    book(desk, maria, other, local(13, 30))
    page.records_changed()
    click_gap(page, "Jonas Weber", local(12, 50))
    assert page.quick.place.starts_at == local(12, 45)
    hands.type("ana")
    hands.press(K.Key_Return)
    assert page.quick.types.current_offer().session_type.minutes <= 45
    assert page.quick.book_button.isEnabled()
    ghost = page.canvas.picture.ghost
    assert (ghost.column, ghost.starts_at, ghost.taken) == (0, local(12, 45), False)
    click_gap(page, "Aiko Tanaka", local(11))
    assert page.quick.plan is not None
    assert "does not give massage" in page.quick.trouble.sentence.text()


def test_in_the_lane_of_a_room_whoever_is_free_gives_it(desk, maria, ana, page, hands):
    key(page, K.Key_F4)
    room = desk.clinic.rooms()[1]
    click_gap(page, room.name, local(11))
    hands.type("ana")
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    (session,) = live(desk)
    assert (session.room_id, session.therapist_id) == (room.id, "staff-jonas")


def test_another_desk_that_was_faster_is_named(desk, maria, ana, page, hands):
    other = register(desk, maria, "Bo Li")
    answer(desk, maria, other)
    click_gap(page, "Jonas Weber", local(13))
    hands.type("ana")
    hands.press(K.Key_Return)
    book(desk, maria, other, local(13))
    hands.press(K.Key_Return)
    assert page.quick.trouble.sentence.text().startswith("Jonas Weber is with Bo Li from 13:00")
    assert len(live(desk)) == 1


def test_what_is_typed_stays_when_another_desk_changes_something(desk, maria, ana, page, hands):
    click_gap(page, "Jonas Weber", local(13))
    hands.type("an")
    page.records_changed()
    assert page.quick.search.editor.text() == "an"
    hands.press(K.Key_Return)
    assert page.quick.plan.patient.id == ana.id
    page.records_changed()
    assert page.quick.isVisible()
    assert page.quick.plan.patient.id == ana.id


def test_escape_leaves_nothing_behind(desk, ana, page, hands):
    click_gap(page, "Jonas Weber", local(13))
    hands.type("ana")
    hands.press(K.Key_Return)
    hands.press(K.Key_Escape)
    assert not page.quick.isVisible()
    assert page.canvas.picture.ghost is None
    assert page.focusWidget() is page.canvas
    assert live(desk) == []


def test_somebody_new_is_registered_from_what_was_typed(qtbot, page, hands):
    click_gap(page, "Jonas Weber", local(13))
    hands.type("Eve Moon")
    with qtbot.waitSignal(page.registration_requested) as told:
        hands.press(K.Key_Return)
    assert told.args == ["Eve Moon"]


def test_a_booking_from_a_gap_is_taken_back(desk, ana, page, hands):
    click_gap(page, "Jonas Weber", local(13))
    hands.type("ana")
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    (session,) = live(desk)
    page.undo()
    QApplication.processEvents()
    assert desk.store.sessions.get(session.id).status is SessionStatus.ENTERED_IN_ERROR
    assert page.canvas.picture.found(session.id) is None


def test_the_rest_is_chosen_on_the_page_of_booking(qtbot, ana, page, hands):
    click_gap(page, "Jonas Weber", local(13))
    hands.type("ana")
    hands.press(K.Key_Return)
    with qtbot.waitSignal(page.booking_requested) as told:
        QTest.mouseClick(page.quick.more_button, Qt.MouseButton.LeftButton)
    assert told.args == [ana]
    assert not page.quick.isVisible()


def test_the_gap_under_the_pointer_is_shown_with_the_time_a_click_would_pick(qtbot, page):
    place = page.canvas.place_of(0, local(14, 20)).toPoint()
    qtbot.mouseMove(page.canvas.viewport(), place)
    qtbot.waitUntil(lambda: page.canvas.picture.hovered is not None)
    assert page.canvas.picture.hovered.starts_at == local(14, 15)
    assert page.canvas.picture.hovered.ends_at - page.canvas.picture.hovered.starts_at == timedelta(minutes=30)
