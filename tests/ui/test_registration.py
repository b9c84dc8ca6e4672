import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.patient import ContactChannel, SexAtBirth
from clinicdesk.ui.merging import merged, values_of
from clinicdesk.ui.registration import RegistrationPage
from clinicdesk.ui.registration.sections import SECTIONS, label_of, missing_details


@pytest.fixture
def page(qtbot, context, style):
    page = RegistrationPage(context)
    qtbot.addWidget(page)
    page.resize(860, 720)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.page_shown()
    yield page
    page.page_left()


@pytest.fixture
def fill(page, qtbot):
    """Type into fields by name."""

    def fill(**texts):
        for name, text in texts.items():
            editor = page.form.fields[name].editor
            editor.setFocus()
            editor.selectAll()
            qtbot.keyClicks(editor, text)

    return fill


@pytest.fixture
def press(qtbot):
    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key, modifier)

    return press


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", phone="(202) 555-0143")
    return desk.patients.register(form, actor=maria, now=clock())


def field(page, name):
    return page.form.fields[name]


def typed(page, name):
    return field(page, name).editor.text()


def focused(page):
    return next((name for name, each in page.form.fields.fields.items() if each.editor.hasFocus()), None)


def test_three_fields_suffice_and_the_next_step_is_the_intake(page, fill, press, qtbot, desk):
    fill(given_name="Ana", family_name="Ruiz", phone="202 555 0143", birth_date="3 apr 80")
    with qtbot.waitSignal(page.patient_saved), qtbot.waitSignal(page.intake_requested) as told:
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    (patient,) = told.args
    assert patient.details.full_name == "Ana Ruiz"
    assert patient.details.phone == "+12025550143"
    assert patient.details.birth_date.isoformat() == "1980-04-03"
    assert desk.patients.find("ruiz")[0].id == patient.id


def test_control_enter_saves_without_starting_the_intake(page, fill, press, qtbot):
    fill(given_name="Ana")
    with qtbot.assertNotEmitted(page.intake_requested), qtbot.waitSignal(page.patient_saved):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_enter_moves_on_and_ends_on_the_button_that_saves(page, fill, press):
    assert focused(page) == "given_name"
    for name in ("family_name", "phone", "birth_date"):
        press(Qt.Key.Key_Return)
        assert focused(page) == name
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.start_button


def test_tab_goes_through_the_page_as_it_reads(page, press):
    stops = [QApplication.focusWidget()]
    for _ in range(10):
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    quick = [field(page, name).editor for name in ("given_name", "family_name", "phone", "birth_date")]
    headers = [folding.header for folding in page.form.more.sections.values()]
    assert stops == [*quick, *headers, page.start_button, page.save_button, page.cancel_button]


def test_enter_on_the_button_presses_it(page, fill, press, qtbot):
    fill(given_name="Ana")
    page.start_button.setFocus()
    with qtbot.waitSignal(page.intake_requested):
        press(Qt.Key.Key_Return)


def test_the_birth_date_is_said_back_in_words_with_the_age_while_typing(page, fill):
    fill(birth_date="3 apr 80")
    assert field(page, "birth_date")._message.text() == "Thursday 3 April 1980, 46 years"
    assert field(page, "birth_date")._message.isVisible()


def test_a_date_half_typed_is_not_called_wrong(page, fill):
    fill(given_name="Ana", birth_date="31.2")
    assert field(page, "birth_date").error == ""


def test_what_is_wrong_is_said_beside_the_field_on_leaving_it(page, fill, press):
    fill(given_name="Ana", birth_date="31.2.1980")
    press(Qt.Key.Key_Tab)
    assert "31 February" in field(page, "birth_date").error
    fill(phone="12")
    press(Qt.Key.Key_Tab)
    assert "too short" in field(page, "phone").error


def test_a_fault_is_forgotten_while_it_is_being_mended(page, fill, press):
    fill(given_name="Ana", phone="12")
    press(Qt.Key.Key_Tab)
    fill(phone="2")
    assert field(page, "phone").error == ""


def test_a_phone_is_written_as_in_this_country_on_leaving(page, fill, press):
    fill(given_name="Ana", phone="+1 2025550143")
    press(Qt.Key.Key_Tab)
    assert typed(page, "phone") == "(202) 555-0143"
    fill(phone="+44 20 7946 0018")
    press(Qt.Key.Key_Tab)
    assert typed(page, "phone") == "+44 20 7946 0018"


def test_an_empty_form_is_left_without_a_word(page, press):
    press(Qt.Key.Key_Tab)
    assert all(each.error == "" for each in page.form.fields.fields.values())


def test_a_click_on_cancel_shows_no_fault_and_keeps_what_was_typed(page, fill, qtbot, desk):
    fill(given_name="Ana", birth_date="31.2.1980")
    with qtbot.waitSignal(page.closed):
        qtbot.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    assert field(page, "birth_date").error == ""
    assert desk.patients.draft("new").birth_date == "31.2.1980"


def test_escape_leaves_with_the_draft_kept_and_it_is_there_on_return(page, fill, press, qtbot):
    fill(given_name="Ana", family_name="Ru")
    with qtbot.waitSignal(page.closed):
        press(Qt.Key.Key_Escape)
    page.register_new()
    assert typed(page, "family_name") == "Ru"
    assert page.form.strip.isVisible()
    qtbot.mouseClick(page.form.strip.action, Qt.MouseButton.LeftButton)
    assert typed(page, "family_name") == ""
    assert page.form.strip.words.text() == "Ana Ru was set aside."
    qtbot.mouseClick(page.form.strip.action, Qt.MouseButton.LeftButton)
    assert typed(page, "family_name") == "Ru"


def test_a_crash_loses_at_most_what_was_typed_in_the_last_moment(page, fill, desk, qtbot):
    fill(given_name="Ana", family_name="Ruiz")
    qtbot.waitUntil(lambda: desk.patients.draft("new") is not None)
    assert desk.patients.draft("new").family_name == "Ruiz"


def test_a_form_emptied_again_leaves_no_draft(page, fill, desk, press, qtbot):
    fill(given_name="A")
    qtbot.waitUntil(lambda: desk.patients.draft("new") is not None)
    press(Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: desk.patients.draft("new") is None)


def test_a_saved_person_leaves_no_draft(page, fill, desk, qtbot):
    fill(given_name="Ana")
    qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    page.page_left()
    assert desk.patients.draft("new") is None
    page.page_shown()
    assert typed(page, "given_name") == ""


def test_a_name_already_typed_elsewhere_is_taken_along_and_the_draft_can_be_brought_back(page, fill, qtbot):
    fill(given_name="Bo", family_name="Holm")
    page.leave()
    page.register_new("Zoë")
    assert typed(page, "given_name") == "Zoë"
    qtbot.mouseClick(page.form.strip.action, Qt.MouseButton.LeftButton)
    assert (typed(page, "given_name"), typed(page, "family_name")) == ("Bo", "Holm")


def test_saving_what_cannot_be_stored_says_why_and_goes_to_the_first_fault(page, fill, qtbot, desk):
    fill(given_name="Ana", phone="12")
    page.form.more.reveal("email")
    fill(email="ana@")
    page.form.more.fold_all()
    with qtbot.assertNotEmitted(page.patient_saved):
        qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    assert "too short" in field(page, "phone").error
    assert "e-mail" in field(page, "email").error
    assert focused(page) == "phone"
    assert field(page, "email").isVisible()
    assert desk.patients.find("Ana") == []


def test_somebody_alike_shows_inline_and_can_be_opened(page, fill, ana, qtbot):
    fill(given_name="Anna", family_name="Ruiz", birth_date="3 Apr 1980")
    strip = page.form.duplicates
    qtbot.waitUntil(strip.isVisible)
    words = " ".join(label.text() for label in strip.findChildren(QLabel))
    assert "Ana Ruiz" in words
    assert "no. 1001" in words
    assert "ame birth date" in words
    opener = next(b for b in strip.findChildren(QPushButton) if b.text() == "Open")
    with qtbot.waitSignal(page.patient_requested) as told:
        qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    assert told.args == [ana.id]


def test_somebody_else_is_not_named_again(page, fill, ana, qtbot):
    fill(given_name="Anna", family_name="Ruiz", birth_date="3 Apr 1980")
    strip = page.form.duplicates
    qtbot.waitUntil(strip.isVisible)
    other = next(b for b in strip.findChildren(QPushButton) if b.text() == "It is somebody else")
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    fill(family_name="Ruiz-Vega")
    page.form.look_for_duplicates()
    assert not strip.isVisible()


def test_nobody_is_their_own_double(page, ana):
    page.amend(ana)
    page.form.look_for_duplicates()
    assert not page.form.duplicates.isVisible()


def test_everything_else_has_its_field_and_is_stored(page, fill, qtbot, desk):
    fill(given_name="Ana", family_name="Ruiz")
    for section in SECTIONS:
        qtbot.mouseClick(page.form.more.sections[section.id].header, Qt.MouseButton.LeftButton)
    fill(preferred_name="Anita", gender="woman", pronouns="she/her", language="Spanish", other_phone="2025550199")
    fill(email="ana@example.org", emergency_contact_name="Luis", emergency_contact_relation="brother")
    fill(emergency_contact_phone="2025550177", referrer="Dr. Osei", notes="Mornings", address="12 Long Street")
    qtbot.mouseClick(field(page, "sex_at_birth").editor.button("female"), Qt.MouseButton.LeftButton)
    box = field(page, "contact_permissions").editor.boxes[ContactChannel.EMAIL]
    box.click()
    with qtbot.waitSignal(page.patient_saved) as told:
        qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    details = told.args[0].details
    assert details.called == "Anita"
    assert details.sex_at_birth is SexAtBirth.FEMALE
    assert details.emergency_contact_phone == "+12025550177"
    assert details.contact_permissions == frozenset({ContactChannel.EMAIL})
    assert (details.notes, details.address) == ("Mornings", "12 Long Street")
    assert not details.incomplete


def test_a_folded_section_says_what_it_holds(page, fill):
    page.form.more.reveal("pronouns")
    fill(preferred_name="Anita", pronouns="she/her")
    folding = page.form.more.sections["person"]
    folding.set_open(False)
    assert folding._summary.text() == "Anita · she/her"
    assert folding.header.accessibleName() == "About the person, folded, Anita · she/her"


def test_amending_shows_what_is_missing_and_opens_where_it_belongs(page, ana):
    page.amend(ana)
    assert page.form._to_complete.text() == "Details to complete: sex at birth, emergency contact."
    opened = {key for key, folding in page.form.more.sections.items() if folding.is_open}
    assert opened == {"person", "emergency"}
    assert not page.start_button.isVisible()
    assert typed(page, "phone") == "(202) 555-0143"


def test_amending_stores_the_change(page, ana, fill, qtbot, desk):
    page.amend(ana)
    fill(family_name="Ruiz Vega")
    with qtbot.waitSignal(page.patient_saved) as told:
        qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    assert told.args[0].details.full_name == "Ana Ruiz Vega"
    assert told.args[0].version == 2


def test_an_edit_left_half_done_is_kept_for_that_person_only(page, ana, fill):
    page.amend(ana)
    fill(family_name="Vega")
    page.leave()
    page.register_new()
    assert typed(page, "family_name") == ""
    page.amend(ana)
    assert typed(page, "family_name") == "Vega"
    assert page.form.strip.action.text() == "Drop these changes"


def test_somebody_elses_save_is_taken_in_and_typed_text_kept(page, ana, *, fill, qtbot, desk, maria, clock, context):
    page.amend(ana)
    fill(family_name="Vega")
    theirs = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", phone="2025550188")
    desk.patients.amend(ana, theirs, actor=maria, now=clock())
    with qtbot.assertNotEmitted(page.patient_saved):
        qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    assert "Changed there: phone." in context.messages.current.text
    assert typed(page, "family_name") == "Vega"
    assert typed(page, "phone") == "(202) 555-0188"
    with qtbot.waitSignal(page.patient_saved) as told:
        qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    assert (told.args[0].details.family_name, told.args[0].details.phone) == ("Vega", "+12025550188")


def test_a_new_person_takes_the_last_one_out_of_focus(page, qtbot):
    with qtbot.waitSignal(page.patient_cleared):
        page.register_new()


def test_names_of_any_script_are_kept_as_written(page, qtbot):
    field(page, "given_name").editor.setText("美咲")
    field(page, "family_name").editor.setText("田中")
    with qtbot.waitSignal(page.patient_saved) as told:
        page.save()
    details = told.args[0].details
    assert (details.given_name, details.family_name) == ("美咲", "田中")


def test_every_field_has_a_name_for_a_screen_reader(page):
    for each in page.form.fields.fields.values():
        assert each.editor.accessibleName() == each.label.text()


def test_every_typed_field_of_the_form_is_on_the_page(page):
    assert page.form.form() == PatientForm()


def test_two_edits_are_put_together_and_named():
    base = PatientForm(given_name="Ana", phone="1", email="a@b.cd")
    mine = PatientForm(given_name="Anna", phone="1", email="mine@b.cd")
    theirs = PatientForm(given_name="Ana", phone="2", email="theirs@b.cd")
    result = merged(values_of(base), values_of(mine), values_of(theirs))
    assert PatientForm(**result.values) == PatientForm(given_name="Anna", phone="2", email="mine@b.cd")
    assert result.theirs == ("phone",)
    assert result.both == ("email",)


def test_nothing_is_missing_of_a_person_known_well(ana):
    assert missing_details(ana.details) == ("sex at birth", "emergency contact")


def test_a_field_is_called_what_stands_above_it():
    assert label_of("other_phone") == "other phone"
    assert label_of("family_name") == "family name"
