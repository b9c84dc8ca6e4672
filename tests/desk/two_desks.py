"""Two people at two desks on one file, for machines that let them do anything."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from clinicdesk.data import open_store
from clinicdesk.desk.desk import Desk
from tests.desk.front_desk import MARIA, NOW, SAM


class TwoDesks:
    """A copy of a file, and Maria and Sam working with it."""

    def __init__(self, template, ruleset):
        self._folder = tempfile.TemporaryDirectory()
        self._path = shutil.copy(template, Path(self._folder.name) / "clinic.db")
        self._ruleset = ruleset
        self.actors = (MARIA, SAM)
        self.now = NOW
        self._open()

    def _open(self):
        self.stores = [open_store(self._path) for _ in self.actors]
        self.desks = [Desk(store, self._ruleset) for store in self.stores]

    def by(self, desk):
        """Who does something at a desk, and when: a second after what was done before."""
        self.now += timedelta(seconds=1)
        return {"actor": self.actors[desk], "now": self.now}

    def restart(self):
        """Both programs end and start again."""
        self._end()
        self._open()

    def _end(self):
        for store in self.stores:
            store.close()

    def close(self):
        """Both end, and the file goes."""
        self._end()
        self._folder.cleanup()
