"""What the page says of its figures, in headless Chromium: of which months, how sure, whether of the last setting."""

import json
import re

import pytest
from page_tabs import MISSING, NO_CHROMIUM, at_rest, opened, shot
from worlds import PROVINCE

from simulation.app import truths

if MISSING:
    pytest.skip(NO_CHROMIUM, allow_module_level=True)


def opacity(tab):
    """How the figures look: computed opacity of the container of tables and charts."""
    return tab.locator("#figures").evaluate("node => getComputedStyle(node).opacity")


def test_stale_figures_look_stale_until_the_new_ones_are_there(tab, page):
    opened(tab, page, "threshold", more="&s.line=1.02")
    figures, caption = tab.locator("#figures"), tab.locator("#compared")
    at_rest(tab)
    assert (figures.get_attribute("class") or "", figures.get_attribute("aria-busy")) == ("", "false")
    assert opacity(tab) == "1"
    assert "2023-01 to 2023-12" in caption.inner_text()
    held = []
    tab.route("**/api/run*", lambda route, _: held.append(route))
    tab.locator("[data-lever=line]").fill("1.37")
    tab.wait_for_function("() => document.querySelector('#figures').classList.contains('stale')")
    tab.wait_for_timeout(300)  # as long as the run takes
    assert float(opacity(tab)) < 0.6
    assert "grayscale" in figures.evaluate("node => getComputedStyle(node).filter")
    assert figures.get_attribute("aria-busy") == "true"
    assert "earlier setting" in caption.inner_text()
    assert "stale" in tab.locator("[data-below=line]").get_attribute("class")
    assert figures.locator("table").count() == 2
    shot(tab, "threshold_stale")
    held[0].continue_()
    tab.unroute("**/api/run*")
    at_rest(tab)
    assert (figures.get_attribute("class"), opacity(tab)) == ("", "1")
    assert "2023-01 to 2023-12" in caption.inner_text()


def test_figures_stay_stale_when_the_new_ones_cannot_be_had(tab, page):
    opened(tab, page, "threshold", more="&s.line=1.02")
    at_rest(tab)
    tab.route("**/api/run*", lambda route: route.fulfill(json={"error": "no such run"}))
    tab.locator("[data-lever=line]").fill("1.33")
    tab.locator("#message.error").wait_for()
    assert "could not be computed" in tab.locator("#compared").inner_text()
    assert float(opacity(tab)) < 0.6


def test_household_and_village_are_stale_while_another_is_computed(tab, page):
    for screen, asked, node, act in (
        (
            "household",
            "household",
            "#screen .columns > div:nth-child(2)",
            lambda: tab.locator("input[name=wage]").fill("900"),
        ),
        ("village", "village", "#film", lambda: tab.locator("#other").click()),
    ):
        opened(tab, page, screen)
        place, held = tab.locator(node), []
        tab.route(f"**/api/{asked}*", lambda route, _, held=held: held.append(route))
        assert place.evaluate("node => getComputedStyle(node).opacity") == "1"
        act()
        tab.locator(f"{node}.stale").wait_for()
        while not held:
            tab.wait_for_timeout(20)
        assert float(place.evaluate("node => getComputedStyle(node).opacity")) < 0.6
        held[0].continue_()
        tab.unroute(f"**/api/{asked}*")
        tab.locator(f"{node}:not(.stale)").wait_for()


def test_a_difference_inside_the_error_is_drawn_as_such(tab, page):
    """A tenth more visits: hollow, grey, with its interval; a line up by 30% is told."""
    opened(tab, page, "threshold", more="&s.visits=1.1")
    at_rest(tab)
    untold = tab.locator("#figures td.untold")
    assert untold.count() > 4
    assert re.search(r"no difference detectable in this sample \([^)]* to [^)]*\)", untold.first.inner_text())
    assert tab.locator("#figures rect.hollow").count() > 0
    assert tab.locator("#figures .whisker").count() > 0
    assert tab.locator("#figures polygon.band").count() > 0
    shot(tab, "threshold_visits_1_1")
    tab.locator("[data-lever=line]").fill("1.3")
    at_rest(tab)
    told = tab.locator("#figures td.told")
    assert told.first.inner_text().startswith("+")
    shot(tab, "threshold_line_30")


def test_a_run_under_way_is_set_against_as_many_months(tab, page):
    """A first year of three, as a drag shows it: every chart and table ends with it on both sides."""
    opened(tab, page, "threshold")
    at_rest(tab)
    world = page.live.world(PROVINCE)
    longer, shown = page.live._build(world.base, 36), []
    last = page.live.answer(longer, {"line": 1.3}, shown.append)
    assert [each["done"] for each in (*shown, last)] == [12, 24, 36]
    for answer in (*shown, last):
        body = json.dumps(answer | {"lines": {"urban": 1, "rural": 1}})
        tab.route("**/api/run*", lambda route, _, body=body: route.fulfill(body=body))
        tab.locator("[data-lever=line]").fill(str(1.3 + answer["done"] / 1000))
        done = f"2023-01 to {answer['months'][answer['done'] - 1]}"
        tab.locator("#compared", has_text=done).wait_for()
        budget = tab.locator("#figures svg").first
        points = budget.locator("polyline").evaluate_all("all => all.map(each => each.getAttribute('points'))")
        assert [len(each.split()) for each in points] == [answer["done"]] * 2
        assert tab.locator("#figures table.years tbody tr").count() == 2 * (answer["done"] // 12)
        cost = tab.locator("#figures td.told").first.inner_text()
        assert cost.startswith("+"), "a higher line costs more, at every moment"
        shot(tab, f"threshold_months_{answer['done']}")
        tab.unroute("**/api/run*")


def test_the_quiz_judges_by_what_ships(tab, page):
    truth = next(each for each in truths.clear_questions(page.live.world(PROVINCE).base))
    for lang, right, source in (("en", "Right: +", "12 replications"), ("zh", "猜对了：+", "重复 12 次")):
        opened(tab, page, "quiz", lang)
        tab.locator(f"[data-choice={truth.right}]").click()
        tab.locator("#reveal").click()
        tab.locator("#revealed svg").first.wait_for()
        text = tab.locator("#revealed").inner_text()
        assert right in text
        assert f"{100 * truth.low:.1f}%" in text
        assert f"{100 * truth.high:.1f}%" in text
        assert source in text
        shot(tab, f"quiz_revealed_{lang}")
        tab.locator("#next").click()
        assert tab.locator("#revealed svg").count() == 0


def test_without_clear_answers_the_quiz_asks_nothing(tab, page, monkeypatch):
    """The scenario files were changed, and what ships is of the old ones."""
    monkeypatch.setattr(truths, "shipped", dict)
    for lang in ("zh", "en"):
        tab.goto("about:blank")
        tab.goto(f"{page.server.url}#province={PROVINCE}&lang={lang}&screen=quiz")
        tab.locator("#no_questions").wait_for()
        assert "make_truths" in tab.locator("#no_questions").inner_text()
        shot(tab, f"quiz_none_{lang}")
