import time
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.domain.body_map import Mark
from clinicdesk.domain.intake import Absence, Answer, IntakeDraft, Source
from clinicdesk.domain.suitability import Kind, Technique, Verdict
from clinicdesk.ui.intake.page import IntakePage
from tests.ui.clinic_day import register
from tests.ui.pin_hands import take_back

PRIVATE = ("saddle_numbness", "bladder_change", "bowel_change", "intoxicated_now", "cancer_status", "iv_drug_use")


@pytest.fixture
def ana(desk, maria, clock):
    form = PatientForm(given_name="Ana", family_name="Ruiz", birth_date="3 Apr 1980", sex_at_birth="female")
    return desk.patients.register(form, actor=maria, now=clock())


@pytest.fixture
def page(qtbot, context, style):
    page = IntakePage(context)
    qtbot.addWidget(page)
    page.resize(860, 720)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    yield page
    page.page_left()


@pytest.fixture
def press(qtbot):
    def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            if isinstance(key, str):
                qtbot.keyClicks(QApplication.focusWidget(), key)
            else:
                qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    return press


def entered(page):
    """The question that has the keyboard."""
    focus = QApplication.focusWidget()
    return next((key for key, row in page.asking.view.rows.items() if focus and row.isAncestorOf(focus)), None)


def test_without_a_person_the_page_says_what_to_do(page):
    assert "Nobody chosen" in [label.text() for label in page.findChildren(QLabel)]
    assert not page.complete_button.isVisible()


def test_it_begins_at_the_first_question_and_names_the_person(page, ana):
    page.start(ana)
    assert page.header.title.text() == "Intake: Ana Ruiz, 46"
    assert page.asking.current == "visit"
    assert entered(page) == "main_complaint"


def test_keys_go_through_a_group_and_on_to_the_next(page, ana, press):
    page.start(ana)
    page.go_to("fever_now")
    press("n")
    assert entered(page) == "acute_illness"
    press("y", "1", "n")
    assert QApplication.focusWidget() is page.asking.view.next_button
    assert page.in_hand.answers["acute_illness"] == Answer(value="yes")
    press(Qt.Key.Key_Space)
    assert page.asking.current == "warning_signs"
    assert entered(page) == "unexplained_weight_loss"


def test_up_and_down_go_from_question_to_question(page, ana, press):
    page.start(ana)
    page.go_to("acute_illness")
    press(Qt.Key.Key_Up)
    assert entered(page) == "fever_now"
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert entered(page) == "skin_problem"


def test_enter_goes_on_and_presses_next(page, ana, press):
    page.start(ana)
    page.go_to("skin_problem")
    press(Qt.Key.Key_Return)
    assert entered(page) == "pain_masking_medicine"
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.asking.view.next_button
    press(Qt.Key.Key_Return)
    assert page.asking.current == "warning_signs"


def test_enter_in_a_date_goes_on_by_one_question_only(page, ana, press):
    page.start(ana)
    page.go_to("pain_duration_weeks")
    press("3 weeks", Qt.Key.Key_Return)
    assert entered(page) == "pain_new_or_changed"


def test_each_question_is_one_stop_of_the_tab_key(page, ana, press):
    page.start(ana)
    page.go_to("fever_now")
    stops = []
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        stops.append(entered(page) or QApplication.focusWidget())
    assert stops == ["acute_illness", "skin_problem", "pain_masking_medicine", page.asking.view.next_button]


def test_every_answer_is_judged_at_once(page, ana, qtbot, press):
    page.start(ana)
    page.go_to("fever_now")
    with qtbot.waitSignal(page.assessment_changed) as told:
        press("y")
    patient, judgement, answers = told.args
    assert patient == ana
    assert answers == {"fever_now": Answer(value="yes")}
    assert judgement.verdicts[Kind.MASSAGE] is Verdict.NOT_SUITABLE
    assert judgement.effective.technique is Technique.SWEDISH


def test_the_technique_in_focus_is_judged_with_the_same_answers(page, ana, qtbot):
    page.start(ana)
    with qtbot.waitSignal(page.assessment_changed) as told:
        page.set_technique(Technique.STRETCHING)
    assert told.args[1].effective.technique is Technique.STRETCHING


def test_progress_is_said_in_words(page, ana, press):
    page.start(ana)
    total = len(page.in_hand.answering.asked)
    page.go_to("fever_now")
    press("n")
    assert page.header.subtitle.text().startswith(f"1 of {total} answered; ")
    assert page.header.subtitle.text().endswith("could still change the verdict")
    assert (page.progress.value(), page.progress.maximum()) == (1, total)


def test_a_follow_up_slides_in_below_its_question_and_leaves_with_it(page, ana, press, qtbot):
    page.start(ana)
    page.go_to("pregnancy")
    page.asking.view._box.reveal.click()
    rows = page.asking.view.rows
    assert not rows["pregnancy_high_risk"].isVisible()
    rows["pregnancy"].setFocus()
    press("3")
    assert rows["pregnancy_high_risk"].isVisible()
    rows["pregnancy_high_risk"].setFocus()
    press("y")
    rows["pregnancy"].setFocus()
    press("n")
    assert not rows["pregnancy_high_risk"].isVisible()
    assert "pregnancy_high_risk" not in page.in_hand.answers


def test_none_of_these_answers_the_rest_of_a_group_and_can_be_undone(page, ana, press, qtbot):
    page.start(ana)
    page.go_to("fever_now")
    press("y")
    press("0")
    group = page.asking.view
    assert group._recorded.text() == "Recorded for 3 questions."
    assert page.in_hand.answers["fever_now"] == Answer(value="yes")
    assert page.in_hand.answers["skin_problem"] == Answer(value="none", source=Source.GROUP)
    assert QApplication.focusWidget() is group.next_button
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.in_hand.answers == {"fever_now": Answer(value="yes")}
    assert not group._recorded_row.isVisible()
    assert entered(page) == "acute_illness"


def test_alt_n_is_none_of_these_even_from_a_line_of_text(page, ana, press):
    page.start(ana)
    page.go_to("spinal_surgery")
    press("y")
    press(Qt.Key.Key_N, modifier=Qt.KeyboardModifier.AltModifier)
    assert page.in_hand.answers["spinal_hardware"].source is Source.GROUP


def test_nothing_stands_for_none_where_something_must_be_said(page, ana, press):
    page.start(ana)
    page.go_to("consent_given")
    press("0")
    assert page.in_hand.answers == {}
    assert not page.asking.view._none.isVisible()


def test_undo_goes_back_to_the_question_it_changed(page, ana, press):
    page.start(ana)
    page.go_to("fever_now")
    press("y")
    page.go_to("osteoporosis")
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert entered(page) == "fever_now"
    assert page.in_hand.answers == {}
    page.redo()
    assert page.in_hand.answers == {"fever_now": Answer(value="yes")}


def test_private_questions_are_not_in_sight_until_somebody_decides(page, ana, qtbot):
    page.start(ana)
    page.asking.show_group("private_signs")
    rows = page.asking.view.rows
    assert not any(row.isVisible() for row in rows.values())
    assert not page.asking.view._none.isVisible()
    qtbot.mouseClick(page.asking.view._box.reveal, Qt.MouseButton.LeftButton)
    assert rows["saddle_numbness"].isVisible()
    page.asking.show_group("visit")
    page.asking.show_group("private_signs")
    assert not rows["saddle_numbness"].isVisible()


def test_asking_for_a_private_question_offers_the_hand_over(page, ana):
    page.start(ana)
    page.go_to("saddle_numbness")
    assert QApplication.focusWidget() is page.asking.view._box.hand_over
    assert not page.asking.view.rows["saddle_numbness"].isVisible()


def test_asking_for_what_is_in_the_record_leads_to_the_record(page, ana, qtbot):
    page.start(ana)
    with qtbot.waitSignal(page.amend_requested) as told:
        page.go_to("age_years")
    assert told.args == [ana]


def test_asking_for_a_waiting_follow_up_leads_to_its_question(page, ana):
    page.start(ana)
    page.go_to("pregnancy_high_risk")
    assert page.asking.current == "private_health"


def hand_over(page, qtbot):
    page.asking.show_group("private_signs")
    qtbot.mouseClick(page.asking.view._box.hand_over, Qt.MouseButton.LeftButton)
    screen = page.hand_over
    qtbot.waitExposed(screen)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and screen.isAncestorOf(QApplication.focusWidget()))
    return screen


def test_on_the_screen_handed_over_only_the_private_questions_stand(page, ana, qtbot):
    page.start(ana)
    screen = hand_over(page, qtbot)
    assert screen.isModal()
    assert screen.isFullScreen()
    asked = [key for key, row in screen.rows.items() if row.isVisible()]
    assert asked == list(PRIVATE[:4])
    qtbot.mouseClick(screen.next_button, Qt.MouseButton.LeftButton)
    asked = [key for key, row in screen.rows.items() if row.isVisible()]
    assert [*PRIVATE[:4], *asked] == [*PRIVATE, "pregnancy"]
    assert not any("Ana" in label.text() for label in screen.findChildren(QLabel))
    take_back(screen, page.context)


def test_answers_given_on_the_screen_are_the_persons_own(page, ana, qtbot, press):
    page.start(ana)
    screen = hand_over(page, qtbot)
    press("n", "n", "n", "p", Qt.Key.Key_Return, "1")
    qtbot.mouseClick(screen.done_button, Qt.MouseButton.LeftButton)
    assert screen.back_button.isVisible()
    assert not any(row.isVisible() for row in screen.rows.values())
    take_back(screen, page.context)
    given = page.in_hand.answers
    assert given["saddle_numbness"] == Answer(value="no", source=Source.PATIENT)
    assert given["intoxicated_now"] == Answer(absence=Absence.DECLINED, source=Source.PATIENT)
    assert given["cancer_status"] == Answer(value="never", source=Source.PATIENT)
    assert page.hand_over is None
    qtbot.waitUntil(lambda: entered(page) == "emergency_symptoms_now")


def test_a_follow_up_appears_on_the_screen_handed_over(page, ana, qtbot, press):
    page.start(ana)
    screen = hand_over(page, qtbot)
    qtbot.mouseClick(screen.next_button, Qt.MouseButton.LeftButton)
    screen.rows["pregnancy"].setFocus()
    press("3")
    assert screen.rows["pregnancy_high_risk"].isVisible()
    take_back(screen, page.context)


def test_an_emergency_answered_in_private_asks_for_the_screen_back_at_once(page, ana, qtbot, press):
    page.start(ana)
    page.in_hand.answer("main_complaint", Answer(value="back_pain"))
    screen = hand_over(page, qtbot)
    press("y")
    assert page.in_hand.assessment.verdict is Verdict.REFER_URGENTLY
    assert screen.back_button.isVisible()
    take_back(screen, page.context)
    assert page.in_hand.answers["saddle_numbness"].value == "yes"


def test_the_draft_is_kept_soon_after_an_answer(page, ana, desk, press, qtbot):
    page.start(ana)
    page.go_to("fever_now")
    press("y")
    qtbot.waitUntil(lambda: desk.intakes.draft(ana.id) is not None)
    draft = desk.intakes.draft(ana.id)
    assert draft.answers == {"fever_now": Answer(value="yes")}


def test_leaving_keeps_the_draft_and_it_goes_on_at_the_same_question(page, ana, *, desk, context, press, qtbot):
    page.start(ana)
    page.go_to("osteoporosis")
    press("y")
    assert entered(page) == "height_loss_or_new_stoop"
    page.page_left()
    again = IntakePage(context)
    qtbot.addWidget(again)
    with qtbot.waitActive(again):
        again.show()
        again.activateWindow()
    again.start(ana)
    assert again.in_hand.answers == {"osteoporosis": Answer(value="yes")}
    assert entered(again) == "height_loss_or_new_stoop"
    assert again.strip.words.text() == "Going on where you left off at 09:30."


def test_a_draft_of_another_day_asks_anew_what_can_have_changed_and_has_the_rest_confirmed(page, ana, desk, clock):
    answers = {"fever_now": Answer(value="no"), "osteoporosis": Answer(value="yes")}
    desk.intakes.save_draft(IntakeDraft(ana.id, answers), now=clock())
    clock.advance(days=2)
    page.start(ana)
    assert page.in_hand.answers == {}
    assert page.in_hand.answering.earlier == {"osteoporosis": Answer(value="yes")}
    assert page.strip.words.text().startswith("Begun on Mon 23 Nov 2026. What was said on another day is to be")
    page.in_hand.answer("diabetes", Answer("none"))
    page.in_hand.keep_now()
    assert set(desk.intakes.draft(ana.id).answers) == {"osteoporosis", "diabetes"}, "nothing that was begun is lost"


def test_what_was_completed_today_is_there_to_be_mended_the_same_day(page, ana, desk, maria, clock):
    desk.intakes.complete(
        ana, {"saddle_numbness": Answer("no"), "osteoporosis": Answer("yes")}, actor=maria, now=clock()
    )
    page.start(ana)
    assert page.in_hand.answers == {"saddle_numbness": Answer("no"), "osteoporosis": Answer("yes")}
    assert page.strip.isHidden()


def answer_everything(page):
    """Every question answered harmlessly, as somebody at the desk would."""
    findings = page.context.desk.ruleset.knowledge.findings
    for key in page.in_hand.answering.asked:
        page.in_hand.answer(key, Answer(value=findings[key].harmless))


def of_the_day(page):
    findings = page.context.desk.ruleset.knowledge.findings
    return {key for key in page.in_hand.answers if findings[key].every_visit}


def test_what_was_answered_yesterday_on_a_page_left_open_is_asked_anew(page, ana, *, desk, clock, press):
    page.start(ana)
    page.in_hand.drawing.mark(Mark("lower_back_left", 5), Source.STAFF)
    answer_everything(page)
    assert of_the_day(page)
    clock.advance(hours=18)
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.store.intakes.latest(ana.id) is None
    assert page.strip.words.text() == "It is another day now. What can change from day to day is asked anew."
    assert of_the_day(page) == set()
    assert "osteoporosis" in page.in_hand.answering.earlier
    assert page.in_hand.assessment.verdict is Verdict.NEEDS_CLINICIAN_REVIEW
    assert page.in_hand.drawing.map is None
    page.undo()
    assert of_the_day(page) == set(), "no step leads back to what was said yesterday"
    page.go_to("fever_now")
    press("n")
    assert page.in_hand.answers["fever_now"].given_on == clock().date()
    press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    intake = desk.store.intakes.latest(ana.id)
    assert not intake.full
    assert "saddle_numbness" not in intake.answers
    assert intake.answers["osteoporosis"].given_on < intake.answers["fever_now"].given_on


def test_the_first_minute_of_another_day_is_noticed_by_itself(page, ana, context, clock):
    page.start(ana)
    answer_everything(page)
    clock.advance(days=1)
    context.follow_day()
    assert of_the_day(page) == set()
    assert page.strip.isVisible()


def test_a_date_typed_after_midnight_is_read_from_the_day_it_is_then(page, ana, press, clock):
    page.start(ana)
    page.go_to("pain_duration_weeks")
    clock.advance(days=1)
    press("yesterday", Qt.Key.Key_Return)
    assert page.in_hand.answers["pain_duration_weeks"].date == date(2026, 11, 23)


def test_starting_the_same_person_again_stays_where_they_are(page, ana, press):
    page.start(ana)
    page.go_to("fever_now")
    press("y")
    page.start(ana)
    assert entered(page) == "acute_illness"
    page.undo()
    assert page.in_hand.answers == {}


def test_nothing_of_one_person_is_left_when_the_next_one_starts(page, ana, *, desk, maria, clock, press):
    page.start(ana)
    page.go_to("fever_now")
    press("y")
    other = desk.patients.register(PatientForm(given_name="Bo"), actor=maria, now=clock())
    page.start(other)
    assert page.in_hand.answers == {}
    assert page.header.title.text() == "Intake: Bo"
    page.asking.show_group("today")
    assert page.asking.view.rows["fever_now"].editor.segments.value() is None
    assert desk.intakes.draft(ana.id).answers == {"fever_now": Answer(value="yes")}


def test_an_intake_with_open_questions_is_completed_and_says_how_many(page, ana, *, desk, maria, clock, press, qtbot):
    page.start(ana)
    page.go_to("fever_now")
    press("n")
    total = len(page.in_hand.answering.asked)
    with qtbot.waitSignal(page.intake_completed) as told:
        press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    patient, intake = told.args
    assert patient == ana
    assert intake.answers["fever_now"] == Answer(value="no")
    assert intake == desk.intakes.latest(ana.id, actor=maria, now=clock())
    assert page.completed.title.text() == "Answers kept"
    assert page.completed.words.text().startswith(f"1 of {total} questions are answered. {total - 1} stayed open; ")
    assert desk.intakes.draft(ana.id) is None
    page.page_left()
    assert desk.intakes.draft(ana.id) is None


def test_behind_the_last_group_is_what_is_still_open_and_then_the_end(page, ana, press, qtbot):
    page.start(ana)
    for key in page.in_hand.answering.asked:
        if key not in {"fever_now", "prefers_passive_care"}:
            page.in_hand.answer(key, Answer(absence=Absence.DOES_NOT_KNOW))
    page.in_hand.answer("pregnancy", Answer(value="no_or_not_applicable"))
    page.go_to("prefers_passive_care")
    button = page.asking.view.next_button
    press("n")
    assert button.text() == "Next: what is still open"
    press(Qt.Key.Key_Return)
    assert entered(page) == "fever_now"
    press("n")
    page.asking.show_group("muscles")
    assert button.text() == "Complete intake"
    with qtbot.waitSignal(page.intake_completed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_after_completing_booking_is_one_key_away(page, ana, qtbot, press):
    page.start(ana)
    page.complete()
    assert QApplication.focusWidget() is page.completed.book_button
    with qtbot.waitSignal(page.booking_requested) as told:
        press(Qt.Key.Key_Space)
    assert told.args == [ana]


def test_completing_twice_makes_one_intake(page, ana, desk, maria, clock):
    page.start(ana)
    page.complete()
    page.complete()
    assert len(desk.intakes.history(ana.id, actor=maria, now=clock())) == 1


def test_after_completing_one_can_still_answer_what_is_open(page, ana, *, press, desk, maria, clock):
    page.start(ana)
    page.in_hand.answer("main_complaint", Answer(value="back_pain"))
    page.complete()
    page.completed.questions_button.click()
    assert entered(page) == "pain_duration_weeks"
    press("3 weeks", Qt.Key.Key_Return)
    page.complete()
    newest, first = desk.intakes.history(ana.id, actor=maria, now=clock())
    assert newest.answers["pain_duration_weeks"] == Answer(date=date(2026, 11, 2))
    assert "pain_duration_weeks" not in first.answers


def test_nothing_can_be_booked_when_the_person_must_be_seen_elsewhere(page, ana):
    page.start(ana)
    for key in ("saddle_numbness", "bladder_change"):
        page.in_hand.answer(key, Answer(value="yes"))
    page.complete()
    assert not page.completed.book_button.isVisible()
    assert page.completed.verdicts[Kind.MASSAGE].text() == "Stop, refer urgently"


def test_escape_leaves_with_the_draft_kept(page, ana, desk, press, qtbot):
    page.start(ana)
    page.go_to("fever_now")
    press("y")
    with qtbot.waitSignal(page.closed):
        press(Qt.Key.Key_Escape)
    assert desk.intakes.draft(ana.id).answers == {"fever_now": Answer(value="yes")}


def test_why_a_question_is_asked_unfolds_every_meaning_of_the_word(page, ana, ruleset, qtbot):
    page.start(ana)
    page.go_to("spinal_inflammation_type")
    row = page.asking.view.rows["spinal_inflammation_type"]
    qtbot.mouseClick(row.why, Qt.MouseButton.LeftButton)
    shown = {label.text() for label in row.findChildren(QLabel) if label.isVisible()}
    assert {meaning.title for meaning in ruleset.knowledge.inflammation} <= shown
    qtbot.mouseClick(row.why, Qt.MouseButton.LeftButton)
    assert not row._explanation.isVisible()


def test_where_room_is_short_the_groups_fold_into_one_line(page, ana, qtbot):
    page.start(ana)
    assert page.asking.groups.list.isVisible()
    page.resize(640, 600)
    qtbot.waitUntil(page.asking.groups.folded.isVisible)
    assert not page.asking.groups.list.isVisible()
    page.asking.show_group("heart")
    assert page.asking.groups.folded.currentText().startswith("Heart and blood flow")


def test_the_list_of_groups_says_how_far_each_has_come(page, ana):
    page.start(ana)
    page.in_hand.none_of_these("today")
    model = page.asking.groups.model
    words = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert "How you are today, complete" in words
    assert "For your eyes only, 0 of 4 answered, private" in words


def test_the_group_keys_go_round_the_groups(page, ana, press):
    page.start(ana)
    press(Qt.Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.asking.current == "body_map"
    press(Qt.Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.asking.current == "go_ahead"
    press(Qt.Key.Key_PageUp, modifier=Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_PageUp, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.asking.current == "visit"


def test_every_question_at_the_desk_can_be_reached_and_stays_in_sight(page, ana, qtbot):
    page.start(ana)
    for key in page.in_hand.answering.asked:
        page.go_to(key)
        if page.asking.view.private:
            continue
        row, area = page.asking.view.rows[key], page.asking._areas[page.asking.current]
        assert row.isVisible()
        qtbot.waitUntil(lambda row=row, area=area: row.width() <= area.viewport().width())
        assert not row.visibleRegion().isEmpty()


def test_no_question_flashes_up_as_a_window_of_its_own(page, ana):
    page.start(ana)
    for group in page.in_hand.answering.groups():
        page.asking.show_group(group.id)
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.window() is not page] == []


def test_showing_what_an_answer_changed_takes_less_than_a_frame(page, ana):
    page.start(ana)
    page.asking.show_group("warning_signs")
    times = []
    for value in ("yes", "no") * 8:
        began = time.perf_counter()
        page.in_hand.answer("night_sweats", Answer(value=value))
        times.append(time.perf_counter() - began)
    assert min(times) < 0.016


def test_the_screen_handed_over_is_asked_for_whole_even_without_a_window_manager(page, ana, qtbot):
    page.start(ana)
    screen = hand_over(page, qtbot)
    assert screen.normalGeometry() == screen.screen().geometry()


def test_without_a_birth_date_the_page_says_what_follows_and_leads_to_adding_it(qtbot, page, ana, desk, maria):
    page.start(register(desk, maria, "Suharto", born=""))
    assert "The birth date is not known." in page.birth_date.words.text()
    with qtbot.waitSignal(page.amend_requested):
        page.birth_date.action.click()
    page.start(ana)
    assert page.birth_date.isHidden()


def test_what_an_answer_opens_on_the_screen_handed_over_comes_into_sight(page, ana, qtbot, press):
    page.start(ana)
    screen = hand_over(page, qtbot)
    screen.showNormal()
    screen.resize(800, 480)
    qtbot.mouseClick(screen.next_button, Qt.MouseButton.LeftButton)
    row = screen.rows["pregnancy"]
    row.setFocus()
    press("y")
    area = screen.view.area.viewport()
    qtbot.waitUntil(lambda: row.editor.visibleRegion().boundingRect().height() == row.editor.height())
    assert row.mapTo(area, row.rect().bottomLeft()).y() <= area.height()
    take_back(screen, page.context)


def test_the_date_an_answer_asks_for_comes_into_sight(page, ana, qtbot, press):
    page.start(ana)
    page.resize(760, 420)
    page.go_to("spinal_surgery")
    row = page.asking.view.rows["spinal_surgery"]
    press("y")
    qtbot.waitUntil(lambda: row.editor.visibleRegion().boundingRect().height() == row.editor.height())
