"""Commands about many scenarios: what they print and write, and how mistakes are told."""

import html
import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import simulation
from simulation.cli.main import app
from simulation.parameters.scenario.points import points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.notebook import html_of
from simulation.run_settings import Settings
from simulation.search.robustness import robustness
from simulation.simulate.answers import Answer
from simulation.simulate.executors import serial
from simulation.simulate.indicator_positions import ALIASES
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.results.sweep_results import Sweep, load_results
from simulation.sweeping.sweep import carry_out

pytestmark = pytest.mark.usefixtures("few_counties")

FILE = """
base = "inner_mongolia"
scale = 0.0005
months = 2
replications = 2
warm_up = 12
[grid]
"dibao.line_multiple" = [0.9, 1.1]
"""


def doudi(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A small sweep by the command line: its folder, and what was printed."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "sweep.toml").write_text(FILE)
    done = doudi("sweep", folder / "sweep.toml", "--store", folder / "store", "--executor", "serial")
    assert done.exit_code == 0, done.output
    return folder, done.output


def test_sweep_prints_means_and_paired_differences(swept):
    _, printed = swept
    assert "dibao.line_multiple=0.9" in printed
    assert "Benefits paid" in printed
    assert "All 6 runs are done" in printed


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_calibration_status_of_the_province_stands_in_every_output(swept, tmp_path, lang):
    """Terminal, report, workbook, run record and notebook, of the sweep and of the ranks made from it."""
    folder, _ = swept
    line = Scenario.load("inner_mongolia").calibration(lang)
    for command in (["results", folder / "store"], ["robustness", folder / "store", "budget"]):
        out = tmp_path / str(command[0])
        done = doudi(*command, "--out", out, "--lang", lang)
        assert line.replace(" ", "") in "".join(done.output.split())
        assert line in html.unescape((out / "report.html").read_text("utf-8"))
        assert json.loads((out / "run.json").read_text("utf-8"))["calibration"][lang] == line
        cover = openpyxl.load_workbook(next(out.glob("*.xlsx"))).worksheets[0]
        assert line in {cell.value for row in cover.iter_rows() for cell in row}


def test_a_notebook_says_the_calibration_status_of_a_sweep_and_of_its_ranks(swept):
    folder, _ = swept
    done = Sweep(folder / "store")
    for thing in (done, robustness(done, "budget")):
        assert html.escape(Scenario.load("inner_mongolia").calibration("en")) in html_of(thing)


def test_the_same_command_again_runs_nothing_and_speaks_chinese(swept):
    folder, _ = swept
    before = Sweep(folder / "store").frame().to_csv()
    done = doudi("sweep", folder / "sweep.toml", "--store", folder / "store", "--lang", "zh")
    assert done.exit_code == 0
    assert "全部 6 次运行已完成" in done.output
    assert load_results(folder / "store").to_csv() == before


def names_in(folder):
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sweep_hands_over_tables_chart_workbook_and_report(swept, tmp_path, lang):
    folder, _ = swept
    command = ("sweep", folder / "sweep.toml", "--store", folder / "store", "--out", tmp_path / "out", "--lang", lang)
    assert doudi(*command).exit_code == 0
    assert names_in(tmp_path / "out") == [
        ".doudi-result.json", "assumptions.csv", "budget_by_month.csv", "by_year.csv", "by_year_total.csv",
        "points.csv", "report.html", "run.json", "sweep.csv", "sweep.png", "sweep.xlsx",
    ]  # fmt: skip
    summary = Sweep(folder / "store").summary()
    written = pd.read_csv(tmp_path / "out" / "sweep.csv")
    assert written["difference"].tolist() == pytest.approx(summary["difference"].tolist())
    book = openpyxl.load_workbook(tmp_path / "out" / "sweep.xlsx")
    assert len(book.sheetnames) == 7
    sheet = book[book.sheetnames[1]]
    column = list(pd.DataFrame(sheet.values).iloc[2]).index({"en": "Mean", "zh": "均值"}[lang])
    cells = [row[column].value for row in sheet.iter_rows(min_row=4, max_row=3 + len(summary))]
    assert cells == pytest.approx(summary["mean"].tolist())
    assert doudi(*command).exit_code == 2
    assert doudi(*command, "--force").exit_code == 0


def test_solve_hands_over_the_solution_and_the_way_to_it(tmp_path):
    done = doudi(
        "solve", "inner_mongolia", "--vary", "lines.dibao*=0.9:1.1", "--target", "budget=baseline", "--scale", 0.0005,
        "--months", 3, "--replications", 1, "--store", tmp_path / "store", "--out", tmp_path / "out",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert names_in(tmp_path / "out") == [
        ".doudi-result.json", "assumptions.csv", "evaluations.csv", "report.html", "run.json", "solution.csv",
        "solution.png",
        "solution.xlsx", "targets.csv",
    ]  # fmt: skip
    evaluations = pd.read_csv(tmp_path / "out" / "evaluations.csv")
    value = pd.read_csv(tmp_path / "out" / "solution.csv")["value"].item()
    assert value == pytest.approx(1.0, rel=1e-3)
    assert evaluations["lines.dibao*"].sub(value).abs().min() < 1e-9
    assert Sweep(tmp_path / "store").design()["replications"] == 1


def test_results_are_read_without_running_anything(swept, tmp_path):
    folder, printed = swept
    before = (folder / "store" / "index.sqlite").read_bytes()
    done = doudi("results", folder / "store", "--parquet", tmp_path / "all.parquet", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    tables = printed[printed.index("Sweep: 3 points") : printed.index("All 6 runs are done")]
    assert tables in done.output
    assert "sweep.xlsx" in names_in(tmp_path / "out")
    assert (tmp_path / "all.parquet").read_bytes()[:4] == b"PAR1"
    assert (folder / "store" / "index.sqlite").read_bytes() == before
    assert doudi("results", tmp_path).exit_code == 2


def test_what_failed_in_a_partial_sweep_is_told(tmp_path, base):
    def work(task):
        made = []
        for item in task.items:
            bad = item.replication == 1 and item.point.values
            error = "Traceback ...\nValueError: [not] this one" if bad else ""
            heads = tuple((*head, "yuan/year", "simulated") for head in ALIASES.values())
            made.append(Answer(item.id, error=error, values=np.ones(len(heads)), heads=heads, population="p"))
        return made

    plan = Plan.of(base, Settings(0.01, 12, 2), points_of(base, [{"dibao.line_multiple": v} for v in (0.9, 1.1)]))
    carry_out(plan, tmp_path, executor=serial(), work=work)
    done = doudi("results", tmp_path)
    assert done.exit_code == 0, done.output
    assert "of 6 planned runs 4 are done, 2 failed, 0 are left" in done.output
    assert "failed: 2 runs, the first of them dibao.line_multiple=0.9, replication 1: ValueError: [not] this one" in (
        done.output.replace("\n", " ")
    )
    assert "--retry" in done.output
    assert "Partial" in done.output


def test_another_design_is_refused_and_extended_on_request(swept, tmp_path):
    folder, _ = swept
    (tmp_path / "more.toml").write_text(FILE.replace("[0.9, 1.1]", "[0.9]"))
    done = doudi("sweep", tmp_path / "more.toml", "--store", folder / "store")
    assert done.exit_code == 2
    assert "points: stored" in done.output.replace("\n", " ")
    assert "--extend" in done.output


def test_robustness_reads_a_finished_sweep(swept, tmp_path):
    folder, _ = swept
    done = doudi("robustness", folder / "store", "budget", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "Ranks first in" in done.output
    assert names_in(tmp_path / "out") == [
        ".doudi-result.json", "assumptions.csv", "regret.csv", "report.html", "robustness.csv", "robustness.png",
        "robustness.xlsx",
        "run.json",
    ]  # fmt: skip
    assert doudi("robustness", folder / "store", "budgte").exit_code == 2
    assert doudi("robustness", tmp_path / "none", "budget").exit_code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FILE.replace("line_multiple", "line_multipel"), ["did you mean 'dibao.line_multiple'"]),
        (FILE.replace("[0.9, 1.1]", "[]") + "[sobol]\n", ["one design"]),
        (FILE.replace("scale = 0.0005", "scale = 2\nmonth = 3"), ["scale", "month"]),
        (
            FILE.replace("[grid]", "samples = 6\n[sobol]").replace("[0.9, 1.1]", "[1.1, 0.9]"),
            ["low below high", "power"],
        ),
        ('base = "zhejang"\n[grid]\n"a.b" = [1]\n', ["did you mean 'zhejiang'"]),
    ],
)
def test_mistakes_of_a_sweep_file_are_told_at_once(text, told, tmp_path):
    (tmp_path / "sweep.toml").write_text(text)
    done = doudi("sweep", tmp_path / "sweep.toml", "--store", tmp_path / "store")
    assert done.exit_code == 2
    assert all(words in done.output for words in told), done.output
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("shard", ["0/2", "3/2", "x", "1"])
def test_a_shard_is_a_part_of_a_whole(shard, tmp_path):
    (tmp_path / "sweep.toml").write_text(FILE)
    done = doudi("sweep", tmp_path / "sweep.toml", "--store", tmp_path / "store", "--shard", shard)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_solve_passes_on_what_was_asked(monkeypatch):
    asked = {}

    def solve(base, vary, goals, **size):
        asked.update(base=base, vary=vary, goals=goals, size=size)
        raise simulation.ScenarioError([])

    monkeypatch.setattr(simulation, "solve", solve, raising=False)
    done = doudi("solve", "fujian", "--vary", "dibao.withdraw_rate=0.5:1", "--target", "budget=baseline",
                 "--target", "exclusion_error=0.1", "--target", "cost=dibao_line_plus_10", "--months", 12)  # fmt: skip
    assert done.exit_code == 2
    base = Scenario.load("fujian")
    assert asked["vary"] == {"dibao.withdraw_rate": (0.5, 1.0)}
    assert asked["goals"] == {"budget": base, "exclusion_error": 0.1, "cost": base.with_reform("dibao_line_plus_10")}
    assert asked["size"]["months"] == 12
    assert doudi("solve", "fujian", "--vary", "a=1;2", "--target", "budget=baseline").exit_code == 2
    unreachable = doudi("solve", "fujian", "--vary", "dibao.withdraw_rate=0.5:1", "--target", "budget=nan")
    assert unreachable.exit_code == 2
    assert "nan is no number" in unreachable.output


def test_compare_holds_reforms_beside_each_other(monkeypatch, tmp_path):
    real = simulation.compare_all
    small = {"scale": 0.0005, "months": 2, "warm_up": 12, "replications": 2, "draws": 0}  # no parts: lines are whole
    monkeypatch.setattr(
        simulation, "compare_all", lambda base, laid, **asked: real(base, laid, **{**asked, **small}), raising=False
    )
    out: Path = tmp_path / "out"
    done = doudi("compare", "inner_mongolia", "dibao_line_plus_10", "double_grid_visits", "--out", out)
    assert done.exit_code == 0, done.output
    assert "Twice as many grid visits less Dibao line up 10%" in " ".join(done.output.split())
    assert sorted(each.name for each in out.iterdir()) == [
        ".doudi-result.json", "assumptions.csv",
        *(f"budget_{part}.csv" for part in ("by_month", "by_payer", "by_programme", "totals")), "by_year.csv",
        "by_year_total.csv", "comparison.csv", "comparison.png", "comparison.xlsx",
        *(f"comparison_by_{kind}.csv" for kind in ("cause", "payer", "programme", "staff")), "gainers_losers.csv",
        *(f"gainers_losers_by_{kind}.csv" for kind in ("county", "decile", "type")), "pairwise.csv",
        *(f"pairwise_by_{kind}.csv" for kind in ("cause", "payer", "programme", "staff")), "report.html", "run.json",
    ]  # fmt: skip
    budget = pd.read_csv(out / "budget_by_month.csv")
    assert list(budget["scenario"].unique()) == ["baseline", "dibao_line_plus_10", "double_grid_visits"]
    assert not budget.duplicated(["scenario", "month", "programme", "payer"]).any()
    book = openpyxl.load_workbook(out / "comparison.xlsx", read_only=True)
    assert book.sheetnames == ["Cover", "Comparison", "Between reforms", "By year", "Assumptions"]
    assert doudi("compare", "inner_mongolia", "none", "--until", "budget 1").exit_code == 2
