from contextlib import ExitStack
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.desk.clinic_setup import default_session_types
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.domain.working_hours import Absence, AbsenceReason, ClockSpan, WeeklyHours
from clinicdesk.ui.booking.page import BookingPage
from clinicdesk.ui.booking.type_list import OFFER_ROLE
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.names import BETWEEN
from clinicdesk.ui.style import LIGHT, apply_style
from tests.ui.clinic_day import MASSAGE_BLOCKED, REFERRED, answer, book, local, register, type_of

TODAY = date(2026, 11, 23)
DASH = "\N{EN DASH}"


@pytest.fixture(scope="module")
def dressed(qapp):
    """The look of the program, put on once: it takes longer than most tests."""
    apply_style(qapp, LIGHT)


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person, main_complaint="back_pain")
    return person


@pytest.fixture
def page(qtbot, context, dressed):
    made = BookingPage(context)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def types(page):
    """Each session type with its verdict in words, as listed."""
    model = page.types.model()
    lines = [model.index(place) for place in range(model.rowCount())]
    return {line.data(): line.data(OFFER_ROLE) for line in lines}


def spoken(page, technique):
    model = page.types.model()
    for place in range(model.rowCount()):
        offer = model.index(place).data(OFFER_ROLE)
        if offer and offer.session_type.technique is technique:
            return model.index(place).data(Qt.ItemDataRole.AccessibleTextRole)
    return None


def sentence(page):
    return page.summary.sentence.text()


def look_at(page, technique):
    """Move to a session type with the arrow keys, as a person does."""
    model = page.types.model()
    page.types.setFocus()
    for _ in range(model.rowCount()):
        if page.types.current_offer().session_type.technique is technique:
            return
        QTest.keyClick(page.types, Qt.Key.Key_Down)
    raise AssertionError(f"{technique} cannot be reached")


def live(desk, on=TODAY):
    return [slot.session for column in desk.booking.day(on).columns for slot in column.sessions]


def ctrl_enter(widget):
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_every_session_type_shows_its_verdict_before_it_is_chosen(desk, maria, page):
    person = register(desk, maria)
    answer(desk, maria, person, **MASSAGE_BLOCKED)
    page.start(person)
    listed = types(page)
    assert [name for name, offer in listed.items() if offer is None] == ["Massage", "Physical therapy"]
    assert listed["Swedish massage"].verdict is Verdict.NOT_SUITABLE
    assert listed["Guided exercise"].verdict is Verdict.SUITABLE_WITH_PRECAUTIONS
    assert spoken(page, Technique.SWEDISH) == "Swedish massage, 60 min, Not suitable"


def test_what_suits_best_and_its_first_time_are_proposed_so_one_key_books(qtbot, desk, ana, page):
    page.start(ana)
    assert sentence(page) == f"Swedish massage 60 min, Mon 23 Nov 09:30{DASH}10:30, with Jonas Weber"
    assert page.focusWidget() is page.types
    with qtbot.waitSignal(page.session_booked) as told:
        ctrl_enter(page.types)
    (session,) = live(desk)
    assert told.args == [session]
    assert (session.starts_at, session.therapist_id, session.held) == (local(9, 30), "staff-jonas", False)


def test_a_booking_is_made_with_enter_alone_type_then_time_then_book(desk, ana, page):
    page.start(ana)
    QTest.keyClick(page.types, Qt.Key.Key_Return)
    assert page.focusWidget() is page.day.view
    QTest.keyClick(page.day.view, Qt.Key.Key_Down)
    QTest.keyClick(page.day.view, Qt.Key.Key_Return)
    assert page.focusWidget() is page.summary.book_button
    QTest.keyClick(page.summary.book_button, Qt.Key.Key_Return)
    (session,) = live(desk)
    assert session.starts_at == local(9, 45)


def test_a_time_is_picked_with_the_mouse_and_named_in_the_sentence(qtbot, ana, page):
    page.start(ana)
    qtbot.mouseClick(
        page.day.view.viewport(), Qt.MouseButton.LeftButton, pos=page.day.view.place_of(0, local(13, 5)).toPoint()
    )
    assert sentence(page) == f"Swedish massage 60 min, Mon 23 Nov 13:00{DASH}14:00, with Jonas Weber"
    assert page.summary.detail.text() == "Jonas Weber is free again at 14:10."
    assert page.day.view.picture.ghost.starts_at == local(13)


def test_a_start_and_a_day_are_typed(desk, ana, page):
    page.start(ana)
    page.day.picker.editor.selectAll()
    QTest.keyClicks(page.day.picker.editor, "tue")
    QTest.keyClick(page.day.picker.editor, Qt.Key.Key_Return)
    page.summary.start.selectAll()
    QTest.keyClicks(page.summary.start, "1015")
    ctrl_enter(page.summary.start)
    (session,) = live(desk, TODAY + timedelta(days=1))
    assert session.starts_at == local(10, 15, day=1)


def test_a_start_that_cannot_be_read_cannot_be_booked(desk, ana, page):
    page.start(ana)
    page.summary.start.selectAll()
    QTest.keyClicks(page.summary.start, "25:00")
    ctrl_enter(page.summary.start)
    assert page.summary.clash.sentence.text() == "A day has 24 hours. Try 10:15."
    assert not page.summary.book_button.isEnabled()
    assert live(desk) == []


def test_a_day_that_cannot_be_read_cannot_be_booked(desk, ana, page):
    page.start(ana)
    page.day.picker.editor.selectAll()
    QTest.keyClicks(page.day.picker.editor, "whenever")
    ctrl_enter(page.day.picker.editor)
    assert page.day.fault.text() == "This does not read as a date. Try 24 Nov, tomorrow, tue or +7."
    assert live(desk) == []


def test_what_is_not_suitable_is_explained_and_the_best_alternative_is_one_click(qtbot, desk, maria, page):
    person = register(desk, maria)
    answer(desk, maria, person, **MASSAGE_BLOCKED)
    page.start(person)
    assert page.types.current_offer().session_type.technique is Technique.MANUAL_THERAPY
    look_at(page, Technique.MANIPULATION_THRUST)
    page.choose_technique(Technique.SWEDISH)
    assert sentence(page) == "Swedish massage is not suitable for Ana now."
    assert page.summary.clash.isVisible()
    assert page.summary.clash.sentence.text().startswith("Do not book massage.")
    assert not page.summary.book_button.isEnabled()
    ctrl_enter(page.types)
    assert live(desk) == []
    instead = page.summary.clash.choices[0]
    qtbot.mouseClick(instead, Qt.MouseButton.LeftButton)
    assert sentence(page).startswith(f"{instead.text()} ")
    assert page.summary.book_button.isEnabled()


def test_without_an_intake_everything_is_held_and_the_intake_is_offered(qtbot, desk, maria, page):
    person = register(desk, maria)
    page.start(person)
    assert page.no_intake.isVisible()
    assert page.no_intake.words.text() == ("There is no intake yet. Whatever is booked now is held for the therapist.")
    assert spoken(page, Technique.SWEDISH) == "Swedish massage, 60 min, Ask the therapist  ·  held"
    assert page.summary.book_button.text() == "Book as held"
    with qtbot.waitSignal(page.intake_requested) as told:
        qtbot.mouseClick(page.no_intake.intake_button, Qt.MouseButton.LeftButton)
    assert told.args == [person]
    ctrl_enter(page.types)
    (session,) = live(desk)
    assert session.held
    assert page.booked_card.detail.text() == "Held: a therapist decides before it starts."


def test_after_the_intake_the_page_judges_anew(desk, maria, page):
    person = register(desk, maria)
    page.start(person)
    answer(desk, maria, person)
    page.page_shown()
    assert not page.no_intake.isVisible()
    assert page.summary.book_button.text() == "Book"


def test_an_urgent_referral_stops_everything_and_offers_the_paper(qtbot, desk, maria, page):
    person = register(desk, maria)
    answer(desk, maria, person, **REFERRED)
    page.start(person)
    assert page.stop_card.isVisible()
    assert page.stop_card.call.text() == "Emergency: 911"
    assert not page.summary.isVisible()
    assert not page.day.isVisible()
    ctrl_enter(page.types)
    assert live(desk) == []
    with qtbot.waitSignal(page.urgent_sheet_requested):
        qtbot.mouseClick(page.stop_card.print_button, Qt.MouseButton.LeftButton)


def test_a_conflict_is_named_with_three_free_alternatives(qtbot, desk, maria, ana, page):
    book(desk, maria, register(desk, maria, "Bo Li"), local(11))
    page.start(ana)
    view = page.day.view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.place_of(0, local(11, 5)).toPoint())
    assert page.summary.clash.sentence.text() == ("Jonas Weber is with Bo Li from 11:00 and free again at 12:10.")
    assert not page.summary.book_button.isEnabled()
    assert view.picture.ghost.taken
    words = [each.text() for each in page.summary.clash.choices]
    assert words == [
        "Mon 23 Nov 09:50, Jonas Weber, room on arrival",
        "Mon 23 Nov 12:10, Jonas Weber, room on arrival",
        "Tue 24 Nov 11:00, Jonas Weber, room on arrival",
    ]
    qtbot.mouseClick(page.summary.clash.choices[2], Qt.MouseButton.LeftButton)
    assert page.day.picker.day == TODAY + timedelta(days=1)
    assert not page.summary.clash.isVisible()
    ctrl_enter(page.focusWidget())
    (session,) = live(desk, TODAY + timedelta(days=1))
    assert session.starts_at == local(11, day=1)


def test_a_time_chosen_by_hand_is_kept_when_the_session_type_changes(desk, ana, page):
    page.start(ana)
    page.day.view.setFocus()
    for _ in range(4):
        QTest.keyClick(page.day.view, Qt.Key.Key_Down)
    look_at(page, Technique.TRIGGER_POINT)
    assert sentence(page) == f"Trigger-point massage 30 min, Mon 23 Nov 10:30{DASH}11:00, with Jonas Weber"


def test_only_therapists_of_the_kind_have_a_column(ana, page):
    page.start(ana)
    assert [lane.title for lane in page.day.view.picture.lanes] == ["Jonas Weber"]
    look_at(page, Technique.THERAPEUTIC_EXERCISE)
    assert [lane.title for lane in page.day.view.picture.lanes] == ["Aiko Tanaka"]
    assert [page.day.therapist.itemText(n) for n in range(page.day.therapist.count())] == [
        "Any therapist",
        "Aiko Tanaka",
    ]


def test_breaks_absences_and_closures_are_drawn_as_on_the_schedule_and_a_click_says_why(desk, maria, ana, page):
    morning, tomorrow = ClockSpan(time(8), time(12)), TODAY + timedelta(days=1)
    hours = ((morning, ClockSpan(time(13), time(18))),) * 7
    evening = ClockSpan(time(16), time(18))
    with desk.store.write():
        desk.store.hours.add_weekly(WeeklyHours("w", "staff-jonas", TODAY, (hours,), TODAY))
        desk.store.hours.add_absence(Absence("a", None, AbsenceReason.CLOSURE, TODAY, TODAY, evening, "Repairs"))
        desk.store.hours.add_absence(Absence("b", "staff-jonas", AbsenceReason.LEAVE, tomorrow, tomorrow))
    page.start(ana, Technique.SWEDISH)
    (lane,) = page.day.view.picture.lanes
    assert lane.stretches == desk.schedule.again(TODAY, 1).days[0].stretches["staff-jonas"]
    drawn = {(each.words, each.starts_at, each.ends_at) for each in lane.stretches}
    assert drawn == {("Repairs", local(16), local(18)), ("Break", local(12), local(13))}
    for moment in (local(12, 30), local(17)):
        page.day.view.bring_up(0, moment, moment + timedelta(hours=1))
        place = page.day.view.place_of(0, moment).toPoint()
        painted = page.day.view.viewport().grab().toImage()
        colours = {painted.pixelColor(place.x() + x, place.y() + 5).name().upper() for x in range(-20, 20)}
        assert LIGHT.window in colours
        assert LIGHT.surface not in colours
    page.day.view.bring_up(0, local(12), local(13))
    QTest.mouseClick(
        page.day.view.viewport(), Qt.MouseButton.LeftButton, pos=page.day.view.place_of(0, local(12, 32)).toPoint()
    )
    assert "Jonas Weber" in page.summary.clash.sentence.text()
    page.day.view.setFocus()
    QTest.keyClick(page.day.view, Qt.Key.Key_PageDown)
    assert [each.words for each in page.day.view.picture.lanes[0].stretches if each.words] == ["Time off"]


def test_the_own_other_session_is_named_when_it_is_in_the_way(qtbot, desk, maria, ana, page):
    book(desk, maria, ana, local(13), technique=Technique.STRETCHING, therapist="staff-aiko")
    page.start(ana)
    view = page.day.view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.place_of(0, local(13, 10)).toPoint())
    assert "Ana already has Guided stretching with Aiko Tanaka" in page.summary.clash.sentence.text()


def test_a_room_is_optional_and_a_taken_one_is_named(desk, maria, ana, page):
    room = desk.clinic.rooms()[0]
    book(
        desk,
        maria,
        register(desk, maria, "Bo Li"),
        local(9, 30),
        technique=Technique.STRETCHING,
        therapist="staff-aiko",
        room=room.id,
    )
    page.start(ana)
    page.day.view.setFocus()
    QTest.keyClick(page.day.view, Qt.Key.Key_Down)
    page.summary.room.setFocus()
    QTest.keyClick(page.summary.room, Qt.Key.Key_Down)
    assert page.summary.room.currentText() == room.name
    assert sentence(page).endswith(f"with Jonas Weber, {room.name}")
    assert f"{room.name} is in use by Aiko Tanaka" in page.summary.clash.sentence.text()
    assert any("Room 2" in each.text() for each in page.summary.clash.choices)


def test_another_desk_that_was_faster_is_named_and_free_times_are_offered(desk, maria, ana, page):
    page.start(ana)
    taken = book(desk, maria, register(desk, maria, "Bo Li"), local(9, 30))
    ctrl_enter(page.types)
    assert live(desk) == [taken]
    assert page.summary.clash.sentence.text().startswith(
        "Jonas Weber is with Bo Li from 09:30 and free again at 10:40."
    )
    assert page.summary.clash.choices[0].text() == "Mon 23 Nov 10:40, Jonas Weber, room on arrival"
    QTest.mouseClick(page.summary.clash.choices[0], Qt.MouseButton.LeftButton)
    ctrl_enter(page.focusWidget())
    assert [session.starts_at for session in live(desk)] == [local(9, 30), local(10, 40)]


def test_answers_that_changed_meanwhile_are_heeded_when_booking(desk, maria, ana, page, context):
    page.start(ana)
    answer(desk, maria, ana, **MASSAGE_BLOCKED)
    ctrl_enter(page.types)
    assert live(desk) == []
    assert "not suitable for Ana now" in context.messages.current.text


def test_after_a_massage_physical_therapy_is_one_click_away(qtbot, desk, ana, page):
    page.start(ana)
    ctrl_enter(page.types)
    assert page.booked_card.isVisible()
    assert page.booked_card.sentence.text() == (
        f"Booked: Swedish massage 60 min, Mon 23 Nov 09:30{DASH}10:30, with Jonas Weber"
    )
    assert page.focusWidget() is page.booked_card.pair_button
    QTest.keyClick(page.booked_card.pair_button, Qt.Key.Key_Return)
    assert sentence(page) == f"Guided exercise 45 min, Mon 23 Nov 10:30{DASH}11:15, with Aiko Tanaka"
    QTest.keyClick(page.summary.book_button, Qt.Key.Key_Return)
    techniques = sorted(session.session_type_id for session in live(desk))
    assert techniques == sorted(type_of(desk, each).id for each in (Technique.SWEDISH, Technique.THERAPEUTIC_EXERCISE))
    assert not page.booked_card.pair_button.isVisible()


def test_the_sheet_of_what_was_booked_is_printed(qtbot, desk, ana, page):
    page.start(ana)
    ctrl_enter(page.types)
    (session,) = live(desk)
    with qtbot.waitSignal(page.visit_sheet_requested) as told:
        QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [session.id]


def test_the_panel_follows_the_type_looked_at(qtbot, ana, page):
    page.start(ana)
    with qtbot.waitSignal(page.technique_focused) as focused, qtbot.waitSignal(page.judgement_opened) as judged:
        QTest.keyClick(page.types, Qt.Key.Key_Down)
    assert focused.args == [Technique.RELAXATION]
    patient, judgement, answers = judged.args
    assert judgement.effective.technique is Technique.RELAXATION
    assert patient == ana
    assert answers["main_complaint"].value == "back_pain"


def test_the_technique_wished_for_is_chosen(ana, page):
    page.start(ana, Technique.STRETCHING)
    assert sentence(page).startswith("Guided stretching 30 min")
    page.choose_technique(Technique.DEEP_TISSUE)
    assert sentence(page).startswith("Deep-tissue massage 60 min")


def test_a_full_day_leads_to_the_next_one_with_free_time(ana, page, clock):
    clock.advance(hours=8)
    page.start(ana)
    assert sentence(page) == f"Swedish massage 60 min, Tue 24 Nov 08:00{DASH}09:00, with Jonas Weber"
    assert page.day.picker.day == TODAY + timedelta(days=1)


def test_a_day_without_free_time_says_so_and_offers_the_next(qtbot, ana, page):
    page.start(ana)
    page.day.picker.step(-1)
    assert page.summary.clash.sentence.text() == "No free time on this day."
    assert not page.summary.book_button.isEnabled()
    qtbot.mouseClick(page.summary.clash.choices[0], Qt.MouseButton.LeftButton)
    assert page.day.picker.day == TODAY
    assert page.summary.book_button.isEnabled()


def test_page_keys_turn_the_day_from_the_times(ana, page):
    page.start(ana)
    page.day.view.setFocus()
    QTest.keyClick(page.day.view, Qt.Key.Key_PageDown)
    assert page.day.picker.day == TODAY + timedelta(days=1)
    QTest.keyClick(page.day.view, Qt.Key.Key_T)
    assert page.day.picker.day == TODAY


def test_escape_leaves_without_booking(qtbot, desk, ana, page):
    page.start(ana)
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.day.view, Qt.Key.Key_Escape)
    assert live(desk) == []


def test_the_session_just_booked_is_cancelled_and_its_time_is_free_again(desk, maria, ana, page, context):
    page.start(ana)
    ctrl_enter(page.types)
    (session,) = live(desk)
    cancelled = desk.day.cancel(session, reason="The person asked", actor=maria, now=context.now())
    assert cancelled.status is SessionStatus.CANCELLED
    page.start(ana)
    assert f"09:30{DASH}10:30" in sentence(page)


def test_every_control_can_be_named_aloud(ana, page):
    page.start(ana)
    named = (page.types, page.day.view, page.day.therapist, page.summary.start, page.summary.room)
    assert [each.accessibleName() for each in named] == [
        "What to book",
        "Free times of the day",
        "Therapist",
        "Start",
        "Room",
    ]


@pytest.fixture
def page_of(qtbot, store_path, ruleset, clinic, maria, clock, dressed):  # noqa: PLR0917 - fixtures
    """The page of a clinic where only these therapists work."""
    with ExitStack() as closing:

        def open_page(*therapists):
            store = closing.enter_context(open_store(store_path))
            desk = Desk(store, ruleset)
            desk.clinic.open_clinic(clinic, [maria, *therapists], (), default_session_types(), now=clock())
            page = BookingPage(DeskContext(desk, clinic, maria, clock=clock))
            qtbot.addWidget(page)
            page.show()
            qtbot.waitExposed(page)
            person = register(desk, maria)
            answer(desk, maria, person, main_complaint="back_pain")
            return page, desk, person

        yield open_page


def test_what_nobody_gives_says_so_and_leads_to_adding_a_therapist(qtbot, page_of, staff, maria, clock):
    _, jonas, aiko = staff
    page, desk, person = page_of(jonas)
    page.start(person, Technique.THERAPEUTIC_EXERCISE)
    assert "Nobody at this clinic gives physical therapy yet." in page.summary.clash.sentence.text()
    with qtbot.waitSignal(page.staff_requested):
        page.summary.clash.choices[0].click()
    desk.clinic.add_staff(aiko, actor=maria, now=clock())
    page.page_shown()
    assert page.plan.ready
    assert "with Aiko Tanaka" in sentence(page)


def test_what_somebody_gives_is_proposed_first(page_of, staff):
    page, _, person = page_of(staff[2])
    page.start(person)
    assert page.plan.ready
    assert page.plan.session_type.kind is Kind.PHYSICAL_THERAPY


def test_the_keyboard_stays_on_the_page_when_the_therapy_beside_cannot_be_booked(page_of, staff):
    page, _, person = page_of(staff[1])
    page.start(person, Technique.SWEDISH)
    ctrl_enter(page)
    page.booked_card.pair_button.click()
    assert not page.plan.ready
    assert page.focusWidget() is page.types


def test_the_keyboard_goes_to_the_button_after_an_alternative_type_was_taken(desk, maria, page):
    person = register(desk, maria, "Ben Wood")
    answer(desk, maria, person, **MASSAGE_BLOCKED)
    page.start(person, Technique.SWEDISH)
    first = page.summary.clash.choices[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert page.summary.book_button.hasFocus()


def test_a_name_written_from_right_to_left_keeps_the_numbers_behind_it(desk, maria, page):
    person = register(desk, maria, "محمد الخطيب")
    page.start(person)
    assert page.header.subtitle.text() == BETWEEN.join(
        ("محمد الخطيب\N{LEFT-TO-RIGHT MARK}", "46 years", f"No. {person.number}")
    )


def test_a_very_long_name_is_wrapped_and_not_cut_off(desk, maria, page):
    person = register(desk, maria, " ".join(["Wolfeschlegelsteinhausen"] * 6))
    page.start(person)
    page.layout().activate()
    label = page.header.subtitle
    assert label.height() >= label.heightForWidth(label.width()) > 2 * label.fontMetrics().height() - 4


def test_when_the_answers_leave_nothing_to_book_the_page_says_why_and_leads_back(qtbot, desk, maria, page):
    person = register(desk, maria, "Leo Minor", born="3 Mar 2012")
    answer(desk, maria, person, main_complaint="back_pain", guardian_consent="no")
    page.start(person)
    assert sentence(page) == "Nothing can be booked for Leo now."
    assert "guardian" in page.summary.clash.sentence.text()
    with qtbot.waitSignal(page.intake_requested):
        page.summary.clash.choices[0].click()


def test_the_keyboard_is_on_the_nearest_free_time_after_another_desk_was_faster(desk, maria, ana, page):
    page.start(ana)
    book(desk, maria, register(desk, maria, "Bo Li"), local(9, 30))
    page.summary.book_button.setFocus()
    QTest.keyClick(page.summary.book_button, Qt.Key.Key_Return)
    assert page.focusWidget() is page.summary.clash.choices[0]
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert page.focusWidget() is page.summary.book_button


def test_what_another_desk_books_appears_and_what_is_being_typed_stays(desk, maria, ana, page, context):
    page.start(ana)
    page.summary.start.setFocus()
    page.summary.start.selectAll()
    QTest.keyClicks(page.summary.start, "10")
    taken = book(desk, maria, register(desk, maria, "Bo Li"), local(9, 30))
    context.records_changed.emit()
    assert page.summary.start.text() == "10"
    page.types.setFocus()
    context.records_changed.emit()
    assert [slot.session for slot in page.day.view.picture.lanes[0].slots] == [taken]
    assert "is with Bo Li" in page.summary.clash.sentence.text()
