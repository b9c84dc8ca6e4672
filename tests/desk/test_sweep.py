"""The sweep finds whom edited rules would judge otherwise: all of them, nobody else, worst first."""

from datetime import timedelta

import pytest

from clinicdesk.domain.suitability import GENTLEST, Kind, Verdict
from clinicdesk.errors import KnowledgeFault
from clinicdesk.rules import RuleSet, read_knowledge
from tests.desk.front_desk import (
    CLAIRE,
    EXERCISE,
    MARIA,
    NOW,
    SAM,
    TODAY,
    audited,
    booked,
    harmless,
    judged,
    local,
    person,
)
from tests.desk.test_clearing import SCIATICA, give
from tests.desk.test_rule_bench import AGED, edited

BORN = ("3 Apr 1940", "3 Apr 1980", "24 Nov 1966", "3 Apr 2001")
NAMES = ("Ada", "Ben", "Cleo", "Dan")


@pytest.fixture
def people(desk):
    """Four people with harmless answers; Cleo is sixty tomorrow."""
    found = []
    for name, born in zip(NAMES, BORN, strict=True):
        patient = person(desk, name, "Ode", birth_date=born)
        desk.intakes.complete(patient, harmless(desk), actor=MARIA, now=NOW)
        found.append(patient)
    return found


@pytest.fixture
def texts(desk):
    """Whoever is sixty or older is not massaged."""
    return dict(edited(desk, AGED).texts)


def swept(desk, texts, **given):
    return desk.sweep.of(texts, actor=CLAIRE, now=NOW, **given)


def test_every_session_is_judged_on_its_date_and_every_person_today(desk, people, texts):
    for place, patient in enumerate(people):
        booked(desk, patient, local(9 + 2 * place, days=2), therapist=SAM)
        booked(desk, patient, local(9 + 2 * place, days=3), therapist=SAM, session_type=EXERCISE)
    found = swept(desk, texts)
    copy = RuleSet(read_knowledge(texts))
    expected = set()
    for session in desk.store.sessions.to_come(NOW):
        patient = desk.store.patients.get(session.patient_id)
        on = local(0, days=0).date() + timedelta(days=(session.starts_at - local(0)).days)
        technique = desk.store.session_types.get(session.session_type_id).technique
        answers = desk.store.intakes.latest(patient.id).answers
        now = desk.ruleset.verdict(desk.intakes.resolve(patient, answers, on=on), technique)
        born = patient.details.birth_date
        then = copy.verdict(copy.resolve(answers, on, birth_date=born, sex_at_birth="female"), technique)
        if now is not then:
            expected.add((session.id, now, then))
    assert {(each.session.id, each.now, each.then) for each in found.sessions} == expected
    assert {each.patient.name for each in found.sessions} == {"Ada Ode", "Cleo Ode"}
    assert {(each.patient.name, each.kind) for each in found.people} == {("Ada Ode", kind) for kind in Kind}
    assert (found.sessions_seen, found.people_seen) == (8, 4)


def test_the_worst_stand_first(desk, people, texts):
    booked(desk, people[0], local(9, days=2), therapist=SAM, session_type=EXERCISE)
    booked(desk, people[0], local(11, days=2), therapist=SAM)
    verdicts = [each.then for each in swept(desk, texts).sessions]
    assert verdicts == sorted(verdicts, reverse=True)
    assert verdicts[0] is Verdict.NOT_SUITABLE


def test_the_same_rules_change_nobody(desk, people):
    booked(desk, people[0], local(11, days=2), therapist=SAM)
    found = swept(desk, desk.ruleset.knowledge.texts)
    assert (found.sessions, found.people) == ((), ())


def test_who_was_not_seen_for_a_year_is_not_current_unless_a_session_is_to_come(desk, texts):
    long_ago = NOW - timedelta(days=500)
    away, back = (person(desk, name, "Ode", birth_date="3 Apr 1940") for name in ("Eve", "Fay"))
    for patient in (away, back):
        desk.intakes.complete(patient, harmless(desk), actor=MARIA, now=long_ago)
    booked(desk, back, local(11, days=2), therapist=SAM)
    found = swept(desk, texts)
    assert {each.patient.name for each in found.people} == {"Fay Ode"}
    assert found.people_seen == 1


def test_a_sweep_reads_and_says_so_and_changes_nothing(desk, people, texts):
    session = booked(desk, people[0], local(11, days=2), therapist=SAM)
    swept(desk, texts)
    assert audited(desk) == [("Claire Dubois", "rules.read", {"people": 4})]
    assert desk.store.sessions.get(session.id) == session
    assert len(desk.store.assessments.history(session.id)) == 1


def test_a_sweep_tells_how_far_it_is_and_stops_when_asked(desk, people, texts):
    told = []
    assert swept(desk, texts, progress=lambda done, total: bool(told.append((done, total)))) is None
    assert told == [(4, 4)]


def test_a_copy_with_a_fault_judges_nobody(desk, people, texts):
    broken = texts | {"rules_gates.toml": "nonsense = ["}
    with pytest.raises(KnowledgeFault):
        swept(desk, broken)


def test_gentlest_techniques_are_what_people_are_judged_at(desk, people, texts):
    (massage,) = [each for each in swept(desk, texts).people if each.kind is Kind.MASSAGE]
    answers = harmless(desk)
    assert massage.now is desk.intakes.assess(people[0], answers, GENTLEST[Kind.MASSAGE], on=TODAY).verdict


def test_what_a_therapist_decided_counts_until_the_copy_changes_the_rule(desk):
    patient = judged(desk, "Ben", "Ode", **SCIATICA)
    give(desk, patient)
    session = booked(desk, patient, local(10, days=1))
    same = swept(desk, desk.ruleset.knowledge.texts)
    assert (same.sessions, same.people) == ((), ())
    text = desk.rule_bench.texts(0)["rules_medical_spine.toml"]
    because = next(line for line in text[text.index('id = "R-SCI1"') :].split("\n") if line.startswith("because"))
    copy = edited(desk, (because, because[:-1] + ' Looked at again."'), file="rules_medical_spine.toml")
    (found,) = swept(desk, copy.texts).sessions
    assert found.session == session
    assert (found.now, found.then) == (Verdict.SUITABLE_WITH_PRECAUTIONS, Verdict.NEEDS_CLINICIAN_REVIEW)
