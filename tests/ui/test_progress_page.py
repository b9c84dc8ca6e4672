from datetime import timedelta

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from clinicdesk.domain.score import Measure
from clinicdesk.ui.paper.output import write_pdf
from clinicdesk.ui.patients.progress_page import ProgressPage
from clinicdesk.ui.patients.trend import TrendSection
from tests.ui.clinic_day import answer, book, local, register

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ana(desk, maria):
    person = register(desk, maria)
    answer(desk, maria, person)
    return person


@pytest.fixture
def page(qtbot, context, style):
    page = ProgressPage(context)
    qtbot.addWidget(page)
    return page


def scored(desk, maria, person, now, sessions):
    for place in range(sessions):
        session = book(desk, maria, person, local(8 + place % 8, 0, day=1 + place // 8))
        desk.progress.note(session, Measure.PAIN_BEFORE, max(2, 8 - place), actor=maria, now=now)
        desk.progress.note(session, Measure.PAIN_AFTER, 2, actor=maria, now=now)
        desk.day.cancel(session, reason="Only its scores matter here", actor=maria, now=now + timedelta(minutes=1))


def test_the_sheet_says_what_the_plot_shows(page, ana, desk, maria, clock, *, tmp_path):
    scored(desk, maria, ana, clock(), 3)
    page.show_patient(ana)
    document = page.make_document(page.page_size())
    write_pdf(document, tmp_path / "progress.pdf")
    (sheet,) = PdfReader(tmp_path / "progress.pdf").pages
    said = " ".join(sheet.extract_text().split())
    assert "Progress of Ana Ruiz" in said
    assert "Pain before a session, asked 3 times: 8 at first, 6 now." in said
    assert "PMC7053735" in said
    assert said.count("Swedish massage") == 3
    assert document.spoken.count("Pain before: ") == 3


def test_a_long_course_goes_on_over_the_page(page, ana, desk, maria, clock):
    scored(desk, maria, ana, clock(), 40)
    page.show_patient(ana)
    document = page.make_document(page.page_size())
    assert document.page_count == 2
    assert sum(len(lines) for lines in document._pages) == 40


def test_it_is_printed_from_the_record(window, ana, desk, maria, clock, *, qtbot):
    scored(desk, maria, ana, clock(), 2)
    window.flows.open_patient(ana.id)
    record = window.pages.page("patients").record
    assert record.section(TrendSection).print_button.isVisibleTo(record)
    qtbot.keyClick(record.book_button, Qt.Key.Key_P, CONTROL)
    assert window.pages.current_name == "progress"
    assert window.pages.page("progress").print_button.isEnabled()
