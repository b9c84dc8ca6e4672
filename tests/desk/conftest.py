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


@pytest.fixture
def bare_desk(tmp_path, ruleset):
    """A desk over an empty file, before the first start."""
    with open_store(tmp_path / "clinic.db") as store:
        yield Desk(store, ruleset)


@pytest.fixture
def desk(bare_desk):
    """A desk over a clinic with staff, rooms and session types, and nobody registered."""
    furnish(bare_desk)
    return bare_desk


@pytest.fixture(scope="module")
def lasting_desk(tmp_path_factory, ruleset):
    """The same for properties that are tried with many values; no example may rely on another."""
    with open_store(tmp_path_factory.mktemp("lasting") / "clinic.db") as store:
        desk = Desk(store, ruleset)
        furnish(desk)
        yield desk
