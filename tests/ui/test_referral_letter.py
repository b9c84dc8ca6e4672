"""The letter of a referral: what stands on it, on one page, and that it went out."""

from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.referral import Step, Whom
from clinicdesk.ui.referral_letter.wording import LEAST_RULED, paper_of_letter
from clinicdesk.ui.visit_sheet.document import SheetDocument
from tests.ui.clinic_day import answer, register

SIZES = pytest.mark.parametrize("size", [QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter], ids=["A4", "Letter"])


@pytest.fixture
def ana(context, maria):
    return register(context.desk, maria)


@pytest.fixture
def case(context, maria, ana, clock):
    """A leg gives way, and it is numb where nobody asks aloud."""
    answer(context.desk, maria, ana, at=clock(), progressive_leg_weakness="yes", saddle_numbness="yes")
    context.desk.referrals.tell(
        context.desk.referrals.open_of(ana.id), Whom.DOCTOR, name="Dr. Amara Obi", actor=maria, now=clock()
    )
    return context.desk.referrals.open_of(ana.id)


@pytest.fixture
def page(window, case):
    window.flows.referring.show_letter(case)
    return window.pages.page("referral_letter")


@pytest.fixture
def letter(context, case, maria, clock):
    return context.desk.referrals.letter(case, actor=maria, now=clock())


@pytest.fixture
def findings(ruleset):
    return ruleset.knowledge.findings


def spoken(page):
    return page.make_document(page.page_size()).spoken


def test_it_says_to_whom_who_why_what_was_done_and_what_the_clinic_does(page, findings, ruleset):
    said = spoken(page)
    for words in (
        "Letter of referral. Ana Ruiz",
        "To: Dr. Amara Obi",
        "From: Maria, Riverside Back Clinic",
        "When they were asked here on Mon 23 Nov 2026 at 09:30, they said",
        f"{findings['progressive_leg_weakness'].question} Yes",
        "Told: a doctor (Dr. Amara Obi), Mon 23 Nov 09:30",
        "What is booked already is held",
        "Name, signature and date",
        "Rules not yet signed off here",
        ruleset.version.version,
    ):
        assert words in said, words
    assert "diagnosis" not in said.casefold()


def test_what_was_answered_in_private_is_told_only_where_a_therapist_prints(page, context, jonas, findings):
    question = findings["saddle_numbness"].question
    assert f"{question} Answered in private; please ask the person" in spoken(page)
    context.change_actor(jonas)
    assert f"{question} Yes" in spoken(page)


def test_whom_it_is_for_is_typed_over(qtbot, page):
    page.to.clear()
    assert "To: The doctor who sees this person next" in spoken(page)
    qtbot.keyClicks(page.to, "Spine clinic")
    assert "To: Spine clinic" in spoken(page)


@SIZES
def test_it_is_one_page_however_long_the_names_are(letter, findings, size):
    long = PatientDetails(
        "عبد الرحمن محمد", "陳大文 Ødegård " + "Hohenzollern-Sigmaringen " * 6, letter.view.patient.details.birth_date
    )
    clinic = replace(letter.clinic, name="Zentrum für Rückengesundheit " * 2, address="Überlinger Straße 12\n" * 4)
    longest = replace(
        letter, clinic=clinic, view=replace(letter.view, patient=replace(letter.view.patient, details=long))
    )
    paper = paper_of_letter(longest, findings, to="Klinik für Neurochirurgie " * 3, private=True, ruled=LEAST_RULED)
    assert SheetDocument(paper, QPageSize(size)).page_count == 1


def test_the_reply_takes_the_room_that_is_left(page):
    document = page.make_document(page.page_size())
    assert document.page_count == 1
    assert len(document.paper.sections[-1].lines) > LEAST_RULED


def test_saving_it_is_noted_with_the_case_and_the_file_names_nobody(page, context, ana, tmp_path, monkeypatch):
    path = tmp_path / "letter.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.save()
    assert context.messages.current.text == "The letter was saved as letter.pdf."
    (event,) = context.desk.referrals.open_of(ana.id).of(Step.LETTER)
    assert (event.name, event.made_by) == ("Dr. Amara Obi", "staff-maria")
    reader = PdfReader(path)
    assert "Ana" not in str(reader.metadata)
    assert "Ana Ruiz" in " ".join(reader.pages[0].extract_text().split())
    assert "Ana" not in page.file_name


def test_printing_it_is_noted_with_the_case(page, context, ana, tmp_path):
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    assert len(context.desk.referrals.open_of(ana.id).of(Step.LETTER)) == 1


def test_looking_at_it_is_not_noted(page, context, ana):
    assert context.desk.referrals.open_of(ana.id).of(Step.LETTER) == ()
