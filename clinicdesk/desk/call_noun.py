"""Lines of the call list, taken back: the session stands by the verdict from before again, and so on the list."""

from dataclasses import replace
from datetime import datetime

from clinicdesk.desk.keys import new_key
from clinicdesk.desk.nouns import Noun, Turn
from clinicdesk.domain.assessment_record import AssessmentRecord
from clinicdesk.domain.call import CallClosed, CallStep
from clinicdesk.errors import NotAllowed

_DONE = {
    CallStep.CALLED: "called {name}",
    CallStep.ASKED: "asked the therapist about {name}",
    CallStep.KEPT: "kept the session of {name} as it is",
}


class CallNoun(Noun[CallClosed]):
    """The decision that closed a line. It stays on file; what the session was judged last tells whether it holds.

    That it held the session, or let it go, is a change of the session.
    """

    kind = CallClosed

    def present(self, record_id: str) -> CallClosed:
        """The decision on file."""
        return self.store.calls.get(record_id)

    def stands(self, present: CallClosed, found: CallClosed | None) -> bool:
        """Whether the session was not judged otherwise since, and has not begun."""
        newest = self._history(present)[0].verdict
        expected = self.store.sessions.get(present.session_id).status.expected
        return expected and newest is (present.was if found is None else present.verdict)

    def restore(self, present: CallClosed, wanted: CallClosed | None, turn: Turn) -> CallClosed:
        """Let the session stand by the other of the two verdicts, as it was judged then."""
        verdict = present.was if wanted is None else present.verdict
        judged = next((each for each in self._history(present) if each.verdict is verdict), None)
        if judged is None:
            raise NotAllowed("What was said about this session before is not on file.")
        self.store.assessments.add(replace(judged, id=new_key(turn.now), made_at=turn.now))
        return present

    def called(self, value: CallClosed) -> str:
        """As in a sentence."""
        return f"the session of {self._name(value)}"

    def words(self, before: CallClosed | None, after: CallClosed | None, now: datetime) -> str:  # noqa: ARG002 - a noun's call
        """What was done, and what was said."""
        told = after or before
        if told is None:
            return ""
        done = _DONE[told.step].format(name=self._name(told))
        return f"{done}: {told.note.rstrip('.')}" if told.note else done

    def _history(self, closed: CallClosed) -> list[AssessmentRecord]:
        return self.store.assessments.history(closed.session_id)

    def _name(self, closed: CallClosed) -> str:
        session = self.store.sessions.get(closed.session_id)
        return self.store.patients.get(session.patient_id).details.full_name
