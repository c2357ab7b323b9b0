"""The commands explain and cliffs."""

import json

import pytest
from typer.testing import CliRunner

import simulation
from simulation.calculator.types import HOUSEHOLD_TYPES
from simulation.cli.main import app

pytestmark = pytest.mark.usefixtures("few_counties")


@pytest.fixture(autouse=True)
def _coarse_pictures(monkeypatch):
    monkeypatch.setattr("simulation.report.charts.style.DPI", 40)


@pytest.fixture
def few_types(monkeypatch):
    """An atlas of one household type, and no population."""
    whole = simulation.cliff_atlas
    monkeypatch.setattr(
        simulation, "cliff_atlas", lambda *a, **k: whole(*a, types=HOUSEHOLD_TYPES[-1:], **k), raising=False
    )


def doudi(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_explain_takes_words_after_the_option() -> None:
    done = doudi("explain", "zhejiang", "--household", "persons=3", "wage=2600", "minors=1", "elders=1")
    assert done.exit_code == 0, done.output
    assert "dibao.income_below_line" in done.stdout
    assert "fails by 1" in done.stdout
    assert "(dibao): given" in " ".join(done.stdout.split())


def test_explain_in_chinese_as_json_under_a_reform(tmp_path) -> None:
    file = tmp_path / "home.toml"
    file.write_text("[household]\npersons = 1\nable = 0\nother = 1150\n")
    now, then = (
        json.loads(doudi("explain", "zhejiang", "--household", file, "--lang", "zh", "--format", "json", *more).stdout)
        for more in ((), ("--reform", "dibao_line_plus_10"))
    )
    assert now["lang"] == "zh"
    assert now["status"] == "marginal"
    assert then["status"] == "dibao"
    assert "元" in now["verdict"]


def test_explain_as_html() -> None:
    done = doudi("explain", "fujian", "--household", "persons=2,wage=900", "--format", "html")
    assert done.exit_code == 0
    assert "<table>" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [(("persons=3", "wagee=1"), "'wage'"), (("persons=0",), "at least 1 person"), (("nothing.toml",), "nothing.toml")],
)
def test_bad_households_are_one_message_and_code_2(words, told) -> None:
    done = doudi("explain", "zhejiang", "--household", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_reforms_are_told() -> None:
    assert doudi("explain", "zhejiang", "--household", "persons=1", "--reform", "no_such").exit_code == 2
    assert doudi("cliffs", "zhejiang", "no_such").exit_code == 2


def test_cliffs_prints_and_writes(few_types, tmp_path) -> None:
    out = tmp_path / "out"
    done = doudi("cliffs", "zhejiang", "dibao_line_plus_10", "--out", out, "--lang", "zh")
    assert done.exit_code == 0, done.output
    assert "tekun.no_income_source" in done.stdout
    assert sorted(each.name for each in out.iterdir()) == [".doudi-result.json", "cliffs.csv", "cliffs.png"]
    assert doudi("cliffs", "zhejiang", "--out", out).exit_code == 2
    assert doudi("cliffs", "zhejiang", "--out", out, "--force").exit_code == 0


def test_cliffs_counts_units_when_asked(few_types, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(simulation, "marginal_rates", lambda *a, **k: asked.append(k) or None, raising=False)
    done = doudi("cliffs", "zhejiang", "--scale", 0.002, "--seed", 3)
    assert done.exit_code == 0, done.output
    assert asked[0]["scale"] == 0.002
    assert asked[0]["seed"] == 3


def test_cliffs_of_a_reform_that_begins_later(few_types, tmp_path) -> None:
    file = tmp_path / "later.toml"
    change = 'path = "lines.dibao"\nop = "scale"\nvalue = 1.1\n'
    text = f'id = "later"\nlabel = {{ zh = "晚", en = "later" }}\n[[change]]\n{change}'
    file.write_text(text + "from = 2023-07-01\n", encoding="utf-8")
    now, then = (" ".join(doudi("cliffs", "zhejiang", file, *more).stdout.split()) for more in ((), ("--month", "6")))
    assert "→" not in now
    assert "→" in then
