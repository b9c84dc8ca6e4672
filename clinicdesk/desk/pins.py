"""PINs: who is at the desk is who they say they are.

Nobody has one until they set it, and until then they sit down without; what a therapist's name stands for takes one.
What is typed is never kept, logged or put into the audit trail; kept is an Argon2id hash, in a table of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from clinicdesk.data import Store
from clinicdesk.desk.vouching import (
    Vouched,
    one_of,
    refuse_all_but_therapists,
    vouching_person,
    vouching_therapist,
)
from clinicdesk.domain.pins import Pin, pin_fault, tidy_pin
from clinicdesk.domain.staff import Role, StaffMember
from clinicdesk.errors import InvalidValues, NotAllowed

# Among the settings that RFC 9106 and common advice hold strong enough: 46 MiB, two passes, one lane. A check
# takes some 60 ms on a slow computer, so it never runs on the thread that paints.
_KIB, _PASSES, _LANES = 46 * 1024, 2, 1


class Purpose(StrEnum):
    """What a PIN was asked for."""

    SIT_DOWN = "sit_down"
    UNLOCK = "unlock"
    TAKE_BACK = "take_back"
    """The screen comes back from a patient."""
    VOUCH = "vouch"
    """Somebody vouches for something, most often a therapist."""


@dataclass(frozen=True, slots=True)
class PinCheck:
    """What came of a try.

    Attributes:
        sentence: what to say when it was not right.
        waits: how long the next try has to wait.
        vouched: the proof, where the PIN was right and asked for to vouch.
    """

    right: bool
    sentence: str = ""
    waits: timedelta = timedelta()
    vouched: Vouched | None = None


@dataclass(frozen=True, slots=True)
class PinReset:
    """That somebody else reset a PIN.

    Attributes:
        by: their name.
    """

    by: str
    at: datetime
    reason: str


class Pins:
    """Setting, changing, resetting and checking PINs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Pin]:
        """Every PIN of somebody who works here, by the id of whose it is."""
        active = {member.id for member in self._store.staff.all() if member.active}
        return {staff_id: pin for staff_id, pin in self._store.pins.all().items() if staff_id in active}

    def has(self, member: StaffMember) -> bool:
        """Whether somebody has a PIN."""
        return self._store.pins.get(member.id) is not None

    def takers_back(self) -> list[StaffMember]:
        """Who can take the screen back from a patient: who has a PIN; everybody, should nobody have one any more."""
        held = self.all()
        staff = [member for member in self._store.staff.all() if member.active]
        return [member for member in staff if member.id in held] or staff

    def beside(self, member: StaffMember) -> list[StaffMember]:
        """Whose PIN has to stand beside the first that somebody sets; nobody where they set it alone.

        A therapist needs another one, once another has a PIN. Nobody can then be made up, or taken over, to
        vouch for anything.
        """
        if self.has(member) or not self._therapist(member.id):
            return []
        return self._other_therapists(member)

    def refuse_to_vouch(self, member: StaffMember, deed: str) -> None:
        """Raise NotAllowed, which names who can, where a deed such as ``confirm a plan`` is not somebody's to do."""
        refuse_all_but_therapists(self._store, member, deed)

    def set_own(
        self, new: str, *, old: str = "", beside: Vouched | None = None, actor: StaffMember, now: datetime
    ) -> Vouched:
        """Set one's own PIN, the first or another; whoever did has shown that it is theirs.

        Args:
            new: what is typed from now on.
            old: the present one, where there is one.
            beside: by a colleague, where ``self.beside`` says so.
            actor: whose it is.
            now: when.

        Raises:
            InvalidValues: under ``new``, when it is too short or too plain; under ``old``, when the present one is
                not what was typed, with how long to wait.
            NotAllowed: it needs a colleague beside, and there is none.
        """
        _refuse_weak(new)
        hashed = _hash(new)
        with self._store.write():
            standing = self._store.pins.get(actor.id)
            detail = {} if standing else self._refuse_alone(actor, beside, now)
            checked = PinCheck(True) if standing is None else self._tried(standing, old, now)
            if checked.right:
                self._store.pins.put(Pin(actor.id, hashed, now, actor.id))
            action = ("pin.change" if standing else "pin.set") if checked.right else "pin.refuse_change"
            self._store.audit.append(actor, action, ("staff", actor.id), detail, at=now)
        if not checked.right:
            raise InvalidValues({"old": checked.sentence})
        return Vouched(self._store.staff.get(actor.id), now)

    def reset(self, member: StaffMember, new: str, *, reason: str, vouched: Vouched, now: datetime) -> None:
        """Let somebody who forgot their PIN set another, in front of a colleague who says so.

        Raises:
            NotAllowed: nobody resets their own; and where another therapist has a PIN, a therapist's is reset by a
                therapist: it is what their name stands for that it opens.
            InvalidValues: under ``new`` or ``reason``.
        """
        faults = {"new": pin_fault(new), "reason": "" if reason.strip() else "Say in a few words why it is reset."}
        if any(faults.values()):
            raise InvalidValues({name: sentence for name, sentence in faults.items() if sentence})
        if member.id == vouched.member.id:
            raise NotAllowed("A forgotten PIN is reset by a colleague. Ask one to sit down at the desk.")
        hashed = _hash(new)
        with self._store.write():
            actor = vouching_person(self._store, vouched, now=now)
            others = self._other_therapists(member)
            if self._therapist(member.id) and others and actor.role is not Role.THERAPIST:
                raise NotAllowed(
                    f"The PIN of a therapist is reset by another therapist. Ask {one_of(others)} to sit down at the "
                    "desk; nothing was changed."
                )
            self._store.pins.put(Pin(member.id, hashed, now, actor.id, " ".join(reason.split())))
            detail = {"reason": " ".join(reason.split())}
            self._store.audit.append(actor, "pin.reset", ("staff", member.id), detail, at=now)

    def reset_to_tell(self, member: StaffMember) -> PinReset | None:
        """That somebody else reset a PIN, until whose it is has seen it or has set another."""
        pin = self._store.pins.get(member.id)
        if pin is None or pin.set_by == member.id or pin.told_at is not None:
            return None
        return PinReset(self._store.staff.get(pin.set_by).name, pin.set_at, pin.reason)

    def note_reset_seen(self, *, actor: StaffMember, now: datetime) -> None:
        """Whoever is at the desk has seen that their PIN was reset."""
        with self._store.write():
            pin = self._store.pins.get(actor.id)
            if pin is not None and pin.told_at is None:
                self._store.pins.put(replace(pin, told_at=now))
                self._store.audit.append(actor, "pin.see_reset", ("staff", actor.id), at=now)

    def check(self, member: StaffMember, typed: str, *, purpose: Purpose, now: datetime) -> PinCheck:
        """Whether what was typed is somebody's PIN. Every try is counted and audited, whatever comes of it.

        After five wrong ones in a row the next has to wait, longer each time, and is not even looked at before.
        Somebody without a PIN may sit down and unlock.
        """
        with self._store.write():
            standing = self._store.pins.get(member.id)
            checked = self._without(purpose) if standing is None else self._tried(standing, typed, now)
            action = "pin.accept" if checked.right else "pin.refuse"
            detail = {"purpose": purpose.value, "pin": standing is not None}
            self._store.audit.append(member if checked.right else None, action, ("staff", member.id), detail, at=now)
        if checked.right and purpose is Purpose.VOUCH:
            return replace(checked, vouched=Vouched(self._store.staff.get(member.id), now))
        return checked

    def _without(self, purpose: Purpose) -> PinCheck:
        """A try of somebody who has no PIN."""
        if purpose is Purpose.VOUCH or (purpose is Purpose.TAKE_BACK and self.all()):
            return PinCheck(False, "This takes a PIN, and none is set for this name.")
        return PinCheck(True)

    def _refuse_alone(self, actor: StaffMember, beside: Vouched | None, now: datetime) -> dict[str, str]:
        """Raise NotAllowed where a first PIN lacks a colleague; returned is what the audit trail says of them."""
        colleagues = self.beside(actor)
        if not colleagues:
            return {}
        if beside is None or beside.member.id not in {each.id for each in colleagues}:
            raise NotAllowed(
                f"The first PIN of a therapist is set with a colleague beside them. Ask {one_of(colleagues)} to type "
                "theirs; nothing was changed."
            )
        return {"beside": vouching_therapist(self._store, beside, "stand beside a therapist's first PIN", now=now).id}

    def _other_therapists(self, member: StaffMember) -> list[StaffMember]:
        """Those who work here and have a PIN."""
        held = self.all()
        return [
            each
            for each in self._store.staff.all()
            if each.id in held and each.id != member.id and each.role is Role.THERAPIST
        ]

    def _therapist(self, staff_id: str) -> bool:
        return self._store.staff.get(staff_id).role is Role.THERAPIST

    def _tried(self, pin: Pin, typed: str, now: datetime) -> PinCheck:
        """Look at a try, and count it; inside the caller's transaction, so that no two tries count as one."""
        waits = pin.waits(now)
        if waits:
            return PinCheck(False, f"After {pin.wrong} wrong tries the next one has to wait {_span(waits)}.", waits)
        if _verify(pin.hash, typed):
            if pin.wrong:
                self._store.pins.put(replace(pin, wrong=0, wrong_at=None))
            return PinCheck(True)
        counted = self._store.pins.put(replace(pin, wrong=pin.wrong + 1, wrong_at=now))
        waits = counted.waits(now)
        told = f" Wait {_span(waits)} before the next try." if waits else ""
        return PinCheck(False, f"That is not the PIN.{told}", waits)


def _refuse_weak(new: str) -> None:
    fault = pin_fault(new)
    if fault:
        raise InvalidValues({"new": fault})


def _hash(pin: str) -> str:
    from argon2 import PasswordHasher  # noqa: PLC0415 - loads a library that few starts need

    return PasswordHasher(time_cost=_PASSES, memory_cost=_KIB, parallelism=_LANES).hash(tidy_pin(pin))


def _verify(hashed: str, typed: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415 - same
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - same

    try:
        return PasswordHasher().verify(hashed, tidy_pin(typed))
    except VerifyMismatchError:
        return False


def _span(waits: timedelta) -> str:
    """A wait in words, never shorter than it is."""
    seconds = -(-waits // timedelta(seconds=1))
    if seconds <= 90:  # noqa: PLR2004 - up to here seconds are easier to grasp
        return f"{seconds} seconds" if seconds != 1 else "1 second"
    return f"{-(-seconds // 60)} minutes"
