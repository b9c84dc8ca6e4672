from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.body_map import REGIONS, BodyMap, Mark, Side, View
from clinicdesk.domain.intake import Answer, Source
from clinicdesk.ui.body_map.figure import outline, shapes
from clinicdesk.ui.body_map.painting import placed, region_at
from clinicdesk.ui.body_map.walking import FIRST, beside, step
from clinicdesk.ui.patients.body_maps import BodyMapSection, StillFigure
from clinicdesk.ui.shell.urgent import UrgentNotice
from tests.ui.pin_hands import take_back

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    return desk.patients.register(form, actor=maria, now=clock())


@pytest.fixture
def intake(qtbot, window, ana):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.flows.start_intake(ana)
    page = window.pages.page("intake")
    page.asking.show_group("body_map")
    page.asking.view.focus_first()
    return page


@pytest.fixture
def figure(intake):
    return intake.asking.view.map.figure


def press(qtbot, *keys):
    for key in keys:
        focus = QApplication.focusWidget()
        qtbot.keyClick(focus, key) if isinstance(key, Qt.Key) else qtbot.keyClicks(focus, key)


def middle(figure, code, view):
    """A point on a region where the figure stands now."""
    shape = placed(QRectF(figure.rect())).transform(view).map(shapes(view)[code])
    inside = next(
        QPointF(point)
        for point in (
            shape.boundingRect().center(),
            *(shape.pointAtPercent(at / 20) * 0.5 + shape.boundingRect().center() * 0.5 for at in range(20)),
        )
        if shape.contains(point)
    )
    return inside.toPoint()


def area(path):
    """By the trapezia under every edge."""
    total = 0.0
    for polygon in path.toSubpathPolygons():
        corners = [(point.x(), point.y()) for point in polygon]
        total += sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(corners))
    return abs(total)


def seen(widget):
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(label.text() for label in labels if label.window() is widget.window())


# -- the figure ------------------------------------------------------------------------------------


def test_every_region_has_a_shape_on_each_side_it_is_seen_from_and_none_lie_over_each_other():
    drawn = {(view, code) for view in View for code in shapes(view)}
    assert drawn == {(view, code) for code, region in REGIONS.items() for view in region.views}
    for view in View:
        paths = list(shapes(view).items())
        for place, (code, path) in enumerate(paths):
            assert not path.isEmpty()
            for other, beneath in paths[place + 1 :]:
                assert area(path.intersected(beneath)) < 0.02 * area(path), f"{code} over {other}"


def test_left_and_right_are_the_persons_own_on_both_sides():
    assert shapes(View.BACK)["calf_left"].boundingRect().right() < 0
    assert shapes(View.FRONT)["shin_left"].boundingRect().left() > 0


def test_the_figure_is_its_own_mirror():
    for view in View:
        for code, path in shapes(view).items():
            if REGIONS[code].side is Side.LEFT:
                other = shapes(view)[code.replace("_left", "_right")].boundingRect()
                assert path.boundingRect().left() == pytest.approx(-other.right(), abs=0.1)


@pytest.mark.parametrize("size", [(300, 350), (640, 520), (1200, 900)])
def test_every_region_is_hit_where_it_is_seen_at_every_size(size):
    placement = placed(QRectF(0, 0, *size))
    for view in View:
        for code, shape in shapes(view).items():
            path = placement.transform(view).map(shape)
            points = [path.boundingRect().center(), path.pointAtPercent(0.5)]
            hit = [region_at(placement, point) for point in points if path.contains(point)]
            assert set(hit) <= {code}
    assert region_at(placement, QPointF(size[0] - 2, size[1] - 2)) is None


def test_head_and_all_is_inside_the_outline():
    assert outline().boundingRect().height() == pytest.approx(231, abs=3)


# -- walking ---------------------------------------------------------------------------------------


def test_down_walks_the_spine_and_the_leg_and_then_the_arm_on_one_side():
    place, walked = FIRST, [FIRST[1]]
    while (following := step(place, 1)) != place:
        place = following
        walked.append(place[1])
    assert walked == [
        "neck_left", "upper_back_left", "trunk_band", "lower_back_left", "sacrum_left", "buttock_left",
        "thigh_back_left", "calf_left", "foot_left", "shoulder_left", "upper_arm_left", "forearm_hand_left",
    ]  # fmt: skip
    assert step(FIRST, -1) == FIRST


def test_right_crosses_the_spine_and_then_comes_to_the_front():
    place, walked = (View.BACK, "lower_back_left"), []
    for _ in range(4):
        place = beside(place, 1)
        walked.append(place)
    assert walked == [
        (View.BACK, "lower_back_right"),
        (View.FRONT, "belly_right"),
        (View.FRONT, "belly_left"),
        (View.FRONT, "belly_left"),
    ]


def test_every_region_can_be_reached_with_the_arrow_keys():
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        place = waiting.pop()
        for following in (step(place, 1), step(place, -1), beside(place, 1), beside(place, -1)):
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    assert {code for _, code in reached} == REGIONS.keys()


# -- marking ---------------------------------------------------------------------------------------


def test_keys_mark_and_a_screen_reader_hears_what(qtbot, intake, figure):
    assert figure.accessibleName() == "Neck, left: not marked (back)"
    press(qtbot, *[Qt.Key.Key_Down] * 3, "6")
    assert figure.accessibleName() == "Lower back, left: 6 of 10 (back)"
    press(qtbot, "r")
    assert figure.accessibleName() == "Lower back, left: 6 of 10, spreads there (back)"
    press(qtbot, Qt.Key.Key_Right, "1", "0")
    assert intake.in_hand.drawing.map.marks == (
        Mark("lower_back_left", 6, spreads=True),
        Mark("lower_back_right", 10),
    )
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Left, "0")
    assert intake.in_hand.drawing.map.marks == ()


def test_the_mouse_marks_with_the_strength_chosen_and_takes_back_what_it_marked(qtbot, intake, figure):
    view = intake.asking.view.map
    qtbot.mouseClick(view.strength.button("8"), LEFT)
    qtbot.mouseClick(figure, LEFT, pos=middle(figure, "calf_left", View.BACK))
    assert intake.in_hand.drawing.map.marks == (Mark("calf_left", 8),)
    qtbot.waitUntil(lambda: "Calf, left: 8 of 10" in seen(view))
    qtbot.mouseClick(view.spreads, LEFT)
    assert intake.in_hand.drawing.map.at("calf_left").spreads
    qtbot.mouseClick(figure, LEFT, pos=middle(figure, "calf_left", View.BACK))
    assert intake.in_hand.drawing.map.marks == ()
    qtbot.mouseClick(figure, LEFT, pos=QPoint(2, figure.height() - 2))
    assert intake.in_hand.drawing.map.marks == ()


def test_a_limb_is_one_region_from_both_sides(qtbot, intake, figure):
    qtbot.mouseClick(figure, LEFT, pos=middle(figure, "foot_right", View.FRONT))
    assert figure.place == (View.FRONT, "foot_right")
    assert intake.in_hand.drawing.map.painted == {"foot_right"}


def test_undo_takes_the_last_mark_back(qtbot, intake, figure):
    press(qtbot, "4", Qt.Key.Key_Down, "5")
    qtbot.keyClick(figure, Qt.Key.Key_Z, CTRL)
    assert intake.in_hand.drawing.map.painted == {"neck_left"}
    qtbot.keyClick(figure, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert intake.in_hand.drawing.map.painted == {"neck_left", "upper_back_left"}


def test_the_figure_is_kept_in_the_draft_and_in_the_intake(qtbot, intake, figure, desk, ana):
    press(qtbot, "4")
    qtbot.waitUntil(lambda: desk.intakes.draft(ana.id) is not None)
    assert desk.intakes.draft(ana.id).body_map.painted == {"neck_left"}
    intake.complete()
    assert desk.store.intakes.latest(ana.id).body_map == BodyMap((Mark("neck_left", 4),))


def test_the_keys_of_the_figure_stand_among_those_of_the_page(intake):
    listed = [meaning for _, meaning in intake.keys()]  # noqa: SIM118 - a page is no dictionary
    assert any("On the figure" in meaning for meaning in listed)


def test_a_record_changed_at_another_desk_changes_what_is_asked_and_no_mark(qtbot, intake, figure, context, ana):
    press(qtbot, "4")
    form = PatientForm(given_name="Ana", family_name="Ruiz", sex_at_birth="female")
    context.desk.patients.amend(ana, form, actor=context.actor, now=context.now())
    context.records_changed.emit()
    assert "The birth date is not known." in intake.birth_date.words.text()
    assert intake.in_hand.drawing.map.painted == {"neck_left"}


# -- what marks bring forward ----------------------------------------------------------------------


def test_marking_both_legs_asks_at_once_why_and_answers_nothing(qtbot, intake, figure):
    before = (dict(intake.in_hand.answers), intake.in_hand.assessment)
    for code in ("calf_left", "calf_right"):
        qtbot.mouseClick(figure, LEFT, pos=middle(figure, code, View.BACK))
    view = intake.asking.view
    assert list(view.map.brought.rows) == ["bilateral_leg_symptoms", "leg_radiating_pain"]
    assert "You marked both legs." in seen(view.map)
    assert (dict(intake.in_hand.answers), intake.in_hand.assessment) == before
    assert view.next_button.text() == "Next: what you marked"
    press(qtbot, Qt.Key.Key_Return)
    assert view.map.brought.rows["bilateral_leg_symptoms"].isAncestorOf(QApplication.focusWidget())
    press(qtbot, "y")
    assert intake.in_hand.answers["bilateral_leg_symptoms"].value == "yes"
    (notice,) = intake.window().findChildren(UrgentNotice)
    assert notice.isAncestorOf(QApplication.focusWidget())
    press(qtbot, Qt.Key.Key_Escape)
    assert view.map.brought.rows["leg_radiating_pain"].isAncestorOf(QApplication.focusWidget())


def test_an_answer_that_does_not_go_with_the_marks_is_said_and_left_alone(qtbot, intake, figure):
    qtbot.mouseClick(figure, LEFT, pos=middle(figure, "trunk_band", View.FRONT))
    intake.in_hand.answer("band_like_trunk_pain", Answer("no"))
    assert "is marked, but the answer is No" in seen(intake.asking.view.map)
    assert intake.in_hand.answers["band_like_trunk_pain"].value == "no"
    qtbot.mouseClick(figure, LEFT, pos=middle(figure, "trunk_band", View.FRONT))
    assert "the answer is No" not in seen(intake.asking.view.map)


def test_who_leaves_what_was_brought_forward_open_can_still_go_on(qtbot, intake, figure):
    qtbot.mouseClick(figure, LEFT, pos=middle(figure, "foot_left", View.BACK))
    next_button = intake.asking.view.next_button
    qtbot.mouseClick(next_button, LEFT)
    assert intake.asking.current == "body_map"
    qtbot.mouseClick(next_button, LEFT)
    assert intake.asking.current == "go_ahead"


def test_the_person_marks_it_themself_on_the_screen_handed_over(qtbot, intake):
    qtbot.mouseClick(intake.hand_over_button, LEFT)
    screen = intake.hand_over
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    qtbot.mouseClick(screen.next_button, LEFT)
    picture = screen.view.picture
    qtbot.mouseClick(picture.figure, LEFT, pos=middle(picture.figure, "calf_right", View.BACK))
    assert intake.in_hand.drawing.map == BodyMap((Mark("calf_right", 5),), Source.PATIENT)
    qtbot.mouseClick(screen.next_button, LEFT)
    assert screen.current == "body_map"
    press(qtbot, "2")
    assert intake.in_hand.answers["leg_radiating_pain"].source is Source.PATIENT
    take_back(screen, intake.window().context)


# -- visit to visit --------------------------------------------------------------------------------


@pytest.fixture
def earlier(desk, ana, maria, clock):
    """Ana marked a figure three weeks ago."""
    then = BodyMap((Mark("lower_back_left", 4), Mark("buttock_right", 5)))
    desk.intakes.complete(ana, {}, actor=maria, now=clock(), body_map=then)
    clock.advance(days=21)
    return then


def test_the_figure_starts_empty_and_says_in_words_what_became_of_last_time(qtbot, earlier, intake, figure):
    assert intake.in_hand.drawing.map is None
    press(qtbot, *[Qt.Key.Key_Down] * 3, "6", Qt.Key.Key_Right, "3")
    qtbot.waitUntil(lambda: "Compared with 23 Nov 2026" in seen(intake.asking.view.map))
    words = seen(intake.asking.view.map)
    assert "\N{UPWARDS ARROW} Lower back, left: 6 of 10, was 4" in words
    assert "+ Lower back, right: 3 of 10, new" in words
    assert "\N{MULTIPLICATION SIGN} Buttock, right: was 5, not marked now" in words


def test_the_record_shows_the_last_two_figures_and_what_changed(qtbot, window, earlier, ana):
    context = window.context
    now = BodyMap((Mark("lower_back_left", 2), Mark("calf_left", 3)), Source.PATIENT)
    context.desk.intakes.complete(ana, {}, actor=context.actor, now=context.now(), body_map=now)
    window.flows.open_patient(ana.id)
    section = window.pages.page("patients").record.section(BodyMapSection)
    assert not section.isHidden()
    qtbot.waitUntil(lambda: len([each for each in section.findChildren(StillFigure) if each.isVisible()]) == 2)
    assert "\N{DOWNWARDS ARROW} Lower back, left: 2 of 10, was 4" in section.words.text()
    assert "Calf, left: 3 of 10, new" in section.words.text()


def test_a_record_without_a_figure_says_nothing_about_one(window, ana):
    window.flows.open_patient(ana.id)
    assert window.pages.page("patients").record.section(BodyMapSection).isHidden()
