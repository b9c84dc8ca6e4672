import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.intake import Answer, IntakeDraft
from clinicdesk.domain.suitability import Kind
from clinicdesk.ui.patients import PatientsPage
from clinicdesk.ui.patients.facts import FactsSection, MissingDetails
from clinicdesk.ui.patients.last_intake import IntakeSection
from clinicdesk.ui.patients.model import Column, PeopleModel


@pytest.fixture
def register(desk, maria, clock):
    def register(**texts):
        clock.advance(seconds=1)
        return desk.patients.register(PatientForm(**texts), actor=maria, now=clock())

    return register


@pytest.fixture
def ana(register):
    return register(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", phone="(202) 555-0143")


@pytest.fixture
def bo(register):
    return register(given_name="Bo", family_name="Holm", preferred_name="Bobby")


@pytest.fixture
def page(qtbot, context, style):
    page = PatientsPage(context)
    qtbot.addWidget(page)
    page.resize(860, 720)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


@pytest.fixture
def press(qtbot):
    def press(key):
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            qtbot.keyClicks(focus, key)
        else:
            qtbot.keyClick(focus, key)

    return press


def names(page):
    model = page.people.model
    return [model.data(model.index(row, Column.NAME)) for row in range(model.rowCount())]


def test_with_an_empty_line_the_people_worked_with_last_stand_first(page, ana, bo):
    page.page_shown()
    assert names(page) == ["Bo Holm", "Ana Ruiz"]
    assert page.people.caption.text() == "Worked with last"


def test_a_row_tells_people_apart(page, ana, bo):
    page.page_shown()
    model = page.people.model
    shown = [[model.data(model.index(row, column)) for column in Column] for row in range(2)]
    assert shown == [
        ["Bo Holm", "Bobby", "—", "—", "1002"],
        ["Ana Ruiz", "Ana", "3 Apr 1980, 46 years", "(202) 555-0143", "1001"],
    ]
    assert model.data(model.index(0, Column.PHONE), Qt.ItemDataRole.AccessibleTextRole) == "Phone: not known"


def test_people_are_found_while_typing(page, ana, bo, press):
    page.page_shown()
    assert page.people.search.hasFocus()
    press("rui")
    assert names(page) == ["Ana Ruiz"]
    assert page.people.caption.text() == "1 person found"
    press(Qt.Key.Key_Escape)
    assert len(names(page)) == 2


@pytest.mark.parametrize("typed", ["0143", "3 apr 80", "1001", "ruiz ana"])
def test_a_person_is_found_by_phone_birth_date_number_and_any_order_of_names(page, ana, bo, press, typed):
    page.page_shown()
    press(typed)
    assert names(page) == ["Ana Ruiz"]


def test_enter_opens_the_best_match_and_tells(page, ana, bo, press, qtbot):
    page.page_shown()
    press("ana")
    with qtbot.waitSignal(page.patient_opened) as told:
        press(Qt.Key.Key_Return)
    assert told.args[0].id == ana.id
    assert page.record.isVisible()
    assert page.record.header.title.text() == "Ana Ruiz"


def test_the_arrows_choose_while_the_caret_stays_in_the_line(page, ana, bo, press, qtbot):
    page.page_shown()
    press(Qt.Key.Key_Down)
    assert page.people.search.hasFocus()
    with qtbot.waitSignal(page.patient_opened) as told:
        press(Qt.Key.Key_Return)
    assert told.args[0].id == ana.id


def test_enter_in_the_table_and_a_click_open_too(page, ana, qtbot):
    page.page_shown()
    table = page.people.table
    table.setFocus()
    with qtbot.waitSignal(page.patient_opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    page.show_list()
    place = table.visualRect(page.people.model.index(0, 0)).center()
    with qtbot.waitSignal(page.patient_opened):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_an_empty_clinic_says_what_to_do(page, qtbot):
    page.page_shown()
    shown = page.people._nobody
    assert shown.isVisible()
    with qtbot.waitSignal(page.registration_requested) as told:
        qtbot.mouseClick(shown.button, Qt.MouseButton.LeftButton)
    assert told.args == [""]


def test_nobody_found_offers_to_register_what_was_typed(page, ana, press, qtbot):
    page.page_shown()
    press("zebedee")
    assert page.people._none_found.title.text() == "Nobody found for “zebedee”"
    with qtbot.waitSignal(page.registration_requested) as told:
        qtbot.mouseClick(page.people._none_found.button, Qt.MouseButton.LeftButton)
    assert told.args == ["zebedee"]


def test_the_table_keeps_qts_contract_through_every_change(qtbot, desk, ana, bo, context):
    model = PeopleModel(today=context.today(), region="US")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for people in (desk.patients.recent(), [], desk.patients.find("ana")):
        model.set_people(people, today=context.today())
    assert model.rowCount() == 1


def test_the_record_shows_who_it_is_and_leaves_out_what_is_not_known(page, ana):
    page.open_patient(ana)
    assert page.record.header.subtitle.text() == "46 years · no. 1001 · (202) 555-0143"
    facts = [label.text() for label in page.record.section(FactsSection).findChildren(QLabel)]
    assert "Thursday 3 April 1980, 46 years" in facts
    assert "E-mail" not in facts


def test_missing_details_are_a_quiet_prompt_that_leads_to_the_form(page, ana, qtbot):
    page.open_patient(ana)
    assert (
        page.record.section(MissingDetails).words.text()
        == "When there is time, ask for: sex at birth, emergency contact."
    )
    with qtbot.waitSignal(page.amend_requested) as told:
        qtbot.mouseClick(page.record.section(MissingDetails).findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert told.args == [ana]


def test_a_person_known_well_has_no_prompt(page, register):
    known = register(
        given_name="Ana",
        birth_date="3 Apr 1980",
        phone="2025550143",
        sex_at_birth="female",
        emergency_contact_phone="2025550199",
    )
    page.open_patient(known)
    assert not page.record.section(MissingDetails).isVisible()


def test_without_an_intake_the_record_says_so_and_starts_one(page, ana, press, qtbot):
    page.open_patient(ana)
    assert page.record.section(IntakeSection).words.text().startswith("None yet.")
    assert page.record.intake_button.text() == "Start intake"
    with qtbot.waitSignal(page.intake_requested) as told:
        press(Qt.Key.Key_Return)
    assert told.args == [ana]


def test_the_last_intake_is_shown_with_what_it_comes_to_today(page, ana, desk, maria, clock):
    answers = {"disc_problem": Answer(value="herniation_no_leg_symptoms")}
    desk.intakes.complete(ana, answers, actor=maria, now=clock())
    page.open_patient(ana)
    intake = page.record.section(IntakeSection)
    assert intake.words.text() == "Completed Mon 23 Nov 2026. What it comes to today:"
    assert intake.verdicts[Kind.MASSAGE].text() == "Not suitable"
    assert intake.verdicts[Kind.PHYSICAL_THERAPY].text() == "Ask the therapist"
    assert page.record.intake_button.text() == "Update intake"


def test_an_intake_begun_can_be_continued(page, ana, desk, clock):
    desk.intakes.save_draft(IntakeDraft(ana.id, {"fever_now": Answer(value="no")}), now=clock())
    page.open_patient(ana)
    assert page.record.intake_button.text() == "Continue intake"
    assert page.record.section(IntakeSection).words.text() == "Begun and not completed yet."


def test_booking_and_editing_start_from_the_record(page, ana, press, qtbot):
    page.open_patient(ana)
    with qtbot.waitSignal(page.booking_requested) as told:
        qtbot.mouseClick(page.record.book_button, Qt.MouseButton.LeftButton)
    assert told.args == [ana]
    with qtbot.waitSignal(page.amend_requested) as told:
        press("e")
    assert told.args == [ana]


def test_escape_goes_back_to_everybody_and_out_of_focus(page, ana, press, qtbot):
    page.page_shown()
    page.open_patient(ana)
    with qtbot.waitSignal(page.patient_cleared):
        press(Qt.Key.Key_Escape)
    assert page.people.isVisible()
    assert page.people.search.hasFocus()


def test_coming_back_shows_the_record_as_it_is_now(page, ana, desk, maria, clock):
    page.page_shown()
    page.open_patient(ana)
    page.page_left()
    changed = PatientForm(given_name="Ana", family_name="Vega")
    desk.patients.amend(ana, changed, actor=maria, now=clock())
    page.page_shown()
    assert page.record.header.title.text() == "Ana Vega"


def test_a_record_in_front_follows_what_another_desk_stores(page, ana, desk, maria, clock):
    page.page_shown()
    page.open_patient(ana)
    page.record.book_button.setFocus()
    desk.patients.amend(ana, PatientForm(given_name="Ana", family_name="Vega"), actor=maria, now=clock())
    page.records_changed()
    assert page.record.header.title.text() == "Ana Vega"
    assert page.record.book_button.hasFocus()


def test_a_list_in_front_follows_too_and_stays_on_the_person_chosen(page, ana, bo, register, press):
    page.page_shown()
    press(Qt.Key.Key_Down)
    register(given_name="Cy", family_name="Lund")
    page.records_changed()
    assert names(page) == ["Cy Lund", "Bo Holm", "Ana Ruiz"]
    assert page.people.table.currentIndex().row() == 2


def test_asking_for_the_page_that_is_in_front_shows_everybody(page, ana):
    page.page_shown()
    page.open_patient(ana)
    page.page_shown()
    assert page.people.isVisible()


def test_the_window_follows_the_person_opened(window, ana, qtbot):
    window.flows.open_patient(ana.id)
    assert window.focus.patient.id == ana.id
    window.flows.open_patient(ana.id)
    assert window.focus.patient.id == ana.id


def test_editing_a_person_keeps_them_on_the_panel(window, ana):
    window.flows.open_patient(ana.id)
    window.flows.amend(ana)
    assert window.focus.patient.id == ana.id


def test_where_room_is_short_the_name_stays_whole_and_lesser_columns_go(qtbot, page, style, ana):
    listed = page.people
    try:
        page.resize(1000, 600)
        qtbot.waitUntil(lambda: not listed.table.isColumnHidden(Column.CALLED))
        rows = listed.table.verticalHeader().defaultSectionSize()
        style.choose_text_scale(200)
        qtbot.waitUntil(lambda: listed.table.isColumnHidden(Column.CALLED))
        assert not listed.table.isColumnHidden(Column.BIRTH_DATE)
        assert listed.table.columnWidth(Column.NAME) >= 300
    finally:
        style.choose_text_scale(100)
    qtbot.waitUntil(lambda: listed.table.verticalHeader().defaultSectionSize() == rows)


def test_a_record_that_is_opened_from_another_page_is_read_once(window, desk, register):
    person = register(given_name="Ana", family_name="Ruiz")
    before = desk.store.audit.newest()
    window.flows.open_patient(person.id)
    assert window.pages.page("patients").record.patient == person
    read = [entry.action for entry in desk.store.audit.after(before)]
    assert read.count("sessions.read") == 1
