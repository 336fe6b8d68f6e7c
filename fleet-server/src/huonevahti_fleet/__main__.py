"""The command `huonevahti`: serve, migrate, load the registry, run the demo, play scenarios, prove restarts."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from huonevahti_fleet.app import build
from huonevahti_fleet.edges import clock, web
from huonevahti_fleet.flows.load_registry import BadRegistryFile, load_registry
from huonevahti_fleet.flows.seal import BadKey
from huonevahti_fleet.flows.verify_packet import BadPacket, verify_packet
from huonevahti_fleet.settings import BadSettings, Settings, load
from huonevahti_fleet.store import BadDatabase, Kept, Locked, Store, open_store


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["demo"]:
        from huonevahti_fleet.demo import run  # noqa: PLC0415  # the demo, and with it the agent, is an extra

        return int(run.main(words[1:]) or 0)
    if words[:1] == ["scenario"]:
        from huonevahti_fleet.scenarios import command  # noqa: PLC0415  # the same

        return command.main(words[1:])
    if words[:1] == ["restarts"]:
        from huonevahti_fleet.restarts import command as restarts  # noqa: PLC0415  # what serves needs none of it

        return restarts.main(words[1:])
    chosen = _parser().parse_args(words)
    try:
        chosen.verb(load(chosen.settings, os.environ), chosen)
    except BadPacket as error:
        print(error, file=sys.stderr)
        return 1
    except (BadSettings, BadKey, BadRegistryFile, Locked) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huonevahti", description="Which rooms are fit for the next customer."
    )
    default = os.environ.get("HUONEVAHTI_SETTINGS")
    parser.add_argument(
        "--settings", type=Path, default=Path(default) if default else None, metavar="FILE.toml"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verbs.add_parser("serve", help="take reports and show rooms").set_defaults(verb=_serve)
    verbs.add_parser("migrate", help="bring the database to this release's shape").set_defaults(verb=_migrate)
    registry = verbs.add_parser("registry", help="which rooms there are").add_subparsers(
        required=True, metavar="VERB"
    )
    loading = registry.add_parser("load", help="put a registry file in place of the former registry, whole")
    loading.add_argument("file", type=Path, metavar="FILE.yaml")
    loading.set_defaults(verb=_load_registry)
    checking = verbs.add_parser("verify-packet", help="check a hand-over packet that somebody gave you")
    checking.add_argument("file", type=Path, metavar="FILE.json")
    checking.add_argument(
        "--key", required=True, metavar="PUB", help="64 hex digits, or a file that holds them"
    )
    checking.set_defaults(verb=_verify_packet)
    verbs.add_parser("demo", help="run the product with simulated rooms")
    verbs.add_parser("scenario", help="play what happens to the world, and see what is made of it")
    verbs.add_parser("restarts", help="let rooms restart for years in virtual time, and check each night")
    return parser


def _serve(settings: Settings, _: argparse.Namespace) -> None:
    """Serve until told to stop; a database on SQLite is brought up to date first, any other is the operator's."""
    store = _open(settings, migrate=settings.database.startswith("sqlite"))
    app = build(settings, store, clock.now)
    try:
        web.serve(app, settings.bind, settings.port, lambda: _say_where(settings))
    finally:
        store.close()


def _say_where(settings: Settings) -> None:
    host = f"[{settings.bind}]" if ":" in settings.bind else settings.bind
    print(f"Huonevahti serves http://{host}:{settings.port}/", flush=True)
    if not settings.broker_host:
        print("No broker is set: what terminals send is not read.", file=sys.stderr, flush=True)


def _migrate(settings: Settings, _: argparse.Namespace) -> None:
    _open(settings, migrate=True).close()
    print("The database has the shape of this release.")


def _load_registry(settings: Settings, chosen: argparse.Namespace) -> None:
    store = _open(settings, migrate=settings.database.startswith("sqlite"))
    registry = load_registry(chosen.file, store, clock.now())
    store.close()
    print(f"{len(registry.sites)} sites, {len(registry.rooms)} rooms.")


def _verify_packet(_: Settings, chosen: argparse.Namespace) -> None:
    print(verify_packet(chosen.file, chosen.key))


def _open(settings: Settings, *, migrate: bool) -> Store:
    kept = Kept(settings.samples_kept_days, settings.history_kept_days, settings.quarantine_kept)
    try:
        return open_store(settings.database, kept, migrate=migrate)
    except BadDatabase as error:
        raise BadSettings(f"database: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
