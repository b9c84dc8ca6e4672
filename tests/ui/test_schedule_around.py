"""A move that clashes leads on: three free places nearby, each on a key, whatever stands against the one wanted."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.domain.suitability import Technique
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import MASSAGE_BLOCKED, REFERRED, answer, book, local, register
from tests.ui.schedule_hands import column_of, drag, foot_of, hold_over, key, middle_of, move

K, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
PLACE = re.compile(r"[A-Z][a-z]{2} \d+ Nov \d\d:\d\d, (Jonas Weber|Aiko Tanaka), (room on arrival|Room \d)$")


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
def session(desk, maria, ana, bo):
    """Ana with Jonas at eleven; Bo has him at two."""
    book(desk, maria, bo, local(14))
    return book(desk, maria, ana, local(11))


@pytest.fixture
def page(qtbot, context, qapp, session):
    apply_style(qapp, LIGHT)
    made = SchedulePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.page_shown()
    made.canvas.verticalScrollBar().setValue(0)
    return made


def press(which, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), which, modifier)


def on_file(desk, session):
    return desk.store.sessions.get(session.id)


def offered(page):
    return [each.text() for each in page.around.card.trouble.choices]


def at(page, title, moment):
    return page.canvas.place_of(column_of(page, title), moment)


def onto_bo(page, session):
    """Ana's session in hand, led by keys to where Bo has the time."""
    page.canvas.select(session.id)
    press(K.Key_M)
    for _ in range(10):
        press(K.Key_Down)
    assert page.canvas.picture.ghost.starts_at == local(13, 30)
    assert page.canvas.picture.ghost.clashes


def check_three(page):
    assert page.around.card.isVisible()
    words = offered(page)
    assert len(words) == 3
    assert all(PLACE.match(each) for each in words)
    return words


def test_resting_on_a_clash_offers_three_places_and_a_key_takes_one(qtbot, desk, context, page, session):
    onto_bo(page, session)
    qtbot.waitUntil(page.around.card.isVisible)
    assert QApplication.focusWidget() is page.canvas
    words = check_three(page)
    assert words[0] == "Mon 23 Nov 12:50, Jonas Weber, room on arrival"
    assert page.around.card.trouble.sentence.text().startswith("Jonas Weber is with Bo Li from 14:00")
    press(K.Key_1, ALT)
    assert on_file(desk, session).starts_at == local(12, 50)
    assert context.messages.current.text == "Ana Ruiz moved to 12:50."
    assert page.canvas.carry is None
    assert not page.around.card.isVisible()
    assert page.canvas.current.session.id == session.id
    context.messages.current.action.run()
    assert on_file(desk, session).starts_at == local(11)


def test_going_on_takes_the_offer_away_and_a_free_place_makes_none(qtbot, page, session):
    onto_bo(page, session)
    qtbot.waitUntil(page.around.card.isVisible)
    for _ in range(3):
        press(K.Key_Up)
    assert not page.around.card.isVisible()
    assert not page.canvas.picture.ghost.clashes
    assert not page.around._rest.isActive()


def test_enter_on_a_clash_puts_the_keyboard_on_the_nearest_and_enter_takes_it(desk, page, session):
    onto_bo(page, session)
    press(K.Key_Return)
    check_three(page)
    assert QApplication.focusWidget() is page.around.card.trouble.choices[0]
    press(K.Key_Down)
    assert QApplication.focusWidget() is page.around.card.trouble.choices[1]
    press(K.Key_Up)
    press(K.Key_Return)
    assert on_file(desk, session).starts_at == local(12, 50)
    assert QApplication.focusWidget() is page.canvas


def test_escape_goes_back_to_the_hand_and_once_more_to_where_it_stood(desk, page, session):
    onto_bo(page, session)
    press(K.Key_Return)
    press(K.Key_Escape)
    assert QApplication.focusWidget() is page.canvas
    assert page.canvas.picture.ghost.starts_at == local(13, 30)
    press(K.Key_Escape)
    assert page.canvas.carry is None
    assert on_file(desk, session) == session


def test_dropped_on_a_clash_it_stays_in_hand_and_a_click_takes_a_place(desk, page, session):
    drag(page, middle_of(page, session), at(page, "Jonas Weber", local(14, 10)))
    assert on_file(desk, session) == session
    words = check_three(page)
    line = next(place for place, each in enumerate(words) if each.startswith("Mon 23 Nov 15:10"))
    QTest.mouseClick(page.around.card.trouble.choices[line], LEFT)
    assert on_file(desk, session).starts_at == local(15, 10)
    assert page.canvas.carry is None


def test_dropped_on_a_clash_one_escape_or_one_click_leaves_it_where_it_was(desk, page, session):
    for leave in (lambda: press(K.Key_Escape), lambda: QTest.mouseClick(page.around.card.leave_button, LEFT)):
        drag(page, middle_of(page, session), at(page, "Jonas Weber", local(14, 10)))
        assert page.around.card.isVisible()
        leave()
        assert page.canvas.carry is None
        assert not page.around.card.isVisible()
        assert on_file(desk, session) == session
        assert QApplication.focusWidget() is page.canvas


def test_while_it_is_dragged_nothing_opens_under_the_pointer(page, session):
    hold_over(page, middle_of(page, session), at(page, "Jonas Weber", local(14, 10)))
    assert page.canvas.picture.ghost.clashes
    assert not page.around._rest.isActive()
    assert not page.around.card.isVisible()
    move(page, at(page, "Jonas Weber", local(16)))


def test_a_longer_session_is_offered_where_all_of_it_fits(desk, page, session):
    foot = foot_of(page, session)
    drag(page, foot, at(page, "Jonas Weber", local(14, 30)))
    assert check_three(page)[0].startswith("Tue 24 Nov 11:00")
    press(K.Key_1, ALT)
    stored = on_file(desk, session)
    assert (stored.starts_at, stored.ends_at) == (local(11, day=1), local(14, 30, day=1))


def test_a_therapist_without_the_skill_leads_to_one_who_has_it(desk, page, session):
    page.canvas.select(session.id)
    press(K.Key_M)
    press(K.Key_Down)
    press(K.Key_Right)
    press(K.Key_Return)
    assert "does not give massage" in page.around.card.trouble.sentence.text()
    words = check_three(page)
    assert words[0] == "Mon 23 Nov 11:15, Jonas Weber, room on arrival"


def test_a_room_in_use_leads_to_another_room(desk, maria, ana, bo, *, page, session):
    rooms = desk.clinic.rooms()
    book(desk, maria, bo, local(11), technique=Technique.STRETCHING, therapist="staff-aiko", room=rooms[0].id)
    page.records_changed()
    key(page, K.Key_R)
    page.canvas.select(session.id)
    drag(page, middle_of(page, session), at(page, rooms[0].name, local(11, 30)))
    assert "is in use by Aiko Tanaka" in page.around.card.trouble.sentence.text()
    assert offered(page)[0].endswith("Jonas Weber, Room 2")


def test_a_place_on_another_day_brings_that_day_up(desk, page, session):
    page.canvas.select(session.id)
    press(K.Key_M)
    press(K.Key_PageDown)
    for _ in range(28):
        press(K.Key_Down)
    assert "is open from" in page.canvas.picture.ghost.clashes[0].message
    press(K.Key_Return)
    words = check_three(page)
    line = next(place for place, each in enumerate(words) if not each.startswith("Tue 24"))
    press(K.Key_1 + line, ALT)
    assert page.day == page.context.local(on_file(desk, session).starts_at).date()
    assert page.canvas.current.session.id == session.id


def test_what_the_rules_forbid_or_a_referral_bars_is_offered_nowhere(desk, maria, ana, page, session, *, context):
    answer(desk, maria, ana, at=context.now(), **MASSAGE_BLOCKED)
    drag(page, middle_of(page, session), at(page, "Jonas Weber", local(12)))
    assert "not suitable for Ana now" in page.around.card.trouble.sentence.text()
    assert offered(page) == []
    press(K.Key_Escape)
    answer(desk, maria, ana, at=context.now(), **REFERRED)
    drag(page, middle_of(page, session), at(page, "Jonas Weber", local(12)))
    assert page.around.card.isVisible()
    assert offered(page) == []
    press(K.Key_1, ALT)
    assert on_file(desk, session).starts_at == session.starts_at


def test_somebody_who_was_faster_is_named_and_it_stays_in_hand(desk, maria, bo, page, session):
    drag(page, middle_of(page, session), at(page, "Jonas Weber", local(14, 10)))
    line = next(place for place, each in enumerate(offered(page)) if each.startswith("Mon 23 Nov 15:10"))
    book(desk, maria, bo, local(15, 10))
    press(K.Key_1 + line, ALT)
    assert page.context.messages.current.text.startswith("Jonas Weber is with Bo Li from 15:10")
    assert on_file(desk, session) == session
    assert page.canvas.carry is not None


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_all_of_it_is_read_at_every_size_of_text(qapp, qtbot, page, session, scale):
    apply_style(qapp, LIGHT, scale)
    page.resize(*{100: (860, 610), 150: (790, 580), 200: (760, 570)}[scale])
    onto_bo(page, session)
    press(K.Key_Return)
    card = page.around.card
    assert page.rect().contains(card.geometry())
    for each in card.trouble.choices:
        assert QApplication.focusWidget() is each
        qtbot.waitUntil(lambda line=each: line.visibleRegion().boundingRect() == line.rect())
        press(K.Key_Down)
    qtbot.waitUntil(lambda: card.leave_button.visibleRegion().boundingRect() == card.leave_button.rect())
    apply_style(qapp, LIGHT)
