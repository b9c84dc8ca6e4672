"""PINs in tests: cheap to check, and from there the real way to a proof."""

from functools import lru_cache

from clinicdesk.desk.pins import Purpose
from clinicdesk.domain.pins import Pin

PIN = "2580"
"""Of everybody who is given one."""


@lru_cache
def _quick_hash(pin):
    """What checks it takes the parameters from the hash; these ask for hardly any work."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only for tests in which somebody vouches

    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(pin)


def give_pins(desk, *members, now, pin=PIN):
    """Let these have a PIN, as if they had set it themselves."""
    with desk.store.write():
        for member in members:
            desk.store.pins.put(Pin(member.id, _quick_hash(pin), now, member.id))


def take_all_pins(desk):
    """Let nobody have a PIN any more."""
    with desk.store.write():
        desk.store._connection.execute("delete from staff_pins")


def vouched(desk, member, now):
    """The proof that somebody vouches, by their PIN."""
    proof = desk.pins.check(member, PIN, purpose=Purpose.VOUCH, now=now).vouched
    assert proof is not None, f"{member.name} was given no PIN"
    return proof


def vouching(desk, member, now):
    """What a deed of a therapist asks for: by whom, and when."""
    return {"vouched": vouched(desk, member, now), "now": now}


def vouch_at_once(context):
    """Type the PIN wherever it is asked for, where a page stands without a window that would ask."""
    context.pin_wished.connect(lambda wish: wish.then(vouched(context.desk, wish.member, context.now())))
