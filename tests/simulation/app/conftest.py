"""One small province behind the page, for all tests of the app."""

import pytest
from page_tabs import CHROMIUM, SECONDS
from playwright.sync_api import sync_playwright
from worlds import PROVINCE

from simulation.app import Page
from simulation.app.live import Live, World

MONTHS = 12


@pytest.fixture(scope="session")
def page():
    """The page on the small province: a village a county, a year."""
    made = Page(PROVINCE, households=1, months=MONTHS, lang="en", threads=2)
    yield made
    made.close()


@pytest.fixture(scope="session")
def live(page: Page) -> Live:
    """Its provinces."""
    return page.live


@pytest.fixture(scope="session")
def world(live: Live) -> World:
    """The small province, warmed up."""
    return live.world(PROVINCE)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def tab(browser, page, world):
    """A tab that may reach our server only and must not complain."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(SECONDS)
    made = context.new_page()

    def request(asked):
        if not asked.url.startswith((page.server.url, "data:")):
            complaints.append(f"asked {asked.url}")

    made.on("request", request)
    refused = "status of 400"  # Chromium's own line about a link that we refuse
    made.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    context.close()
    assert [line for line in complaints if refused not in line] == []
