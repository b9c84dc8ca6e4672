from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicdesk.domain.intake import Absence, Answer, Source
from clinicdesk.rules import Choice
from clinicdesk.ui.intake.asking import Control, band_in_words, control_of
from clinicdesk.ui.intake.editors import choice_of_key
from clinicdesk.ui.intake.question_row import QuestionRow, editor_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def ask(qtbot, ruleset, style):
    """Put one question on a window and record what is answered; the answer is shown as the page would."""

    def make(finding_id, *, width=720):
        finding = ruleset.knowledge.findings[finding_id]

        def derive(of, answer):
            return ruleset.resolve({of.id: answer}, TODAY).get(of.id)

        row = QuestionRow(finding, editor_of(finding, lambda: TODAY, derive, day_first=True))
        asked = SimpleNamespace(row=row, editor=row.editor, given=[], moved=[])

        def answered(_finding_id, answer, move_on):
            asked.given.append(answer)
            asked.moved.append(move_on)
            row.show_answer(answer)

        row.answered.connect(answered)
        window = QWidget()
        QVBoxLayout(window).addWidget(row)
        window.resize(width, 300)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        row.setFocus()
        qtbot.waitUntil(lambda: row.isAncestorOf(QApplication.focusWidget()))
        asked.window = window
        asked.type = lambda text: qtbot.keyClicks(QApplication.focusWidget(), text)
        asked.press = lambda key, modifier=Qt.KeyboardModifier.NoModifier: qtbot.keyClick(
            QApplication.focusWidget(), key, modifier
        )
        return asked

    return make


def test_yes_no_and_unknown_are_one_key_each(ask):
    asked = ask("fever_now")
    for key in "ynu":
        asked.type(key)
    assert asked.given == [Answer(value="yes"), Answer(value="no"), Answer(absence=Absence.DOES_NOT_KNOW)]
    assert asked.moved == [True, True, True]


def test_not_saying_is_kept_apart_from_not_knowing(ask):
    asked = ask("fever_now")
    asked.type("p")
    assert asked.given == [Answer(absence=Absence.DECLINED)]
    assert asked.editor.segments.value() is None
    assert asked.row._aside.text() == "Not said"


def test_delete_takes_an_answer_back(ask):
    asked = ask("fever_now")
    asked.type("y")
    asked.press(Qt.Key.Key_Delete)
    assert asked.given[-1] is None
    assert asked.editor.segments.value() is None


def test_a_click_answers_and_leaves_the_keyboard_where_it_is(ask, qtbot):
    asked = ask("fever_now")
    qtbot.mouseClick(asked.editor.segments.button("no"), Qt.MouseButton.LeftButton)
    assert asked.given == [Answer(value="no")]
    assert asked.moved == [False]


def test_choices_are_chosen_by_their_place(ask):
    asked = ask("clot_history")
    asked.type("2")
    assert asked.given == [Answer(value="under_3_months")]
    asked.type("n")
    assert asked.given[-1] == Answer(value="none")


def test_a_figure_beyond_the_choices_answers_nothing(ask):
    asked = ask("clot_history")
    asked.type("9")
    assert asked.given == []


def test_a_long_list_takes_keys_and_shows_the_whole_words(ask):
    asked = ask("main_complaint")
    asked.type("2")
    assert asked.given == [Answer(value="back_pain")]
    assert asked.editor.list.currentText() == "Back pain"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_a_list_opens_by_keyboard_and_offers_not_knowing(ask, qtbot):
    asked = ask("main_complaint")
    asked.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked.editor.list.view().isVisible())
    view = asked.editor.list.view()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.given == [Answer(absence=Absence.DOES_NOT_KNOW)]


def test_letters_never_change_a_list_by_accident(ask):
    asked = ask("main_complaint")
    asked.type("s")
    assert asked.given == []
    assert asked.editor.list.currentIndex() == -1


def test_segments_give_way_to_a_list_where_they_do_not_fit_and_keep_the_answer(ask, qtbot):
    asked = ask("cancer_status", width=720)
    asked.type("2")
    assert asked.editor.segments.isVisible()
    asked.window.resize(380, 300)
    qtbot.waitUntil(lambda: not asked.editor.segments.isVisible())
    assert asked.editor.list.currentText() == "Yes, in the past; treatment is over"
    asked.window.resize(720, 300)
    qtbot.waitUntil(asked.editor.segments.isVisible)
    assert asked.editor.segments.value() == "past"


def test_pain_is_one_key_and_ten_is_one_then_nought(ask):
    asked = ask("pain_score")
    asked.type("7")
    assert (asked.given[-1], asked.moved[-1]) == (Answer(value=7), True)
    asked.type("1")
    assert (asked.given[-1], asked.moved[-1]) == (Answer(value=1), False)
    asked.type("0")
    assert (asked.given[-1], asked.moved[-1]) == (Answer(value=10), True)
    asked.type("0")
    assert asked.given[-1] == Answer(value=0)


def test_pain_ten_is_reached_by_arrow(ask):
    asked = ask("pain_score")
    asked.type("9")
    asked.press(Qt.Key.Key_Right)
    assert asked.given[-1] == Answer(value=10)


def test_a_number_is_typed_and_kept_within_its_range(ask):
    asked = ask("bp_systolic")
    asked.type("135")
    asked.press(Qt.Key.Key_Return)
    assert asked.given == [Answer(value=135)]
    asked.editor.spin.selectAll()
    asked.type("999")
    asked.press(Qt.Key.Key_Return)
    assert all(50 <= answer.value <= 300 for answer in asked.given)


def test_a_number_nobody_measured_stays_open_or_is_unknown(ask):
    asked = ask("bp_systolic")
    assert asked.editor.spin.number() is None
    asked.type("u")
    assert asked.given == [Answer(absence=Absence.DOES_NOT_KNOW)]
    assert asked.editor.unknown.value() is not None
    assert asked.editor.spin.number() is None


def test_stepping_an_empty_number_begins_at_the_usual_one(ask):
    asked = ask("bp_systolic")
    asked.editor.spin.stepUp()
    assert asked.given == [Answer(value=120)]


def test_when_it_began_is_typed_as_it_is_said_and_said_back(ask):
    asked = ask("pain_duration_weeks")
    asked.type("about 3 weeks ago")
    assert asked.editor.line.echo.text() == "2 November 2026, 3 weeks ago"
    assert asked.given == []
    asked.press(Qt.Key.Key_Return)
    assert (asked.given[-1], asked.moved[-1]) == (Answer(date=date(2026, 11, 2)), True)


def test_a_date_that_cannot_be_read_says_so_on_leaving_and_is_no_answer(ask):
    asked = ask("pain_duration_weeks")
    asked.type("3 weeks")
    asked.press(Qt.Key.Key_Return)
    asked.editor.line.edit.selectAll()
    asked.type("ages ago")
    assert asked.editor.line.echo.text() == ""
    asked.press(Qt.Key.Key_Tab)
    assert "does not read as a date" in asked.editor.line.echo.text()
    assert asked.editor.line.edit.text() == "ages ago"
    assert asked.given[-1] is None


def test_yes_to_an_operation_asks_for_its_date_and_shows_the_span(ask):
    asked = ask("spinal_surgery")
    asked.type("y")
    assert asked.given == []
    asked.type("7 weeks ago")
    asked.press(Qt.Key.Key_Return)
    assert asked.given == [Answer(date=date(2026, 10, 5))]
    assert asked.moved == [True]
    assert asked.editor.line.echo.text() == "7 weeks ago: 6 to 12 weeks"


def test_a_long_past_operation_asks_whether_the_surgeon_has_cleared_it(ask, qtbot):
    asked = ask("spinal_surgery")
    asked.type("y")
    asked.type("15 March 2026")
    asked.press(Qt.Key.Key_Return)
    day = date(2026, 3, 15)
    assert asked.given == [Answer(date=day)]
    assert asked.moved == [False]
    assert asked.editor.line.echo.text() == "8 months ago. Which of these?"
    qtbot.mouseClick(asked.editor._states.button("over_12_weeks_cleared"), Qt.MouseButton.LeftButton)
    assert asked.given[-1] == Answer(value="over_12_weeks_cleared", date=day)
    assert asked.editor.line.echo.text() == "8 months ago: over, cleared"


def test_a_date_that_changes_the_span_forgets_the_state_that_belonged_to_the_other(ask):
    asked = ask("spinal_surgery")
    asked.row.show_answer(Answer(value="over_12_weeks_cleared", date=date(2026, 3, 15)))
    asked.editor.line.edit.setFocus()
    asked.editor.line.edit.selectAll()
    asked.type("3 weeks ago")
    asked.press(Qt.Key.Key_Return)
    assert asked.given == [Answer(date=date(2026, 11, 2))]


def test_where_nobody_knows_the_date_the_span_itself_is_chosen(ask, qtbot):
    asked = ask("spinal_surgery")
    asked.type("y")
    asked.editor.rough.setCurrentIndex(1)
    asked.editor.rough.activated.emit(1)
    assert asked.given == [Answer(value="6_to_12_weeks")]
    assert asked.editor.below.isVisible()


def test_no_to_an_operation_takes_its_date_away(ask):
    asked = ask("spinal_surgery")
    asked.row.show_answer(Answer(date=date(2026, 10, 5)))
    assert asked.editor.below.isVisible()
    asked.row.setFocus()
    asked.type("n")
    assert asked.given == [Answer(value="none")]
    assert not asked.editor.below.isVisible()


def test_a_due_date_lies_ahead_and_shows_how_far_the_pregnancy_is(ask):
    asked = ask("pregnancy")
    asked.type("y")
    asked.type("in 12 weeks")
    asked.press(Qt.Key.Key_Return)
    assert asked.given == [Answer(date=date(2027, 2, 15))]
    assert asked.editor.line.echo.text() == "In 12 weeks: from 28 weeks"


def test_an_answer_of_the_person_says_where_it_was_given(ask):
    asked = ask("fever_now")
    asked.row.show_answer(Answer(value="no", source=Source.PATIENT))
    assert asked.row._note.isVisible()
    assert asked.row._note.text() == "Answered on the screen handed over"
    asked.row.show_answer(Answer(value="no"))
    assert not asked.row._note.isVisible()


def test_every_control_is_named_after_its_question(ask, ruleset):
    for key in ("fever_now", "main_complaint", "bp_systolic", "pain_score", "spinal_surgery", "pain_duration_weeks"):
        asked = ask(key)
        assert ruleset.knowledge.findings[key].question in QApplication.focusWidget().accessibleName()
        asked.window.close()


def test_the_shipped_questions_get_the_controls_they_need(ruleset):
    controls = {key: control_of(finding) for key, finding in ruleset.knowledge.findings.items()}
    assert controls["fever_now"] is Control.SEGMENTS
    assert controls["pain_score"] is Control.SCALE
    assert controls["bp_systolic"] is Control.NUMBER
    assert controls["main_complaint"] is Control.LIST
    assert {key for key, control in controls.items() if control is Control.WHEN} == {
        "pain_duration_weeks",
        "spinal_surgery",
        "recent_injection",
        "pregnancy",
    }


@pytest.mark.parametrize(("key", "value"), [("y", "b"), ("n", "a"), ("1", "a"), ("2", "b"), ("3", None), ("x", None)])
def test_a_key_chooses_what_it_says(key, value):
    choices = (Choice(value="a", label="Never", short="Never"), Choice(value="b", label="Yes, often", short=""))
    assert choice_of_key(choices, key) == value


def test_a_letter_that_could_mean_two_choices_chooses_none():
    choices = tuple(Choice(value=v, label=f"Yes, {v}", short="") for v in ("a", "b"))
    assert choice_of_key(choices, "y") is None


def test_a_span_without_a_band_is_said_alone(ruleset):
    finding = ruleset.knowledge.findings["pain_duration_weeks"]
    assert band_in_words(finding, date(2026, 11, 2), 3, TODAY) == "3 weeks ago"
