"""A person in one line, as lists write them."""

from clinicdesk.desk.phones import format_phone
from clinicdesk.desk.views import PatientSummary
from clinicdesk.domain.patient import age_on
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.when import dated_day


def person_detail(person: PatientSummary, context: DeskContext) -> str:
    """What tells two people of one name apart: birth date, age and phone, whichever are known."""
    parts = []
    if person.birth_date is not None:
        age = age_on(person.birth_date, context.today())
        parts.append(f"{dated_day(person.birth_date).partition(' ')[2]}, {age}")
    if person.phone:
        parts.append(format_phone(person.phone, context.clinic.region))
    return "  ·  ".join(parts)
