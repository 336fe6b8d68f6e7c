"""A program that shows what the real host and the cameras' probe see, now and at each change of devices.

Its argument is a profile as JSON; it writes a JSON line at once and one for each wait that brought a change.
"""

from __future__ import annotations

import sys

import msgspec

from huonevahti_agent.host import DeviceChange
from huonevahti_agent.hosts.linux import LinuxHost
from huonevahti_agent.probes import cameras, usb
from huonevahti_wire import profile


def main() -> None:
    """Watch until killed."""
    wanted = profile.parse_json(sys.argv[1].encode(), "argument")
    host = LinuxHost()
    changes: tuple[DeviceChange, ...] = ()
    while True:
        judged = [
            *cameras.signals(cameras.sample(host, wanted), wanted),
            *usb.signals(usb.sample(host, wanted), wanted),
        ]
        seen = {
            "changes": changes,
            "usb": host.usb_devices(),
            "video": host.video_nodes(),
            "signals": {judgement.name: [judgement.state, judgement.reason] for judgement in judged},
        }
        sys.stdout.write(msgspec.json.encode(seen).decode() + "\n")
        sys.stdout.flush()
        while not (changes := host.wait(60)):
            pass


if __name__ == "__main__":
    main()
