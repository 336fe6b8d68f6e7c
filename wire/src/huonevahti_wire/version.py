"""Which versions of the wire this release writes and still reads."""

WIRE_VERSION = 1
"""The version every message written by this release carries in `v`."""

OLDEST_READABLE = 1
"""The oldest `v` this release still decodes; older messages are quarantined, never guessed at."""
