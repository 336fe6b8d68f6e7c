"""Restarts, schedule and morning of fifty rooms in a real browser: nothing for axe, no script, no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.fleet.pages.sample_nights import filled
from tests.fleet.pages.serving import application, served
from tests.fleet.pages.test_browser import TAGS, opened

SEEN = [
    ("/restarts", "fi", 320, "dark"),
    ("/restarts", "en", 1280, "light"),
    ("/morning", "sv", 320, "light"),
    ("/morning", "fi", 1280, "dark"),
    ("/rooms/room-2", "en", 320, "light"),
    ("/restarts/schedule?for=room&slug=room-6", "sv", 1280, "dark"),
]


@pytest.fixture(scope="module")
def fleet() -> Iterator[str]:
    """The pages over fifty rooms with a month of nights."""
    store = filled(50)
    with served(application(store)) as address:  # type: ignore[arg-type]  # a real store
        yield address
    store.close()


@pytest.mark.parametrize("seen", SEEN)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, fleet: str, seen: tuple[str, str, int, str]
) -> None:
    path, language, width, scheme = seen
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "locale": language}
    with opened(browser, fleet + path, **options) as page:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_schedule_is_changed_by_keyboard_without_a_script(browser: Browser, fleet: str) -> None:
    with opened(browser, f"{fleet}/restarts/schedule?for=site&slug=site-0", java_script_enabled=False) as page:
        page.focus("#at")
        page.keyboard.type("4.40")
        page.focus("#who")
        page.keyboard.type("Maija")
        page.keyboard.press("Enter")
        page.wait_for_selector("table.preview")
        assert page.locator("table.preview tbody tr").count() == 3
        page.focus("form .btn")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status]")
        assert page.url.endswith("/restarts?said=saved")
