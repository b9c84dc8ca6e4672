from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from clinicdesk.data.driver import Connection
from clinicdesk.data.opening import bring_up_to_date

if TYPE_CHECKING:
    from clinicdesk.data.assessments import AssessmentRepository
    from clinicdesk.data.audit import AuditRepository
    from clinicdesk.data.calls import CallRepository
    from clinicdesk.data.clearances import ClearanceRepository
    from clinicdesk.data.clinic import ClinicRepository
    from clinicdesk.data.drafts import DraftRepository
    from clinicdesk.data.equipment import EquipmentRepository
    from clinicdesk.data.free_time import FreeTimeRepository
    from clinicdesk.data.hours import HoursRepository
    from clinicdesk.data.intakes import IntakeRepository
    from clinicdesk.data.journal import JournalRepository
    from clinicdesk.data.kept_sessions import KeptSessionRepository
    from clinicdesk.data.patients import PatientRepository
    from clinicdesk.data.pins import PinRepository
    from clinicdesk.data.plans import PlanRepository
    from clinicdesk.data.referrals import ReferralRepository
    from clinicdesk.data.rooms import RoomRepository
    from clinicdesk.data.roster import RosterRepository
    from clinicdesk.data.rule_versions import RuleVersionRepository
    from clinicdesk.data.saved_views import SavedViewRepository
    from clinicdesk.data.scores import ScoreRepository
    from clinicdesk.data.session_types import SessionTypeRepository
    from clinicdesk.data.sessions import SessionRepository
    from clinicdesk.data.sign_offs import SignOffRepository
    from clinicdesk.data.staff import StaffRepository
    from clinicdesk.data.standings import StandingRepository
    from clinicdesk.data.waiting import WaitingRepository


class Store:
    """The records of one clinic in one file, through one connection of one thread.

    Below stands one repository per noun, in the module of its name. Reading is possible at any time, changing only
    inside ``write()``.

    Attributes:
        path: the file.
    """

    clinic: "ClinicRepository"
    hours: "HoursRepository"
    staff: "StaffRepository"
    pins: "PinRepository"
    rooms: "RoomRepository"
    roster: "RosterRepository"
    equipment: "EquipmentRepository"
    session_types: "SessionTypeRepository"
    patients: "PatientRepository"
    intakes: "IntakeRepository"
    drafts: "DraftRepository"
    sessions: "SessionRepository"
    free_time: "FreeTimeRepository"
    kept_sessions: "KeptSessionRepository"
    assessments: "AssessmentRepository"
    standings: "StandingRepository"
    calls: "CallRepository"
    clearances: "ClearanceRepository"
    sign_offs: "SignOffRepository"
    plans: "PlanRepository"
    scores: "ScoreRepository"
    referrals: "ReferralRepository"
    journal: "JournalRepository"
    waiting: "WaitingRepository"
    rule_versions: "RuleVersionRepository"
    saved_views: "SavedViewRepository"
    audit: "AuditRepository"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.path = connection.path

    if not TYPE_CHECKING:

        def __getattr__(self, noun: str) -> object:
            """A repository, made when it is first asked for: the program starts with a few of them."""
            kind = type(self).__annotations__.get(noun)
            if kind is None:
                raise AttributeError(noun)
            repository = getattr(import_module(f"clinicdesk.data.{noun}"), kind)(self._connection)
            setattr(self, noun, repository)
            return repository

    @contextmanager
    def write(self) -> Generator[None]:
        """One transaction: everything inside is stored together at its end, or nothing is.

        It holds the write lock from its start, so what is read inside stays true until it is stored.
        It cannot be nested. An exception inside undoes it and passes on.

        Raises:
            StoreFault: the file stayed busy, or is full or not writable; nothing of this transaction was kept.
        """
        noted = self.journal.noted
        try:
            with self._connection.write():
                yield
        except BaseException:
            self.journal.noted = noted
            raise

    def others_version(self) -> int:
        """A number that changes whenever another connection has stored something; cheap to ask for often."""
        return int(self._connection.value("pragma data_version"))

    def close(self) -> None:
        """Let go of the file; an unfinished transaction is undone. Closing twice is no error."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path) -> Store:
    """Open a clinic's file, creating it or bringing it up to date first.

    Before an existing file is changed to this version's shape, a verified copy is made beside it. The
    folder must exist.

    Raises:
        NewerStore: a newer version of the program wrote the file; it is left untouched.
        StoreFault: the file cannot be opened, is not a ClinicDesk file, is busy, or could not be brought up
            to date; says what was kept and where.
    """
    connection = Connection(path)
    try:
        bring_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return Store(connection)
