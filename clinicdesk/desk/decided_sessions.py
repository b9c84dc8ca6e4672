"""What a decision beside the rules does at once to the sessions of its person."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.data import Store
from clinicdesk.desk.clinic_setup import clinic_of
from clinicdesk.desk.hours import local_date
from clinicdesk.desk.judgement import Judgement
from clinicdesk.desk.judging import Judging
from clinicdesk.desk.keys import new_key
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.call import CallHold
from clinicdesk.domain.clearance import Clearance
from clinicdesk.domain.session import Session, SessionStatus
from clinicdesk.domain.suitability import Verdict


def judge_anew(store: Store, judging: Judging, clearance: Clearance, now: datetime) -> list[str]:
    """Judge whoever has arrived, and what the decision is about of the sessions to come.

    One for every session lets those go that waited for a therapist's look and need none any more. Once it has ended,
    those that need one again are held, and the call list tells of them: the person may have been told that all is well.

    Returns:
        The ids of the sessions that are held no longer.
    """
    today = local_date(clinic_of(store), now)
    free = []
    for session in store.sessions.of_patient(clearance.patient_id):
        here = session.status is SessionStatus.ARRIVED
        if not here and not (session.status.expected and clearance.session_id in {None, session.id}):
            continue
        judged = judging.session(session, on=today if here else None)
        stored = store.assessments.latest_for(session.id)
        if not here and clearance.session_id is None and not _waited(store, session, stored, judged.judgement):
            if judged.judgement.held and not session.held:
                _hold(store, session, now)
            continue
        if stored is None or stored.verdict is not judged.judgement.verdict:
            judging.keep(judged, now=now)
        decided = clearance.taken_back is None and (clearance.session_id == session.id or _looked_for(stored))
        told = replace(session, asked_in=None) if decided and not judged.judgement.verdict.blocks else session
        # What waits for the outcome of a referral goes on waiting for that.
        turned = told.judged(hold=judged.judgement.held or (session.held and bool(judged.person.barred)))
        if turned != session:
            store.sessions.update(turned)
            free += [] if turned.held else [session.id]
    return free


def _waited(store: Store, session: Session, stored: AssessmentRecord | None, judgement: Judgement) -> bool:
    """Whether a session was held for a therapist's look, and needs none by what counts now."""
    if not session.held or judgement.verdict.blocks:
        return False
    return _looked_for(stored) or bool(store.calls.held_by_list([session.id]))


def _looked_for(stored: AssessmentRecord | None) -> bool:
    return stored is not None and stored.verdict is Verdict.NEEDS_CLINICIAN_REVIEW


def _hold(store: Store, session: Session, now: datetime) -> None:
    """As the call list does, which lets it go again; what it was judged last stays, so that the list tells of it."""
    store.sessions.update(replace(session, held=True))
    store.calls.add_hold(CallHold(new_key(now), session.id, held=True, at=now))
