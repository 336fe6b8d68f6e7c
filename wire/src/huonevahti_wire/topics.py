"""Every topic of the wire, built and parsed in this one place."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

PREFIX = "hv/1"
SERVER_STATUS = f"{PREFIX}/server/status"
TERMINAL_PATTERN = r"[a-z0-9][a-z0-9-]{1,47}"
JOB_PATTERN = r"[0-9a-z]{8,32}"

Kind = Literal[
    "presence",
    "report",
    "event",
    "event/stored",
    "config/desired",
    "config/reported",
    "job/request",
    "job/state",
]
UP_KINDS: tuple[Kind, ...] = ("presence", "report", "event", "config/reported", "job/state")
"""What a terminal may write; exactly these."""
DOWN_KINDS: tuple[Kind, ...] = ("event/stored", "config/desired", "job/request")
RETAINED_KINDS: frozenset[Kind] = frozenset({"presence", "config/desired", "config/reported"})
"""Kept by the broker for whoever subscribes later; the server's status is too. A job never is."""
QOS = 1
"""Of every message, both ways: at least once; numbers and ids make twice harmless."""
UP_FILTERS = tuple(f"{PREFIX}/+/{'job/+/state' if kind == 'job/state' else kind}" for kind in UP_KINDS)
"""What the server subscribes to."""

_TOPIC = re.compile(
    rf"{PREFIX}/(?P<terminal>{TERMINAL_PATTERN})/"
    r"(?P<kind>presence|report|event/stored|event|config/desired|config/reported|"
    rf"job/(?P<job>{JOB_PATTERN})/(?P<way>request|state))"
)


class Topic(Struct, frozen=True):
    """A parsed topic: whose it is, of which kind, and for job kinds of which job."""

    terminal: str
    kind: Kind
    job: str = ""

    def __str__(self) -> str:
        """Return the topic as it stands on the wire."""
        if self.kind in ("job/request", "job/state"):
            return f"{PREFIX}/{self.terminal}/job/{self.job}/{self.kind.removeprefix('job/')}"
        return f"{PREFIX}/{self.terminal}/{self.kind}"


def parse(topic: str) -> Topic | None:
    """Return the parsed topic, or None when it is none of ours (`server` is nobody's terminal id)."""
    found = _TOPIC.fullmatch(topic)
    if found is None or found["terminal"] == "server":
        return None
    kind = f"job/{found['way']}" if found["job"] else found["kind"]
    return Topic(found["terminal"], kind, found["job"] or "")  # type: ignore[arg-type]  # the pattern admits kinds only


def down_filters(terminal: str) -> tuple[str, ...]:
    """Return the filters one terminal subscribes to."""
    own = f"{PREFIX}/{terminal}"
    return (f"{own}/event/stored", f"{own}/config/desired", f"{own}/job/+/request", SERVER_STATUS)
