"""Writes docs/reference/application-contract.md and its schema: what an application tells the agent, from the code."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from huonevahti_kiosk.application import BEAT_SECONDS, FRESH_SECONDS, MAX_LINE_BYTES, Reply, Word
from huonevahti_kiosk.stub import word
from tests.docs import wire_types
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/application-contract.md"
SCHEMA = tree.ROOT / "docs/reference/application-contract.schema.json"
STATES = {
    "start": "Waits for a customer at its first view; no customer is being served",
    "identifying": "The customer identifies",
    "waiting": "The customer waits for the specialist",
    "in_call": "The call is up",
    "feedback": "The call is over, the customer gives feedback or is being seen off",
    "error": "It cannot serve; whether a customer is there it cannot tell",
}
TABLES = {
    "Word": "What the application says",
    "CallNumbers": "Numbers of a call",
    "Reply": "What the agent answers",
}
MEANINGS = {
    "Word.v": "Version of this contract",
    "Word.state": "What it does now, one of the states above",
    "Word.version": "Version of the application",
    "Word.camera": "The system's name of the camera in use; empty when none is",
    "Word.call": "Numbers of the call that is up",
    "Word.error": "Code of the supplier's own, with `error`",
    "CallNumbers.frames_per_second": "Pictures sent a second",
    "CallNumbers.sent_loss_ratio": "Share of our packets that the other side missed lately",
    "CallNumbers.received_loss_ratio": "Share of their packets that we missed lately",
    "CallNumbers.jitter_seconds": "Jitter of what is received",
    "CallNumbers.round_trip_seconds": "There and back to the other side",
    "CallNumbers.microphone_level_ratio": "Level of the sound sent, 1 at full scale",
    "Reply.taken": "Whether the line was understood and kept",
    "Reply.expected": "What was wrong with it, for the developer",
}


def schema() -> dict[str, Any]:
    """The JSON schema of one line from the application."""
    found = msgspec.json.schema(Word)
    text = json.dumps(found).replace(
        r"$(?!\\n)", "$"
    )  # the lookahead is Python's; ECMAScript's `$` is strict
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a terminal's application tells the agent",
        **json.loads(text),
    }


def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def text() -> str:
    """The whole page."""
    example = msgspec.json.encode(word("in_call")).decode()
    tables = "\n\n".join(_table(name, heading) for name, heading in TABLES.items())
    states = "\n".join(f"| `{state}` | {meaning} |" for state, meaning in STATES.items())
    return f"""# Application contract

Written by `make docs` from the code. One line keeps [this schema](application-contract.schema.json).

The application of a terminal tells the agent what it does, over the local socket `/run/huonevahti/application.sock`
(a UNIX stream socket; the group named in the agent's settings may connect). Nothing of it leaves the terminal but
signals: idle or busy in which state, the camera's name, the call's numbers. Of the customer, the specialist and the
authority nothing is asked, and a line that says more is refused.

- One JSON object a line, UTF-8, ended by a line feed, at most {MAX_LINE_BYTES} bytes.
- Say a line at each change of state, and again at the latest after {BEAT_SECONDS:.0f} seconds. A word older than
  {FRESH_SECONDS:.0f} seconds no longer counts: the agent then looks at the kiosk's page, and without
  one at the system's own signs.
- The connection may stay open or be made anew for each line. Each line gets one line back.
- The agent may restart at any time; connect again after a second, at the longest after ten. Never wait for its reply
  before serving the customer.

```
→ {example}
← {{"taken":true}}
```

## States

| state | meaning |
|---|---|
{states}

{tables}

## Building against it

`huonevahti-kiosk application-stub --socket FILE` plays an application towards an agent. `--states` takes the states
in turn, `--seconds` how long each lasts. It ends with 1 and the agent's words when a line is refused.
"""


def _table(name: str, heading: str) -> str:
    rows = [
        f"| `{field.encode_name}` | {wire_types.in_words(field.type)} | {'yes' if field.required else 'no'} "
        f"| {MEANINGS[wire_types.key_of(struct, field)]} |"
        for struct, field in wire_types.fields(Word, Reply)
        if struct.cls.__name__ == name
    ]
    return "\n".join(
        [f"## {heading}", "", "| field | value | must be | meaning |", "|---|---|---|---|", *rows]
    )


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
