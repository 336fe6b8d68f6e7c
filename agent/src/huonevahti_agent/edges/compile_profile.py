"""The child that reads a firmware profile in YAML and prints it as JSON, for YAML must not stay resident."""

from __future__ import annotations

import sys
from pathlib import Path

from huonevahti_wire.codec import encode
from huonevahti_wire.profile import BadProfile


def main() -> int:
    """Print the profile named by the first argument; a bad one goes to standard error in one line."""
    from huonevahti_wire.profile_yaml import read  # noqa: PLC0415  # YAML is for the child alone

    try:
        sys.stdout.buffer.write(encode(read(Path(sys.argv[1]))))
    except (BadProfile, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
