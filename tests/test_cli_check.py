"""``clinicdesk check``: everything or nothing, in the printed form others rely on."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinicdesk.__main__ import main
from clinicdesk.domain.suitability import Technique
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.strategies import harmless_findings

RULES = RuleSet(load_knowledge(resource("knowledge")))
HARMLESS = harmless_findings(RULES.knowledge)
MASSAGE = {"kind": "massage", "technique": "swedish"}
ROOT = Path(__file__).parent.parent


@pytest.fixture
def check(capsys, tmp_path):
    """Runs the command on a text and returns exit code, standard output and error output."""

    def run(text, *options):
        file = tmp_path / "in.json"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            code = main(["check", *options, str(file)])
        except SystemExit as exit_:
            code = exit_.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def asked(session=MASSAGE, **changes):
    return json.dumps({"session": session, "findings": HARMLESS | changes}, ensure_ascii=False)


def printed(check, text, *options):
    code, out, err = check(text, *options)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_answer_has_exactly_the_keys_of_the_contract(check):
    answer = printed(check, asked(disc_problem="herniation_no_leg_symptoms", fever_now="unknown"))
    assert list(answer) == [
        "ruleset",
        "verdicts",
        "reasons",
        "precautions",
        "benefits",
        "pairing",
        "questions",
        "would_change",
        "alternatives",
    ]
    version = RULES.version
    assert answer["ruleset"] == {"id": version.id, "version": version.version, "hash": version.hash}
    assert answer["verdicts"] == {"massage": "not_suitable", "physical_therapy": "needs_clinician_review"}
    first = answer["reasons"][0]
    assert list(first) == ["rule", "kind", "verdict", "because", "findings", "sources"]
    assert (first["rule"], first["kind"], first["verdict"]) == ("S03", "massage", "not_suitable")
    assert first["findings"] == {"disc_problem": "herniation_no_leg_symptoms"}
    assert answer["questions"] == ["fever_now"]
    assert answer["would_change"][0] == {
        "changes": {"disc_problem": "past_settled"},
        "technique": None,
        "verdict": "needs_clinician_review",
        "text": "If a clinician confirms that the disc has settled: needs clinician review",
    }
    assert len(answer["alternatives"]) == 8
    assert set(answer["alternatives"][0]) == {"kind", "technique", "verdict"}


def test_the_printed_answer_is_the_assessment(check):
    changes = {"muscle_tension_or_spasm": "yes", "osteoporosis": "yes", "age_years": 71}
    session = {"kind": "massage", "technique": "relaxation"}
    answer = printed(check, asked(session, **changes))
    assessment = RULES.assess(HARMLESS | changes, Technique.RELAXATION)
    assert answer["precautions"] == [precaution.text for precaution in assessment.precautions]
    assert answer["benefits"] == [benefit.text for benefit in assessment.benefits]
    assert answer["pairing"] == [note.text for note in assessment.pairing]
    assert answer["benefits"]
    assert answer["pairing"]
    assert [reason["rule"] for reason in answer["reasons"]] == [reason.rule for reason in assessment.reasons]


def test_what_would_lift_the_verdict_is_printed_with_the_techniques_last(check):
    session = {"kind": "massage", "technique": "deep_tissue"}
    lifts = printed(check, asked(session, blood_thinner="anticoagulant", fever_now="yes"))["would_change"]
    assert [lift["technique"] for lift in lifts][:2] == ["manual_therapy", "therapeutic_exercise"]
    assert [lift["changes"] for lift in lifts] == [{}] * len(lifts)
    assert lifts[0]["text"] == "With manual therapy instead: needs clinician review"
    assert printed(check, asked(saddle_numbness="yes"))["would_change"] == []
    assert printed(check, asked())["would_change"] == []


def test_missing_findings_are_unknown(check):
    answer = printed(check, json.dumps({"session": MASSAGE, "findings": {}}))
    assert set(answer["verdicts"].values()) == {"needs_clinician_review"}
    assert "saddle_numbness" in answer["questions"]


def test_dates_are_read_on_the_day_asked_for(check):
    findings = {id_: value for id_, value in HARMLESS.items() if id_ not in {"spinal_surgery", "age_years"}}
    dated = findings | {"spinal_surgery_date": "2026-10-01", "birth_date": "1980-04-03"}
    text = json.dumps({"session": MASSAGE, "findings": dated})
    for day, rule in (("2026-11-11", "R-SURG1"), ("2026-11-12", "R-SURG2"), ("2026-12-24", "R-SURG4")):
        reasons = printed(check, text, "--on", day)["reasons"]
        assert [reason["rule"] for reason in reasons][:1] == [rule]
    cleared = dated | {"spinal_surgery": "over_12_weeks_cleared"}
    answer = printed(check, json.dumps({"session": MASSAGE, "findings": cleared}), "--on", "2026-12-24")
    assert answer["verdicts"] == {"massage": "suitable_with_precautions", "physical_therapy": "suitable"}


def test_without_a_day_it_is_today(check):
    findings = {id_: value for id_, value in HARMLESS.items() if id_ != "recent_injection"}
    yesterday = (date.today() - timedelta(1)).isoformat()
    answer = printed(check, json.dumps({"session": MASSAGE, "findings": findings | {"injection_date": yesterday}}))
    assert answer["reasons"][0]["rule"] == "R-INJ1"


@pytest.mark.parametrize("day", ["unknown", "2027-01-01"])
def test_a_date_that_is_unknown_or_to_come_counts_as_missing(check, day):
    findings = {id_: value for id_, value in HARMLESS.items() if id_ != "spinal_surgery"}
    text = json.dumps({"session": MASSAGE, "findings": findings | {"spinal_surgery_date": day}})
    answer = printed(check, text, "--on", "2026-11-23")
    assert answer["questions"] == ["spinal_surgery"]
    assert answer["verdicts"]["massage"] == "needs_clinician_review"


def test_many_are_judged_line_by_line(check):
    text = (
        asked()
        + "\n"
        + asked(saddle_numbness="yes")
        + "\r\n"
        + asked({"kind": "physical_therapy", "technique": "stretching"})
    )
    for given in (text, text + "\n"):
        code, out, _ = check(given, "--lines")
        answers = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert [answer["verdicts"]["massage"] for answer in answers] == ["suitable", "refer_urgently", "suitable"]


def test_no_lines_make_no_answers(check):
    assert check("", "--lines") == (0, "", "")


def test_one_bad_line_and_nothing_is_printed(check):
    lines = [asked()] * 499 + [asked(fever_now="maybe")] + [asked()] * 3
    code, out, err = check("\n".join(lines), "--lines")
    assert (code, out) == (2, "")
    assert "Line 500" in err
    assert "fever_now" in err


FAULTS = [
    ("", "not JSON"),
    ("{", "not JSON"),
    ("[]", "not an object"),
    ("3", "not an object"),
    (b"\xff", "not UTF-8"),
    ("[" * 100_000, "too deeply"),
    ('{"session": ' + json.dumps(MASSAGE) + "}", "no 'findings'"),
    ('{"findings": {}}', "no 'session'"),
    (json.dumps({"session": MASSAGE, "findings": {}, "notes": ""}), "'notes'"),
    (json.dumps({"session": MASSAGE, "findings": []}), "'findings' is not an object"),
    (json.dumps({"session": "massage", "findings": {}}), "'session' is not an object"),
    (asked({"kind": "massage"}), "no 'technique'"),
    (asked({"technique": "swedish"}), "no 'kind'"),
    (asked(MASSAGE | {"length": 60}), "'length'"),
    (asked({"kind": "massage", "technique": "thai"}), "'thai' is not a technique"),
    (asked({"kind": "sauna", "technique": "swedish"}), "'sauna' is not a kind"),
    (asked({"kind": "massage", "technique": "stretching"}), "'stretching' is not a technique of massage"),
    (asked({"kind": ["massage"], "technique": "swedish"}), "is not a kind"),
    (asked({"kind": "massage", "technique": None}), "is not a technique"),
    (asked(feaver="yes"), "'feaver'"),
    (asked(fever_now="maybe"), "'maybe'"),
    (asked(fever_now=True), "fever_now"),
    (asked(fever_now=None), "fever_now"),
    (asked(age_years="48"), "age_years"),
    (asked(age_years=-3), "age_years"),
    (asked(age_years=float("nan")), "NaN is not a number"),
    (asked(age_years=0).replace('"age_years": 0', '"age_years": 1e999'), "age_years"),
    (asked(age_years=0).replace('"age_years": 0', '"age_years": 1' + "0" * 5000), "far too long"),
    (asked().replace('"fever_now": "no"', '"fever_now": "no", "fever_now": "yes"'), "'fever_now' is given twice"),
    (asked(birth_date="03.04.1980"), "birth_date"),
    (asked(birth_date="1980-02-30"), "birth_date"),
    (asked(spinal_surgery_date=20261001), "spinal_surgery_date"),
    (asked(spinal_surgery_date="20261001"), "spinal_surgery_date"),
    (asked(due_date=None), "due_date"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_a_fault_is_named_and_nothing_is_printed(check, text, fault):
    code, out, err = check(text)
    assert (code, out) == (2, "")
    assert fault in err
    assert "Traceback" not in err


@pytest.mark.parametrize("options", [["--on", "tomorrow"], ["--on", "2026-13-01"], ["--out", "x"], ["--line"]])
def test_a_wrong_option_is_named_and_nothing_is_printed(check, options):
    code, out, err = check(asked(), *options)
    assert (code, out) == (2, "")
    assert options[-1] in err or options[0] in err


def test_a_file_that_is_not_there_is_named(capsys, tmp_path):
    assert main(["check", str(tmp_path / "gone.json")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "gone.json" in captured.err


def test_an_unknown_command_is_an_error(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["chekc"])
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "check" in capsys.readouterr().out


def run_as_a_program(text, *options, **environment):
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-X", "importtime", "-m", "clinicdesk", "check", *options],
        input=text.encode(),
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"} | environment,
        check=False,
    )


def test_it_reads_standard_input_and_loads_neither_window_nor_store():
    ran = run_as_a_program(asked(), "-")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["verdicts"] == {"massage": "suitable", "physical_therapy": "suitable"}
    loaded = {line.rsplit("|", 1)[-1].strip() for line in ran.stderr.decode().splitlines()}
    assert "clinicdesk.rules" in loaded
    slow = {
        "PySide6",
        "sqlite3",
        "sqlcipher3",
        "sqlite_utils",
        "phonenumbers",
        "numpy",
        "clinicdesk.data",
        "clinicdesk.ui",
    }
    assert loaded & slow == set()


def test_it_speaks_utf_8_whatever_the_locale():
    ran = run_as_a_program(asked(fever_now="fièvre"), LC_ALL="C", PYTHONIOENCODING="", PYTHONCOERCECLOCALE="0")
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert "fièvre" in ran.stderr.decode("utf-8")
