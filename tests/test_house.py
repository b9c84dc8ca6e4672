"""The house rules that no linter knows."""

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "clinicdesk").rglob("*.py"))
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCES
    if path.name != "__main__.py"
]


def test_no_module_is_longer_than_a_person_reads_in_one_go():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert len(lengths) == len(SOURCES)
    assert {name: lines for name, lines in lengths.items() if lines > 350} == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno}:{node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 50
    }
    assert long == {}


def test_no_module_is_called_by_a_name_that_says_nothing():
    vague = {"utils", "helpers", "manager", "common", "misc"}
    assert [path for path in SOURCES if vague & set(path.with_suffix("").parts)] == []


def test_nothing_but_a_pin_makes_the_proof_that_a_therapist_vouches_by():
    makers = {
        path.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Vouched"
    }
    assert makers == {"pins.py"}


def test_importing_everything_touches_neither_disk_nor_display(tmp_path):
    script = (
        "import importlib, pathlib, sys\n"
        "from PySide6.QtGui import QGuiApplication\n"
        f"for name in {MODULES!r}: importlib.import_module(name)\n"
        "assert QGuiApplication.instance() is None, 'an application was made at import'\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "PATH": ""}
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-B", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert list(home.iterdir()) == []


def tracked_texts():
    names = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - the git on the path is the one that made this checkout
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix not in {".png", ".ttf", ".pdf"} and path.is_file():
            yield name, path.read_text(encoding="utf-8")


def test_no_file_names_a_package_registry_or_a_path_of_one_machine():
    hosts = "|".join(("pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian"))
    forbidden = re.compile(rf"{hosts}|/{'root'}/|/{'home'}/\w|/{'work'}/")
    found = [name for name, text in tracked_texts() if forbidden.search(text)]
    assert found == []


def test_the_wheel_carries_the_knowledge_the_icons_and_their_licences(tmp_path):
    subprocess.run(  # noqa: S603 - our own interpreter and fixed arguments
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    shipped = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert shipped
    expected = {f"clinicdesk/_resources/{path.relative_to(ROOT / 'resources').as_posix()}" for path in shipped}
    assert expected - inside == set()


def test_every_dependency_is_pinned_by_name_and_version_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.\-]+==[0-9][0-9A-Za-z.\-+]*", line)] == []
