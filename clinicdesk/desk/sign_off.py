"""Signing the rules off: a named, licensed clinician of the clinic vouches for exactly this version."""

from datetime import datetime
from unicodedata import normalize

from clinicdesk.data import Store
from clinicdesk.desk.keys import new_key
from clinicdesk.desk.vouching import Vouched, vouching_therapist
from clinicdesk.domain.sign_off import VOUCHED, SignOff, SignOffStep
from clinicdesk.domain.staff import StaffMember
from clinicdesk.errors import InvalidValues, NotAllowed
from clinicdesk.rules import RuleSetVersion

_LONGEST = 80


class SigningOff:
    """Who vouches for the rules that judge here."""

    def __init__(self, store: Store, version: RuleSetVersion) -> None:
        self._store = store
        self.version = version

    def current(self) -> SignOff | None:
        """The sign-off that covers the rules that judge now, or None."""
        return standing_sign_off(self._store, self.version.hash)

    def history(self) -> list[SignOff]:
        """Every sign-off and withdrawal of any version, newest first."""
        return self._store.sign_offs.history()

    def sign(self, *, name: str, licence: str, confirmed: bool, vouched: Vouched, now: datetime) -> SignOff:
        """Vouch for the rules that judge now.

        Args:
            name: of whoever signs, typed by them.
            licence: number of their licence to practise.
            confirmed: whether they confirmed every sentence of ``VOUCHED``.
            vouched: by whoever signs.
            now: when.

        Raises:
            NotAllowed: as ``vouching_therapist``; or these rules are signed off already.
            InvalidValues: under ``name``, ``licence`` or ``confirmed``, with one sentence each.
        """
        actor = vouching_therapist(self._store, vouched, "sign the rules off", now=now)
        refuse_faulty(name, licence, confirmed=confirmed, actor=actor)
        name, licence = " ".join(name.split()), " ".join(licence.split())
        with self._store.write():
            standing = self.current()
            if standing is not None:
                raise NotAllowed(f"These rules are already signed off by {standing.name}. Nothing was changed.")
            entry = self._entry(SignOffStep.SIGNED, actor, now, name=name, licence=licence, vouched=VOUCHED)
            return self._keep(entry, "rules.sign_off", actor, now)

    def withdraw(self, *, reason: str, vouched: Vouched, now: datetime) -> SignOff:
        """No longer vouch for the rules that judge now; the signature stays in the history.

        Raises:
            NotAllowed: as ``vouching_therapist``; or these rules are not signed off.
            InvalidValues: under ``reason``, when none is given.
        """
        actor = vouching_therapist(self._store, vouched, "withdraw a sign-off", now=now)
        refuse_without_reason(reason)
        reason = reason.strip()
        with self._store.write():
            if self.current() is None:
                raise NotAllowed("These rules are not signed off, so there is nothing to withdraw.")
            entry = self._entry(SignOffStep.WITHDRAWN, actor, now, name=actor.name, reason=reason)
            return self._keep(entry, "rules.withdraw_sign_off", actor, now)

    def _entry(
        self,
        step: SignOffStep,
        actor: StaffMember,
        now: datetime,
        *,
        name: str,
        licence: str = "",
        vouched: tuple[str, ...] = (),
        reason: str = "",
    ) -> SignOff:
        version = self.version
        return SignOff(
            new_key(now),
            step,
            version.id,
            version.version,
            version.hash,
            name,
            licence,
            actor.id,
            vouched,
            reason,
            now,
        )

    def _keep(self, entry: SignOff, action: str, actor: StaffMember, now: datetime) -> SignOff:
        self._store.sign_offs.add(entry)
        detail = {"version": entry.ruleset_version, "hash": entry.ruleset_hash}
        self._store.audit.append(actor, action, ("sign_off", entry.id), detail, at=now)
        return entry


def standing_sign_off(store: Store, ruleset_hash: str) -> SignOff | None:
    """The sign-off that covers rules of exactly this content, or None when nobody signed or it was withdrawn."""
    latest = store.sign_offs.latest_for(ruleset_hash)
    return latest if latest is not None and latest.step is SignOffStep.SIGNED else None


def refuse_without_reason(reason: str) -> None:
    """Raise InvalidValues under ``reason``: nothing is withdrawn without one."""
    if not reason.strip():
        raise InvalidValues({"reason": "Say in a few words why the sign-off is withdrawn."})


def refuse_faulty(name: str, licence: str, *, confirmed: bool, actor: StaffMember) -> None:
    """Raise InvalidValues for what keeps somebody from signing; asked before their PIN, too."""
    name, licence = " ".join(name.split()), " ".join(licence.split())
    faults: dict[str, str] = {}
    if not name:
        faults["name"] = "Type your full name; it stands on every printed sheet."
    elif len(name) > _LONGEST:
        faults["name"] = f"The name has to fit on a sheet: at most {_LONGEST} letters."
    elif not any(_folded(word) in _folded(name) for word in actor.name.split()):
        # Nobody vouches in another's name; a title or a second name may be added.
        faults["name"] = f"You are at the desk as {actor.name}. Sign with your own name."
    if not any(character.isdigit() for character in licence):
        faults["licence"] = "Type the number of your licence to practise."
    elif len(licence) > _LONGEST:
        faults["licence"] = f"The licence has to be at most {_LONGEST} letters long."
    if not confirmed:
        faults["confirmed"] = "Confirm what you vouch for, or leave the rules unsigned."
    if faults:
        raise InvalidValues(faults)


def _folded(name: str) -> str:
    return normalize("NFKC", name).casefold().replace(" ", "")
