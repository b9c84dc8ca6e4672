"""``clinicdesk check --cards``."""

import json

from clinicdesk.__main__ import main

ASKED = {"session": {"kind": "massage", "technique": "swedish"}, "findings": {"saddle_numbness": "yes"}}


def run(capsys, tmp_path, text, *options):
    file = tmp_path / "in.json"
    file.write_text(text, encoding="utf-8")
    code = main(["check", "--cards", *options, str(file)])
    return code, *capsys.readouterr()


def test_the_answer_is_what_a_cds_hooks_service_would_say(capsys, tmp_path):
    code, out, err = run(capsys, tmp_path, json.dumps(ASKED))
    assert (code, err) == (0, "")
    assert list(json.loads(out)) == ["cards"]
    assert json.loads(out)["cards"][0]["summary"].startswith("Swedish: refer urgently. ")


def test_one_line_in_is_one_line_out(capsys, tmp_path):
    code, out, _ = run(capsys, tmp_path, "\n".join([json.dumps(ASKED)] * 3), "--lines")
    assert code == 0
    assert len([json.loads(line)["cards"] for line in out.splitlines()]) == 3


def test_what_cannot_be_read_prints_no_card(capsys, tmp_path):
    code, out, err = run(capsys, tmp_path, "{}")
    assert (code, out) == (2, "")
    assert err.startswith("clinicdesk check: ")
