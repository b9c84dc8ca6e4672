"""Everything a person can be told went wrong.

::

    ClinicDeskError
    |-- InvalidValues       something typed cannot be stored; one sentence per field
    |-- Conflict            the request is well formed, the world forbids it
    |   |-- SlotTaken       a therapist, patient, room or device is already booked then
    |   |-- NotBookable     the suitability verdict forbids this session
    |   |-- StaleRecord     somebody else changed the record meanwhile
    |   `-- NotAllowed      this step does not follow from where the record stands
    |-- NotFound            the record asked for does not exist
    |-- KnowledgeFault      a knowledge file cannot be used; names file, entry and fault
    `-- StoreFault          the records on disk cannot be opened, read or written
        `-- NewerStore      the file was written by a newer version of the program

``str(error)`` is always a sentence fit to be shown: what happened, what was kept, what to do.
Anything that is not a ``ClinicDeskError`` is a bug in the program.
"""

from collections.abc import Mapping


class ClinicDeskError(Exception):
    """The root: a sentence a person can act on."""


class InvalidValues(ClinicDeskError):
    """Values that cannot be stored.

    Attributes:
        fields: field name to the sentence shown beside that field; never empty.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(dict.fromkeys(self.fields.values())))


class Conflict(ClinicDeskError):
    """A well-formed request that the present state of the world forbids."""


class SlotTaken(Conflict):
    """The therapist, the patient, the room or the equipment is already booked in that time.

    Attributes:
        resource: ``therapist``, ``patient``, ``room`` or ``equipment``.
        session_id: the session that holds the time, or None when it is no longer known.
    """

    def __init__(self, message: str, *, resource: str, session_id: str | None = None) -> None:
        self.resource = resource
        self.session_id = session_id
        super().__init__(message)


class NotBookable(Conflict):
    """The suitability verdict forbids booking this session."""


class StaleRecord(Conflict):
    """The record changed since it was read; nothing was overwritten."""


class NotAllowed(Conflict):
    """The step does not follow from where the record stands, or not for this person."""


class NotFound(ClinicDeskError):
    """The record asked for does not exist."""


class KnowledgeFault(ClinicDeskError):
    """A knowledge file that cannot be used.

    Attributes:
        file: the file's name.
        fault: what is wrong, without where.
        entry: the finding, rule or source at fault, or None for the file as a whole.
        field: the part of the entry at fault, or an empty text where it is not known.
    """

    def __init__(self, file: str, fault: str, *, entry: str | None = None, field: str = "") -> None:
        self.file = file
        self.fault = fault
        self.entry = entry
        self.field = field
        where = f"{file}, {entry}" if entry else file
        super().__init__(f"{where}: {fault}")


class StoreFault(ClinicDeskError):
    """The records on disk cannot be opened, read or written."""


class NewerStore(StoreFault):
    """The file was written by a newer version of the program and is left untouched."""
