"""The desk as a whole."""

from clinicdesk.data import Store
from clinicdesk.desk.booking import Booking
from clinicdesk.desk.clinic_setup import ClinicSetup
from clinicdesk.desk.day import Day
from clinicdesk.desk.intakes import Intakes
from clinicdesk.desk.registration import Registration
from clinicdesk.desk.visits import Visits
from clinicdesk.rules import RuleSet


class Desk:
    """Everything a front desk does, over one open store and one set of rules.

    Every method that reads or writes clinical data takes ``actor``, who does it, and ``now``, an
    aware time in UTC. One method is one transaction and one audit entry.

    Attributes:
        store: for what works on all records at once, such as filling in a demo clinic.
        ruleset: the rules that judge.
    """

    def __init__(self, store: Store, ruleset: RuleSet) -> None:
        self.store = store
        self.ruleset = ruleset
        self.clinic = ClinicSetup(store)
        self.patients = Registration(store)
        self.intakes = Intakes(store, ruleset)
        self.booking = Booking(store, ruleset, self.intakes)
        self.day = Day(store)
        self.visits = Visits(store, self.intakes)
