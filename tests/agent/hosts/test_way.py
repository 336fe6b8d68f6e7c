"""Plain pages, versions of IP and proxies as the real host finds them."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.host.way import Page, ProxySetting
from huonevahti_agent.hosts.linux import LinuxHost, plain_page, proxies, way
from huonevahti_agent.hosts.linux.endpoints import one_of_each_family
from tests.agent.hosts.services import listening, plain_service, silent_service

HERE = "127.0.0.1"
V4, V6 = socket.AF_INET, socket.AF_INET6


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", Page(204, "", ""), id="nothing"),
        pytest.param(
            b"HTTP/1.0 200 OK\r\nA: b\r\n\r\nHuonevahti is here\n",
            Page(200, "Huonevahti is here", ""),
            id="text",
        ),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nlocation: https://Login.Hotel.example/x?mac=00:11\r\n\r\n",
            Page(302, "", "login.hotel.example"),
            id="sent on: the host alone is kept",
        ),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n", Page(302, "", ""), id="a broken target"
        ),
        pytest.param(b"220 mail.example ready\r\n", Page(0, "", ""), id="another tongue"),
        pytest.param(b"HTTP/1.1 abc\r\n\r\n", Page(0, "", ""), id="a broken status"),
        pytest.param(b"", Page(0, "", ""), id="nothing at all"),
    ],
)
def test_an_answer_is_read(answer: bytes, expected: Page) -> None:
    assert plain_page.parse(answer) == expected


def test_a_page_is_asked_for_as_a_browser_would(host: LinuxHost) -> None:
    asked: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        asked.append(connection.recv(4096))
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nHuonevahti is here")

    with listening(serve) as port:
        assert host.page(HERE, port, "/nothing") == Page(200, "Huonevahti is here", "")
    assert asked[0].startswith(f"GET /nothing HTTP/1.0\r\nHost: {HERE}:{port}\r\n".encode())


def test_a_silent_page_is_given_up(host: LinuxHost) -> None:
    began = time.monotonic()
    with silent_service() as port, pytest.raises(TimeoutError):
        host.page(HERE, port, "/")
    assert time.monotonic() - began < 5


def test_each_version_of_ip_is_tried_alone(host: LinuxHost) -> None:
    with plain_service() as port:
        assert 0 < host.connect(HERE, port, 4) < 1
        with pytest.raises(Unavailable, match="no_address"):
            host.connect(HERE, port, 6)


def test_a_version_over_which_nobody_answers_is_an_error(host: LinuxHost, free_port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        host.connect(HERE, free_port, 4)


def test_an_address_that_the_kernel_cannot_send_to_has_no_route() -> None:
    with pytest.raises(Unavailable, match="no_route"):
        way._look_for_a_route([(V6, (HERE, 443))])


def test_a_name_that_is_none_is_told(host: LinuxHost) -> None:
    with pytest.raises(Unavailable, match="dns"):
        host.connect("no-such-host.invalid", 443, 4)


def test_a_dead_version_with_many_addresses_does_not_hide_the_other() -> None:
    found = [
        (V6, ("2001:db8::1", 443)),
        (V6, ("2001:db8::2", 443)),
        (V4, ("192.0.2.1", 443)),
        (V4, ("192.0.2.2", 443)),
    ]
    assert one_of_each_family(found) == [found[0], found[2]]
    assert one_of_each_family(found[2:]) == [found[2]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("http://proxy.example:3128/", "proxy.example:3128"),
        ("proxy.example:3128", "proxy.example:3128"),
        ("http://anna:secret@Proxy.example:3128", "proxy.example:3128"),
        ("http://proxy.example/wpad.dat", "proxy.example:80"),
        ("https://proxy.example", "proxy.example:443"),
        ("socks5://proxy.example", "proxy.example:1080"),
        ("http://proxy.example:none", ""),
        ("", ""),
    ],
)
def test_of_a_proxy_host_and_port_are_kept(value: str, expected: str) -> None:
    assert proxies.address(value) == expected


def test_proxies_are_found_where_the_terminal_is_told_of_them(tmp_path: Path) -> None:
    policies = tmp_path / "etc/chromium/policies/managed"
    policies.mkdir(parents=True)
    (tmp_path / "etc/environment").write_text(
        'LANG=fi\nexport HTTP_PROXY="http://a.example:1"\nno_proxy=localhost\n'
    )
    (policies / "a.json").write_text(json.dumps({"ProxyMode": "fixed_servers", "ProxyServer": "b.example:2"}))
    (policies / "b.json").write_text(json.dumps({"ProxySettings": {"ProxyPacUrl": "http://c.example/p.pac"}}))
    (policies / "c.json").write_text(json.dumps({"ProxyMode": "direct", "ProxyServer": "d.example:4"}))
    (policies / "d.json").write_text("{broken")
    assert proxies.settings(tmp_path, tmp_path / "none.sock") == (
        ProxySetting("etc_environment", "a.example:1"),
        ProxySetting("browser_policy", "b.example:2"),
        ProxySetting("browser_policy", "c.example:80"),
    )


def test_the_kiosks_environment_is_that_of_whoever_listens_on_its_socket(tmp_path: Path) -> None:
    environment = tmp_path / "proc" / str(os.getpid()) / "environ"
    environment.parent.mkdir(parents=True)
    environment.write_bytes(b"LANG=fi\0https_proxy=http://proxy.example:3128\0")
    place = tmp_path / "kiosk.sock"
    with socket.socket(socket.AF_UNIX) as launcher:
        launcher.bind(str(place))
        launcher.listen(1)
        assert proxies.settings(tmp_path, place) == (ProxySetting("kiosk", "proxy.example:3128"),)


def test_a_terminal_that_is_told_of_none_has_none(tmp_path: Path) -> None:
    assert proxies.settings(tmp_path, tmp_path / "none.sock") == ()
