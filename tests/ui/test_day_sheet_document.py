import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPageSize

from clinicdesk.desk.day_pauses import Pause
from clinicdesk.desk.day_sheets import DayLine, DaySheet, Whose
from clinicdesk.desk.working_time import PeriodKind
from clinicdesk.domain.clinic import Clinic
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.suitability import Verdict
from clinicdesk.errors import ClinicDeskError
from clinicdesk.ui.day_sheet.document import DaySheetsDocument
from clinicdesk.ui.paper.output import page_image, write_pdf

STARTS = datetime(2026, 11, 24, 14, 15, tzinfo=UTC)
CLINIC = Clinic("Harbour Back Clinic", phone="+1 503 555 0142", zone="America/New_York", region="US")
VERDICTS = list(Verdict)
LONG = "عبد الرحمن محمد 陳大文 Ødegård " + "Hohenzollern-Sigmaringen " * 6


def line(number=0, **given):
    starts = STARTS + timedelta(minutes=30 * number)
    session = Session(
        f"s{number}", "p", "t", "th", "r", starts, starts + timedelta(minutes=30), starts + timedelta(minutes=30)
    )
    usual = DayLine(
        session=session,
        name=f"Ana Ruiz {number}",
        number=1042 + number,
        phone="(503) 555-0142",
        type_name="Swedish massage",
        minutes=30,
        therapist="Jordan Lee",
        room="Maple",
        verdict=VERDICTS[number % len(VERDICTS)],
        rules="hash",
        standing="",
        plan="",
        precautions=("Keep the pressure light.",),
        note="",
    )
    return replace(usual, **given)


def sheet(*lines, **given):
    usual = DaySheet(
        clinic=CLINIC,
        on=date(2026, 11, 24),
        whose=Whose.THERAPIST,
        name="Jordan Lee",
        lines=tuple(lines),
        off=(),
        signed_off=None,
        made_by="Maria Keller",
        made_at=STARTS - timedelta(hours=2),
    )
    return replace(usual, **given)


A4 = QPageSize(QPageSize.PageSizeId.A4)
LETTER = QPageSize(QPageSize.PageSizeId.Letter)
SIZES = pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])
LONGEST = sheet(
    *(line(n, name=LONG, note="word " * 100, precautions=("Mind the sore side at every step.",) * 9) for n in range(9)),
    name="Maximiliane " * 12,
    clinic=replace(CLINIC, name="Zentrum für Rückengesundheit " * 4),
    made_by="Maximiliane " * 9,
    off=tuple(line(n, name=LONG, standing="Cancelled") for n in range(4)),
)

pytestmark = pytest.mark.usefixtures("qapp")


def inked(image, area):
    white = QColor("white").rgb()
    return any(
        image.pixel(x, y) != white
        for y in range(area.top(), area.bottom() + 1)
        for x in range(area.left(), area.right() + 1)
    )


def words_of(path):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@SIZES
def test_a_therapists_day_of_twelve_sessions_is_one_page(size):
    assert DaySheetsDocument([sheet(*map(line, range(12)))], size).page_count == 1


@SIZES
def test_no_page_has_ink_in_its_margins_however_long_the_names(size):
    document = DaySheetsDocument([LONGEST], size)
    assert document.page_count > 1
    rim = 24  # of 420 pixels across: 12 mm of 210
    for number in range(document.page_count):
        image = page_image(document, number, 420)
        wide, tall = image.width(), image.height()
        assert not inked(image, QRect(0, 0, rim, tall))
        assert not inked(image, QRect(wide - rim, 0, rim, tall))
        assert not inked(image, QRect(0, 0, wide, 20))
        assert not inked(image, QRect(0, tall - 20, wide, 20))


def test_nothing_but_black_is_printed(tmp_path):
    path = tmp_path / "sheet.pdf"
    write_pdf(DaySheetsDocument([sheet(*map(line, range(5)))], A4), path)
    content = b"".join(page.get_contents().get_data() for page in PdfReader(path).pages)
    told = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN|rg|RG)\b", content)
    assert {each for each in told if each != (b"1", b"1", b"1")} == {(b"0", b"0", b"0")}


def test_every_verdict_has_a_mark_of_its_own_shape():
    def mark(verdict):
        document = DaySheetsDocument([sheet(line(verdict=verdict))], A4)
        image = page_image(document, 0, 1680)
        return bytes(image.copy(QRect(950, 230, 50, 60)).constBits())

    assert len({mark(verdict) for verdict in Verdict}) == len(Verdict)


@SIZES
def test_a_pdf_says_who_comes_when_for_what_and_what_to_heed(tmp_path, size):
    path = tmp_path / "sheet.pdf"
    lines = (line(0, standing="Held: the therapist decides first", plan="4 of 8", note="Prefers mornings"), line(1))
    off = (line(3, standing="Cancelled"),)
    write_pdf(DaySheetsDocument([sheet(*lines, off=off)], size), path)
    words = words_of(path)
    for expected in (
        "Jordan Lee",
        "Tuesday 24 November 2026",
        "Harbour Back Clinic",
        "Day sheet: 2 sessions, 09:15\N{EN DASH}10:15",
        "09:15",
        "Ana Ruiz 0",
        "no. 1042 · (503) 555-0142",
        "Swedish massage",
        "Maple",
        "plan 4 of 8",
        "Suitable",
        "Held: the therapist decides first",
        "Keep the pressure light. Note: Prefers mornings",
        "Off: 10:45 Ana Ruiz 3 (no. 1045), cancelled.",
        "Made Tue 24 Nov 2026, 07:15 by Maria Keller.",
        "Rules not yet signed off here.",
        "page 1 of 1",
    ):
        assert expected.replace(" ", "") in words.replace(" ", ""), expected


def test_each_sheet_begins_a_page_and_counts_its_own(tmp_path):
    path = tmp_path / "sheet.pdf"
    long = sheet(*map(line, range(40)))
    document = DaySheetsDocument([long, sheet(line(), name="Claire Dubois")], A4)
    write_pdf(document, path)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]
    assert len(pages) == document.page_count
    assert "Claire Dubois" in pages[-1]
    assert "page 1 of 1" in pages[-1]
    assert f"page {document.page_count - 1} of {document.page_count - 1}" in pages[-2]
    assert sum(text.count("no. 10") for text in pages) == 41
    assert all("To heed" in text for text in pages)


def test_more_than_three_precautions_point_to_the_visit_sheet(tmp_path):
    path = tmp_path / "sheet.pdf"
    write_pdf(DaySheetsDocument([sheet(line(precautions=("One.", "Two.", "Three.", "Four.", "Five.")))], A4), path)
    assert "One. Two. Three. 2 more on the visit sheet." in words_of(path)


def test_an_empty_day_is_a_page_to_write_on(tmp_path):
    path = tmp_path / "sheet.pdf"
    write_pdf(DaySheetsDocument([sheet()], A4), path)
    assert "nothing is booked" in words_of(path)


def test_the_repeated_hour_is_told_apart_by_the_name_of_its_time():
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    lines = [
        line(number, session=replace(line().session, starts_at=at, ends_at=at + timedelta(minutes=30)))
        for number, at in enumerate((first, first + timedelta(hours=1)))
    ]
    spoken = DaySheetsDocument([sheet(*lines, on=date(2026, 11, 1))], A4)
    texts = [
        cell.rows[0].content.layout.text()
        for leaf in spoken._leaves
        for placed in leaf.placed
        for row in placed.rows
        for cell in row.content.cells[:1]
    ]
    assert texts == ["01:30 EDT", "01:30 EST"]


def test_a_pdf_names_nobody_in_its_properties(tmp_path):
    path = tmp_path / "sheet.pdf"
    write_pdf(DaySheetsDocument([sheet(line())], A4), path)
    told = b"".join(re.findall(rb"/(?:Title|Author|Subject|Keywords)\s*\((.*?)\)", path.read_bytes(), re.DOTALL))
    assert re.sub(rb"[^A-Za-z ]", b"", told) == b"Day sheet"


def test_a_disk_that_takes_no_more_is_said_so_and_the_sheet_before_stays(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"the sheet before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(ClinicDeskError, match="was not saved"):
            write_pdf(DaySheetsDocument([sheet(line())], A4), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"the sheet before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_screen_reader_hears_the_sheet():
    spoken = DaySheetsDocument([sheet(line(4), off=(line(5),))], A4).spoken
    assert "11:15, Ana Ruiz 4, Swedish massage, Maple" in spoken
    assert line(4).session.status is SessionStatus.BOOKED


def between(hour, minute, minutes, kind=PeriodKind.WORKING):
    """By the clinic's clock, on the day of the sheet."""
    starts = datetime(2026, 11, 24, hour + 5, minute, tzinfo=UTC)
    return Pause(starts, starts + timedelta(minutes=minutes), kind)


BREAK = between(12, 30, 45, PeriodKind.BREAK)


@SIZES
def test_free_stretches_and_breaks_stand_between_the_sessions_in_order_of_time(tmp_path, size):
    path = tmp_path / "sheet.pdf"
    shown = sheet(line(0), line(8), pauses=(between(9, 45, 90), BREAK))
    write_pdf(DaySheetsDocument([shown], size), path)
    words = words_of(path).replace(" ", "")
    told = ["AnaRuiz0", "Free09:45to11:15,1h30min", "Break12:30to13:15,45min", "AnaRuiz8"]
    assert [words.index(each) for each in told] == sorted(words.index(each) for each in told)


@SIZES
def test_a_full_day_with_its_breaks_and_gaps_is_still_one_page(size):
    gaps = (between(8, 0, 45), BREAK, between(15, 30, 30), between(16, 30, 60))
    assert DaySheetsDocument([sheet(*map(line, range(12)), pauses=gaps)], size).page_count == 1


def test_a_break_is_hatched_in_black_and_free_time_is_left_to_write_on():
    def ink(pause):
        """How much of the line is dark behind the words; nothing there has a colour."""
        image = page_image(DaySheetsDocument([sheet(pauses=(pause,))], A4), 0, 840)
        seen = [image.pixelColor(x, y) for x in range(500, 750) for y in range(140, 160)]
        assert not any(each.saturation() for each in seen)
        return sum(each.lightness() < 250 for each in seen)

    assert ink(between(12, 30, 45)) == 0
    assert ink(BREAK) > 100


def test_the_list_of_everybody_says_when_each_therapist_is_free(tmp_path):
    path = tmp_path / "sheet.pdf"
    free = (("Claire Dubois", (between(9, 0, 60), BREAK)), ("Jordan Lee", (between(14, 0, 45),)))
    write_pdf(DaySheetsDocument([sheet(line(), whose=Whose.CLINIC, free=free)], A4), path)
    words = words_of(path).replace("\N{NO-BREAK SPACE}", " ").replace(" ", "")
    for told in ("Freetimesandbreaks", "ClaireDuboisfree09:00", "break12:30", "JordanLeefree14:00"):
        assert told in words


def test_a_screen_reader_hears_free_time_and_breaks():
    spoken = DaySheetsDocument([sheet(pauses=(between(9, 45, 90), BREAK))], A4).spoken
    assert "Free 09:45 to 11:15. Break 12:30 to 13:15" in spoken
