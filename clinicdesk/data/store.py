from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from clinicdesk.data.assessments import AssessmentRepository
from clinicdesk.data.audit import AuditRepository
from clinicdesk.data.calls import CallRepository
from clinicdesk.data.clearances import ClearanceRepository
from clinicdesk.data.clinic import ClinicRepository
from clinicdesk.data.drafts import DraftRepository
from clinicdesk.data.driver import Connection
from clinicdesk.data.equipment import EquipmentRepository
from clinicdesk.data.free_time import FreeTimeRepository
from clinicdesk.data.hours import HoursRepository
from clinicdesk.data.intakes import IntakeRepository
from clinicdesk.data.journal import JournalRepository
from clinicdesk.data.kept_sessions import KeptSessionRepository
from clinicdesk.data.opening import bring_up_to_date
from clinicdesk.data.patients import PatientRepository
from clinicdesk.data.pins import PinRepository
from clinicdesk.data.plans import PlanRepository
from clinicdesk.data.referrals import ReferralRepository
from clinicdesk.data.rooms import RoomRepository
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

    Attributes:
        path: the file.
        clinic, hours, staff, pins, rooms, equipment, session_types, patients, intakes, drafts, sessions,
            free_time, kept_sessions, assessments, standings, calls, clearances, sign_offs, plans, scores,
            referrals, waiting, journal, saved_views, audit: one repository per noun.
            Reading is possible at any time, changing only inside ``write()``.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.path = connection.path
        self.clinic = ClinicRepository(connection)
        self.hours = HoursRepository(connection)
        self.staff = StaffRepository(connection)
        self.pins = PinRepository(connection)
        self.rooms = RoomRepository(connection)
        self.equipment = EquipmentRepository(connection)
        self.session_types = SessionTypeRepository(connection)
        self.patients = PatientRepository(connection)
        self.intakes = IntakeRepository(connection)
        self.drafts = DraftRepository(connection)
        self.sessions = SessionRepository(connection)
        self.free_time = FreeTimeRepository(connection)
        self.kept_sessions = KeptSessionRepository(connection)
        self.assessments = AssessmentRepository(connection)
        self.standings = StandingRepository(connection)
        self.calls = CallRepository(connection)
        self.clearances = ClearanceRepository(connection)
        self.sign_offs = SignOffRepository(connection)
        self.plans = PlanRepository(connection)
        self.scores = ScoreRepository(connection)
        self.referrals = ReferralRepository(connection)
        self.journal = JournalRepository(connection)
        self.waiting = WaitingRepository(connection)
        self.rule_versions = RuleVersionRepository(connection)
        self.saved_views = SavedViewRepository(connection)
        self.audit = AuditRepository(connection)

    @contextmanager
    def write(self) -> Generator[None]:
        """One transaction: everything inside is stored together at its end, or nothing is.

        It holds the write lock from its start, so what is read inside stays true until it is stored.
        It cannot be nested. An exception inside undoes it and passes on.

        Raises:
            StoreFault: the file stayed busy, or is full or not writable; nothing of this transaction was kept.
        """
        with self._connection.write():
            yield

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
