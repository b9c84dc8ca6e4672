"""What the card on the schedule leads to where what is chosen on it clashes."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.domain.intake import Answer
from clinicdesk.domain.staff import Equipment, Role, StaffMember
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.ui.booking.type_list import OFFER_ROLE
from clinicdesk.ui.schedule import SchedulePage
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import (
    EARLIER,
    MASSAGE_BLOCKED,
    REFERRED,
    answer,
    book,
    harmless,
    live,
    local,
    register,
    type_of,
)
from tests.ui.schedule_hands import Hands, click_gap, key

K, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
PLACE = re.compile(r"(Mon|Tue|Wed) \d+ Nov \d\d:\d\d, (Jonas Weber|Aiko Tanaka|Zoë Lind), (room on arrival|Room \d)$")
BUDGET = 12


@pytest.fixture
def page(qtbot, context, qapp):
    apply_style(qapp, LIGHT)
    made = SchedulePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.page_shown()
    return made


@pytest.fixture
def hands(page):
    return Hands(page)


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, main_complaint="back_pain")
    return person


@pytest.fixture
def bo(desk, maria):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person)
    return person


@pytest.fixture
def begin(page, hands):
    """Opens the card at a place and chooses the person; from then on the strokes count."""

    def begun(title, moment, name="ana"):
        page.records_changed()
        click_gap(page, title, moment)
        hands.type(name)
        hands.strokes = 0
        hands.press(K.Key_Return)
        return page.quick

    return begun


def look_at(quick, technique):
    model = quick.types.model()
    lines = (model.index(row) for row in range(model.rowCount()))
    offers = ((line, line.data(OFFER_ROLE)) for line in lines)
    quick.types.setCurrentIndex(
        next(line for line, offer in offers if offer and offer.session_type.technique is technique)
    )


def words(quick):
    return [each.text() for each in quick.trouble.choices]


def check_that_it_leads_on(page, hands, desk, names):
    """Three places are told with day, time, therapist and room; one key takes one, the next books it."""
    quick, before = page.quick, live(desk)
    assert names in quick.trouble.sentence.text()
    assert quick.trouble.isVisible()
    assert not quick.book_button.isEnabled()
    offered = words(quick)
    assert len(offered) == 3
    assert all(PLACE.search(each) for each in offered)
    hands.press(K.Key_2, ALT)
    assert quick.plan.ready
    assert not quick.trouble.isVisible()
    assert quick.when.text() == offered[1].rpartition(", ")[0].rpartition("massage, ")[2]
    hands.press(K.Key_Return)
    (session,) = [each for each in live(desk) if each not in before]
    therapist = desk.store.staff.get(session.therapist_id).name
    room = desk.store.rooms.get(session.room_id).name if session.room_id else "room on arrival"
    at = session.starts_at.astimezone(desk.clinic.current().tz)
    assert offered[1].endswith(f"{at:%a} {at.day} {at:%b %H:%M}, {therapist}, {room}")
    assert page.canvas.current.session == session
    assert hands.strokes <= BUDGET


def test_where_the_therapist_is_taken(desk, maria, ana, bo, *, page, hands, begin):
    book(desk, maria, bo, local(13, 30))
    quick = begin("Jonas Weber", local(12, 50))
    hands.type("swe")
    assert quick.plan.session_type.technique is Technique.SWEDISH
    check_that_it_leads_on(page, hands, desk, "Jonas Weber is with Bo Li from 13:30")


def test_where_the_person_is_elsewhere(desk, maria, ana, page, *, hands, begin):
    book(desk, maria, ana, local(13), technique=Technique.STRETCHING, therapist="staff-aiko")
    begin("Jonas Weber", local(13, 5))
    check_that_it_leads_on(page, hands, desk, "Ana already has Guided stretching with Aiko Tanaka")


def test_where_the_room_is_taken(desk, maria, ana, bo, *, page, hands, begin):
    room = desk.clinic.rooms()[0]
    book(desk, maria, bo, local(13), technique=Technique.STRETCHING, therapist="staff-aiko", room=room.id)
    quick = begin("Jonas Weber", local(13, 5))
    hands.press(K.Key_Tab)
    assert quick.room.hasFocus()
    hands.press(K.Key_Down)
    assert any(each.endswith("Jonas Weber, Room 2") for each in words(quick))
    check_that_it_leads_on(page, hands, desk, f"{room.name} is in use by Aiko Tanaka")


def test_where_the_clinic_is_closed_before_it_ends(desk, ana, page, hands, *, begin):
    begin("Jonas Weber", local(17, 35))
    hands.type("swe")
    check_that_it_leads_on(page, hands, desk, "The clinic is open from 08:00 to 18:00")


def test_where_the_therapist_does_not_give_it(desk, ana, page, hands, *, begin):
    begin("Aiko Tanaka", local(13, 5))
    hands.type("swe")
    check_that_it_leads_on(page, hands, desk, "Aiko Tanaka does not give massage")


def test_where_every_device_is_in_use(desk, maria, ana, bo, *, page, hands, begin, clock):
    zoe = StaffMember("staff-zoe", "Zoë Lind", Role.THERAPIST, frozenset({Kind.PHYSICAL_THERAPY}))
    desk.clinic.add_staff(zoe, actor=maria, now=clock())
    electro = type_of(desk, Technique.ELECTROTHERAPY)
    with desk.store.write():
        desk.store.equipment.add(Equipment("one", "Ultrasound 1", "Ultrasound"))
        desk.store.session_types.update(replace(electro, equipment_kind="Ultrasound"))
    book(desk, maria, bo, local(13), technique=Technique.ELECTROTHERAPY, therapist="staff-zoe")
    begin("Aiko Tanaka", local(13, 5))
    hands.type("ele")
    check_that_it_leads_on(page, hands, desk, "Ultrasound 1 is in use by Zoë Lind")


def test_where_the_rules_forbid_it_what_suits_stands_there_with_its_place(desk, maria, page, hands, *, begin):
    person = register(desk, maria, "Bo Li")
    answer(desk, maria, person, **MASSAGE_BLOCKED)
    quick = begin("Jonas Weber", local(13, 5), "bo li")
    look_at(quick, Technique.SWEDISH)
    assert quick.trouble.sentence.text().startswith("Do not book massage.")
    offered = words(quick)
    assert len(offered) == 3
    assert all(PLACE.search(each) for each in offered)
    assert offered[0] == "Manual therapy, Mon 23 Nov 13:00, Aiko Tanaka, room on arrival"
    hands.press(K.Key_1, ALT)
    assert quick.types.current_offer().session_type.technique is Technique.MANUAL_THERAPY
    hands.press(K.Key_Return)
    (session,) = live(desk)
    assert (session.starts_at, session.therapist_id) == (local(13), "staff-aiko")


def test_what_the_rules_forbid_only_for_some_time_is_offered_after_it_as_well(desk, maria, page, *, begin):
    """Massage is forbidden for six weeks after an operation on the spine."""
    person = register(desk, maria, "Bo Li")
    operated = Answer(date=local(12).date() - timedelta(days=30))
    desk.intakes.complete(person, harmless(desk) | {"spinal_surgery": operated}, actor=maria, now=EARLIER)
    quick = begin("Jonas Weber", local(13, 5), "bo li")
    look_at(quick, Technique.SWEDISH)
    assert "Sat 5 Dec 13:00, Jonas Weber, room on arrival" in words(quick)


def test_the_arrows_lead_to_them_and_enter_takes_one(desk, ana, page, hands, *, begin):
    quick = begin("Aiko Tanaka", local(13, 5))
    hands.type("swe")
    hands.press(K.Key_Return)
    assert quick.trouble.choices[0].hasFocus()
    hands.press(K.Key_Down)
    assert quick.trouble.choices[1].hasFocus()
    hands.press(K.Key_Up)
    assert quick.trouble.choices[0].hasFocus()
    first = words(quick)[0]
    hands.press(K.Key_Return)
    assert quick.when.text() == first.rpartition(", ")[0]
    assert live(desk) == []
    hands.press(K.Key_Return)
    assert len(live(desk)) == 1
    assert hands.strokes <= BUDGET


def test_a_click_takes_one(desk, ana, page, *, begin):
    quick = begin("Aiko Tanaka", local(13, 5))
    look_at(quick, Technique.SWEDISH)
    QTest.mouseClick(quick.trouble.choices[0], Qt.MouseButton.LeftButton)
    assert quick.plan.ready
    QTest.mouseClick(quick.book_button, Qt.MouseButton.LeftButton)
    (session,) = live(desk)
    assert (session.starts_at, session.therapist_id) == (local(13), "staff-jonas")


def test_one_on_another_day_brings_that_day_up_with_the_card_beside_it(desk, ana, page, hands, *, begin):
    quick = begin("Jonas Weber", local(17, 35))
    hands.type("swe")
    place = next(at for at, each in enumerate(words(quick)) if each.startswith("Tue 24 Nov"))
    hands.press(K.Key_1 + place, ALT)
    assert page.day == local(12, day=1).date()
    assert quick.isVisible()
    assert quick.book_button.hasFocus()
    ghost = page.canvas.picture.ghost
    assert ghost.starts_at == quick.plan.slot.starts_at
    assert not ghost.taken
    assert not quick.geometry().contains(
        page.canvas.area_of(ghost.column, ghost.starts_at, ghost.ends_at).center().toPoint()
    )
    hands.press(K.Key_Escape)
    assert not quick.isVisible()
    assert page.canvas.picture.ghost is None
    assert live(desk) == []


def test_in_the_lane_of_a_room_they_stand_in_their_own_room(desk, maria, ana, bo, *, page, hands, begin):
    rooms = desk.clinic.rooms()
    book(desk, maria, bo, local(13), room=rooms[1].id)
    key(page, K.Key_F4)
    quick = begin(rooms[0].name, local(13, 5))
    hands.type("swe")
    assert "Jonas Weber is with Bo Li" in quick.trouble.sentence.text()
    hands.press(K.Key_1, ALT)
    ghost = page.canvas.picture.ghost
    assert page.canvas.picture.lanes[ghost.column].room_id == quick.plan.room_id
    assert quick.room.currentData() == quick.plan.room_id


def test_another_desk_that_was_faster_leaves_the_keyboard_on_the_nearest(desk, maria, ana, bo, *, page, hands, begin):
    quick = begin("Jonas Weber", local(13, 5))
    book(desk, maria, bo, local(13))
    hands.press(K.Key_Return)
    assert quick.trouble.sentence.text().startswith("Jonas Weber is with Bo Li from 13:00")
    assert quick.trouble.choices[0].hasFocus()
    assert len(words(quick)) == 3


def test_nothing_is_offered_while_a_doctor_must_see_the_person_first(desk, maria, page, *, begin):
    person = register(desk, maria, "Dee Wall")
    answer(desk, maria, person, **REFERRED)
    quick = begin("Jonas Weber", local(13, 5), "dee")
    assert quick.trouble.sentence.text().startswith("Stop:")
    assert quick.trouble.choices == []
    QTest.keyClick(page.focusWidget(), K.Key_1, ALT)
    assert live(desk) == []


def test_the_room_chosen_goes_along_to_another_gap(desk, ana, page, hands, *, begin):
    quick = begin("Jonas Weber", local(13, 5))
    hands.press(K.Key_Tab)
    hands.press(K.Key_Down)
    click_gap(page, "Jonas Weber", local(15, 5))
    assert quick.room.currentData() == desk.clinic.rooms()[0].id
    hands.press(K.Key_Return, CTRL)
    (session,) = live(desk)
    assert (session.starts_at, session.room_id) == (local(15), desk.clinic.rooms()[0].id)


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_all_of_it_is_read_at_every_size_of_text(desk, ana, page, hands, *, begin, qapp, qtbot, scale):
    apply_style(qapp, LIGHT, scale)
    # What a window of 1024 by 700 leaves to the page.
    page.resize(*{100: (860, 610), 150: (790, 580), 200: (760, 570)}[scale])
    quick = begin("Aiko Tanaka", local(13, 5))
    hands.type("swe")
    hands.press(K.Key_Return)
    for each in quick.trouble.choices:
        qtbot.waitUntil(lambda line=each: line.height() >= line.heightForWidth(line.width()))
        qtbot.waitUntil(lambda line=each: line.visibleRegion().boundingRect() == line.rect())
        hands.press(K.Key_Down)
    assert page.rect().contains(quick.geometry())
    qtbot.waitUntil(lambda: quick.book_button.visibleRegion().boundingRect() == quick.book_button.rect())
    apply_style(qapp, LIGHT)
