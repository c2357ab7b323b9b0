import numpy as np
import pytest
from worlds import PROVINCE

from simulation.app import village
from simulation.app.figures import Pair, figures
from simulation.app.live import SupersededError, month_by_month
from simulation.app.settings import reform
from simulation.comparison.two_scenarios import compare
from simulation.ledger import Measure
from simulation.simulate.run import run
from simulation.simulate.run_record import ledger_digest

SETTING = {"line": 1.1}


def test_numbers_are_those_of_run_and_compare(live, world):
    answer = live.answer(world, SETTING)
    s = world.settings
    alone = run(PROVINCE, scale=s.scale, months=s.months, seed=s.seed, threads=2)
    assert ledger_digest([world.ledger]) == alone.results_digest
    change = compare(
        PROVINCE, reform(world.base, SETTING), scale=s.scale, months=s.months, replications=1, seed=s.seed, threads=2
    )
    assert answer["digest"] == change.results_digest
    table = change.table().set_index(["indicator", "group", "observer"])["reform"]
    totals, before = answer["after"]["totals"], answer["before"]["totals"]
    assert totals["benefits_yuan_year"] == table["benefits_yuan_year", "all", "ledger"]
    assert totals["recipients_persons"] == table["recipients_persons", "programme:dibao", "ledger"]
    assert totals["exclusion_error_poor_share"] == pytest.approx(table["exclusion_error_poor_share", "all", "truth"])
    assert totals["poverty_gap_share"] == table["poverty_gap_share", "line:z", "truth"]
    baseline = change.table().set_index(["indicator", "group", "observer"])["baseline"]
    assert before["benefits_yuan_year"] == baseline["benefits_yuan_year", "all", "ledger"]
    for name, (value, low, high) in answer["difference"]["totals"].items():
        assert value == pytest.approx(totals[name] - before[name])
        assert low <= value <= high
    budget = change.budget_by_month(by=())
    whole = budget[budget["scenario"] == "reform"]
    assert answer["after"]["budget"] == pytest.approx(whole["mean_yuan"].tolist(), abs=0.011)
    years = change.by_year(total=True)
    by_year = answer["after"]["by_year"]
    assert [each["benefits_yuan"] for each in by_year] == pytest.approx(years["reform"].tolist())
    assert (answer["period"], by_year[0]["months"]) == (change.period.name, years["months"].iloc[0])
    gainers = change.flips().query("group_kind == 'decile'")["gainers"].tolist()
    assert answer["gains"]["gainers"] == pytest.approx(gainers)


def test_an_answer_is_kept_and_runs_change_nothing(live, world):
    state = world.state.digest()
    first = live.answer(world, SETTING)
    assert live.answer(world, SETTING) == first | {"cached": True}
    assert world.state.digest() == state


def test_a_newer_wish_ends_a_run(live, world):
    with pytest.raises(SupersededError):
        live.answer(world, {"taper": 0.55}, cancelled=lambda: True)
    assert "cached" not in live.answer(world, {"taper": 0.55})


def test_a_run_given_up_has_shown_its_first_year(live, world):
    longer = live._build(world.base, 24)
    shown = []
    with pytest.raises(SupersededError):
        live.answer(longer, {"taper": 0.45}, shown.append, cancelled=lambda: bool(shown))
    assert [(answer["done"], len(answer["months"])) for answer in shown] == [(12, 24)]
    assert not longer.answers


def shape(node):
    """The keys and the lengths of an answer, whatever its numbers."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items()}
    return len(node) if isinstance(node, list) and not isinstance(node[0], list | dict) else None


@pytest.mark.parametrize("months", [18, 24])
def test_both_sides_are_of_the_same_months_at_every_moment(live, world, months):
    """A reform that adds to spending must do so in what is shown first, too: 12 months of it once met 36 without."""
    longer = live._build(world.base, months)
    shown = []
    last = live.answer(longer, {"line": 1.3}, shown.append)
    assert [each["done"] for each in (*shown, last)] == [12, months]
    for answer in (*shown, last):
        before, after = answer["before"], answer["after"]
        assert shape(before) == shape(after)
        assert len(before["budget"]) == answer["done"]
        assert [year["months"] for year in before["by_year"]] == [year["months"] for year in after["by_year"]]
        assert sum(year["benefits_yuan"] for year in after["by_year"]) == pytest.approx(sum(after["budget"]))
    first = shown[0]
    for name in ("totals", "causes"):  # of the whole period from the first moment on: nothing jumps later
        assert all(first[side][name] == last[side][name] for side in ("before", "after", "difference"))
    assert first["gains"] == last["gains"]
    assert first["difference"]["totals"]["benefits_yuan_year"][0] > 0
    assert all(value >= 0 for value in first["difference"]["budget"][0])
    assert last["before"] == live.answer(longer, {})["before"]


def test_a_baseline_with_dates_of_its_own_is_shown_by_whole_periods(live, world):
    """Changes within the year cut a run into more pieces; none of them is shown before both sides have the period."""
    dated = live._build(world.base.change({"visit.visits_per_grid_month": 7.0}, start="2023-05"), 24)
    shown = []
    live.answer(dated, SETTING, shown.append)
    assert [each["done"] for each in shown] == [12]
    with pytest.raises(ValueError, match="12 months"):
        figures(Pair(dated.ledger, dated.ledger, dated.base, dated.base), 4, dated.period)


def test_a_setting_that_changes_nothing_differs_in_nothing(live, world):
    """Not even by an interval."""
    difference = live.answer(world, {})["difference"]
    assert {tuple(each) for each in difference["totals"].values()} == {(0.0, 0.0, 0.0)}
    assert not np.any(difference["budget"])
    assert not np.any(difference["by_year"][0]["benefits_yuan"])


def test_a_small_change_is_told_as_none_and_a_large_one_as_one(live, world):
    """A tenth more visits is told from none by no sample; a line up by 30% is no accident."""
    _, low, high = live.answer(world, {"visits": 1.1})["difference"]["totals"]["poor_not_known_share"]
    assert low < 0.0 < high
    _, low, high = live.answer(world, {"line": 1.3})["difference"]["totals"]["benefits_yuan_year"]
    assert low > 0.0


def test_a_practice_is_set_beside_the_own_one(live, world):
    answer = live.practice(world, live.world(PROVINCE, "yunnan"))
    assert shape(answer["before"]["totals"]) == shape(answer["after"]["totals"])
    assert answer["before"] == live.answer(world, {})["before"]
    assert answer["done"] == len(answer["months"]) == world.settings.months
    assert answer["difference"]["totals"]["benefits_yuan_year"][1:] != [0.0, 0.0]


def test_neighbours_are_run_while_nobody_waits(live, world):
    live.prefetch(world, {"exit": 5.0}, "exit")
    assert live.answer(world, {"exit": 6.0 + 0.0})["after"]["totals"]  # the baseline's own value is a setting too
    assert all(live.answer(world, {"exit": value}).get("cached") for value in (2.0, 3.0, 4.0, 6.0, 7.0, 8.0))
    with live.urgent():
        live.prefetch(world, {"exit": 15.0}, "exit")
    assert "cached" not in live.answer(world, {"exit": 16.0})


def test_the_village_counts_the_poor_as_the_ledger_does(world, monkeypatch):
    """Counties of one village: households below the line, times the village's weight, are the ledger's poor."""
    monkeypatch.setattr(village, "SHOWN", 10**6)
    single = np.flatnonzero(np.diff(world.state.counties.first_village) == 1)[:3]
    numbers = [int(world.state.counties.first_village[county]) for county in single]
    villages = [village.Village(world.state, number) for number in numbers]
    seen = []

    def look(state, ledger):
        if state.month in (1, 7):
            policy = village.engine.policy_of(world.base, world.base, state.month - 1)
            for each in villages:
                marks = village.marks(state, each, policy.poverty, 12)
                persons = [int(state.units["persons"][rows].sum()) for rows in each.rows]
                poor = sum(n for n, mark in zip(persons, marks, strict=True) if mark & 1)
                weight = int(state.villages.weight[each.number])
                seen.append((poor * weight, int(ledger.measures[each.county, state.month - 1, Measure.POOR_BEFORE])))

    month_by_month(world, world.base, look)
    assert len(seen) == 6
    assert all(mine <= books for mine, books in seen)  # households that came after the first month are not drawn
    assert sum(mine for mine, _ in seen) > 0.9 * sum(books for _, books in seen)
    assert seen[0][0] == seen[0][1] or seen[1][0] == seen[1][1]


def test_month_by_month_is_the_same_history(world):
    kept = []
    month_by_month(world, world.base, lambda state, ledger: kept.append((state.digest(), ledger)))
    assert kept[-1][0] == world.end.digest()
    assert ledger_digest([kept[-1][1]]) == ledger_digest([world.ledger])


def test_a_film_has_a_frame_a_month(world):
    film = village.film(world, reform(world.base, SETTING))
    assert len(film["frames"]) == len(film["offices"]) == world.settings.months
    assert {len(frame) for frame in film["frames"]} == {len(film["persons"])}
    assert len(film["persons"]) <= village.SHOWN
    assert all(0 <= a < b < len(film["persons"]) for a, b, _ in film["ties"])
    assert any(mark for frame in film["frames"] for mark in frame)


def test_a_borrowed_practice_is_a_world_of_its_own(live, world):
    scenario = live.scenario(PROVINCE, "zhejiang")
    assert scenario.structural_digest != world.base.structural_digest
    assert scenario.province == PROVINCE
