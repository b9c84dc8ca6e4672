from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clinicdesk.domain.suitability import Technique
from clinicdesk.ui.style import LIGHT, apply_style
from clinicdesk.ui.visit_sheet.page import VisitSheetPage
from tests.ui.clinic_day import MASSAGE_BLOCKED, REFERRED, answer, book, harmless, local, register


@pytest.fixture(scope="module")
def dressed(qapp):
    apply_style(qapp, LIGHT)


@pytest.fixture
def page(qtbot, context, dressed):
    made = VisitSheetPage(context)
    qtbot.addWidget(made)
    made.resize(860, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def session(desk, maria):
    person = register(desk, maria, called="Anita")
    answer(desk, maria, person, **MASSAGE_BLOCKED)
    return book(desk, maria, person, local(10), technique=Technique.STRETCHING, therapist="staff-aiko")


def section(page, heading):
    return next(each for each in page.preview._document.paper.sections if each.heading == heading)


def choose_file(monkeypatch, path):
    """Answer the system's own file dialog, which a test cannot operate; what it proposed is returned."""
    proposed = []

    def chosen(_parent, _title, folder, _kinds):
        proposed.append(folder)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return proposed


def test_the_sheet_of_a_session_is_shown_as_it_will_be_printed(page, session):
    page.show_session(session.id)
    assert page.header.subtitle.text() == "Ana Ruiz  ·  Mon 23 Nov, 10:00"
    assert section(page, "Suitable with precautions").lines == ("Go ahead. The therapist reads the precautions first.",)
    assert section(page, "To heed in this session").lines
    spoken = page.preview.accessibleDescription()
    assert "Ana Ruiz" in spoken
    assert "When: Monday 23 November 2026, 10:00" in spoken
    assert spoken.endswith("Rules not yet signed off here  ·  clinicdesk-backpain 2026.11.2.")


def test_whose_sheet_is_shown_is_told_so_that_the_panel_follows(qtbot, page, session):
    with qtbot.waitSignal(page.patient_opened) as told:
        page.show_session(session.id)
    assert told.args[0].id == session.patient_id


def test_the_sheet_names_no_diagnosis(page, session):
    page.show_session(session.id)
    spoken = page.preview.accessibleDescription().casefold()
    assert not any(word in spoken for word in ("hernia", "disc ", "slipped"))


def test_pages_grow_with_the_width_and_keep_their_proportions(qtbot, page, session):
    page.show_session(session.id)
    qtbot.waitUntil(lambda: page.preview.height() == page.preview.heightForWidth(page.preview.width()))
    narrow, wide = page.preview.heightForWidth(300), page.preview.heightForWidth(600)
    assert wide > 1.9 * narrow
    assert page.preview.grab().toImage().pixelColor(page.preview.width() // 2, 60).name() == "#ffffff"


def test_the_paper_of_the_country_is_proposed_and_the_other_can_be_chosen(qtbot, page, session):
    page.show_session(session.id)
    assert page.paper_size.value() == "Letter"
    letter = page.preview.heightForWidth(500)
    qtbot.mouseClick(page.paper_size.button("A4"), Qt.MouseButton.LeftButton)
    assert page.preview.heightForWidth(500) > letter


def test_a_pdf_is_saved_under_a_name_that_tells_nothing(page, session, tmp_path, monkeypatch, context):
    proposed = choose_file(monkeypatch, tmp_path / "for-ana")
    page.show_session(session.id)
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert Path(proposed[0]).name == "visit-sheet.pdf"
    assert (tmp_path / "for-ana.pdf").read_bytes().startswith(b"%PDF")
    assert context.messages.current.text == "The sheet was saved as for-ana.pdf."


def test_a_folder_that_cannot_be_written_is_said_so(page, session, tmp_path, monkeypatch, context):
    choose_file(monkeypatch, tmp_path / "missing" / "sheet.pdf")
    page.show_session(session.id)
    page.save()
    assert context.messages.current.text.startswith("The sheet was not saved")


def test_leaving_the_file_dialog_saves_and_says_nothing(page, session, monkeypatch, context):
    choose_file(monkeypatch, "")
    page.show_session(session.id)
    page.save()
    assert context.messages.current is None


def test_a_computer_without_a_printer_says_so(page, session, monkeypatch, context):
    monkeypatch.setattr("clinicdesk.ui.paper.page.QPrinterInfo.availablePrinterNames", list)
    page.show_session(session.id)
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert context.messages.current.text == (
        "No printer is set up on this computer. Save a PDF and print it elsewhere."
    )


def test_enter_prints_as_soon_as_the_sheet_is_shown(page, session, monkeypatch, context):
    monkeypatch.setattr("clinicdesk.ui.paper.page.QPrinterInfo.availablePrinterNames", list)
    page.show_session(session.id)
    assert page.focusWidget() is page.print_button
    QTest.keyClick(page.print_button, Qt.Key.Key_Return)
    assert "No printer is set up" in context.messages.current.text


def test_what_is_printed_is_said(page, session, tmp_path, context):
    page.show_session(session.id)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    assert context.messages.current.text == "The sheet was sent to the printer."


def test_what_to_do_now_is_shown_for_a_person_who_was_stopped(desk, maria, page):
    person = register(desk, maria)
    intake = answer(desk, maria, person, **REFERRED)
    page.show_urgent(person, intake.answers)
    assert page.header.title.text() == "What to do now"
    assert section(page, "What you do now").lines[0].startswith("Go to the emergency department now")
    assert section(page, "What the desk does").lines[0] == "Stop and book nothing."
    assert section(page, "Who to call").lines == ("Emergency: 911",)
    assert "saddle" not in page.preview.accessibleDescription()


def test_no_urgent_sheet_is_made_without_need(desk, maria, page, context):
    page.show_urgent(register(desk, maria), harmless(desk))
    assert "no such sheet" in context.messages.current.text
    assert not page.print_button.isEnabled()


def test_a_session_that_is_not_there_leaves_nothing_to_print(page, session, context):
    page.show_session(session.id)
    page.show_session("nothing")
    assert context.messages.current is not None
    assert page.sheet is None
    assert not page.save_button.isEnabled()


def test_escape_goes_back(qtbot, page, session):
    page.show_session(session.id)
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.print_button, Qt.Key.Key_Escape)
