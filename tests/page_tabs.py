"""The trainers' page in a tab of headless Chromium: open a screen, take its picture, wait until its charts move."""

import os
import shutil
from pathlib import Path

from worlds import PROVINCE

SHOTS = os.environ.get("DOUDI_SCREENSHOTS")  # a folder: screenshots are kept there
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), "")
MISSING = not CHROMIUM and not os.environ.get("CI")
NO_CHROMIUM = "no Chromium on this machine; .ci/run installs one"
SECONDS = 60_000


def opened(tab, page, screen, lang="en", more=""):
    tab.goto("about:blank")
    tab.goto(f"{page.server.url}#province={PROVINCE}&lang={lang}&screen={screen}{more}")
    tab.locator({"quiz": ".choices", "village": "#map"}.get(screen, "#screen svg")).first.wait_for()
    tab.locator("#status", has_not_text="Simulating…").and_(tab.locator("#status", has_not_text="正在模拟…")).wait_for(
        state="attached"
    )
    return tab.locator("#screen")


def shot(tab, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def drawn(tab):
    """The charts as they stand."""
    return tab.locator("#screen svg").evaluate_all("all => all.map(each => each.outerHTML).join('')")


def changed(tab, before):
    """Wait until the charts differ from `before`."""
    for _ in range(600):
        if (now := drawn(tab)) != before:
            return now
        tab.wait_for_timeout(50)
    raise AssertionError("the charts did not move")


def at_rest(tab):
    """Wait until the figures are those of the sliders, all months."""
    tab.wait_for_function("() => window.atRest()")
