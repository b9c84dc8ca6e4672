import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPageSize
from PySide6.QtPrintSupport import QPrinter

from clinicdesk.desk.visit_views import UrgentSheet, VisitSheet
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.patient import Patient, PatientDetails
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.sign_off import VOUCHED, SignOff, SignOffStep
from clinicdesk.domain.staff import Role, Room, StaffMember
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.visit_sheet.document import (
    SheetDocument,
    page_image,
    print_sheet,
    render_pdf,
    usual_page_size,
)
from clinicdesk.ui.visit_sheet.wording import paper_of

STARTS = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
CLINIC = Clinic("Harbour Back Clinic", "12 Quay Street\nPortland", "+1 503 555 0142", region="US")
ANA = Patient("p1", 1042, PatientDetails("Ana", "Ruiz", date(1980, 4, 3), preferred_name="Anita"))
SHEET = VisitSheet(
    clinic=CLINIC,
    patient=ANA,
    session=Session("s", "p1", "t", "th", "r", STARTS, STARTS + timedelta(hours=1), STARTS + timedelta(minutes=70)),
    session_type=SessionType("t", "Swedish massage", Technique.SWEDISH, 60, 10),
    therapist=StaffMember("th", "Jordan Lee", Role.THERAPIST),
    room=Room("r", "Room 3"),
    verdict=Verdict.SUITABLE_WITH_PRECAUTIONS,
    desk_line="Book as usual and hand this sheet to the therapist.",
    precautions=("Keep the pressure light.", "Ask about new numbness."),
    pairing=("Offer active work in the same fortnight.",),
    emergency=(
        "Go to an emergency department at once if any of these is new:",
        "Legs getting weaker.",
        "Fever together with back pain.",
        "If you cannot get there safely, call 911.",
    ),
    signed_off=None,
    held=False,
    rules="clinicdesk-backpain 2026.11.0",
    made_at=STARTS - timedelta(days=1),
)
URGENT = UrgentSheet(
    CLINIC,
    ANA,
    STARTS,
    actions=("Stop and book nothing.", "Stay with the person."),
    advice=("Call 911 now.", "Do not drive."),
    signed_off=None,
    rules="clinicdesk-backpain 2026.11.0",
)
SIGNED = SignOff(
    id="sign-off",
    step=SignOffStep.SIGNED,
    ruleset_id="clinicdesk-backpain",
    ruleset_version="2026.11.0",
    ruleset_hash="a" * 64,
    name="Claire Dubois",
    licence="PT 40211",
    staff_id="th",
    vouched=VOUCHED,
    reason="",
    made_at=STARTS - timedelta(days=1),
)
MANY = tuple(f"Keep the pressure light and ask again before step {number} of the session." for number in range(20))
LONG_NAME = PatientDetails("عبد الرحمن محمد", "陳大文 Ødegård " + "Hohenzollern-Sigmaringen " * 6, date(1980, 4, 3))
LONGEST = replace(
    SHEET,
    clinic=replace(CLINIC, name="Zentrum für Rückengesundheit " * 4, address="Überlinger Straße 1234\n" * 5),
    patient=Patient("p", 99_999_999, LONG_NAME),
    therapist=StaffMember("th", "Maximiliane " * 12, Role.THERAPIST),
    precautions=MANY,
    rules="clinicdesk-backpain-of-a-very-long-name " * 4,
)
A4 = QPageSize(QPageSize.PageSizeId.A4)
LETTER = QPageSize(QPageSize.PageSizeId.Letter)
SIZES = pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])

pytestmark = pytest.mark.usefixtures("qapp")


def inked(image, area):
    white = QColor("white").rgb()
    return any(
        image.pixel(x, y) != white
        for y in range(area.top(), area.bottom() + 1)
        for x in range(area.left(), area.right() + 1)
    )


def section(paper, heading):
    return next(each for each in paper.sections if each.heading == heading)


def test_the_sheet_says_who_when_and_where():
    paper = paper_of(SHEET)
    assert (paper.person, paper.identity) == ("Ana Ruiz", "Called Anita  ·  born 3 April 1980 (46)")
    assert paper.facts == (
        ("Session", "Swedish massage"),
        ("When", "Tuesday 24 November 2026, 10:15\N{EN DASH}11:15 (60 min)"),
        ("With", "Jordan Lee"),
        ("Where", "Room 3"),
    )
    assert (paper.clinic, paper.reference) == ("Harbour Back Clinic", "Patient no. 1042")


def test_times_on_paper_are_in_the_clinics_zone():
    paper = paper_of(replace(SHEET, clinic=replace(CLINIC, zone="Asia/Tokyo")))
    assert dict(paper.facts)["When"].startswith("Tuesday 24 November 2026, 19:15")


def test_precautions_can_be_ticked_and_emergency_wording_stands_in_a_heavy_frame():
    paper = paper_of(SHEET)
    assert section(paper, "To heed in this session").lines == SHEET.precautions
    emergency = section(paper, "When to get help at once")
    assert (emergency.opening, *emergency.lines, emergency.closing) == SHEET.emergency
    assert emergency.frame > section(paper, "Suitable with precautions").frame > 0


def test_what_is_not_due_is_not_on_the_sheet():
    headings = [each.heading for each in paper_of(replace(SHEET, emergency=(), pairing=(), precautions=())).sections]
    assert headings == ["Suitable with precautions"]


def test_a_held_session_says_that_the_therapist_decides():
    paper = paper_of(replace(SHEET, held=True, verdict=Verdict.NEEDS_CLINICIAN_REVIEW, room=None))
    assert section(paper, "Held for the therapist").lines == ("A therapist decides before this session starts.",)
    assert dict(paper.facts)["Where"] == "Room given on arrival"


def test_a_released_session_says_who_decided_but_not_the_note():
    released = replace(SHEET.session, release_note="Scan from May looks fine")
    paper = paper_of(replace(SHEET, session=released, verdict=Verdict.NEEDS_CLINICIAN_REVIEW))
    assert section(paper, "Released by the therapist").lines == ("A therapist has decided that it may start.",)
    assert "Scan" not in str(paper)


def test_the_sheet_of_a_cancelled_session_cannot_be_mistaken_for_a_good_one():
    off = replace(SHEET.session, status=SessionStatus.CANCELLED, cancel_reason="ill")
    paper = paper_of(replace(SHEET, session=off))
    assert section(paper, "This session is off").lines == ("It was cancelled or missed. Do not give it.",)
    assert "Suitable with precautions" not in [each.heading for each in paper.sections]


@pytest.mark.parametrize("sheet", [SHEET, URGENT], ids=["visit", "urgent"])
def test_unsigned_rules_are_named_at_the_foot_and_so_is_their_version(sheet):
    assert paper_of(sheet).rules == "Rules not yet signed off here  ·  clinicdesk-backpain 2026.11.0"
    assert paper_of(replace(sheet, signed_off=SIGNED)).rules == (
        "Rules signed off by Claire Dubois, 23 Nov 2026  ·  clinicdesk-backpain 2026.11.0"
    )


def test_the_day_of_the_signature_is_that_of_the_clinic():
    new_york = replace(CLINIC, zone="America/New_York")
    at_night = replace(SIGNED, made_at=datetime(2026, 11, 24, 3, tzinfo=UTC))
    assert ", 23 Nov 2026  ·" in paper_of(replace(SHEET, clinic=new_york, signed_off=at_night)).rules


def test_the_urgent_sheet_says_what_to_do_who_to_call_and_when_it_was_made():
    paper = paper_of(URGENT)
    assert section(paper, "What you do now").lines == URGENT.advice
    assert section(paper, "What the desk does").lines == URGENT.actions
    assert section(paper, "Who to call").lines == ("Emergency: 911", "Harbour Back Clinic: +1 503 555 0142")
    assert paper.occasion == "Tue 24 Nov 2026, 10:15"


@pytest.mark.parametrize(("region", "key"), [("US", "Letter"), ("ca", "Letter"), ("DE", "A4"), ("GB", "A4")])
def test_the_paper_is_what_lies_in_the_printers_of_the_country(region, key):
    assert usual_page_size(region).key() == key


@SIZES
def test_an_ordinary_sheet_is_one_page(size):
    assert SheetDocument(SHEET, size).page_count == 1
    assert SheetDocument(URGENT, size).page_count == 1


@SIZES
def test_twenty_precautions_take_two_pages(size):
    assert SheetDocument(replace(SHEET, precautions=MANY), size).page_count == 2


@SIZES
def test_no_page_has_ink_in_its_margins_however_long_the_names(size):
    document = SheetDocument(LONGEST, size)
    rim = 34  # of 420 pixels across: 17 mm of 210
    for number in range(document.page_count):
        image = page_image(document, number, 420)
        wide, tall = image.width(), image.height()
        assert not inked(image, QRect(0, 0, rim, tall))
        assert not inked(image, QRect(wide - rim, 0, rim, tall))
        assert not inked(image, QRect(0, 0, wide, 24))
        assert not inked(image, QRect(0, tall - 22, wide, 22))
        assert inked(image, QRect(rim, 24, wide - 2 * rim, 60))


@SIZES
def test_a_pdf_has_the_pages_and_the_size_of_the_paper(tmp_path, size):
    path = tmp_path / "visit-sheet.pdf"
    render_pdf(replace(SHEET, precautions=MANY), path, size)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 2
    width, height = (round(each) for each in size.size(QPageSize.Unit.Point).toTuple())
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    assert {(round(float(each[0])), round(float(each[1]))) for each in boxes} == {(width, height)}


def test_a_pdf_names_nobody_in_its_properties(tmp_path):
    path = tmp_path / "visit-sheet.pdf"
    render_pdf(SHEET, path)
    content = path.read_bytes()
    told = b"".join(re.findall(rb"/(?:Title|Author|Subject|Keywords)\s*\((.*?)\)", content, re.DOTALL))
    letters = re.sub(rb"[^A-Za-z ]", b"", told)
    assert letters == b"Visit sheet"


@SIZES
def test_every_word_of_a_pdf_can_be_copied_and_searched(tmp_path, size):
    path = tmp_path / "visit-sheet.pdf"
    render_pdf(replace(SHEET, precautions=MANY), path, size)
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    for expected in (
        "Patient no. 1042",
        "Called Anita · born 3 April 1980 (46)",
        "Tuesday 24 November 2026, 10:15\N{EN DASH}11:15 (60 min)",
        "12 Quay Street, Portland · +1",
        *MANY,
        *SHEET.pairing,
        *SHEET.emergency,
        "page 1 of 2",
        "page 2 of 2",
    ):
        assert expected in words
    assert words.count("Harbour Back Clinic") == 2
    assert words.count("Rules not yet signed off here · clinicdesk-backpain 2026.11.0") == 2


def test_a_folder_that_cannot_be_written_is_named_in_a_sentence(tmp_path):
    with pytest.raises(ClinicDeskError, match="not saved"):
        render_pdf(SHEET, tmp_path / "missing" / "visit-sheet.pdf")


@SIZES
def test_a_printer_gets_every_page(tmp_path, size):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(size)
    print_sheet(replace(SHEET, precautions=MANY), printer)
    content = (tmp_path / "printed.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 2
