"""What a front desk does. One method is one transaction and one audit entry."""

from clinicdesk.desk.birth_dates import birth_date_in_words, parse_birth_date
from clinicdesk.desk.desk import Desk
from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.phones import format_phone
from clinicdesk.desk.views import (
    ArrivalCheck,
    BookedSlot,
    CheckedIn,
    Clash,
    Column,
    DayPlan,
    Duplicate,
    Gap,
    Offer,
    PatientSummary,
    SessionRow,
    StoredAssessment,
    UrgentSheet,
    VisitSheet,
)

__all__ = [
    "ArrivalCheck",
    "BookedSlot",
    "CheckedIn",
    "Clash",
    "Column",
    "DayPlan",
    "Desk",
    "Duplicate",
    "Gap",
    "Offer",
    "PatientForm",
    "PatientSummary",
    "SessionRow",
    "StoredAssessment",
    "UrgentSheet",
    "VisitSheet",
    "birth_date_in_words",
    "format_phone",
    "parse_birth_date",
]
