"""Settings: from a file and the environment, and a wrong one stops the start with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_fleet.settings import BadSettings, Settings, load


def test_without_anything_the_server_is_on_loopback() -> None:
    assert load(None, {"PATH": "/bin"}) == Settings()
    assert Settings().bind == "127.0.0.1"


def test_the_environment_overrules_the_file(tmp_path: Path) -> None:
    file = tmp_path / "huonevahti.toml"
    file.write_text('port = 8081\nbroker_host = "broker"\n')
    environment = {"HUONEVAHTI_PORT": "8082", "HUONEVAHTI_AGENT_TERMINAL": "x", "HUONEVAHTI_PROVE": "full"}
    settings = load(file, environment)
    assert (settings.port, settings.broker_host) == (8082, "broker")


@pytest.mark.parametrize(
    ("text", "environment", "told"),
    [
        ("prot = 1", {}, r"huonevahti\.toml: .*unknown field `prot`"),
        ("port = 0", {}, r"huonevahti\.toml: Expected `int` >= 1 - at `\$\.port`"),
        ("port = ", {}, r"huonevahti\.toml: not TOML"),
        ("", {"HUONEVAHTI_PORT": "many"}, r"HUONEVAHTI_PORT: Expected `int`, got `str` - at `\$\.port`"),
        ("", {"HUONEVAHTI_PROT": "1"}, r"HUONEVAHTI_PROT: .*unknown field `prot`"),
        ('bind = "0.0.0.0"', {}, "bind: '0.0.0.0' can be reached from other machines; a loopback address"),
        ('bind = "::"', {}, "bind: '::' can be reached"),
        ('bind = "office"', {}, "bind: 'office' can be reached"),
        ('broker_client_id = "a b"', {}, r"broker_client_id"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    tmp_path: Path, text: str, environment: dict[str, str], told: str
) -> None:
    file = tmp_path / "huonevahti.toml"
    file.write_text(text)
    with pytest.raises(BadSettings, match=told) as refused:
        load(file, environment)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value).replace(str(refused.value.__cause__), "")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"none\.toml: cannot be read: No such file or directory\."):
        load(tmp_path / "none.toml", {})
