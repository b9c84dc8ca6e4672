import os

import pytest
from hypothesis import settings

from clinicdesk.resources import resource
from clinicdesk.rules import RuleSet, load_knowledge

# Where a red run has to mean a change of the code, the examples are the same in every run.
settings.register_profile("repeatable", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def knowledge():
    return load_knowledge(resource("knowledge"))


@pytest.fixture(scope="session")
def ruleset(knowledge):
    return RuleSet(knowledge)
