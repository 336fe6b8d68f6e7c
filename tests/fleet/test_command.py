"""The command as an operator uses it: the registry is loaded whole or not at all, and errors are one sentence."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import msgspec
import pytest

from huonevahti_fleet.__main__ import main
from huonevahti_fleet.store import open_store
from huonevahti_wire.plan.layers import Schedule
from tests.conftest import free_loopback_port
from tests.fakes.fleet import NOW

REGISTRY = """\
organisations:
  - {slug: dvv, name: {fi: DVV}}
sites:
  - slug: talo
    organisation: dvv
    name: {fi: Talo}
    hours:
      weekly: {mon: ["08:00-16:15"]}
      closed: {2026-12-23: Aatonaatto}
rooms:
  - slug: imatra
    site: talo
    name: {fi: Imatra}
    terminal: imatra-1
    profile: kiosk.yaml
"""
PROFILE = "name: kiosk\nplatform: linux\n"


def _run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: to start one takes two seconds, and only those that serve need it."""
    settings = {"HUONEVAHTI_DATABASE": f"sqlite:///{folder / 'fleet.db'}", "PATH": "/usr/bin:/bin"}
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setattr(os, "environ", settings | environment)
        code = main(list(words))
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def _load(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "registry.yaml").write_text(text, encoding="utf-8")
    (folder / "kiosk.yaml").write_text(PROFILE, encoding="utf-8")
    return _run(folder, "registry", "load", "registry.yaml")


def test_a_registry_is_loaded_with_the_profiles_beside_it(tmp_path: Path) -> None:
    done = _load(tmp_path, REGISTRY)
    assert (done.returncode, done.stdout) == (0, "1 sites, 1 rooms.\n"), done.stderr
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    (state,) = store.rooms()
    store.close()
    assert (state.room.terminal, state.room.profile.name, state.room.site.name) == (
        "imatra-1",
        "kiosk",
        {"fi": "Talo"},
    )


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (
            "site: talo\n",
            "site: tuvat\n",
            "registry.yaml:12: rooms.0.site: 'tuvat' is not registered, one of talo",
        ),
        (
            "    terminal: imatra-1",
            "    terminl: imatra-1",
            "registry.yaml:14: Object contains unknown field `terminl`",
        ),
        (
            '"08:00-16:15"',
            '"8-16"',
            "registry.yaml:8: sites.0.hours.weekly.mon: found '8-16', expected from and to",
        ),
        (
            '"08:00-16:15"',
            '"16:15-08:00"',
            "registry.yaml:8: sites.0.hours.weekly.mon: found '16:15-08:00', expected an end",
        ),
        (
            "      closed:",
            "      holidays: Suomi\n      closed:",
            "registry.yaml:9: sites.0.hours.holidays: found 'Suomi', expected a country such as FI",
        ),
        (
            "      closed:",
            "      days: {2026-12-06: ['12:00-10:00']}\n      closed:",
            "registry.yaml:9: sites.0.hours.days.2026-12-06: found '12:00-10:00', expected an end",
        ),
        (
            "      closed:",
            "      seasons: [{first: 06-01, last: 31.8., weekly: {}}]\n      closed:",
            "registry.yaml:9: sites.0.hours.seasons.0.last: found '31.8.', expected a day of the year",
        ),
        (
            "rooms:",
            "restart: {at: '24:30'}\nrooms:",
            "registry.yaml:10: restart.at: found '24:30', expected a time of the day such as 03:30",
        ),
        (
            "rooms:",
            "restart: {tine: '03:30'}\nrooms:",
            "registry.yaml:10: Object contains unknown field `tine`",
        ),
        (
            "    hours:",
            "    restart: {at: '08:15', jitter_seconds: 0}\n    hours:",
            "registry.yaml:7: sites.0.restart.at: found a restart at 08:15 on 2026-",
        ),
        ("kiosk.yaml", "nothing.yaml", "registry.yaml:15: rooms.0.profile: no file 'nothing.yaml'"),
        ("rooms:", "rooms: [", "registry.yaml:"),
        ("slug: talo\n", "slug: Talo\n", "registry.yaml:4: Expected `str` matching regex"),
    ],
)
def test_a_registry_with_one_mistake_is_refused_whole(tmp_path: Path, good: str, bad: str, told: str) -> None:
    assert _load(tmp_path, REGISTRY).returncode == 0
    done = _load(tmp_path, REGISTRY.replace(good, bad))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told), done.stderr
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    assert len(store.rooms()) == 1
    store.close()


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (
            ("serve",),
            {"HUONEVAHTI_PORT": "many"},
            "HUONEVAHTI_PORT: Expected `int`, got `str` - at `$.port`.\n",
        ),
        (
            ("serve",),
            {"HUONEVAHTI_BIND": "192.0.2.1"},
            "bind: '192.0.2.1' can be reached from other machines",
        ),
        (("serve",), {"HUONEVAHTI_DATABASE": "mysql://x"}, "database: 'mysql' is none we know"),
        (("migrate",), {"HUONEVAHTI_DATABASE": "sqlite:////nowhere/x.db"}, "database: "),
        (
            ("serve",),
            {"HUONEVAHTI_SIGNING_KEY_FILE": "/proc/none/key"},
            "signing_key_file: /proc/none/key cannot be made",
        ),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    tmp_path: Path, words: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    done = _run(tmp_path, *words, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told), done.stderr
    assert done.stderr.count("\n") == 1


def test_migrating_says_what_it_did(tmp_path: Path) -> None:
    for _ in range(2):
        done = _run(tmp_path, "migrate")
        assert (done.returncode, done.stdout) == (0, "The database has the shape of this release.\n"), (
            done.stderr
        )


ROUTES = """\
routes:
  - owner: on_site
    site: talo
    name: Neuvonta
    phone: +358 40 123 4567
    hours: {weekly: {mon: ["08.00-16.15"]}}
  - {owner: terminal, name: Tuki, webhook: "https://itsm.example.fi/hv"}
"""


def test_routes_of_the_registry_are_seeded_and_what_people_edited_stays(tmp_path: Path) -> None:
    assert _load(tmp_path, REGISTRY + ROUTES).returncode == 0
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    names = {route.name: route for route in store.routes.all()}
    assert (set(names), len(names["Tuki"].secret) > 40) == ({"Neuvonta", "Tuki"}, True)
    store.routes.save(msgspec.structs.replace(names["Tuki"], name="Uusi tuki"))
    store.close()
    assert _load(tmp_path, REGISTRY + ROUTES).returncode == 0
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    assert {route.name for route in store.routes.all()} == {"Neuvonta", "Uusi tuki"}
    store.close()


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        (
            "site: talo\n    name: Neuvonta",
            "site: lato\n    name: Neuvonta",
            "registry.yaml:18: routes.0.site: 'lato'",
        ),
        ("+358 40 123 4567", "soita", "registry.yaml:20: routes.0.phone: 'soita' cannot be used"),
        ("owner: terminal", "owner: nobody", "registry.yaml:22: Invalid enum value 'nobody'"),
        (
            "https://",
            "http://",
            "registry.yaml:22: routes.1.webhook: 'http://itsm.example.fi/hv' cannot be used",
        ),
    ],
)
def test_a_route_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, wrong: str, right: str, told: str
) -> None:
    done = _load(tmp_path, REGISTRY + ROUTES.replace(wrong, right))
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_says_where_it_serves_and_ends_at_once_although_a_page_is_open(
    tmp_path: Path, number: int
) -> None:
    port = free_loopback_port()
    environment = {
        "HUONEVAHTI_DATABASE": f"sqlite:///{tmp_path / 'fleet.db'}",
        "HUONEVAHTI_PORT": str(port),
        "HUONEVAHTI_BROKER_PORT": str(free_loopback_port()),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "huonevahti_fleet", "serve"]
    with subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == f"Huonevahti serves http://127.0.0.1:{port}/\n"
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/events/stream?page=rooms"
        ) as stream:  # loopback
            assert stream.readline()
            server.send_signal(number)
            told = server.communicate(timeout=10)[1]
    assert server.returncode == 0, told
    assert [line.split(" cannot")[0] for line in told.splitlines()] == [
        f"broker 127.0.0.1:{environment['HUONEVAHTI_BROKER_PORT']}"
    ]


def test_hours_and_restarts_are_taken_as_they_are_written(tmp_path: Path) -> None:
    hours = "days: {2026-12-06: ['10:00-12:00']}, closures: [{first: 2026-07-01, last: 2026-07-31}], holidays: FI-01"
    season = "seasons: [{first: 06-15, last: 08-09, weekly: {tue: ['10:00-14:00']}}]"
    text = REGISTRY.replace("    site: talo\n", f"    site: talo\n    hours: {{{hours}, {season}}}\n")
    text += "    restart: {exceptions: {2026-12-24: 'off'}, days: [tue]}\nrestart: {at: '02:00'}\n"
    done = _load(tmp_path, text)
    assert done.returncode == 0, done.stderr
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    found = {each.place: (each.schedule, each.who, each.set_at) for each in store.schedules()}
    store.close()
    assert found == {
        ("all", ""): (Schedule(at="02:00"), "", None),
        ("room", "imatra"): (Schedule(days=("tue",), exceptions={date(2026, 12, 24): "off"}), "", None),
    }


def test_what_people_set_stays_over_the_file_and_the_file_must_agree_with_it(tmp_path: Path) -> None:
    assert _load(tmp_path, REGISTRY).returncode == 0
    store = open_store(f"sqlite:///{tmp_path / 'fleet.db'}")
    store.set_schedule(
        "site", "talo", Schedule(at="07:30", latest_before_opening_seconds=900, jitter_seconds=0), "m", NOW
    )
    text = REGISTRY.replace("    hours:", "    restart: {at: '02:00'}\n    hours:")
    assert _load(tmp_path, text).returncode == 0
    assert [each.schedule.at for each in store.schedules()] == ["07:30"]
    earlier = _load(tmp_path, text.replace('"08:00-16:15"', '"07:00-16:15"'))
    assert (earlier.returncode, earlier.stderr.partition(" found")[0]) == (
        2,
        "registry.yaml:7: sites.0.restart.at:",
    )
    store.set_schedule("site", "talo", None, "m", NOW)
    assert [each.schedule.at for each in store.schedules()] == ["02:00"]
    store.close()


def test_a_room_that_is_open_at_night_is_registered_as_ever_while_nobody_says_when_it_restarts(
    tmp_path: Path,
) -> None:
    always = REGISTRY.replace('mon: ["08:00-16:15"]', "mon: ['00:00-24:00']")
    assert _load(tmp_path, always).returncode == 0
    said = _load(tmp_path, always + "restart: {at: '03:00'}\n")
    assert said.stderr.startswith("registry.yaml:16: restart.at: found a restart at 03:"), said.stderr
