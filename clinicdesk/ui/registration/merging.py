"""Putting two people's edits of one record together."""

from dataclasses import dataclass, fields, replace

from clinicdesk.desk.patient_form import PatientForm


@dataclass(frozen=True, slots=True)
class Merged:
    """What is typed here put on top of what was stored meanwhile.

    Attributes:
        form: the stored record, with every field on top that was changed here.
        theirs: names of fields that only the other person changed.
        both: names of fields both changed; what was typed here stands.
    """

    form: PatientForm
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def merged(base: PatientForm, mine: PatientForm, theirs: PatientForm) -> Merged:
    """Keep every change: typed text is never lost to somebody else's save.

    Args:
        base: the record as it was when editing began.
        mine: the form as typed here.
        theirs: the record as it is stored now.
    """
    names = [each.name for each in fields(PatientForm)]
    here = {name for name in names if getattr(mine, name) != getattr(base, name)}
    there = {name for name in names if getattr(theirs, name) != getattr(base, name)}
    both = {name for name in here & there if getattr(mine, name) != getattr(theirs, name)}
    return Merged(
        form=replace(theirs, **{name: getattr(mine, name) for name in here}),
        theirs=tuple(name for name in names if name in there - here),
        both=tuple(name for name in names if name in both),
    )
