"""Charts, tables and files about households, in both languages."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from test_charts import assert_nothing_is_clipped
from written import CLIFF_FILES

from simulation.calculator import Household, budget_constraint, budget_surface, cliff_atlas, explain
from simulation.calculator.assumptions import variants
from simulation.calculator.types import HOUSEHOLD_TYPES
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.charts.charts import atlas_chart, constraint_chart, rates_chart, save, surface_chart
from simulation.report.files.households import cliff_tables, explanation_table, write_cliffs
from simulation.report.output_folder import OutputError
from simulation.run_settings import Settings
from simulation.simulate.marginal_rates import CLASSES, GROUPS, RATES, Counts, MarginalRates

BASE = Scenario.load("zhejiang")
REFORM = BASE.with_reform("dibao_line_plus_10")
FAMILY = Household(persons=5, minors=1, elders=2, wage=3000, pension=300)
TYPES = tuple(each for each in HOUSEHOLD_TYPES if each.id in ("disabled", "elder"))


@pytest.fixture(scope="module")
def rates() -> MarginalRates:
    """Made-up counts of the right shape."""
    reasons = len(BASE.rule_book().reasons)
    rng = np.random.default_rng(1)

    def counts() -> Counts:
        return Counts(rng.integers(0, 9000, (len(RATES), len(GROUPS), len(CLASSES))).astype(float),
                      rng.integers(0, 500, (2, reasons, 2)).astype(float))  # fmt: skip

    both = (BASE, REFORM)
    return MarginalRates(Settings(), both, tuple(tuple((v, counts()) for v in variants(one)) for one in both))


@pytest.fixture(scope="module")
def atlas():
    """Of cases paid the whole line: only then do they lose where their family comes under a line that has risen.

    At 0.6 of the line the family's least payment, 0.2 of the line for each of three, is as much.
    """
    whole = BASE.change({"single.share_of_line": 1.0, "dibao.minimum_share": 0.2})
    return cliff_atlas(whole, whole.with_reform("dibao_line_plus_10"), types=TYPES)


def drawn(figure: Figure, tmp_path) -> str:
    """Everything written on a figure, after it was saved unclipped."""
    save(figure, tmp_path / "picture.png")  # a glyph that no font holds would be a warning, so an error
    assert_nothing_is_clipped(tmp_path / "picture.png")
    texts = [text.get_text() for axes in figure.axes for text in (*axes.texts, axes.xaxis.label)]
    texts += [axes.get_title("left") for axes in figure.axes]
    return "\n".join(texts)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_budget_constraint_names_every_cliff(lang, tmp_path) -> None:
    found = budget_constraint(FAMILY, BASE)
    figure = constraint_chart(found, lang, budget_constraint(FAMILY, REFORM))
    written = drawn(figure, tmp_path)
    falls = found.cliffs()
    assert len(falls) >= 2
    for number, fall in enumerate(falls.itertuples(), start=1):
        assert f"{number}  " in written or f"{number} " in written
        assert fall.rule in written
        assert getattr(fall, f"why_{lang}") in written
        assert f"{fall.drop_yuan:,.0f}" in written
    assert len(figure.axes) == 2


@pytest.mark.parametrize("vary", ["assets", "line"])
def test_axes_without_rates_have_one_panel(vary, tmp_path) -> None:
    figure = constraint_chart(budget_constraint(FAMILY, BASE, vary=vary), "zh")
    drawn(figure, tmp_path)
    assert len(figure.axes) == 1


@pytest.mark.parametrize(("lang", "second"), [("en", "assets"), ("zh", "persons")])
def test_surface(lang, second, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("simulation.calculator.surface.ROWS", 5)
    surface = budget_surface(FAMILY, BASE, second=second)
    figure = surface_chart(surface, lang)
    drawn(figure, tmp_path)
    assert len(figure.axes[0].collections[-1].get_offsets()) == len(surface.cliffs)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_atlas_has_a_strip_per_type_and_area(lang, atlas, tmp_path) -> None:
    figure = atlas_chart(atlas, lang)
    written = drawn(figure, tmp_path)
    assert len(figure.axes) == 2 * len(TYPES)
    assert all(getattr(each, lang) in written for each in TYPES)
    keys = " ".join(text.get_text() for text in figure.legends[0].get_texts())
    income = atlas.table().query("axis == 'income'")
    assert all(rule in keys for rule in income["rule"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rates_are_drawn_for_both_scenarios(lang, rates, tmp_path) -> None:
    figure = rates_chart(rates, lang)
    drawn(figure, tmp_path)
    assert [len(axes.patches) for axes in figure.axes] == [2 * len(CLASSES)] * 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_say_what_the_data_say(lang, atlas, rates) -> None:
    tables = {table.id: table for table in cliff_tables(atlas, rates, lang)}
    assert set(tables) == {"income", "line", "near"}
    income = atlas.table().query("axis == 'income'")
    alike = {area: part.drop(columns="area").reset_index(drop=True) for area, part in income.groupby("area")}
    pd.testing.assert_frame_equal(alike["urban"], alike["rural"])  # one line for both in Zhejiang
    assert len(tables["income"].rows) == len(alike["urban"])
    assert tables["income"].rows[0].cells[1].splitlines() == [income[f"why_{lang}"].iloc[0], income["rule"].iloc[0]]
    crossing = [row.cells for row in tables["line"].rows]
    assert len(crossing) > 0
    for table in tables.values():
        assert {len(row.cells) for row in table.rows} == {len(table.headings)}
    steps = explanation_table(explain(FAMILY, BASE, lang=lang))
    assert steps.title == explain(FAMILY, BASE, lang=lang).verdict
    assert {len(row.cells) for row in steps.rows} == {len(steps.headings)}


def test_town_and_country_stand_apart_where_their_cliffs_differ() -> None:
    """Hubei has a line for each; the same type then has a row for each, with its area."""
    found = cliff_atlas(Scenario.load("hubei"), types=TYPES[1:])
    (table,) = (each for each in cliff_tables(found, None, "en") if each.id == "income")
    assert [row.cells[0].rpartition(" · ")[2] for row in table.rows] == found.table().query("axis == 'income'")[
        "area"
    ].tolist()


def test_an_explanation_goes_programme_by_programme() -> None:
    rows = [row.cells for row in explanation_table(explain(FAMILY, BASE)).rows]
    titles = [cells[0] for cells in rows if not any(cells[1:])]
    assert titles == [
        "Support for persons in extreme hardship (tekun): refused", "Minimum living guarantee (dibao): given",
    ]  # fmt: skip
    assert rows[0][0].startswith("dibao line")


def test_files_are_written_whole_and_not_over_others(atlas, rates, tmp_path) -> None:
    out = tmp_path / "out"
    write_cliffs(atlas, rates, out)
    assert sorted(each.name for each in out.iterdir()) == sorted(CLIFF_FILES)
    read = pd.read_csv(out / "cliffs.csv", encoding="utf-8-sig")
    assert len(read) == len(atlas.table())
    with pytest.raises(OutputError):
        write_cliffs(atlas, None, out)
    write_cliffs(atlas, None, out, force=True)
    assert sorted(each.name for each in out.iterdir()) == [".doudi-result.json", "cliffs.csv", "cliffs.png"]
