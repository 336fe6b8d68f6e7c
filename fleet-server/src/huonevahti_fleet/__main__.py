"""The command `huonevahti`: serve, migrate, load the registry, or run the demo."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from huonevahti_fleet.settings import BadSettings, Settings, load


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["demo"]:
        from huonevahti_fleet.demo import run  # noqa: PLC0415  # the demo, and with it the agent, is an extra

        return int(run.main(words[1:]) or 0)
    chosen = _parser().parse_args(words)
    try:
        settings = load(chosen.settings, os.environ)
    except BadSettings as error:
        print(error, file=sys.stderr)
        return 2
    return int(chosen.verb(settings, chosen) or 0)


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
    verbs.add_parser("demo", help="run the product with simulated rooms")
    return parser


def _serve(settings: Settings, _: argparse.Namespace) -> None:
    import uvicorn  # noqa: PLC0415  # only this verb needs a web server

    from huonevahti_fleet.app import build  # noqa: PLC0415
    from huonevahti_fleet.edges import clock  # noqa: PLC0415
    from huonevahti_fleet.store import open_store  # noqa: PLC0415

    app = build(settings, open_store(settings.database), clock.now)
    uvicorn.run(app, host=settings.bind, port=settings.port, log_level="warning")


if __name__ == "__main__":
    sys.exit(main())
