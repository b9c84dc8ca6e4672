from collections.abc import Iterator
from pathlib import Path

import pytest

from clinicdesk.data import Store, open_store
from tests.data.records import furnish


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clinic.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A clinic with staff, rooms, a session type and two patients."""
    with open_store(path) as opened:
        furnish(opened)
        yield opened


@pytest.fixture(scope="module")
def lasting_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same for properties that are tried with many values; no example may rely on another."""
    with open_store(tmp_path_factory.mktemp("lasting") / "clinic.db") as opened:
        furnish(opened)
        yield opened
