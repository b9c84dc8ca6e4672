from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clinicdesk.domain.plan import PlanStatus
from clinicdesk.domain.score import Measure
from clinicdesk.domain.suitability import Kind, Technique
from clinicdesk.ui.patients import PatientsPage
from clinicdesk.ui.patients.plan import PlanSection
from clinicdesk.ui.patients.sessions import SessionsSection
from clinicdesk.ui.patients.sessions_model import Column
from clinicdesk.ui.patients.trend import TrendSection
from tests.ui.clinic_day import answer, book, local, register
from tests.vouching import vouch_at_once


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def page(qtbot, context, style):
    vouch_at_once(context)
    page = PatientsPage(context)
    qtbot.addWidget(page)
    page.resize(900, 1200)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


@pytest.fixture
def press(qtbot):
    def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            focus = QApplication.focusWidget()
            if isinstance(key, str):
                qtbot.keyClicks(focus, key)
            else:
                qtbot.keyClick(focus, key, modifier)

    return press


def shown(section):
    return [label.text() for label in section.findChildren(QLabel) if label.isVisible()]


def cells(section, column):
    model = section.model
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def planned(page, ana, context, jonas, press):
    """Jonas writes a plan down and confirms it, by keyboard."""
    context.change_actor(jonas)
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    section.new_button.setFocus()
    press(Qt.Key.Key_Return)
    press("Lift my shopping")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    section.views[0].buttons["confirm"].setFocus()
    press(Qt.Key.Key_Return)
    return section


def test_without_a_plan_the_section_says_what_one_is_for(page, ana):
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    assert section.words.isVisible()
    assert section.new_button.text() == "Make a plan"
    assert page.record.section(TrendSection).words.text().startswith("Nobody has asked yet.")


def test_a_plan_is_made_and_confirmed_by_keyboard(page, ana, context, jonas, *, press, desk, clock):
    section = planned(page, ana, context, jonas, press)
    (standing,) = desk.plans.of_patient(ana, actor=jonas, now=clock())
    assert (standing.plan.status, standing.plan.goal) == (PlanStatus.ACTIVE, "Lift my shopping")
    assert {part.kind: part.sessions for part in standing.plan.parts} == {Kind.MASSAGE: 4, Kind.PHYSICAL_THERAPY: 8}
    words = shown(section)
    assert "“Lift my shopping”" in words
    assert "Active" in words
    assert "usually Guided exercise (active)" in words


def test_a_receptionist_writes_a_draft_that_waits_for_a_therapist(page, ana, press):
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    section.make_plan()
    press("Sleep through")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    confirm = section.views[0].buttons["confirm"]
    assert not confirm.isEnabled()
    assert confirm.toolTip() == "Only a therapist can do this."
    assert "A draft: no session counts until a therapist confirms it." in shown(section)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(page, ana, press):
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    section.make_plan()
    section.fields.expires_on.edit.setText("someday")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert section.fields.fields["goal"].error == "Write the goal down in the person's own words."
    assert section.fields.expires_on.error == "A date is needed."
    assert section.fields.goal.hasFocus()
    assert section.fields.expires_on.edit.text() == "someday"


def test_escape_leaves_the_form_and_stays_on_the_record(page, ana, press):
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    section.make_plan()
    press(Qt.Key.Key_Escape)
    assert section.fields is None
    assert page.record.isVisible()
    assert section.new_button.hasFocus()


def test_a_form_being_filled_in_survives_what_another_desk_stores(page, ana, press, desk, *, maria, clock):
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    section.make_plan()
    press("Walk to the lake")
    book(desk, maria, ana, local(14))
    page.records_changed()
    assert section.fields.goal.text() == "Walk to the lake"
    assert section.fields.goal.hasFocus()
    assert len(cells(page.record.section(SessionsSection), Column.WHEN)) == 1


def test_a_change_asks_why_and_keeps_the_version_before(page, ana, context, jonas, press):
    section = planned(page, ana, context, jonas, press)
    section.views[0].buttons["change"].click()
    section.fields.goal.setText("Lift my granddaughter")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert section.fields.fields["reason"].error == "Say in a few words why the plan is changed."
    press("She can carry the shopping")
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "“Lift my granddaughter”" in shown(section)
    section.views[0].buttons["versions"].click()
    history = next(words for words in shown(section) if words.startswith("3. "))
    assert "2. 23 Nov 2026, Jonas Weber: active, 4 massage, 8 physical therapy, “Lift my shopping”." in history


def test_a_plan_rests_goes_on_and_ends_with_a_word(page, ana, context, jonas, press):
    section = planned(page, ana, context, jonas, press)
    section.views[0].buttons["pause"].click()
    assert "Paused: no session counts until it goes on." in shown(section)
    section.views[0].buttons["resume"].click()
    section.views[0].buttons["complete"].click()
    press("Goal reached", Qt.Key.Key_Return)
    ended = "Completed: “Lift my shopping”, 0 of 4 massage, 0 of 8 physical therapy, until 4 Jan 2027. Goal reached"
    assert ended in shown(section)


def test_massage_alone_is_flagged_with_what_to_pair_it_with(page, ana, context, jonas, press):
    context.change_actor(jonas)
    page.open_patient(ana)
    section = page.record.section(PlanSection)
    section.make_plan()
    press("Relax")
    section.fields.parts[Kind.PHYSICAL_THERAPY].session_type.setCurrentIndex(0)
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    words = " ".join(shown(section))
    assert "Massage only: nothing in it is done by the person themselves." in words
    assert "Pair it with exercise, a stretching routine or physical therapy." in words


def test_the_key_of_the_series_asks_for_it(page, ana, context, jonas, *, press, qtbot):
    planned(page, ana, context, jonas, press)
    keys = page.keys()
    assert ("S", "Book the series of the plan") in keys
    page.record.book_button.setFocus()
    with qtbot.waitSignal(page.series_requested) as told:
        press("s")
    assert told.args[0].id == ana.id


def test_sessions_to_come_stand_first_and_each_has_its_place_in_the_plan(
    page, ana, context, jonas, *, press, desk, maria
):
    planned(page, ana, context, jonas, press)
    for day in (9, 2):
        book(desk, maria, ana, local(14, day=day))
    page.records_changed()
    section = page.record.section(SessionsSection)
    assert cells(section, Column.WHEN) == ["Wed 25 Nov, 14:00", "Wed 2 Dec, 14:00"]
    assert cells(section, Column.PLAN) == ["1 of 4", "2 of 4"]
    assert cells(section, Column.STATUS) == ["Expected", "Expected"]
    assert section.words.text() == "2 to come, 0 before."


def test_a_session_is_opened_and_printed_by_a_key(page, ana, desk, maria, *, press, qtbot):
    session = book(desk, maria, ana, local(14, day=2))
    page.open_patient(ana)
    page.record.section(SessionsSection).table.setFocus()
    with qtbot.waitSignal(page.session_opened) as told:
        press(Qt.Key.Key_Return)
    assert told.args[0].id == session.id
    with qtbot.waitSignal(page.visit_sheet_requested) as told:
        press("p")
    assert told.args == [session.id]
    with qtbot.waitSignal(page.amend_requested):
        press("e")


def test_a_session_is_cancelled_with_a_reason_and_gives_its_place_back(
    page, ana, context, jonas, *, press, desk, maria
):
    planned(page, ana, context, jonas, press)
    book(desk, maria, ana, local(14, day=2))
    page.records_changed()
    section = page.record.section(SessionsSection)
    section.table.setFocus()
    press(Qt.Key.Key_Delete)
    section._form.reason.setCurrentIndex(0)
    press(Qt.Key.Key_Return)
    assert cells(section, Column.STATUS) == ["Cancelled"]
    assert cells(section, Column.PLAN) == ["—"]
    assert not section.deeds["cancel"].isEnabled()
    assert page.record.section(PlanSection).views[0].standing.counts[Kind.MASSAGE].left == 4


def test_a_refused_cancellation_keeps_what_was_typed_and_says_why(page, ana, press, *, desk, maria, clock):
    session = book(desk, maria, ana, local(14, day=2))
    page.open_patient(ana)
    section = page.record.section(SessionsSection)
    section.table.setFocus()
    press(Qt.Key.Key_Delete)
    form = section._form
    form.reason.setCurrentIndex(1)
    form.note.setFocus()
    press("rang at nine")
    typed = (form.reason.currentText(), "rang at nine")
    # Another desk moves it in the same moment: nothing is cancelled that nobody has seen.
    there = {"starts_at": local(15, day=2), "therapist_id": session.therapist_id, "room_id": None}
    moved = desk.moving.move(session, **there, actor=maria, now=clock())
    press(Qt.Key.Key_Return)
    assert section._form is form
    assert (form.reason.currentText(), form.note.text()) == typed
    assert form.fault.isVisible()
    assert form.fault.text().startswith("Somebody else changed this session meanwhile")
    assert cells(section, Column.WHEN) == ["Wed 25 Nov, 15:00"]
    assert desk.store.sessions.get(session.id) == moved
    press(Qt.Key.Key_Return)
    assert cells(section, Column.STATUS) == ["Cancelled"]
    assert section._form is None


def test_a_session_is_moved_by_keyboard(page, ana, desk, maria, press):
    book(desk, maria, ana, local(14, day=2))
    page.open_patient(ana)
    section = page.record.section(SessionsSection)
    section.table.setFocus()
    press("m", "+4", Qt.Key.Key_Tab, "9:30", Qt.Key.Key_Return)
    assert cells(section, Column.WHEN) == ["Fri 27 Nov, 09:30"]
    assert section.table.hasFocus()


def test_a_move_that_clashes_says_with_whom_and_offers_the_nearest(page, ana, desk, maria, press):
    bo = register(desk, maria, "Bo Holm")
    answer(desk, maria, bo)
    book(desk, maria, bo, local(10, day=2))
    book(desk, maria, ana, local(14, day=2))
    page.open_patient(ana)
    section = page.record.section(SessionsSection)
    section.table.setFocus()
    press("m", Qt.Key.Key_Tab, "10:00", Qt.Key.Key_Return)
    form = section._form
    assert form.fault.text().startswith("Jonas Weber is with Bo Holm from 10:00")
    offered = [each.text() for each in form.others.findChildren(QPushButton)]
    assert offered[0].startswith("Wed 25 Nov")
    form.others.findChild(QPushButton).setFocus()
    press(Qt.Key.Key_Return)
    assert cells(section, Column.WHEN) == [offered[0].split(", ")[0].replace(" Nov ", " Nov, ")]


def test_only_the_last_past_sessions_stand_there_until_all_are_asked_for(page, ana, desk, maria, *, clock, press):
    for day in range(1, 9):
        book(desk, maria, ana, local(14, day=day * 2))
    clock.advance(days=30)
    page.open_patient(ana)
    section = page.record.section(SessionsSection)
    assert len(cells(section, Column.WHEN)) == 5
    assert section.every_button.text() == "Show 3 earlier"
    section.every_button.click()
    assert len(cells(section, Column.WHEN)) == 8
    assert not section.every_button.isVisible()


def test_the_trend_says_first_last_and_change_and_lists_the_same_values(page, ana, desk, maria, clock):
    for day, before, after in ((1, 7, 5), (3, 4, 3)):
        session = book(desk, maria, ana, local(14, day=day))
        desk.progress.note(session, Measure.PAIN_BEFORE, before, actor=maria, now=clock())
        desk.progress.note(session, Measure.PAIN_AFTER, after, actor=maria, now=clock())
    page.open_patient(ana)
    section = page.record.section(TrendSection)
    said = "Pain before a session, asked 2 times: 7 at first, 4 now. That is 3 points less, a change people notice."
    assert section.words.text() == said
    assert section.plot.accessibleName() == said
    assert "PMC7053735" in section.source.text()
    section.table_button.click()
    rows = [[section.table.item(row, column).text() for column in range(5)] for row in range(2)]
    assert rows == [
        ["Thu 26 Nov 2026, Swedish massage", "4", "3", "—", "Maria"],
        ["Tue 24 Nov 2026, Swedish massage", "7", "5", "—", "Maria"],
    ]


def test_a_score_is_corrected_by_keyboard_and_the_first_one_stays_beside_it(page, ana, press, *, desk, maria, clock):
    for day, before in ((1, 7), (3, 4)):
        session = book(desk, maria, ana, local(14, day=day))
        desk.progress.note(session, Measure.PAIN_BEFORE, before, actor=maria, now=clock())
    page.open_patient(ana)
    section = page.record.section(TrendSection)
    section.table_button.click()
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert QApplication.focusWidget().accessibleName() == "Pain before, 0 none, 10 the worst there is: 7"
    press("9", Qt.Key.Key_Return)
    assert section.table.item(1, 1).text() == "9 (was 7)"
    assert section.table.hasFocus()
    assert section.words.text().startswith("Pain before a session, asked 2 times: 9 at first, 4 now.")
    assert [score.value for score in desk.store.scores.of_patient(ana.id)] == [7, 4, 9]
    # One that was left out is noted, too: the pain after the newest session.
    press(Qt.Key.Key_Up, Qt.Key.Key_Return)
    press(Qt.Key.Key_Backtab, Qt.Key.Key_Right)
    while not QApplication.focusWidget().accessibleName().startswith("Pain after, 0 none"):
        press(Qt.Key.Key_Tab)
    press("t", Qt.Key.Key_Return)
    assert section.table.item(0, 2).text() == "10"


def test_correcting_is_left_by_escape_and_needs_a_number(page, ana, press, *, desk, maria, clock):
    session = book(desk, maria, ana, local(14, day=1))
    desk.progress.note(session, Measure.PAIN_AFTER, 3, actor=maria, now=clock())
    page.open_patient(ana)
    section = page.record.section(TrendSection)
    section.mend_button.click()
    section._form.measure.choose(Measure.PAIN_BEFORE.value)
    section._form.scale.setFocus()
    press(Qt.Key.Key_Return)
    assert section._form.fault.text() == "Choose a number."
    press(Qt.Key.Key_Escape)
    assert section._form is None
    assert section.table.hasFocus()
    assert page.record.isVisible()


def test_an_activity_scored_without_a_session_keeps_its_day_when_corrected(page, ana, press, *, desk, maria, clock):
    earlier = clock() - timedelta(days=8)
    desk.progress.note_activity(ana, "walking to the shop", 4, actor=maria, now=earlier)
    page.open_patient(ana)
    section = page.record.section(TrendSection)
    section.mend_button.click()
    press("6", Qt.Key.Key_Return)
    assert section.words.text() == "Walking to the shop: 6 at first, 6 of 10 now."
    assert section.trend.points[0].at == earlier
    page.context.undoing.undo()
    section.reload()
    assert section.words.text() == "Walking to the shop: 4 at first, 4 of 10 now."


def test_an_activity_is_named_and_scored(page, ana, press, qtbot):
    page.open_patient(ana)
    section = page.record.section(TrendSection)
    section.ask_button.click()
    section.keep_button.click()
    assert section.activity_field.error == "Choose a number: 0 cannot do it, 10 as well as ever."
    section.activity.setFocus()
    press("hanging out the washing")
    qtbot.mouseClick(section.score.button("4"), Qt.MouseButton.LeftButton)
    section.keep_button.click()
    assert section.words.text() == "Hanging out the washing: 4 at first, 4 of 10 now."


def test_shapes_tell_massage_from_physical_therapy(page, ana, desk, maria, *, clock, qtbot):
    aiko = "staff-aiko"
    for day, technique, therapist in ((1, Technique.SWEDISH, "staff-jonas"), (8, Technique.STRETCHING, aiko)):
        session = book(desk, maria, ana, local(14, day=day), technique=technique, therapist=therapist)
        desk.progress.note(session, Measure.PAIN_BEFORE, 5, actor=maria, now=clock() + timedelta(days=day))
    page.open_patient(ana)
    plot = page.record.section(TrendSection).plot
    picture = plot.grab().toImage()
    ratio = picture.width() / plot.width()

    def filled(x, y):
        return picture.pixelColor(round(x * ratio), round(y * ratio)).name()

    area_left, area_right = 28 + 9, plot.width() - 14 - 9
    middle = 10 + (plot.height() - 34) / 2
    corner = 4
    accent = filled(area_left, middle)
    assert filled(area_right, middle) == accent
    # A square fills its corner, a circle does not.
    assert filled(area_right + corner, middle - corner) == accent
    assert filled(area_left + corner, middle - corner) != accent
