"""Day sheets, appointment cards and calendar files, from the window and by its keys."""

from datetime import timedelta
from pathlib import Path

import pytest
import vobject
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinicdesk.domain.suitability import Technique
from tests.ui.clinic_day import answer, book, local, register

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    book(desk, maria, person, local(11), room=None)
    book(desk, maria, person, local(10, day=1), technique=Technique.STRETCHING, therapist="staff-aiko")
    return person


def choose_file(monkeypatch, path):
    """Answer the system's own file dialog, which a test cannot operate; what it proposed is returned."""
    proposed = []

    def chosen(_parent, _title, folder, _kinds):
        proposed.append(Path(folder).name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return proposed


def type_into_box(window, text):
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.box, text)
    QTest.keyClick(window.box, Qt.Key.Key_Return)


def words_of(path):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_day_sheet_opens_from_today_by_its_key(qtbot, window, ana):
    QTest.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    page = window.pages.current_page
    assert page.header.subtitle.text() == "Mon 23 Nov 2026  ·  1 session"
    assert "Ana Ruiz" in page.preview.accessibleDescription()


def test_the_day_sheet_is_of_the_day_that_was_looked_at(qtbot, window, ana):
    window.pages.page("today").show_day(local(0, day=1).date())
    type_into_box(window, "day sheet")
    page = window.pages.current_page
    assert page.header.subtitle.text() == "Tue 24 Nov 2026  ·  1 session"
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert page.header.subtitle.text() == "Wed 25 Nov 2026  ·  nothing is booked"
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert page.header.subtitle.text().startswith("Mon 23 Nov")


def test_one_therapist_is_chosen_by_the_keyboard_and_saved_under_a_name_that_tells_nothing(
    qtbot, window, ana, monkeypatch, tmp_path
):
    proposed = choose_file(monkeypatch, tmp_path / "day.pdf")
    QTest.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    page = window.pages.current_page
    QTest.keyClick(page, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert page.whose.hasFocus()
    QTest.keyClicks(page.whose, "Jonas")
    page.whose.activated.emit(page.whose.currentIndex())
    assert page.sheets[0].name == "Jonas Weber"
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert proposed == ["day-sheet.pdf"]
    words = words_of(tmp_path / "day.pdf")
    assert "Jonas Weber" in words
    assert "Aiko" not in words
    assert window.context.messages.current.text == "The day sheet was saved as day.pdf."


def test_a_session_booked_meanwhile_is_on_the_sheet_when_it_is_shown_again(qtbot, window, ana, desk, maria):
    QTest.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    page = window.pages.current_page
    book(desk, maria, ana, local(14))
    page.records_changed()
    assert page.header.subtitle.text() == "Mon 23 Nov 2026  ·  2 sessions"


def test_escape_leads_back_from_the_day_sheet(qtbot, window, ana):
    QTest.keyClick(window, Qt.Key.Key_P, CTRL_SHIFT)
    QTest.keyClick(window.pages.current_page, Qt.Key.Key_Escape)
    assert window.pages.current_name == "today"


def test_a_therapists_week_is_saved_for_a_calendar(qtbot, window, ana, monkeypatch, tmp_path):
    choose_file(monkeypatch, tmp_path / "week")
    window.flows.show_day_sheet(None, "staff-jonas")
    page = window.pages.current_page
    qtbot.mouseClick(page.calendar_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.calendar_button.choices, Qt.Key.Key_Return)
    parsed = vobject.readOne((tmp_path / "week.ics").read_text())
    assert parsed.vevent.summary.value == f"Patient no. {ana.number}"


def test_the_card_of_a_person_shows_what_is_to_come_and_can_say_what_to_bring(
    qtbot, window, ana, monkeypatch, tmp_path
):
    proposed = choose_file(monkeypatch, tmp_path / "card.pdf")
    window.flows.open_patient(ana.id)
    type_into_box(window, "appointment card")
    page = window.pages.current_page
    assert page.header.subtitle.text() == "Ana Ruiz"
    page.bring.setFocus()
    page.bring.selectAll()
    QTest.keyClicks(page.bring, "Bring a towel.")
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    words = words_of(tmp_path / "card.pdf")
    for expected in ("Ana Ruiz", "Mon 23 Nov 2026, 11:00", "Tue 24 Nov 2026, 10:00", "Bring a towel.", "Riverside"):
        assert expected in words
    assert "massage" not in words
    assert proposed == ["appointment-card.pdf"]


def test_each_session_can_have_a_card_of_its_own(qtbot, window, ana):
    window.flows.show_cards(ana)
    page = window.pages.current_page
    before = len(page.make_document(page.page_size())._cards)
    page.layout_choice.setFocus()
    QTest.keyClick(page.layout_choice.button("one"), Qt.Key.Key_Right)
    assert (before, len(page.make_document(page.page_size())._cards)) == (1, 2)


def test_without_a_coming_session_there_is_no_card_and_it_is_said_why(qtbot, window, desk, maria):
    window.flows.show_cards(register(desk, maria, "Ben Okafor"))
    page = window.pages.current_page
    assert not page.print_button.isEnabled()
    assert "Ben has no coming session" in window.context.messages.current.text


def test_the_record_leads_to_the_card_and_to_the_calendar(qtbot, window, ana, monkeypatch, tmp_path):
    choose_file(monkeypatch, tmp_path / "ana.ics")
    window.flows.open_patient(ana.id)
    from clinicdesk.ui.patients.take_home import TakeHomeSection  # noqa: PLC0415 - with the page it stands on

    section = window.pages.current_page.record.section(TakeHomeSection)
    section.calendar_button.setFocus()
    QTest.keyClick(section.calendar_button, Qt.Key.Key_Space)
    QTest.keyClick(section.calendar_button.choices, Qt.Key.Key_Down)
    QTest.keyClick(section.calendar_button.choices, Qt.Key.Key_Return)
    events = vobject.readOne((tmp_path / "ana.ics").read_text()).vevent_list
    assert [each.summary.value.split(" with ")[1] for each in events] == ["Jonas Weber", "Aiko Tanaka"]
    assert window.context.messages.current.text.startswith("Saved 2 sessions as ana.ics.")
    assert (tmp_path / "ana.ics").stat().st_mode & 0o077 == 0
    QTest.keyClick(section.card_button, Qt.Key.Key_Space)
    assert window.pages.current_name == "cards"


def test_a_calendar_file_never_takes_the_place_of_one_nobody_was_asked_about(qtbot, window, ana, monkeypatch, tmp_path):
    (tmp_path / "ana.ics").write_text("mine")
    choose_file(monkeypatch, tmp_path / "ana")
    window.flows.show_cards(ana)
    button = window.pages.current_page.calendar_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button.choices, Qt.Key.Key_Return)
    assert (tmp_path / "ana.ics").read_text() == "mine"
    assert "it was kept" in window.context.messages.current.text


def test_the_visit_sheet_offers_the_session_for_a_calendar(qtbot, window, ana, monkeypatch, tmp_path):
    choose_file(monkeypatch, tmp_path / "visit.ics")
    session = window.context.desk.store.sessions.of_patient(ana.id)[0]
    window.flows._show_visit_sheet(session.id)
    button = window.pages.current_page.calendar_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button.choices, Qt.Key.Key_Return)
    event = vobject.readOne((tmp_path / "visit.ics").read_text()).vevent
    assert (event.uid.value, event.dtstart.value) == (session.id, session.starts_at)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=60)
