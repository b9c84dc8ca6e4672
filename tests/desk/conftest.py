import shutil

import pytest

from clinicdesk.data import open_store
from clinicdesk.desk import Desk
from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge
from tests.desk.front_desk import furnish


@pytest.fixture(scope="session")
def ruleset():
    """The rules that are shipped."""
    return RuleSet(load_knowledge(resource("knowledge")))


@pytest.fixture(scope="session")
def files(tmp_path_factory, ruleset):
    """Two files to copy, which is quicker than making them: an empty one and one with a clinic."""
    folder = tmp_path_factory.mktemp("files")
    for name in ("bare.db", "furnished.db"):
        with open_store(folder / name) as store:
            if name == "furnished.db":
                furnish(Desk(store, ruleset))
    return folder


@pytest.fixture
def bare_desk(tmp_path, files, ruleset):
    """A desk over an empty file, before the first start."""
    with open_store(shutil.copy(files / "bare.db", tmp_path)) as store:
        yield Desk(store, ruleset)


@pytest.fixture
def desk(tmp_path, files, ruleset):
    """A desk over a clinic with staff, rooms and session types, and nobody registered."""
    with open_store(shutil.copy(files / "furnished.db", tmp_path)) as store:
        yield Desk(store, ruleset)


@pytest.fixture(scope="module")
def lasting_desk(tmp_path_factory, files, ruleset):
    """The same for properties that are tried with many values; no example may rely on another."""
    with open_store(shutil.copy(files / "furnished.db", tmp_path_factory.mktemp("lasting"))) as store:
        yield Desk(store, ruleset)
