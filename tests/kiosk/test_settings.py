"""Settings that would open the browser to others, or contradict themselves, stop the start with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_kiosk.settings import BadSettings, load

GOOD = 'home = "https://tila.example.fi/"\nstate = "/var/lib/k"\nsocket = "/run/k.sock"\n'


def _load(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    load(file)


def test_a_home_page_a_folder_and_a_socket_are_enough(tmp_path: Path) -> None:
    _load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('flags = ["--remote-debugging-port=9222"]', "--remote-debugging-port"),
        ('flags = ["--disable-web-security"]', "--disable-web-security"),
        ('flags = ["https://evil.example/"]', "evil.example"),
        ('identification = ["tila.example.fi"]', "closed list"),
        ('bank = ["https://pankki.example/"]', "bank"),
        ('also_home = ["ftp://x.example"]', "ftp://x.example"),
        ("colour = 1", "colour"),
        ("home = ", "end of document"),
    ],
)
def test_a_wrong_setting_is_named(wrong: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=told):
        _load(tmp_path, GOOD + wrong)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load(tmp_path / "nothing.toml")
