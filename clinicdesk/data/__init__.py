"""The records on disk: the only place with SQL."""

from clinicdesk.data.store import Store, open_store

__all__ = ["Store", "open_store"]
