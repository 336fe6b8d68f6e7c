"""Profiles as people write them: whatever is wrong, the error says where, what was found and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huonevahti_wire import profile_yaml
from huonevahti_wire.profile import BadProfile, Profile
from tests.house import tree

HEAD = "name: room\nplatform: linux\n"
KEYS = ", ".join(field for field in Profile.__struct_fields__)
SHIPPED = (tree.ROOT / "firmware-profiles/demo.yaml").read_text(encoding="utf-8")

BAD = {
    "an empty file": ("", "x.yaml:1: found nothing, expected a profile with at least name and platform"),
    "only a comment": (
        "# later\n",
        "x.yaml:1: found nothing, expected a profile with at least name and platform",
    ),
    "a list": ("- 1\n", "x.yaml:1: found a list, expected keys with values"),
    "no YAML": (HEAD + "roles: [1\n", "x.yaml:4: no YAML: expected ',' or ']', but got '<stream end>'"),
    "a tab": (HEAD + "roles:\n\t- 1\n", "x.yaml:4: no YAML: "),
    "a control character": (HEAD + "serial: \x01\n", "x.yaml:1: no YAML: special characters are not allowed"),
    "two documents": (HEAD + "---\n" + HEAD, "x.yaml:3: no YAML: "),
    "a day that never was": (HEAD + "since: 2026-13-45\n", "x.yaml:1: no YAML: month must be in 1..12"),
    "a list as a key": (HEAD + "? [a]\n: 1\n", "x.yaml:3: no YAML: found unhashable key"),
    "brackets without end": (
        HEAD + "x: " + "[" * 3000,
        "x.yaml:1: no YAML: maximum recursion depth exceeded",
    ),
    "no name": ("platform: linux\n", "x.yaml:1: found no key name, expected one"),
    "an unknown key": (HEAD + "\ncolour: red\n", f"x.yaml:4: found key colour, expected one of {KEYS}"),
    "an unknown key below a role": (
        HEAD + "roles:\n  hub:\n    port: 1-1\n  touch:\n    port: 1-2\n    prot: 1-2\n",
        "x.yaml:8: roles.touch: found key prot, expected one of port, model, serial, sound_name, sound_port, optional",
    ),
    "an unknown role": (
        HEAD + "roles:\n  hub:\n    port: 1-1\n  webcam:\n    port: 1-2\n",
        "x.yaml:6: roles: found key webcam, expected one of call_button, customer_camera, document_camera, hub, micro",
    ),
    "a bad value below a role": (
        HEAD + "roles:\n  hub:\n    port: 1-1\n  touch:\n    port: usb1\n",
        r"x.yaml:7: roles.touch.port: found 'usb1', expected text like ^[0-9]+-[0-9]+(\.[0-9]+)*$",
    ),
    "a percentage for a share": (
        HEAD + "limits:\n  cpu_max_ratio: 0.5\n  disk_max_ratio: 90\n",
        "x.yaml:5: limits.disk_max_ratio: found 90, expected a number <= 1.0",
    ),
    "a unit in the value": (
        HEAD + "poll_seconds:\n  machine.cpu: 5\n  '*': 60 s\n",
        "x.yaml:5: poll_seconds.*: found '60 s', expected a number",
    ),
    "no number at all": (
        HEAD + "silence_seconds: .nan\n",
        "x.yaml:3: silence_seconds: found nan, expected a number > 0.0",
    ),
    "nothing behind a key": (
        HEAD + "limits:\n",
        "x.yaml:3: limits: found nothing, expected keys with values",
    ),
    "yes for a number": (
        HEAD + "heartbeat_seconds: yes\n",
        "x.yaml:3: heartbeat_seconds: found true, expected a number",
    ),
    "an unknown platform": (
        "name: room\nplatform: windows\n",
        "x.yaml:2: platform: found 'windows', expected one of android, linux, simulated",
    ),
    "an unknown camera": (
        HEAD + "camera_order:\n  - customer_camera\n  - third_camera\n",
        "x.yaml:5: camera_order.1: found 'third_camera', expected one of customer_camera, document_camera",
    ),
    "an unknown signal": (
        HEAD + "poll_seconds:\n  machine.cpu: 5\n  machine.gpu: 5\n",
        "x.yaml:5: poll_seconds.machine.gpu: found no signal family machine.gpu, expected one of docs/",
    ),
    "a key twice": (
        HEAD + "limits:\n  cpu_max_ratio: 0.5\n  cpu_max_ratio: 0.6\n",
        "x.yaml:5: found key cpu_max_ratio a second time, expected each key once",
    ),
    "a port twice": (
        HEAD + "roles:\n  hub: {port: 1-1}\n  touch:\n    model: 0eef:0001\n    port: 1-1\n",
        "x.yaml:7: roles.touch.port: found 1-1, which is hub's, expected one of its own",
    ),
    "a role that matches nothing": (
        HEAD + "roles:\n  hub: {port: 1-1}\n  touch: {optional: true}\n",
        "x.yaml:5: roles.touch: matches nothing: found no way to recognise it, expected a port, model, serial or",
    ),
    "a relay without a port": (
        HEAD + "media:\n  - {host: relay.example, udp_port: 3478}\n  - host: relay.example\n",
        "x.yaml:5: media.1: found relay.example without a port, expected a udp_port, tcp_port or tls_port",
    ),
    "a relay with an address for a host": (
        HEAD + "media:\n  - host: turn:relay.example?transport=udp\n    udp_port: 3478\n",
        "x.yaml:4: media.0.host: found 'turn:relay.example?transport=udp', expected text like ^[a-z0-9.:-]{1,253}$",
    ),
    "a relay's port that is none": (
        HEAD + "media:\n  - host: relay.example\n    tls_port: 0\n",
        "x.yaml:5: media.0.tls_port: found 0, expected a whole number >= 1",
    ),
    "one relay that is no list": (
        HEAD + "media:\n  host: relay.example\n  udp_port: 3478\n",
        "x.yaml:3: media: found keys with values, expected a list",
    ),
    "a page with an address for a path": (
        HEAD + "portal:\n  host: plain.example\n  path: http://plain.example/\n",
        "x.yaml:5: portal.path: found 'http://plain.example/', expected text like ^/",
    ),
    "a proxy with a scheme": (
        HEAD + "proxy: http://proxy.example:3128\n",
        "x.yaml:3: proxy: found 'http://proxy.example:3128', expected text like ^[a-z0-9.-]{1,253}:[0-9]{1,5}$",
    ),
    "an alias that holds itself": (
        HEAD + "roles: &a\n  hub: *a\n",
        "x.yaml:4: roles.hub: found key hub, expected one of ",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_profile_is_refused_with_its_line(case: str) -> None:
    text, said = BAD[case]
    with pytest.raises(BadProfile) as refused:
        profile_yaml.parse(text, "x.yaml")
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


@given(
    st.integers(0, len(SHIPPED) - 1),
    st.sampled_from(["", ":", "\t", "- ", "'", "{", "[", "&a ", "*a", "!!x ", "9", "é"]),
)
def test_a_spoilt_profile_is_read_or_refused_with_a_line(at: int, scrap: str) -> None:
    spoilt = SHIPPED[:at] + scrap + SHIPPED[at + 1 :]
    try:
        profile_yaml.parse(spoilt, "demo.yaml")
    except BadProfile as refused:
        source, line, said = str(refused).split(":", 2)
        assert (source, bool(said)) == ("demo.yaml", True)
        assert 1 <= int(line) <= spoilt.count("\n") + 1


@given(st.text())
def test_any_text_is_a_profile_or_a_bad_one(text: str) -> None:
    with pytest.raises(BadProfile):
        profile_yaml.parse(text, "x.yaml")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"
    path.write_bytes(HEAD.encode() + "# äänet\n".encode("latin-1"))
    with pytest.raises(
        BadProfile, match=r"^room\.yaml:3: found a byte that is not UTF-8, expected text in UTF-8$"
    ):
        profile_yaml.read(path)


def test_a_file_that_is_not_there_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(
        BadProfile, match=r"^room\.yaml: cannot be read \(No such file or directory\), expected a profile at "
    ):
        profile_yaml.read(tmp_path / "room.yaml")
