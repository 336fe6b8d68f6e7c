"""Asking the verifier, but not more often than a terminal can bear: whoever holds the broker could ask for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huonevahti_wire.messages import Signed

Verify = Callable[[str, str, "Signed"], str]
"""Purpose, topic and envelope to a reason code, empty when the signature holds."""
MOST_A_MINUTE = 30


class Trust:
    """Refuses with `busy` beyond `MOST_A_MINUTE`; the server offers again what matters."""

    def __init__(self, verify: Verify) -> None:
        """Take the verifier."""
        self._verify = verify
        self._asked: deque[float] = deque(maxlen=MOST_A_MINUTE)

    def refusal(self, purpose: str, topic: str, signed: Signed, now: float) -> str:
        """Return why an envelope is not to be obeyed, empty when it is (`now`: monotonic seconds)."""
        if len(self._asked) == MOST_A_MINUTE and now < self._asked[0] + 60:
            return "busy"
        self._asked.append(now)
        return self._verify(purpose, topic, signed)
