"""Samples recorded on the real host, on mocked USB, a real sound server and real handshakes, judged again.

A changed sample must still be read from what was recorded, and a recorded room be judged as it was.
"""

from __future__ import annotations

import typing
from types import ModuleType
from typing import Any

import msgspec
import pytest

from huonevahti_agent import probes
from huonevahti_agent.host import Probe
from huonevahti_wire import profile
from tests.agent.probes.judged import words
from tests.house.tree import ROOT

FOLDER = ROOT / "tests/fixtures/probes"
PROFILE = profile.parse_json((FOLDER / "profile.json").read_bytes(), "profile.json")


class Recorded(msgspec.Struct):
    """A file: the sample, and how it was judged."""

    sample: msgspec.Raw
    judged: dict[str, str]


def _sample_of(probe: Any, raw: bytes) -> Any:
    """The sample in the type that the probe's own `sample` promises; inner types are taken strictly too."""
    assert isinstance(probe, ModuleType)
    return msgspec.json.decode(raw, type=typing.get_type_hints(probe.sample, _names(probe))["return"])


def _names(probe: ModuleType) -> dict[str, Any]:
    return dict(vars(probe))


@pytest.mark.parametrize("probe", probes.PROBES, ids=lambda probe: probe.NAME)
def test_a_recorded_sample_is_judged_as_it_was(probe: Probe) -> None:
    recorded = msgspec.json.decode((FOLDER / f"{probe.NAME}.json").read_bytes(), type=Recorded)
    sample = _sample_of(probe, bytes(recorded.sample))
    assert words(probe.signals(sample, PROFILE)) == recorded.judged


def test_nothing_is_recorded_for_a_probe_that_is_not_there() -> None:
    names = {file.stem for file in FOLDER.glob("*.json")} - {"profile"}
    assert names == {probe.NAME for probe in probes.PROBES}
