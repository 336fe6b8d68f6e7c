"""Asking the way to the services on the Linux kiosk."""

from __future__ import annotations


class LinuxWay:
    """Implements `host.way.Way`."""
