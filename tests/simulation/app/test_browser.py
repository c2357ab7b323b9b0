"""The page in headless Chromium: no network, every control moves its chart, both languages, no console error."""

import pytest
from page_tabs import MISSING, NO_CHROMIUM, changed, drawn, opened, shot
from worlds import PROVINCE

SCREENS = ("threshold", "household", "village", "provinces", "quiz")

if MISSING:
    pytest.skip(NO_CHROMIUM, allow_module_level=True)


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_in_both_languages(tab, page, screen):
    for lang, own, other in (("zh", "兜底", "English"), ("en", "simulating", "中文")):
        place = opened(tab, page, screen, lang, "&s.line=1.1")
        assert own in tab.title()
        assert place.inner_text().strip()
        if lang == "en" and screen != "household":  # names of laws stay as they are
            assert not [letter for letter in place.inner_text() if "\u4e00" <= letter <= "\u9fff"]
        shot(tab, f"{screen}_{lang}")
        tab.get_by_role("button", name=other, exact=True).wait_for()


def test_each_screen_fits_a_phone(tab, page):
    tab.set_viewport_size({"width": 390, "height": 844})
    for screen in SCREENS:
        for lang in ("zh", "en"):
            opened(tab, page, screen, lang, "&s.line=1.1")
            assert tab.evaluate("document.documentElement.scrollWidth") <= 390, (screen, lang)
            shot(tab, f"{screen}_{lang}_phone")


def test_charts_follow_while_the_line_is_drawn(tab, page):
    opened(tab, page, "threshold")
    tab.evaluate("() => { window.latencies.length = 0; }")
    for step in range(20):  # two seconds without a rest
        tab.locator("[data-lever=line]").fill(str(round(0.8 + 0.02 * step, 2)))
        tab.wait_for_timeout(100)
    seen = tab.evaluate("() => window.latencies.length")
    assert seen >= 2, "charts stood still while the slider moved"
    tab.wait_for_function("() => window.atRest()")
    assert "s.line=1.18" in tab.url
    now = drawn(tab)
    opened(tab, page, "threshold", more="&s.line=1.18")
    assert drawn(tab) == now, "the last place of the slider is the one that stays"


def test_the_line_moves_every_chart(tab, page):
    opened(tab, page, "threshold")
    before = drawn(tab)
    tab.locator("[data-lever=line]").fill("1.3")
    changed(tab, before)
    tab.locator("#status", has_text="A real run of").wait_for()
    assert "s.line=1.3" in tab.url
    opened(tab, page, "threshold", more="&s.line=1.3")
    tab.locator("#status", has_text="An earlier real run").wait_for()  # the link restores the state


def test_a_mistaken_link_is_told_as_text(tab, page):
    tab.goto(f"{page.server.url}#province={PROVINCE}&lang=en&h.x=1&s.%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E=1")
    tab.locator("#message.error").wait_for()
    assert "<img" in tab.locator("#message").inner_text()
    assert tab.locator("#screen img, #message img").count() == 0


@pytest.mark.full
def test_every_slider_and_preset_moves_its_chart(tab, page):
    opened(tab, page, "threshold")
    for lever, value in {"line": 0.8, "marginal": 1.2, "taper": 0.4, "exit": 0, "visits": 2, "screening": 0.5}.items():
        tab.locator("#reset").click()
        tab.locator("#status", has_text="run").wait_for()
        before = drawn(tab)
        tab.locator(f"[data-lever={lever}]").fill(str(value))
        changed(tab, before)
    for preset in ("line_plus_10", "soft_taper", "find_people", "none"):
        before = drawn(tab)
        tab.locator(f"[data-preset={preset}]").click()
        changed(tab, before)
    shot(tab, "threshold_preset")


@pytest.mark.full
def test_every_field_of_the_household_moves_its_chart(tab, page):
    opened(tab, page, "household")
    fields = {"persons": 4, "minors": 2, "elders": 1, "severe": 1, "wage": 800, "pension": 200, "other": 150}
    for name, value in fields.items():
        before = drawn(tab)
        tab.locator(f"input[name={name}]").fill(str(value))
        changed(tab, before)
    for chosen, value in (("area", "rural"), ("vary", "line")):
        before = drawn(tab)
        tab.locator("fieldset select").nth(0 if chosen == "area" else 1).select_option(value)
        changed(tab, before)
    before = drawn(tab)
    tab.locator("select[name=example]").select_option("disabled")
    changed(tab, before)
    shot(tab, "household_disabled")


@pytest.mark.full
def test_the_village_plays_pauses_and_steps(tab, page):
    opened(tab, page, "village", more="&s.line=1.2")
    month = tab.locator("#month")
    assert month.inner_text() == "2023-01"
    tab.locator("#step").click()
    assert month.inner_text() == "2023-02"
    tab.locator("#back").click()
    assert month.inner_text() == "2023-01"
    tab.locator("#speed").fill("10")
    tab.locator("#play").click()
    tab.locator("#month", has_text="2023-06").wait_for()
    tab.locator("#play").click()
    stands = month.inner_text()
    tab.wait_for_timeout(400)
    assert month.inner_text() == stands
    before = drawn(tab)
    tab.locator("#scrub").fill("11")
    changed(tab, before)
    shot(tab, "village_played")
    tab.locator("[data-side=after]").click()
    tab.locator("#first").click()
    assert month.inner_text() == "2023-01"
    before = drawn(tab)
    tab.locator("#other").click()
    changed(tab, before)


@pytest.mark.full
def test_another_practice(tab, page):
    opened(tab, page, "provinces")
    before = drawn(tab)
    tab.locator("#practice").select_option("yunnan")
    changed(tab, before)
    shot(tab, "provinces_two")
