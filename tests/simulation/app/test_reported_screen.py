"""What a province reported, on the screen of the six provinces."""

import pytest
from page_tabs import MISSING, NO_CHROMIUM, opened, shot
from worlds import PROVINCE

from simulation.app.answers import Answers
from simulation.ledger import Measure
from simulation.reported.statements import load_statements
from simulation.simulate.run import run


def test_the_numbers_are_those_of_a_run_of_the_same_sample(live, world) -> None:
    s = world.settings
    alone = run(PROVINCE, scale=s.scale, months=4, seed=s.seed, threads=2)
    found = {each.statement.id: each for each in live.reported(world)}
    assert len(found) == len(load_statements(PROVINCE))
    online = alone.warm_up[0].within(-12, 0).measure(Measure.FILED_ONLINE).sum()
    assert found["online_filed"].value == online
    assert live.reported(world) is live.reported(world)


def test_an_answer_has_both_languages(live, world) -> None:
    answers = Answers(live)
    zh, en = (answers.reported({"province": PROVINCE, "lang": lang}) for lang in ("zh", "en"))
    assert len(zh["rows"]) == len(en["rows"]) > 10
    assert zh["headings"][3] == "已报告"
    assert en["households"] == world.households
    assert all(len(row) == len(en["headings"]) for row in en["rows"])


@pytest.mark.skipif(bool(MISSING), reason=NO_CHROMIUM)
def test_the_screen_shows_it_when_asked(tab, page) -> None:
    for lang in ("zh", "en"):
        place = opened(tab, page, "provinces", lang)
        assert place.locator("#reported_table tr").count() == 0
        place.locator("#reported").click()
        place.locator("#reported_table tbody tr").first.wait_for()
        assert place.locator("#reported_table tbody tr").count() > 10
        assert "NaN" not in place.inner_text()
        shot(tab, f"reported_{lang}")
        tab.set_viewport_size({"width": 390, "height": 844})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        tab.set_viewport_size({"width": 1280, "height": 900})
