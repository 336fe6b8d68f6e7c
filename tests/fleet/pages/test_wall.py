"""The wall."""

from __future__ import annotations

from huonevahti_fleet.domain.rooms import Verdict
from huonevahti_fleet.pages._reader import Reader
from huonevahti_fleet.pages.wall import MOST, TILES, view
from tests.fleet.pages.sample import JOENSUU, NOW, PORVOO, STATES, UNPLUGGED, incident, state

ENGLISH = Reader("en", NOW)


def test_it_shows_the_worst_rooms_first_and_the_time() -> None:
    found = view(STATES, ENGLISH)
    assert (found.heading, found.clock) == ("Three rooms need a move", "10:32")
    assert found.tiles[0].verdict == "unfit"
    assert found.tiles[-1].verdict == "fit"


def test_what_does_not_fit_is_counted() -> None:
    slugs = [f"porvoo-{n}" for n in range(1, MOST + 4)]
    states = [
        state(s, PORVOO, Verdict.UNFIT, incidents=(incident(n, UNPLUGGED, s),))
        for n, s in enumerate(slugs, 1)
    ]
    assert (len(view(states, ENGLISH).moves), view(states, ENGLISH).more) == (MOST, 3)


def test_more_rooms_than_tiles_are_told_by_site_and_those_all_well_only_counted() -> None:
    fit = [state(f"joensuu-{n}", JOENSUU) for n in range(1, TILES + 1)]
    bad = [state(f"porvoo-{n}", PORVOO, Verdict.UNFIT) for n in (1, 2)]
    found = view([*fit, *bad, state("porvoo-3", PORVOO)], ENGLISH)
    assert [(tile.name, tile.verdict, tile.rooms) for tile in found.tiles] == [
        ("Porvoo-info", "unfit", "2/3")
    ]
    assert (found.well, found.more_sites) == (1, 0)
