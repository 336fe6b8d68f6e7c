"""A program that shows which hands the real host feels: a JSON line a wait.

Its argument is a profile as JSON. It looks only after each wait, so that what it shows was heard while it waited.
"""

from __future__ import annotations

import sys

import msgspec

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import LinuxHost
from huonevahti_wire import profile


def main() -> None:
    """Watch until killed."""
    wanted = profile.parse_json(sys.argv[1].encode(), "argument")
    host = LinuxHost()
    while True:
        try:
            seen = {"now": host.now(), "hands": host.hands(wanted.roles)}
        except Unavailable as error:
            seen = {"unavailable": error.reason}
        sys.stdout.write(msgspec.json.encode(seen).decode() + "\n")
        sys.stdout.flush()
        host.wait(0.2)


if __name__ == "__main__":
    main()
