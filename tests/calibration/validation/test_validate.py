"""Baselines against held-out figures: verdicts, null models, scores, and how they are written."""

import dataclasses
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from worlds import PROVINCE, SCALE, warmed

from calibration.observers.holders import holders_of
from calibration.observers.homes import trailing_yuan_year
from calibration.statistics import STATISTICS
from calibration.targets import Fact, load_facts
from calibration.validation import Row, Validation, validate
from calibration.validation.causes import FILE, Cause, load_causes
from calibration.validation.coverage import cell, coverage, coverage_table
from calibration.validation.draws import draws_of
from calibration.validation.nulls import Nulls
from calibration.validation.report import PAGE, ValidationReport, as_json, frame_of, page
from calibration.validation.validate import GRADES, IN, INPUT, ORDER, OUT, UNINFORMATIVE, UNSEEN, _Found, _row
from calibration.validation.words import STATISTICS as NAMES
from simulation.comparison.outreach_trial import outreach_trial
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings

SETTINGS = Settings(SCALE, 1, 1, 1, 24, threads=1)
STOCK = "stock_persons:dibao+single"


def fact(name: str, value: float, **changes: Any) -> Fact:
    given = {
        "id": name, "province": PROVINCE, "statistic": STOCK, "value": value, "unit": "persons", "date": "2021-02",
        "low": 0.9 * value, "high": 1.1 * value, "source": "made", "address": "made", "confidence": "seen",
        "role": "validate", "grade": "A",
    }  # fmt: skip
    return Fact(**(given | changes))


def row(one: Fact, simulated: float, random: float = np.nan, perfect: float = np.nan) -> Row:
    return Row(one, np.array([simulated]), np.array([random]), np.array([perfect]))


@pytest.fixture(scope="module")
def found() -> Validation:
    """A first run gives the values of which the facts of the second are made."""
    asked = [
        fact("all", 1.0), fact("rural", 1.0, area="rural"), fact("wrong", 1.0), fact("B", 1e9, grade="B"),
        fact("remembered", 1.0, area="urban", confidence="memory"), fact("none", 1.0, statistic="experiment:x"),
        fact("line", 1.0, statistic="line_mean:dibao", unit="yuan/person/month"),
        fact("cases", 1.0, statistic="persons_per_case:dibao+single", unit="persons/unit"),
        fact("health", 0.9, statistic="catastrophic_share", unit="1", province="china"),
    ]  # fmt: skip
    first = {r.fact.id: r for r in validate(PROVINCE, settings=SETTINGS, facts=asked, causes={}).rows}
    values = {name: first[name].median for name in ("rural", "line", "remembered")}
    values["cases"] = float(first["cases"].random[0])
    again = [
        dataclasses.replace(one, value=values[one.id], low=0.99 * values[one.id], high=1.01 * values[one.id])
        if one.id in values else one
        for one in asked
    ]  # fmt: skip
    causes = {"wrong": Cause("made up", "虚构", "no run")}
    return validate(PROVINCE, settings=SETTINGS, facts=again, causes=causes)


def test_verdicts_and_their_order(found: Validation) -> None:
    verdicts = {r.fact.id: r.verdict for r in found.rows}
    assert verdicts["wrong"] == verdicts["B"] == verdicts["health"] == OUT
    assert verdicts["none"] == UNSEEN
    assert verdicts["line"] == INPUT
    assert verdicts["cases"] == UNINFORMATIVE
    assert verdicts["rural"] == verdicts["remembered"] == IN
    assert [ORDER.index(r.verdict) for r in found.rows] == sorted(ORDER.index(r.verdict) for r in found.rows)


def test_scores_are_by_grade_and_never_pooled(found: Validation) -> None:
    """A: in band `rural`, out `all`, `wrong`, `health`; the input and what a null meets are not counted."""
    assert found.scores == {"A": (1, 4), "B": (0, 1), "C": (0, 0), "D": (0, 0), "memory": (1, 1)}
    assert tuple(found.scores) == GRADES


def test_a_row_that_a_null_meets_is_uninformative_even_if_the_model_misses_it() -> None:
    one = fact("x", 100.0)
    assert row(one, 100.0, 50.0, 150.0).verdict == IN
    assert row(one, 50.0, 50.0, 150.0).verdict == OUT
    assert row(one, 100.0, 95.0, 150.0).verdict == UNINFORMATIVE
    assert row(one, 50.0, 50.0, 105.0).verdict == UNINFORMATIVE
    assert row(one, np.nan, 100.0, 100.0).verdict == UNSEEN


def test_interval_and_median_are_over_runs() -> None:
    many = Row(fact("x", 100.0), np.append(np.arange(101.0), np.nan), np.zeros(1), np.zeros(1))
    assert many.median == 50.0
    assert many.interval == pytest.approx((5.0, 95.0))


def test_draws_are_dealt_over_the_replications() -> None:
    asked = [fact("all", 1.0)]
    draws = [{}, {"application.base_logit": -1.0}]
    two = validate(PROVINCE, draws=draws, settings=SETTINGS, facts=asked, causes={})
    one = validate(PROVINCE, settings=SETTINGS, facts=asked, causes={})
    assert (two.draws, one.draws) == (2, 0)
    assert two.rows[0].simulated[0] == one.rows[0].simulated[0] < two.rows[0].simulated[1]


def test_figures_of_no_province_are_means_by_residents() -> None:
    one = fact("x", 3.0, province="china")
    parts = {
        "fujian": _Found((one,), 1e6, [[2.0]], [[np.nan]], [[0.0]]),
        "hubei": _Found((one,), 3e6, [[6.0]], [[np.nan]], [[4.0]]),
    }
    made = _row(one, parts, {})
    assert made.simulated[0] == pytest.approx(5.0)
    assert np.isnan(made.random[0])
    assert made.perfect[0] == pytest.approx(3.0)


def test_the_outreach_trial_is_read_where_it_is_asked_for() -> None:
    settings = dataclasses.replace(SETTINGS, scale=0.002)
    asked = [
        fact(name, 2.0, statistic=f"experiment:outreach_trial_{name}", province="elsewhere")
        for name in ("information", "help", "other")
    ]
    rows = {r.fact.id: r for r in validate(PROVINCE, settings=settings, facts=asked, causes={}, experiments=True).rows}
    trial = outreach_trial(Scenario.load(PROVINCE), replications=1, scale=0.002, threads=1)
    shares = trial.shares()
    assert rows["information"].median == pytest.approx(shares[1] / shares[0])
    assert rows["help"].median == pytest.approx(shares[2] / shares[0])
    assert rows["other"].verdict == UNSEEN
    assert not any(rows["help"].null_meets)


def test_the_null_registers() -> None:
    scenario = Scenario.load(PROVINCE)
    state, _ = warmed(scenario)
    nulls = Nulls(1, 0)
    nulls.look(state, scenario, True)
    real, random, perfect = holders_of(state, False), nulls.random[-1], nulls.perfect[-1]
    dibao = np.isin(real.programme, [scenario.rule_book().names.index(name) for name in ("dibao", "single")])
    heads = int((real.covered * real.weight)[dibao].sum())
    placed = random.programme == scenario.rule_book().names.index("dibao")
    given = int((random.covered * random.weight)[placed].sum())
    assert heads - 15 * int(random.weight.max()) < given <= heads
    mean = (real.paid * real.weight)[dibao].sum() / heads
    assert (random.paid * random.weight)[placed].sum() / given == pytest.approx(mean, rel=0.001)
    assert np.unique(random.unit).size == random.unit.size
    assert random.members is not None
    assert random.members[:, 0].sum() / random.covered.sum() < 0.5  # few old persons: any household
    income = trailing_yuan_year(state)[perfect.unit] / 12 * 100
    lines = scenario.lines(-1)[state.units["registration"][perfect.unit], perfect.urban.astype(int), 0]
    assert (perfect.paid > 0).all()
    assert np.allclose(income + perfect.paid, lines * perfect.covered, atol=1.0)
    again = Nulls(1, 0)
    again.look(state, scenario, False)
    assert np.array_equal(again.random[-1].unit, random.unit)
    assert not np.array_equal(Nulls(1, 1)._generator.permutation(9), Nulls(1, 0)._generator.permutation(9))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_printed(found: Validation, lang: Any) -> None:
    stream = io.StringIO()
    Console(width=200, file=stream).print(ValidationReport(found, lang))
    text = stream.getvalue()
    assert ("made up" if lang == "en" else "虚构") in text
    assert ("cause not yet known" if lang == "en" else "原因未明") in text
    assert ("1 of 4 rows" if lang == "en" else "1/4 行") in text
    assert text.index("wrong") < text.index("rural")


def test_json_and_table_hold_every_row(found: Validation) -> None:
    content = json.loads(as_json(found))
    assert content["scores"]["A"] == {"in_band": 1, "rows": 4}
    assert [r["id"] for r in content["rows"]] == [r.fact.id for r in found.rows]
    assert next(r for r in content["rows"] if r["id"] == "none")["simulated"] is None
    assert list(frame_of(found)["id"]) == [r.fact.id for r in found.rows]


def test_the_page_has_every_figure(found: Validation) -> None:
    assert "| OUT |" in page(found)
    shipped = PAGE.read_text(encoding="utf-8")
    assert shipped.startswith("# Baselines against figures")
    missing = [one.id for one in load_facts(role="validate") if f"| {one.id} |" not in shipped]
    assert not missing, "make the page again: doudi validate all --docs"


def test_where_no_figure_was_seen() -> None:
    seen = coverage()
    assert cell(seen["stock_persons"], "zhejiang") == "2 fitted, 2 kept"  # P35 and P37; Jinhua and Hangzhou
    assert cell(seen["share_old"], "yunnan") == "none"
    assert seen["stock_persons"]["hubei", "fitted"] == 0  # remembered stocks of 2022 are not counted
    assert cell(seen["monitored_persons"], "inner_mongolia") == "1 kept"  # of three, two are later than 2023
    table = coverage_table(("fujian", "hubei"))
    assert all(len(line) == 3 for line in table)
    assert ("share of women: dibao", "none", "none") not in table


def test_causes(tmp_path: Path) -> None:
    assert load_causes(FILE) == load_causes()
    file = tmp_path / "causes.toml"
    file.write_text('[G799]\nen = "a"\nzh = "b"\nrun = "c"\n', encoding="utf-8")
    assert load_causes(file)["G799"].said("en") == "a [c]"
    file.write_text('[G79]\nen = "a"\nzh = "b"\nrun = "c"\n[G800]\nen = "a"\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_causes(file)
    assert "'G799'" in str(error.value) or "'G795'" in str(error.value)
    assert "en, zh and run" in str(error.value)


MADE = """draw,application.base_logit,application.misbelief_share,application.misbelief_share@hubei,borrowed
1,-1.0,0.1,0.2,jiangxi
2,-2.0,0.3,0.4,jiangxi
3,-3.0,0.5,0.6,jiangxi
"""


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A data folder with a posterior of three draws, in which Hubei deviates."""
    root = tmp_path / "scenarios"
    shutil.copytree(str(data_folder()), root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "posterior.csv").write_text(MADE, encoding="utf-8")
    return root


def test_draws_of_the_posterior_act_as_each_province_has_them(made_up: Path) -> None:
    assert draws_of(0, "hubei") == ({},)
    assert draws_of([{"a": 1.0}], "hubei") == ({"a": 1.0},)
    for name, shares in (("hubei", [0.2, 0.4]), ("jiangxi", [0.1, 0.3])):
        assigned = draws_of(2, name, made_up)
        assert [each["application.misbelief_share"] for each in assigned] == shares
        assert [each["application.base_logit"] for each in assigned] == [-1.0, -2.0]


def test_draws_of_the_shipped_posterior_move_what_is_observed() -> None:
    asked = [fact("all", 1.0)]
    drawn = validate(PROVINCE, draws=2, settings=SETTINGS, facts=asked, causes={})
    given = validate(PROVINCE, draws=draws_of(2, PROVINCE), settings=SETTINGS, facts=asked, causes={})
    assert drawn.draws == given.draws == 2
    assert np.array_equal(drawn.rows[0].simulated, given.rows[0].simulated)
    assert drawn.rows[0].simulated[0] != drawn.rows[0].simulated[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MADE.partition("\n2,")[0] + "\n", "posterior.csv: draws: expected 1 to 1"),
        ("", "no posterior has been fitted"),
    ],
)
def test_draws_need_as_many_as_are_asked_for(made_up: Path, text: str, said: str) -> None:
    """A file that is no table of draws is refused as any scenario file is."""
    (made_up / "posterior.csv").write_text(text, encoding="utf-8")
    if not text:
        (made_up / "posterior.csv").unlink()
    with pytest.raises(ScenarioError, match=re.escape(said)):
        draws_of(2, "hubei", made_up)


def test_every_statistic_has_a_name_in_both_languages() -> None:
    assert {*STATISTICS, "experiment"} == set(NAMES)
    assert all(name.zh and name.en for name in NAMES.values())
