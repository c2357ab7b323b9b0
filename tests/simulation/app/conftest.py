"""One small province behind the page, for all tests of the app."""

import pytest
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
