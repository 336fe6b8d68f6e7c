"""Settings come from file, environment and command line; a wrong one is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from huonevahti_agent.settings import BadSettings, load

GIVEN = {"terminal": "imatra", "state": "/var/lib/huonevahti"}


def test_the_command_line_outranks_the_environment_and_that_the_file(tmp_path: Path) -> None:
    file = tmp_path / "agent.toml"
    file.write_text(
        'terminal = "imatra"\nstate = "/a"\nbroker_host = "a"\nbroker_port = 1\n', encoding="utf-8"
    )
    environment = {"HUONEVAHTI_AGENT_BROKER_HOST": "b", "HUONEVAHTI_AGENT_BROKER_PORT": "2", "PATH": "/bin"}
    settings = load(file, environment, {"broker_port": "3"})
    assert (settings.state, settings.broker_host, settings.broker_port) == (Path("/a"), "b", 3)


def test_the_key_is_given_in_hex() -> None:
    assert load(None, {}, GIVEN | {"server_public_key": "0a" * 32}).public_key == b"\x0a" * 32


WRONG = {
    "no terminal": ({"state": "/a"}, r"required field `terminal`.*HUONEVAHTI_AGENT_TERMINAL"),
    "a terminal in capitals": (
        GIVEN | {"terminal": "Imatra"},
        r"terminal is 'Imatra', from the command line: .*regex",
    ),
    "a port that is none": (GIVEN | {"broker_port": "70000"}, r"broker_port is '70000'.*<= 65535"),
    "a word for a port": (GIVEN | {"broker_port": "mqtt"}, r"broker_port is 'mqtt'.*Expected `int`"),
    "an unknown name": (GIVEN | {"wallpaper": "birch"}, r"wallpaper is 'birch'.*unknown field"),
    "half a key pair": (GIVEN | {"cert_path": "/a"}, r"cert_path and key_path: one is given"),
    "a file that is not there": (
        GIVEN | {"ca_path": "/nowhere/ca.pem"},
        r"ca_path is '/nowhere/ca.pem': no such file",
    ),
    "half a signing key": (GIVEN | {"server_public_key": "0a"}, r"server_public_key is '0a'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_setting_is_one_sentence_that_says_which_where_and_what_was_expected(case: str) -> None:
    given, expected = WRONG[case]
    with pytest.raises(BadSettings, match=expected) as raised:
        load(None, {}, given)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "agent.toml"
    file.write_text("terminal: imatra\n", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"agent\.toml: is not TOML"):
        load(file, {}, {})
    with pytest.raises(BadSettings, match=r"nothing\.toml: cannot be read"):
        load(tmp_path / "nothing.toml", {}, {})


def test_a_wrong_password_is_not_shown() -> None:
    with pytest.raises(BadSettings) as raised:
        load(None, {}, GIVEN | {"password": "secret", "broker_port": "x"})
    assert "secret" not in str(raised.value)
