"""Changing the Linux kiosk."""

from __future__ import annotations


class LinuxVerbs:
    """Implements `host.verbs.Verbs`."""
