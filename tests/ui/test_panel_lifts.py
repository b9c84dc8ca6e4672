from datetime import date

import pytest

from clinicdesk.desk.judgement import Judgement
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.patient import PatientDetails
from clinicdesk.domain.suitability import Technique, Verdict
from clinicdesk.ui.panel import SuitabilityPanel, Voice
from clinicdesk.ui.panel.lift_lines import LiftLine, lift_lines
from clinicdesk.ui.style import verdict_icon_name, verdict_words

ANA = PatientDetails("Ana", "Ruiz", birth_date=date(1980, 4, 3))


@pytest.fixture
def panel(qtbot, context, style):
    panel = SuitabilityPanel(context)
    panel.setFixedSize(360, 900)
    qtbot.addWidget(panel)
    panel.name_rules()
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def show(panel, ruleset, context):
    """Shows a person who answered every question harmlessly but some; returns the lines of the section."""

    def shown(changes, technique=Technique.SWEDISH, *, answers=None, voice=Voice.THERAPIST):
        harmless = {each.id: each.harmless for each in ruleset.knowledge.findings.values() if each.asked_by != "record"}
        given = {id_: Answer(value=value) for id_, value in (harmless | changes).items() if value != "unknown"}
        values = ruleset.resolve(given, context.today(), birth_date=ANA.birth_date)
        panel.voice.choose(voice)
        known = values if answers is None else ruleset.resolve(answers, context.today(), birth_date=ANA.birth_date)
        assessment = ruleset.assess(values, technique)
        panel.show_judgement(ANA, 46, Judgement(assessment, assessment), known=known)
        section = panel.view.would_change
        return [line for line in section.lines if line.isVisible()] if section.isVisible() else []

    return shown


def test_each_way_to_lift_the_verdict_is_a_line_with_icon_and_words(show):
    lines = show({"spinal_surgery": "under_6_weeks"})
    assert [line.words.text() for line in lines] == [
        "If 12 weeks have passed since the operation and the surgeon has cleared the person",
        "If six weeks have passed since the operation",
    ]
    expected = [Verdict.SUITABLE_WITH_PRECAUTIONS, Verdict.NEEDS_CLINICIAN_REVIEW]
    assert [line.below.text() for line in lines] == [verdict_words(verdict) for verdict in expected]
    assert [line._icon._name for line in lines] == [verdict_icon_name(verdict) for verdict in expected]


def test_a_gentler_technique_of_the_same_kind_is_a_line_and_the_others_stand_under_instead(show):
    lines = show({"blood_thinner": "anticoagulant"}, Technique.DEEP_TISSUE)
    assert [line.words.text() for line in lines] == ["With Swedish massage instead"]


@pytest.mark.parametrize("changes", [{}, {"saddle_numbness": "yes"}, {"osteoporosis": "yes"}], ids=str)
def test_it_is_hidden_where_nothing_would_or_nothing_may(show, changes):
    assert show({"fever_now": "yes"})
    assert show(changes) == []


def test_what_is_told_in_private_is_worded_for_the_therapist_only(show):
    changes = {"cancer_status": "active", "acute_illness": "yes"}
    therapist = [line.words.text() for line in show(changes)]
    desk = [line.words.text() for line in show(changes, voice=Voice.DESK)]
    assert therapist == [
        "If the illness is over",
        "If the hospital team confirms that the cancer treatment is over, and the illness is over",
    ]
    assert desk == ["If the illness is over", "If what is told in private turns out otherwise, and the illness is over"]


def test_for_the_desk_two_private_answers_are_told_as_one(ruleset):
    harmless = {each.id: each.harmless for each in ruleset.knowledge.findings.values()}
    values = harmless | {"cancer_status": "active", "intoxicated_now": "yes", "pregnancy": "trimester_1"}
    lifts = ruleset.would_change(values, Technique.SWEDISH)
    assert len(lifts) > 1
    lines = lift_lines(lifts, Technique.SWEDISH, ruleset.knowledge.findings, Voice.DESK)
    assert lines == (LiftLine("If what is told in private turns out otherwise", Verdict.NEEDS_CLINICIAN_REVIEW),)


def test_an_assessment_on_file_that_today_would_not_come_to_tells_nothing(show):
    assert show({"fever_now": "yes"}, answers={"fever_now": Answer(value="no")}) == []
