"""What page tests get: texts that must exist, and one browser for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from huonevahti_fleet import texts
from huonevahti_fleet.store import Store, open_store
from tests.fakes import fleet
from tests.fakes.fleet import registry
from tests.fleet.pages.sample import SampleStore
from tests.fleet.pages.serving import application, served

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(autouse=True)
def _texts_must_exist() -> Iterator[None]:
    """Makes a key without a text an error instead of a word on a page."""
    texts.be_strict()
    yield
    texts.be_strict(strict=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; of one module, since its event loop occupies the thread while it runs."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def store() -> SampleStore:
    """The sample rooms, free to be changed."""
    return SampleStore()


@pytest.fixture
def kept() -> Iterator[Store]:
    """A real store in memory with two rooms of one site."""
    opened = open_store("sqlite://")
    opened.save_registry(registry("imatra", "nurmes"), fleet.NOW)
    yield opened
    opened.close()


@pytest.fixture
def address(store: SampleStore) -> Iterator[str]:
    """The pages over `store` behind a real port."""
    with served(application(store, demo=True)) as address:
        yield address
