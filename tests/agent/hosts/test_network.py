"""The link and the gateway, read from the kernel's files and asked on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_agent.host import LinkReading, Unavailable
from huonevahti_agent.hosts.linux import network

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
WIRED = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
RADIO = "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
LOCAL = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
HALF = "tun0\t00000000\t0103A8C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n"


def _root(folder: Path, routes: str, **carriers: str | None) -> Path:
    (folder / "proc/net").mkdir(parents=True)
    (folder / "proc/net/route").write_text(HEAD + routes)
    for name, carrier in carriers.items():
        place = folder / "sys/class/net" / name
        (place / "device").mkdir(parents=True)
        if carrier is not None:
            (place / "carrier").write_text(carrier)
    return folder


@pytest.mark.parametrize(
    ("routes", "carriers", "expected"),
    [
        pytest.param(LOCAL + WIRED, {"eth0": "1\n"}, LinkReading("eth0", True, "192.168.1.1"), id="healthy"),
        pytest.param(
            RADIO + WIRED, {"eth0": "1\n"}, LinkReading("eth0", True, "192.168.1.1"), id="lowest metric wins"
        ),
        pytest.param(
            HALF + WIRED, {"eth0": "1\n"}, LinkReading("eth0", True, "192.168.1.1"), id="half a default"
        ),
        pytest.param(WIRED, {"eth0": "0\n"}, LinkReading("eth0", False, "192.168.1.1"), id="cable pulled"),
        pytest.param(
            "", {"eth0": "0\n", "eth1": "1\n"}, LinkReading("eth1", True, ""), id="no route, one carrier"
        ),
        pytest.param("", {"eth0": None}, LinkReading("eth0", False, ""), id="interface down"),
        pytest.param("", {}, LinkReading("", False, ""), id="no interface"),
    ],
)
def test_the_link_is_that_of_the_default_route(
    tmp_path: Path, routes: str, carriers: dict[str, str | None], expected: LinkReading
) -> None:
    assert network.link(_root(tmp_path, routes, **carriers)) == expected


def test_a_machine_without_a_route_table_cannot_tell(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="not_supported"):
        network.link(tmp_path)


def test_an_address_that_answers_is_reached(tmp_path: Path) -> None:
    assert 0 < network.reach(tmp_path, "127.0.0.1") < 1


def test_the_checksum_of_an_echo_is_right() -> None:
    packet = network._echo_request(bytes(range(16)))
    total = sum(int.from_bytes(packet[at : at + 2], "big") for at in range(0, len(packet), 2))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    assert total == 0xFFFF


@pytest.mark.parametrize(("flags", "is_known"), [("0x2", True), ("0x0", False)])
def test_a_neighbour_is_known_by_its_hardware_address(tmp_path: Path, flags: str, is_known: bool) -> None:
    arp = tmp_path / "arp"
    head = "IP address HW type Flags HW address Mask Device"
    arp.write_text(f"{head}\n192.168.1.1 0x1 {flags} 00:11:22:33:44:55 * eth0\n")
    assert network._is_neighbour(arp, "192.168.1.1") is is_known
    assert not network._is_neighbour(arp, "192.168.1.2")
