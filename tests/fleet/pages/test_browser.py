"""The pages in a real browser: nothing for axe to find, no script needed, focus kept, keys, a pause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from huonevahti_fleet import texts
from huonevahti_fleet.domain.rooms import Verdict
from tests.conftest import FULL
from tests.fleet.pages.sample import NOW, STATES, UNPLUGGED, SampleStore, incident

ADDRESSES = {
    "rooms": "/",
    "rooms found": "/?q=joen&verdict=fit",
    "room unfit": "/rooms/porvoo",
    "room silent": "/rooms/salo-1?span=week",
    "room in onboarding": "/rooms/vaasa-1",
    "incidents": "/incidents",
    "incident": "/incidents/1040",
    "wall": "/wall",
    "quarantine": "/quarantine",
    "changes": "/changes",
    "routes": "/routes",
    "route": "/routes/edit?owner=terminal",
    "messages": "/messages",
    "ratings": "/ratings",
    "restarts": "/restarts",
    "schedule of all": "/restarts/schedule",
    "schedule of a site": "/restarts/schedule?for=site&slug=joensuu",
    "schedule of rooms": "/restarts/schedule?room=imatra&room=nurmes",
    "order": "/restarts/order?room=imatra&room=nurmes&when=now",
    "morning": "/morning",
    "accessibility": "/accessibility",
    "notices": "/notices",
    "not found": "/nothing",
}
EVERY = list(product(texts.LANGUAGES, (1280, 320), ("light", "dark")))
SEEN = [
    (name, seen)
    for at, name in enumerate(ADDRESSES)
    for seen in (EVERY if FULL else [EVERY[7 * at % len(EVERY)]])
]
"""In `make test` each page once, every language, width and scheme with some page; in `make prove` each with each."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONNECTED = "#live.is-live"


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open an address in a context of its own; any message of the console or of a script fails the test."""
    context = browser.new_context(**options)
    context.set_default_timeout(60_000)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if "404" not in m.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert said == []


def broken() -> tuple[Any, ...]:
    """Return the sample rooms with one more unfit."""
    worse = replace(
        STATES[0], verdict=Verdict.UNFIT, since=NOW, incidents=(incident(1050, UNPLUGGED, "imatra"),)
    )
    return (worse, *STATES[1:])


def change(store: SampleStore, states: tuple[Any, ...]) -> None:
    store.states = states
    store.changes += 1


@pytest.mark.parametrize(("name", "seen"), SEEN)
def test_axe_finds_nothing(browser: Browser, address: str, name: str, seen: tuple[str, int, str]) -> None:
    language, width, scheme = seen
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "locale": language}
    with opened(browser, address + ADDRESSES[name], **options) as page:
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_nothing_scrolls_sideways(browser: Browser, address: str, language: str, width: int) -> None:
    options = {"viewport": {"width": width, "height": 800}, "locale": language}
    with opened(browser, address, **options) as page:
        wide = {}
        for name, path in ADDRESSES.items():
            page.goto(address + path)
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            wide[name] = page.evaluate("document.documentElement.scrollWidth")
        assert {name: found for name, found in wide.items() if found > width} == {}


@pytest.mark.parametrize("path", [p for n, p in ADDRESSES.items() if n != "not found"])
def test_each_page_is_whole_without_a_script(browser: Browser, address: str, path: str) -> None:
    with opened(browser, f"{address}{path}", java_script_enabled=False) as page:
        assert page.locator("h1").inner_text()
        assert page.locator("main").inner_text()
        assert page.locator("button:visible:not(form button)").count() == 0


def test_rooms_can_be_found_without_a_script(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/?lang=en", java_script_enabled=False) as page:
        page.fill("#q", "porvoo")
        page.click("form button")
        assert page.locator(".rows tbody tr").count() == 1


def test_a_change_is_on_the_page_within_a_second(browser: Browser, address: str, store: SampleStore) -> None:
    with opened(browser, f"{address}/?lang=en") as page:
        page.wait_for_selector(CONNECTED)
        change(store, broken())
        page.wait_for_selector("h1 >> text=Four rooms need a move", timeout=1000)
        page.wait_for_selector("text=#1050", timeout=1000)
        assert "Imatra city hall: unfit" in page.locator("[role=status]").inner_text()


def test_focus_in_the_table_is_kept_while_its_row_changes(
    browser: Browser, address: str, store: SampleStore
) -> None:
    with opened(browser, f"{address}/?lang=en") as page:
        page.wait_for_selector(CONNECTED)
        page.locator(".rows a[href='/rooms/imatra']").focus()
        change(store, broken())
        page.wait_for_selector("#live-v-imatra >> text=Unfit")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "/rooms/imatra"


def test_a_card_in_hand_is_not_taken_away_until_it_is_let_go(
    browser: Browser, address: str, store: SampleStore
) -> None:
    with opened(browser, f"{address}/?lang=en") as page:
        page.wait_for_selector(CONNECTED)
        page.locator("article a[href='/rooms/porvoo']").focus()
        change(store, broken())
        page.wait_for_selector("#live-v-imatra >> text=Unfit")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "/rooms/porvoo"
        assert page.locator("text=#1050").count() == 0
        page.locator("#q").focus()
        page.wait_for_selector("text=#1050")


def test_paused_nothing_moves_and_afterwards_all_is_there(
    browser: Browser, address: str, store: SampleStore
) -> None:
    with opened(browser, f"{address}/?lang=en") as page:
        page.wait_for_selector(CONNECTED)
        page.click("#pause")
        change(store, broken())
        page.wait_for_timeout(700)
        assert page.locator("h1").inner_text() == "Three rooms need a move"
        page.click("#pause")
        page.wait_for_selector("text=#1050")
        page.wait_for_selector("text=Four rooms need a move")


def test_a_pause_is_remembered(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/?lang=en") as page:
        page.click("#pause")
        page.goto(f"{address}/incidents")
        assert page.get_attribute("#pause", "aria-pressed") == "true"
        assert "Paused" in page.locator(".beat").inner_text()


def test_each_control_is_reached_with_the_tabulator_and_shows_it(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/rooms/porvoo?lang=en") as page:
        wanted = page.locator("a:visible, button:visible, summary:visible, input:visible").count()
        reached = []
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.outerHTML"))
            if page.evaluate("document.activeElement !== document.body"):
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert "skip" in reached[0]
        assert len(set(reached)) >= wanted


def test_keys_move_find_and_tell_and_can_be_switched_off(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/?lang=en") as page:
        page.wait_for_selector(CONNECTED)
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('[data-row]').innerText").startswith("No data")
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.closest('[data-row]').innerText").startswith("Unfit")
        page.keyboard.press("?")
        assert page.locator("#keys-list").is_visible()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        page.keyboard.type("?k")
        assert page.input_value("#q") == "?k"
        page.uncheck("#keys-on")
        page.locator("h1").click()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") != "q"


def test_a_lost_connection_is_told_with_the_age_of_what_is_shown(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/?lang=en")
    page.wait_for_selector(CONNECTED)
    page.evaluate("document.dispatchEvent(new CustomEvent('htmx:sseError', { detail: {} }))")
    page.wait_for_selector("[role=alert] >> text=No connection to the server. What you see is as of 10:32:10")
    context.close()


def test_links_and_buttons_are_large_enough_to_hit(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/?lang=fi", viewport={"width": 320, "height": 700}) as page:
        boxes = page.locator(
            "a:visible:not(.skip), button:visible, input:visible, select:visible"
        ).evaluate_all(  # what was swapped for its renewed self in between has no height
            "all => all.filter(one => one.isConnected).map(one => [one.outerHTML, one.getBoundingClientRect().height])"
        )
        assert boxes
        assert [html for html, height in boxes if height < 24] == []
