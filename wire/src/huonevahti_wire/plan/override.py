"""An override of the session guard: who may end or restart a room that counts as busy, and by whose word."""

from __future__ import annotations

from msgspec import Struct

ACTIONS = ("end_session", "restart")
"""What an override may ask for; it never allows a test, an update or any other remedy."""


class Override(Struct, frozen=True):
    """What a person asks for against the guard. Who and why is kept in the audit log and sent to no terminal."""

    action: str
    by: str
    reason: str
    advisor_agrees: bool
    specialist_agrees: bool


def refusals(override: Override) -> tuple[str, ...]:
    """Return the codes of all that is missing; none when the override holds."""
    missing = {
        "action_not_allowed": override.action not in ACTIONS,
        "no_name": not override.by.strip(),
        "no_reason": not override.reason.strip(),
        "no_word_of_advisor": not override.advisor_agrees,
        "no_word_of_specialist": not override.specialist_agrees,
    }
    return tuple(code for code, is_missing in missing.items() if is_missing)
