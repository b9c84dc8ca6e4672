from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest

from clinicdesk.desk.views import BookedSlot, PatientSummary
from clinicdesk.domain.session import Session, SessionStatus, SessionType
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.booking.day_view import DayView
from clinicdesk.ui.calendar.geometry import Opening
from clinicdesk.ui.calendar.picture import Ghost, Lane, Picture
from clinicdesk.ui.style import DARK, LIGHT, apply_style

HOUR = timedelta(hours=1)
OPENS = datetime(2026, 11, 24, 8, tzinfo=UTC)
CLOSES = OPENS + 10 * HOUR
TYPE = SessionType("m", "Swedish massage", Technique.SWEDISH, 60, 10)


def at(hour, minute=0):
    return OPENS.replace(hour=hour, minute=minute)


def booked(number, starts, *, status=SessionStatus.BOOKED):
    session = Session(
        f"s{number}", f"p{number}", "m", "t", None, starts, starts + HOUR, starts + HOUR + timedelta(minutes=10), status
    )
    person = PatientSummary(f"p{number}", number, "Ana Ruiz", "Ana", None, "")
    return BookedSlot(session, person, TYPE, None, Verdict.SUITABLE)


def therapists(count, sessions=()):
    return tuple(
        Lane(f"t{n}", f"Therapist {n}", OPENS.date(), OPENS, tuple(sessions), therapist_id=f"t{n}")
        for n in range(count)
    )


def ghost(column, starts):
    return Ghost(column, starts, starts + HOUR, starts + HOUR + timedelta(minutes=10), "Swedish massage")


def opening(column, start, end):
    return Opening(column, start, end - HOUR, end)


@pytest.fixture(scope="module")
def dressed(qapp):
    apply_style(qapp, LIGHT)


@pytest.fixture
def view(qtbot, dressed):
    made = DayView()
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(view, *, columns, openings, chosen=None, now=None, **more):
    picture = Picture(UTC, OPENS, CLOSES, now or at(9), columns, openings, chosen, **more)
    view.show_picture(picture, HOUR, timedelta(minutes=10))
    return view


@pytest.fixture
def two_columns(view):
    """Free 9-12 and 14-16 with the first therapist, 10-13 with the second."""
    openings = [opening(0, at(9), at(12)), opening(0, at(14), at(16)), opening(1, at(10), at(13))]
    return show(view, columns=therapists(2), openings=openings, chosen=ghost(0, at(9)))


def picked(qtbot, view, act):
    with qtbot.waitSignal(view.start_picked) as told:
        act()
    return told.args


def click(view, column, moment):
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.place_of(column, moment).toPoint())


def press(view, key, modifier=Qt.KeyboardModifier.NoModifier):
    return lambda: QTest.keyClick(view, key, modifier)


def test_a_click_in_a_free_stretch_picks_the_quarter_below_the_pointer(qtbot, two_columns):
    args = picked(qtbot, two_columns, lambda: click(two_columns, 1, at(10, 40)))
    assert args == ["t1", at(10, 30)]


def test_a_click_near_the_end_of_a_stretch_picks_the_last_start_that_fits(qtbot, two_columns):
    assert picked(qtbot, two_columns, lambda: click(two_columns, 0, at(11, 50))) == ["t0", at(11)]


def test_a_click_on_taken_time_asks_for_that_time_all_the_same(qtbot, two_columns):
    assert picked(qtbot, two_columns, lambda: click(two_columns, 1, at(9, 5))) == ["t1", at(9)]


def test_nothing_is_picked_on_the_names_or_the_hours(qtbot, two_columns):
    with qtbot.assertNotEmitted(two_columns.start_picked):
        QTest.mouseClick(two_columns.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(300, 10).toPoint())
        QTest.mouseClick(two_columns.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(10, 200).toPoint())


def test_nothing_is_picked_while_there_is_nothing_to_place(qtbot, view):
    show(view, columns=therapists(1), openings=[], pickable=False)
    with qtbot.assertNotEmitted(view.start_picked):
        click(view, 0, at(9))


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, ["t0", at(9, 15)]),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, ["t0", at(9, 5)]),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, ["t0", at(15)]),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, ["t1", at(10)]),
    ],
)
def test_the_arrows_go_from_start_to_start(qtbot, two_columns, key, modifier, expected):
    assert picked(qtbot, two_columns, press(two_columns, key, modifier)) == expected


def test_down_leaps_from_one_free_stretch_into_the_next(qtbot, two_columns):
    show(
        two_columns,
        columns=two_columns.picture.lanes,
        openings=two_columns.picture.openings,
        chosen=ghost(0, at(11)),
    )
    assert picked(qtbot, two_columns, press(two_columns, Qt.Key.Key_Down)) == ["t0", at(14)]


def test_at_the_edge_an_arrow_stays(qtbot, two_columns):
    with qtbot.assertNotEmitted(two_columns.start_picked):
        QTest.keyClick(two_columns, Qt.Key.Key_Up)
        QTest.keyClick(two_columns, Qt.Key.Key_Left)


def test_the_first_arrow_picks_the_earliest_start_when_none_is_chosen(qtbot, view):
    show(view, columns=therapists(2), openings=[opening(1, at(10), at(13)), opening(0, at(11), at(13))])
    assert picked(qtbot, view, press(view, Qt.Key.Key_Down)) == ["t1", at(10)]


def test_enter_and_a_double_click_go_on(qtbot, two_columns):
    with qtbot.waitSignal(two_columns.start_confirmed):
        QTest.keyClick(two_columns, Qt.Key.Key_Return)
    with qtbot.waitSignal(two_columns.start_confirmed):
        QTest.mouseDClick(
            two_columns.viewport(), Qt.MouseButton.LeftButton, pos=two_columns.place_of(0, at(10)).toPoint()
        )


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_T, Qt.Key.Key_Escape])
def test_keys_of_the_page_are_left_to_it(two_columns, key):
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    two_columns.keyPressEvent(event)
    assert not event.isAccepted()


def test_the_pointer_shows_what_a_click_would_pick(qtbot, two_columns):
    qtbot.mouseMove(two_columns.viewport(), two_columns.place_of(1, at(10, 40)).toPoint())
    qtbot.waitUntil(lambda: two_columns.picture.hovered is not None)
    hovered = two_columns.picture.hovered
    assert (hovered.column, hovered.starts_at, hovered.firm) == (1, at(10, 30), False)
    qtbot.mouseMove(two_columns.viewport(), two_columns.place_of(1, at(16)).toPoint())
    qtbot.waitUntil(lambda: two_columns.picture.hovered is None)


def test_the_chosen_time_is_brought_into_sight(view):
    late = ghost(7, at(16))
    show(view, columns=therapists(8), openings=[opening(7, at(15), at(18))], chosen=late)
    place = view.place_of(7, at(16, 30))
    assert view.ruler_width < place.x() < view.viewport().width()
    assert view.header_height < place.y() < view.viewport().height()


def test_the_chosen_time_is_painted_in_the_accent_and_a_taken_one_is_not(view):
    free = ghost(0, at(9))
    show(view, columns=therapists(1), openings=[opening(0, at(9), at(12))], chosen=free, now=at(8))
    middle = view.place_of(0, at(9, 45)).toPoint()
    assert view.viewport().grab().toImage().pixelColor(middle) == QColor(LIGHT.accent)
    taken = Ghost(0, at(9), at(10), at(10, 10), "Swedish massage", taken=True)
    show(view, columns=therapists(1), openings=[opening(0, at(9), at(12))], chosen=taken, now=at(8))
    assert view.viewport().grab().toImage().pixelColor(middle) == QColor(LIGHT.error_tint)


def has_line(view, moment, colour):
    """Whether a line of a colour is drawn at a time, give or take a pixel."""
    place, image = view.place_of(0, moment).toPoint(), view.viewport().grab().toImage()
    return any(image.pixelColor(place.x(), place.y() + shift) == QColor(colour) for shift in (-1, 0, 1))


def test_the_now_line_moves_with_the_time(view):
    show(view, columns=therapists(1), openings=[], now=at(9))
    assert has_line(view, at(9), LIGHT.accent)
    view.pass_time(at(10))
    assert not has_line(view, at(9), LIGHT.accent)
    assert has_line(view, at(10), LIGHT.accent)


def test_closed_time_is_shaded(view):
    show(view, columns=therapists(1), openings=[], now=at(17))
    view.verticalScrollBar().setValue(0)
    place = view.place_of(0, OPENS - timedelta(minutes=10)).toPoint()
    assert view.viewport().grab().toImage().pixelColor(place) == QColor(LIGHT.window)


def test_a_session_that_was_booked_meanwhile_is_painted(view):
    show(view, columns=therapists(1), openings=[], now=at(8))
    view.verticalScrollBar().setValue(0)
    place = view.place_of(0, at(9, 52)).toPoint()
    empty = view.viewport().grab().toImage().pixelColor(place)
    show(view, columns=therapists(1, [booked(1, at(9))]), openings=[], now=at(8))
    view.verticalScrollBar().setValue(0)
    assert view.viewport().grab().toImage().pixelColor(place) != empty


def test_a_change_of_theme_is_painted(qapp, two_columns):
    place = two_columns.place_of(1, at(9, 20)).toPoint()
    assert two_columns.viewport().grab().toImage().pixelColor(place) == QColor(LIGHT.surface)
    apply_style(qapp, DARK)
    try:
        assert two_columns.viewport().grab().toImage().pixelColor(place) == QColor(DARK.surface)
    finally:
        apply_style(qapp, LIGHT)


def test_twelve_therapists_with_a_hundred_sessions_are_painted(view):
    sessions = [booked(n, at(8) + n * timedelta(minutes=70)) for n in range(8)]
    sessions.append(booked(9, at(17, 30), status=SessionStatus.CANCELLED))
    show(view, columns=therapists(12, sessions), openings=[], now=at(12))
    view.resize(1700, 900)
    assert not view.viewport().grab().isNull()
    assert view.strip.count == 12


def test_a_screen_reader_hears_which_time_is_chosen(two_columns):
    assert two_columns.accessibleDescription() == "09:00\N{EN DASH}10:00 with Therapist 0, free"
    show(two_columns, columns=two_columns.picture.lanes, openings=[], chosen=None)
    assert two_columns.accessibleDescription() == "No time is chosen."
