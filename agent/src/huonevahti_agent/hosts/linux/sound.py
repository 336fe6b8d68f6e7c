"""The sound server's sources and sinks, and the level of one of them as a number; no sound comes here."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from huonevahti_agent.host import SoundDevice, SoundReading, Unavailable
from huonevahti_agent.hosts.linux.bounded import Bounded

if TYPE_CHECKING:
    from huonevahti_agent.host.verbs import End

T = TypeVar("T")
READ_SECONDS = 2.0
_COLD_START_SECONDS = 2.5
"""A virtual source that nobody has listened to yet gives its first samples after two seconds (measured)."""
_NONE = 2**32 - 1
"""PA_INVALID_INDEX: no sink, no client."""
SILENCE_DBFS = -120.0


class Sound:
    """A connection to PulseAudio or PipeWire's server for it, kept between questions and made anew when lost."""

    def __init__(self) -> None:
        self._pulse: Any = None
        self._bounded: Bounded | None = None
        self._errors: tuple[type[Exception], ...] = ()

    def read(self) -> SoundReading:
        """Return the devices with who uses them, within `READ_SECONDS`."""
        return self._ask(READ_SECONDS, _reading)

    def peak_dbfs(self, source: str, seconds: float) -> float:
        """Return a source's peak level; up to `_COLD_START_SECONDS` longer when it gives nothing at first."""

        def listen(pulse: Any) -> float:
            if source not in [listed.name for listed in pulse.source_list()]:
                raise Unavailable("failed")
            return float(
                pulse.get_peak_sample(source, seconds) or pulse.get_peak_sample(source, _COLD_START_SECONDS)
            )

        peak = self._ask(seconds + _COLD_START_SECONDS + READ_SECONDS, listen)
        return max(SILENCE_DBFS, 20 * math.log10(peak)) if peak > 0 else SILENCE_DBFS

    def set_volume(self, end: End, name: str, ratio: float) -> None:
        """Set a device's volume on all its channels, within `READ_SECONDS`."""
        self._ask(READ_SECONDS, lambda pulse: pulse.volume_set_all_chans(_named(pulse, end, name), ratio))

    def set_muted(self, end: End, name: str, *, is_muted: bool) -> None:
        """Mute a device or let it be heard."""
        self._ask(READ_SECONDS, lambda pulse: pulse.mute(_named(pulse, end, name), is_muted))

    def set_default(self, end: End, name: str) -> None:
        """Make a device the default one."""
        self._ask(READ_SECONDS, lambda pulse: pulse.default_set(_named(pulse, end, name)))

    def close(self) -> None:
        """Leave the sound server."""
        pulse, self._pulse = self._pulse, None
        if pulse is not None:
            pulse.close()

    def _ask(self, seconds: float, question: Callable[[Any], T]) -> T:
        bounded = self._bounded or self._load()
        try:
            return bounded.call(seconds, lambda: question(self._connected()))
        except Unavailable as error:
            if error.reason != "timeout":
                raise
            raise Unavailable("no_sound_server") from error  # the connection stays with the call that hangs
        except self._errors as error:
            self.close()
            raise Unavailable("no_sound_server") from error

    def _load(self) -> Bounded:
        try:
            import pulsectl  # noqa: PLC0415  # needs libpulse, which a machine may lack: then no sound can be told
            from pulsectl._pulsectl import LibPulse  # noqa: PLC0415  # its error has no public name
        except (ImportError, OSError) as error:
            raise Unavailable("no_sound_server") from error
        self._errors = (pulsectl.PulseError, LibPulse.CallError, OSError)
        self._bounded = Bounded("sound", (*self._errors, Unavailable))
        return self._bounded

    def _connected(self) -> Any:
        import pulsectl  # noqa: PLC0415  # loaded by `_load` before

        if self._pulse is not None and not self._pulse.connected:
            self.close()
        if self._pulse is None:
            pulse = pulsectl.Pulse("huonevahti-agent", connect=False)
            try:
                pulse.connect(
                    autospawn=False
                )  # given a time-out, it always waits that long; `Bounded` has one
            except self._errors:
                pulse.close()
                raise
            self._pulse = pulse
        return self._pulse


def _named(pulse: Any, end: End, name: str) -> Any:
    found = [
        each for each in (pulse.source_list() if end == "source" else pulse.sink_list()) if each.name == name
    ]
    if not found:
        raise Unavailable("missing")
    return found[0]


def _reading(pulse: Any) -> SoundReading:
    server = pulse.server_info()
    recording = _users(pulse.source_output_list(), "source")
    playing = _users(pulse.sink_input_list(), "sink")
    sources = [source for source in pulse.source_list() if source.monitor_of_sink == _NONE]
    return SoundReading(
        sources=tuple(_device(s, server.default_source_name, recording.get(s.index, ())) for s in sources),
        sinks=tuple(
            _device(s, server.default_sink_name, playing.get(s.index, ())) for s in pulse.sink_list()
        ),
    )


def _users(streams: Iterable[Any], end: str) -> dict[int, tuple[str, ...]]:
    """Programs by the index of the device they use; the server's own plumbing and we are no users."""
    users: dict[int, tuple[str, ...]] = {}
    for stream in streams:
        facts = stream.proplist
        if stream.client == _NONE:  # a loopback or a remapped stream of some module
            continue
        if facts.get("application.process.id") == str(os.getpid()):
            continue
        name = facts.get("application.name") or facts.get("application.process.binary") or ""
        users[getattr(stream, end)] = (*users.get(getattr(stream, end), ()), name)
    return users


def _device(device: Any, default_name: str, users: tuple[str, ...]) -> SoundDevice:
    port = device.port_active
    return SoundDevice(
        name=device.name,
        description=device.description,
        muted=bool(device.mute),
        volume_ratio=round(float(device.volume.value_flat), 4),
        is_default=device.name == default_name,
        port=port.name if port is not None else "",
        port_available=_is_available(port),
        users=users,
    )


def _is_available(port: Any) -> bool | None:
    """Whether a jack is in; None for a port that cannot tell. The library's words equal text but are none."""
    if port is None or port.available == "unknown":
        return None
    return bool(port.available == "yes")
