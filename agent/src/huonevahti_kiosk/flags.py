"""How the kiosk's browser is started."""

from __future__ import annotations

from pathlib import Path

_OFF = ("BackForwardCache", "Prerender2", "Translate", "WebRtcPipeWireCamera")
"""The first two show a page whose loading nobody could stop; the last would name cameras otherwise than the ranking."""
_ON = ("StrictOriginIsolation",)
"""A frame of another host gets a process and a DevTools target of its own, even below the same domain."""
_ALWAYS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
    "--remote-debugging-pipe",
    f"--disable-features={','.join(_OFF)}",
    f"--enable-features={','.join(_ON)}",
)


def command(program: str, folder: Path, extra: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of the command line; the first page is empty, so that the gate stands before any loads."""
    return (program, *_ALWAYS, f"--user-data-dir={folder}", *extra, "about:blank")
