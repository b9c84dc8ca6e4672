import pytest

from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge


@pytest.fixture(scope="session")
def knowledge():
    return load_knowledge(resource("knowledge"))


@pytest.fixture(scope="session")
def ruleset(knowledge):
    return RuleSet(knowledge)
