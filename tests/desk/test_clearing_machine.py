"""Random answers, decisions, releases, days and rules: nobody starts against a rule that nobody lifts, or uncovered."""

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.domain.clearance import ClearanceReason
from clinicdesk.domain.intake import Answer
from clinicdesk.domain.session import SessionStatus
from clinicdesk.domain.suitability import GENTLEST, Verdict, covered_by
from clinicdesk.errors import ClinicDeskError, Conflict
from clinicdesk.rules import UNANSWERED
from clinicdesk.rules.conditions import findings_of
from clinicdesk.rules.lifting import Lifted
from tests.desk.front_desk import CLAIRE, EXERCISE, LETTER, MARIA, NOW, SAM, SWEDISH, asked, harmless, local, person
from tests.desk.test_clearing import reworded
from tests.vouching import vouching

FORBIDDEN = {"G01", "G02", "G03", "S01", "S06", *(f"U{number:02}" for number in range(1, 20))}
KNOWN = {"main_complaint": "relaxation", "pain_duration_weeks": 8}
THEMES = [
    [{}, {"disc_problem": "herniation_no_leg_symptoms"}, {"disc_problem": "herniation_with_leg_symptoms"}],
    [{"night_sweats": "yes"}, {"night_sweats": "yes", "band_like_trunk_pain": "yes"}, {"band_like_trunk_pain": None}],
    [{"leg_radiating_pain": "pain_only"}, {"leg_radiating_pain": "pain_only", "heart_failure": "stable"}, {}],
    [{"vertebral_fracture": "recent_or_unhealed"}, {"cancer_status": "spinal_tumour_or_mets"}, {}],
    [
        {"spinal_infection": None},
        {"spinal_infection": None, "heart_failure": "stable"},
        {"disc_problem": "bulge_incidental"},
    ],
]
"""What one person answers in one run: few answers, so that they come, go and come back."""
MEANWHILE = ["answers", "rules", "word taken back", "days"]
VISITS = [{}, {}, {"night_sweats": "yes"}, {"fever_now": "yes"}, {"consent_given": "no"}, {"saddle_numbness": "yes"}]
EDITED = ["R-SCI1", "R-CL", "S03", "S04"]
"""What version 1 says in other words; the others are as they are shipped."""
RULES = ["R-SCI1", "R-SCI2", "S03", "S04", "R-CL", "S01", "S06", "R-HF2", "R-FEV", "U01", "G01", UNANSWERED]
S = SessionStatus


class ClearingMachine(RuleBasedStateMachine):
    """One person, one book, and what two therapists decide."""

    template: Path
    ruleset: object

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(shutil.copy(self.template, Path(self.folder.name) / "clinic.db"))
        self.desk = Desk(self.store, self.ruleset)
        self.now = NOW
        self.patient = person(self.desk)
        self.theme = THEMES[0]
        self.keep({})
        self.turns = 0
        # What each decision was made for, as plainly as it can be told.
        self.made = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @property
    def today(self):
        return self.now.date()

    def sessions(self, *statuses):
        return [each for each in self.store.sessions.of_patient(self.patient.id) if each.status in statuses]

    def keep(self, given):
        answers = harmless(self.desk, **KNOWN, **{id_: value for id_, value in given.items() if value is not None})
        for id_, value in given.items():
            if value is None:
                del answers[id_]
        self.now += timedelta(seconds=1)
        self.desk.intakes.complete(self.patient, answers, actor=MARIA, now=self.now)

    def values(self, intake=None, on=None):
        intake = intake or self.store.intakes.latest(self.patient.id)
        return self.desk.intakes.resolve(self.patient, intake.answers, on=on or self.today)

    def note_decisions(self):
        """Remember what was known when something was decided."""
        for each in self.store.clearances.of_patient(self.patient.id):
            if each.id not in self.made:
                version = self.store.intakes.latest(self.patient.id).version
                on = self.today if each.session_id is None else max(self.day_of(each.session_id), self.today)
                self.made[each.id] = (self.values(on=on), version, self.desk.ruleset.knowledge)

    def day_of(self, session_id):
        return self.store.sessions.get(session_id).starts_at.date()

    # -- deeds ---------------------------------------------------------------------------------

    @initialize(theme=st.sampled_from(THEMES))
    def choose(self, theme):
        self.theme = theme

    @rule(which=st.integers(0, 2))
    def answer(self, which):
        self.keep(self.theme[which])

    @rule(days=st.integers(0, 2), exercise=st.booleans())
    def book(self, days, exercise):
        """On one of the next days; massage in the morning, exercise in the afternoon."""
        session_type = EXERCISE if exercise else SWEDISH
        at = local(15 if exercise else 11, days=(self.today - NOW.date()).days + days)
        self.now += timedelta(seconds=1)
        with suppress(Conflict):
            request = asked(self.patient, at, session_type=session_type, therapist=SAM)
            self.desk.booking.book(request, actor=MARIA, now=self.now)

    @rule(days=st.integers(0, 3), in_writing=st.booleans())
    def clear_what_holds(self, days, in_writing):
        """Whatever holds massage now, as far as it may be cleared."""
        answers = self.store.intakes.latest(self.patient.id).answers
        judgement = self.desk.judging.judge(self.patient, answers, SWEDISH.technique, on=self.today)
        reason = ClearanceReason.CLEARED_IN_WRITING if in_writing else ClearanceReason.EXAMINED
        for id_ in self.desk.clearing.choices(judgement, self.patient, on=self.today):
            self.give(id_, reason, days, SWEDISH.technique)

    @rule(id_=st.sampled_from(RULES), reason=st.sampled_from(list(ClearanceReason)), days=st.integers(0, 3))
    def clear_anything(self, id_, reason, days):
        self.give(id_, reason, days, EXERCISE.technique)

    def give(self, id_, reason, days, technique):
        self.now += timedelta(seconds=1)
        with suppress(Conflict):
            self.desk.clearing.give(
                self.patient,
                id_,
                technique=technique,
                reason=reason,
                text="Looked at it.",
                letter=LETTER,
                expires_on=self.today + timedelta(days=days),
                **vouching(self.desk, CLAIRE, self.now),
            )
        self.note_decisions()

    @rule(reason=st.sampled_from(list(ClearanceReason)[:2]))
    def release(self, reason):
        for session in self.sessions(S.BOOKED, S.ARRIVED):
            self.now += timedelta(seconds=1)
            with suppress(Conflict):
                self.desk.day.release(
                    session, note="Seen.", reason=reason, letter=LETTER, **vouching(self.desk, SAM, self.now)
                )
            self.note_decisions()

    @rule(which=st.integers(0, 3))
    def take_back(self, which):
        standing = [e for e in self.store.clearances.of_patient(self.patient.id) if e.taken_back is None]
        if standing:
            self.now += timedelta(seconds=1)
            self.desk.clearing.take_back(
                standing[which % len(standing)], why="Not so.", **vouching(self.desk, CLAIRE, self.now)
            )

    @rule()
    def undo(self):
        self.now += timedelta(seconds=1)
        with suppress(ClinicDeskError):
            self.desk.undoing.undo(actor=SAM, now=self.now)

    @rule(number=st.integers(0, 1))
    def put_in_force(self, number):
        """Version 1, or the shipped rules again; few times, because rules are read anew each time."""
        bench = self.desk.rule_bench
        seen = bench.standing().number
        if seen != number and self.turns < 3:
            self.turns += 1
            self.now += timedelta(seconds=1)
            bench.roll_back(number, seen=seen, reason="Agreed.", **vouching(self.desk, CLAIRE, self.now))

    @rule(days=st.integers(1, 2))
    def next_day(self, days):
        self.now = (self.now + timedelta(days=days)).replace(hour=14, minute=5, second=0)

    @rule(first=st.integers(0, 2), meanwhile=st.sampled_from(MEANWHILE), which=st.integers(0, 2), release=st.booleans())
    def decided_and_then_otherwise(self, first, meanwhile, which, release):
        """What was decided is put to the test by what may happen until the session begins."""
        self.keep(self.theme[first])
        if release:
            self.book(0, exercise=False)
            self.release(ClearanceReason.EXAMINED)
        else:
            self.clear_what_holds(days=which, in_writing=True)
        if meanwhile == "answers":
            self.keep(self.theme[which])
            self.keep(self.theme[first])
        elif meanwhile == "rules":
            self.put_in_force(1 - self.desk.rule_bench.standing().number)
        elif meanwhile == "word taken back":
            self.take_back(which)
        else:
            self.next_day(2)
        self.what_counts_for_less_was_decided_and_what_nobody_lifts_counts_in_full()
        self.come(visit=self.theme[first], exercise=False, decide=False)

    @rule(visit=st.sampled_from(VISITS), exercise=st.booleans(), decide=st.booleans())
    def come(self, visit, exercise, decide):
        """Somebody comes for what is booked today, or is booked at once; is asked, looked at or not, and started."""
        self.book(0, exercise)
        self.arrive(visit)
        if decide:
            self.release(ClearanceReason.EXAMINED)
        for session in self.sessions(S.ARRIVED):
            self.now += timedelta(seconds=1)
            try:
                self.desk.day.start(session, actor=SAM, now=self.now)
            except Conflict:
                continue
            self.covered(session)
            self.desk.day.complete(self.store.sessions.get(session.id), actor=SAM, now=self.now)

    def arrive(self, visit):
        for key in [each.id for each in self.sessions(S.BOOKED, S.ARRIVED)]:
            session = self.store.sessions.get(key)  # a referral may have held it meanwhile
            if session.starts_at.date() == self.today:
                self.now += timedelta(seconds=1)
                found = self.desk.arrivals.check(session, actor=MARIA, now=self.now)
                findings = self.desk.ruleset.knowledge.findings
                answers = {id_: Answer(visit.get(id_) or findings[id_].harmless) for id_ in found.questions}
                self.desk.arrivals.check_in(session, answers, actor=MARIA, now=self.now)

    # -- what has to be so ----------------------------------------------------------------------

    def covered(self, session):
        """Held against the rules alone: each that fires is open to a decision, and one stands for it."""
        technique = technique_of(session)
        plain = self.desk.ruleset.assess(self.values(), technique)
        assert plain.verdict is not Verdict.REFER_URGENTLY
        for reason in plain.reasons:
            if reason.kind is technique.kind and reason.verdict.blocks:
                self.open_and_decided(reason, technique, session)
        knowledge = self.desk.ruleset.knowledge
        everything = Lifted(here=frozenset(knowledge.rules), in_writing=frozenset(knowledge.rules))
        if self.desk.ruleset.verdict(self.values(), technique, everything).blocks:
            assert any(each.rule == UNANSWERED and each.session_id == session.id for each in self.decisions())

    def open_and_decided(self, reason, technique, session):
        assert reason.rule not in FORBIDDEN
        asked = reason.kind is technique.kind
        said_of = technique if asked else GENTLEST[reason.kind]
        about = [
            each
            for each in self.decisions()
            if each.rule == reason.rule and each.reason.lifts and each.expires_on >= self.today
            if (each.session_id is None and said_of in covered_by(each.technique))
            or (session and asked and (each.session_id, each.technique) == (session.id, technique))
        ]
        stands = self.still_open if reason.rule == UNANSWERED else self.stands
        assert any(stands(each, reason) for each in about)

    def decisions(self):
        return [each for each in self.store.clearances.of_patient(self.patient.id) if each.taken_back is None]

    def still_open(self, decision, _reason):
        """Whether what is open now was open then, by the same rules."""
        known, _, then = self.made[decision.id]
        open_ = self.desk.ruleset.unanswered_facts(self.values(), decision.technique)
        return then.version == self.desk.ruleset.version and not open_.keys() & known.keys()

    def stands(self, decision, reason):
        known, version, then = self.made[decision.id]
        values, knowledge = self.values(), self.desk.ruleset.knowledge
        rule = knowledge.rules[reason.rule]
        named = findings_of(knowledge.conditions[rule.when])
        harmless_values = {id_: knowledge.findings[id_].harmless for id_ in named}
        since = [each for each in self.store.intakes.history(self.patient.id) if each.version > version]
        return (
            then.rules[rule.id] == rule
            and (reason.verdict is not Verdict.NOT_SUITABLE or (rule.id == "S03" and decision.reason.in_writing))
            and all(
                values.get(id_, harmless_values[id_]) == known.get(id_, harmless_values[id_])
                for id_ in named
                if knowledge.findings[id_].type != "number"
            )
            and all(
                each.answers[id_].value in {None, known.get(id_, harmless_values[id_])}
                for each in since
                for id_ in named & each.answers.keys()
                if knowledge.findings[id_].type != "number" and each.answers[id_].date is None
            )
        )

    @invariant()
    def what_counts_for_less_was_decided_and_what_nobody_lifts_counts_in_full(self):
        answers = self.store.intakes.latest(self.patient.id).answers
        today = [each for each in self.sessions(S.BOOKED, S.ARRIVED) if each.starts_at.date() == self.today]
        for technique, session in product((SWEDISH.technique, EXERCISE.technique), [None, *today]):
            key = session.id if session else None
            judgement = self.desk.judging.judge(self.patient, answers, technique, on=self.today, session_id=key)
            counts = {(each.rule, each.kind): each.verdict for each in judgement.effective.reasons}
            for reason in judgement.assessment.reasons:
                if counts.get((reason.rule, reason.kind)) is not reason.verdict:
                    self.open_and_decided(reason, technique, session)
                if reason.rule in FORBIDDEN:
                    assert judgement.verdicts[reason.kind] >= reason.verdict


def technique_of(session):
    return SWEDISH.technique if session.session_type_id == SWEDISH.id else EXERCISE.technique


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory, files, ruleset):
    """A clinic by the shipped rules, with a version of its own to be put in force: to publish one takes a while."""
    path = Path(shutil.copy(files / "furnished.db", tmp_path_factory.mktemp("versions")))
    with open_store(path) as store:
        desk = Desk(store, ruleset)
        bench = desk.rule_bench
        copy = bench.copy()
        for id_ in EDITED:
            copy = reworded(copy, id_, "in other words")
        bench.publish(copy, seen=0, reason="Clearer words.", **vouching(desk, CLAIRE, NOW))
        bench.roll_back(0, seen=1, reason="Not yet.", **vouching(desk, CLAIRE, NOW))
    return path


def test_no_session_starts_against_a_rule_that_nobody_lifts_or_a_hold_that_nobody_covers(two_versions, ruleset):
    machine = type("Machine", (ClearingMachine,), {"template": two_versions, "ruleset": ruleset})
    run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=30, deadline=None))
