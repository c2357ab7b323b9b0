"""Milliseconds from a slider to the redrawn charts of the trainers' page, in headless Chromium.

uv run --group test python -m benchmarks.page
    [--province zhejiang --households 20000 --months 36 --moves 60 --sessions 12]

Two ways of using a slider are timed: single moves to places not seen before, each after the page has come to rest,
and drags, in which the slider moves on every 50 ms. `first` is until the first redrawn chart (the first year of
the run, which the page says), `whole` until the charts of all months. On a shared machine wall-clock time says as much
about the neighbours as about the page, so the CPU time that the process of the server took for each run is given
alongside. At last `--sessions` visitors move sliders in turn, each in a tab of its own; the server's memory is read.
"""

import argparse
import os
import random
import shutil
import time
from typing import Any

import pandas as pd
import psutil
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from simulation.app import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PERCENTILES = (0.5, 0.95)
DRAG_STEP_MS, DRAG_STEPS = 50, 30
REST_MS = 60_000
COLUMNS = ("way", "kept", "until", "n", "median ms", "p95 ms")


def first_page(tab: Tab, url: str) -> dict[str, float]:
    """Milliseconds from the address to the dressed page and to its first chart, at a server that is up."""
    begun = time.perf_counter()
    tab.goto(url)
    tab.locator("#screens button").first.wait_for()
    dressed = time.perf_counter()
    tab.locator("#screen svg").first.wait_for(timeout=600_000)
    return {"page": 1000 * (dressed - begun), "chart": 1000 * (time.perf_counter() - begun)}


def at_rest(tab: Tab) -> None:
    """Wait until no run is under way."""
    tab.wait_for_function("() => window.atRest?.()", timeout=REST_MS)


def move(tab: Tab, lever: str, value: float) -> None:
    """Set a slider as a hand does: the value, then the event."""
    tab.evaluate(
        "([lever, value]) => { const slider = document.querySelector(`[data-lever=${lever}]`);"
        "slider.value = value; slider.dispatchEvent(new Event('input')); }",
        [lever, value],
    )


def single_moves(tab: Tab, moves: int) -> list[dict[str, Any]]:
    """One slider after another to a place of its own; what the page has measured of each."""
    rng = random.Random(1)
    sliders = tab.locator("[data-lever]").evaluate_all(
        "all => all.map(({ dataset, min, max, step }) => ({ id: dataset.lever, min: +min, max: +max, step: +step }))"
    )
    tab.evaluate("() => { window.latencies.length = 0; }")
    for count in range(moves):
        slider = sliders[count % len(sliders)]
        steps = round((slider["max"] - slider["min"]) / slider["step"])
        move(tab, slider["id"], slider["min"] + slider["step"] * rng.randint(0, steps))
        at_rest(tab)
    return list(tab.evaluate("() => window.latencies"))


def drags(tab: Tab, times: int) -> list[dict[str, Any]]:
    """The line drawn up and down; of each wish that was answered, when its first and its last chart were drawn."""
    tab.locator("#reset").click()
    at_rest(tab)
    tab.evaluate("() => { window.latencies.length = 0; }")
    for turn in range(times):
        for step in range(DRAG_STEPS):
            at = 0.7 + 0.01 * step if turn % 2 == 0 else 1.5 - 0.01 * step
            move(tab, "line", round(at + 0.002 * turn, 3))
            tab.wait_for_timeout(DRAG_STEP_MS)
        at_rest(tab)
    return list(tab.evaluate("() => window.latencies"))


def summary(measured: list[dict[str, Any]], way: str) -> list[tuple[Any, ...]]:
    """Median and 95th percentile of runs and of answers kept from earlier."""
    frame = pd.DataFrame(measured)
    rows = []
    for cached, part in frame.groupby("cached"):
        for what in ("first", "whole"):
            times = part[what].dropna().astype(float)  # a drag ends most runs before their last month
            middle, high = times.quantile(PERCENTILES)
            rows.append((way, cached, what, len(times), middle, high))
    return rows


def memory(browser: Browser, url: str, sessions: int) -> tuple[float, float]:
    """MB of this process before and after so many visitors have each moved three sliders."""
    process = psutil.Process()
    before = process.memory_info().rss / 1e6
    tabs = []
    for _ in range(sessions):
        tabs.append(browser.new_context().new_page())
        first_page(tabs[-1], url)
    for turn in range(3):
        for place, tab in enumerate(tabs):
            at_rest(tab)
            move(tab, ("line", "taper", "exit")[turn], (0.75, 0.35, 1)[turn] + (0.01, 0.05, 1)[turn] * place)
    for tab in tabs:
        at_rest(tab)
        tab.context.close()
    return before, process.memory_info().rss / 1e6


class Meter:
    """CPU milliseconds of this process for each run of the server; the browser is another process."""

    def __init__(self, page: Page) -> None:
        self.runs: list[float] = []
        self._run = page.live._run
        page.live._run = self.metered  # type: ignore[method-assign]

    def metered(self, *given: Any) -> Any:
        """A run, with its CPU time taken; only runs that came to their end are counted."""
        begun = time.process_time()
        answer = self._run(*given)
        self.runs.append(1000 * (time.process_time() - begun))
        return answer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--province", default="zhejiang")
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--moves", type=int, default=60)
    parser.add_argument("--sessions", type=int, default=12)
    asked = parser.parse_args()
    begun = time.perf_counter()
    page = Page(asked.province, households=asked.households, months=asked.months)
    meter = Meter(page)
    print(f"server up after {time.perf_counter() - begun:.1f} s; load {os.getloadavg()[0]:.1f}, cores {os.cpu_count()}")
    chromium = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1366, "height": 768})
        print("first visit, province warming up: {page:.0f} ms to the page, {chart:.0f} ms to its first chart".format(
            **first_page(tab, page.url)))  # fmt: skip
        tab.goto("about:blank")
        print("a later visit: {page:.0f} ms to the page, {chart:.0f} ms to its first chart".format(
            **first_page(tab, page.url)))  # fmt: skip
        at_rest(tab)
        meter.runs.clear()
        rows = summary(single_moves(tab, asked.moves), "single moves")
        rows += summary(drags(tab, max(2, asked.moves // 15)), "drags")
        cpu = list(meter.runs)
        before, after = memory(browser, page.url, asked.sessions)
        browser.close()
    households = page.live.world(asked.province).households
    print(f"{households:,} households, {asked.months} months; load {os.getloadavg()[0]:.1f}")
    print(pd.DataFrame(rows, columns=COLUMNS).to_string(index=False, float_format="{:,.0f}".format))
    print(f"CPU of the server: {pd.Series(cpu).median():.0f} ms per run (median of {len(cpu)})")
    print(f"memory of the server: {before:.0f} MB with one visitor, {after:.0f} MB after {asked.sessions} more")
    page.close()


if __name__ == "__main__":
    main()
