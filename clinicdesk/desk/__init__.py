"""What a front desk does. One method is one transaction and one audit entry."""

from clinicdesk.desk.patient_form import PatientForm
from clinicdesk.desk.views import (
    BookedSlot,
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
    "BookedSlot",
    "Clash",
    "Column",
    "DayPlan",
    "Duplicate",
    "Gap",
    "Offer",
    "PatientForm",
    "PatientSummary",
    "SessionRow",
    "StoredAssessment",
    "UrgentSheet",
    "VisitSheet",
]
