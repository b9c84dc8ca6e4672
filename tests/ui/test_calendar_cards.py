"""What a card of the calendar tells where there is little room for all of it."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from clinicdesk.desk.plan_views import PlanPlace
from clinicdesk.desk.views import BookedSlot, PatientSummary
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.calendar.cards import CardPainter
from clinicdesk.ui.calendar.pens import face
from clinicdesk.ui.calendar.picture import Picture
from clinicdesk.ui.style import DETAIL, LIGHT, TEXT_SCALES, apply_style, text_factor

TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
MASSAGE = SessionType("m", "Deep-tissue massage", Technique.DEEP_TISSUE, 60, 10)
LANE = 104
"""The width of a card in a day of many therapists, at 100 % text."""


@pytest.fixture(params=TEXT_SCALES)
def scale(qapp, request):
    apply_style(qapp, LIGHT, request.param)
    yield request.param
    apply_style(qapp, LIGHT)


def slot(place=None, **session):
    made = Session("s", "p", "m", "t", None, TEN, TEN + timedelta(hours=1), TEN + timedelta(minutes=70), **session)
    person = PatientSummary("p", 7, "Charlotte Whitfield", "Charlotte", None, "")
    return BookedSlot(made, person, MASSAGE, None, Verdict.SUITABLE, place)


def painted(shown, lines):
    """A card with room for some lines, drawn by itself."""
    height = face(DETAIL, strong=True).height
    area = QRectF(0, 0, LANE * text_factor(), lines * height + 5)
    sheet = QImage(area.size().toSize(), QImage.Format.Format_RGB32)
    sheet.fill(0)
    painter = QPainter(sheet)
    CardPainter(Picture(now=TEN + timedelta(minutes=15))).paint(painter, area, QRectF(), shown)
    painter.end()
    return sheet


def line_of(sheet, number):
    height = face(DETAIL, strong=True).height
    return sheet.copy(QRect(0, round(2 + number * height), sheet.width(), round(height)))


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_how_long_somebody_waits_is_never_cut_for_their_place_in_the_plan(scale, lines):
    waits = {"status": SessionStatus.ARRIVED, "arrived_at": TEN}
    counted = painted(slot(PlanPlace(14, 18), **waits), lines)
    assert line_of(counted, 1) == line_of(painted(slot(**waits), lines), 1)


def test_the_place_in_the_plan_stands_where_it_leaves_the_rest_whole(scale):
    """The type is cut here anyway, its time is not."""
    counted, plain = painted(slot(PlanPlace(4, 8)), 4), painted(slot(), 4)
    differing = [number for number in range(4) if line_of(counted, number) != line_of(plain, number)]
    assert len(differing) == 1
