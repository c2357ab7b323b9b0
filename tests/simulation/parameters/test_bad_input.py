"""Every mistake is reported once, with file, key, what was expected and the nearest valid name."""

import pickle
from pathlib import Path

import pytest
from folders import copy_of_data, edit, loading, mistakes_of

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario

LINES = "provinces/zhejiang/lines.csv"
COUNTIES = "provinces/zhejiang/counties.csv"
PRICES = "national/prices.toml"
DIBAO = "programmes/dibao.toml"
TOML_EDITS = [
    # file, old, new, words that the one mistake must contain
    (
        PRICES,
        "[prices.line_growth]\nvalue = 0.045",
        "[prices.line_growht]\nvalue = 0.045",
        ["prices.line_growth'"],
    ),
    (PRICES, "value = 0.045", 'value = "4.5%"', ["prices.line_growth.value", "number", "4.5%"]),
    (PRICES, "value = 0.045", "value = true", ["prices.line_growth.value", "number", "True"]),
    (PRICES, "value = 0.045", "value = nan", ["prices.line_growth.value", "finite number"]),
    (PRICES, "value = 0.045", "value = inf", ["prices.line_growth.value", "finite number"]),
    (PRICES, "value = 0.045", "value = 45.0", ["prices.line_growth", "from -0.5 to 1", "45"]),
    (PRICES, "value = 0.045", "value = 0.045\nvalue = 0.05", ["line 5", "each key once", "duplicate"]),
    (PRICES, "value = 0.045", "", ["prices.line_growth", "either `value` or dated `values`"]),
    (PRICES, "value = 0.045", "valeu = 0.045\nvalue = 0.045", ["prices.line_growth.valeu", "'value'"]),
    (PRICES, 'unit = "1/year"', 'unit = "%"', ["prices.line_growth.unit", "'1/year'", "'%'"]),
    (PRICES, 'status = "assumed"', 'status = "guessed"', ["status", "'stated'", "guessed"]),
    (PRICES, 'source = "national', 'origin = "national', ["prices.line_growth.origin"]),
    (PRICES, "range = [0.01, 0.08]", "range = [0.08, 0.01]", ["prices.line_growth.range", "[0.08, 0.01]"]),
    (
        PRICES,
        "value = 0.045",
        "values = [{ from = 2022-13-01, value = 0.04 }]",
        ["date such as", "2022-13-01"],
    ),
    (
        PRICES,
        "value = 0.045",
        'values = [{ from = "2020-01-01", value = 0.04 }]',
        ["from", "date", "2020-01-01"],
    ),
    (
        PRICES,
        "value = 0.045",
        "values = [{ from = 2022-06-01, value = 0.04 }]",
        ["gap before the first date"],
    ),
    (
        PRICES,
        "value = 0.045",
        "values = [{ from = 2020-01-01, value = 0.04 }, { from = 2020-01-01, value = 0.05 }]",
        ["one value per date"],
    ),
    (PRICES, "[prices.line_growth]", "[prices.line_growth", ["line 3", "valid TOML"]),
    (DIBAO, 'line = "dibao"', 'line = "dibau"', ["need.line", "'dibao'"]),
    (DIBAO, 'field = "business"', 'field = "busines"', ["income.1.field", "'business'"]),
    (DIBAO, 'share = "$obligor_share"', 'share = "$obligor_shar"', ["share", "'$obligor_share'"]),
    (
        DIBAO,
        'multiple = "$asset_months"',
        'multiple = "$minimum_payment"',
        ["assets.0.limit.multiple", "months"],
    ),
    (DIBAO, 'kind = "top_up"', 'kind = "topup"', ["benefit.kind", "'top_up'"]),
    (DIBAO, 'notch = true\nreference = "R16, L09"', 'reference = "R16, L09"', ["assets.assets", "notch"]),
    (DIBAO, "main = true", "main = false", ["exactly one programme"]),
    (DIBAO, 'schedule = "work_cost"', 'schedule = "workcost"', ["income.0.schedule", "'work_cost'"]),
    (DIBAO, "value = 0.7", "value = -0.7", ["param.imputed_wage_share", "from 0 to 2", "-0.7"]),
    ("programmes/single.toml", 'income_from = "dibao"', 'income_from = "dibaoo"', ["income_from", "'dibao'"]),
    (
        "programmes/single.toml",
        'income_from = "dibao"',
        'income_from = "marginal"',
        ["income rows of its own"],
    ),
    (
        "provinces/zhejiang/province.toml",
        "[dibao.asset_months]",
        "[dibao.asset_month]",
        ["'dibao.asset_months'"],
    ),
    ("provinces/zhejiang/province.toml", "counties = 91", "counties = 92", ["92 counties", "missing county"]),
    ("provinces/zhejiang/province.toml", "value = 0.1\nstatus", "value = 0.9\nstatus", ["payer shares"]),
]
CSV_EDITS = [
    (LINES, "dibao_mean,1084", "dibao_maen,1084", ["line 4, table", "'dibao_mean'"]),
    (LINES, "1084,yuan/person/month", "1084,yuan/month", ["line 4, unit", "yuan/person/month"]),
    (LINES, "dibao_mean,1084", "dibao_mean,-1084", ["line 4, value", "above 0"]),
    (LINES, "dibao_mean,1084", "dibao_mean,nan", ["line 4, value", "finite"]),
    (LINES, "dibao_mean,1084", "dibao_mean,lots", ["line 4, value", "lots"]),
    (LINES, "yuan/person/month,2022-01-01", "yuan/person/month,2022-02-30", ["line 4, from", "2022-02-30"]),
    (LINES, "*,urban,disposable_income", "*,urbane,disposable_income", ["area", "'urban'"]),
    (
        LINES,
        "*,urban,disposable_income",
        "330102,urban,disposable_income",
        ["disposable_income, urban", "missing county"],
    ),
    (LINES, "330102,", "330199,", ["county", "330199"]),
    (LINES, "330303,*,band_ceiling", "330302,*,band_ceiling", ["line 81", "one value per county", "as line 80"]),
    (LINES, "county,area,table", "count,area,table", ["header", "'county'"]),
    (COUNTIES, "杭州市,上城区,", "杭州市,上城区,-", ["population", "at least 0"]),
    (COUNTIES, "357657,130550,", "307657,130550,", ["household_population", "from 130550", "to 307657", "311890"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), TOML_EDITS + CSV_EDITS)
def test_each_mistake_is_reported_once(tmp_path: Path, file: str, old: str, new: str, words: list[str]) -> None:
    root = copy_of_data(tmp_path)
    edit(root / file, old, new)
    found = loading(root)
    matching = [m for m in found if all(word in str(m) for word in words)]
    assert len(matching) == 1, "\n".join(map(str, found))
    assert matching[0].file.startswith("scenarios/")
    assert len(found) <= 2, "\n".join(map(str, found))


def test_mistakes_of_all_files_come_in_one_message(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    edit(root / PRICES, "value = 0.045", "value = true")
    edit(root / DIBAO, 'kind = "top_up"', 'kind = "topup"')
    edit(root / LINES, "dibao_mean,1084", "dibao_mean,-1")
    edit(root / "provinces/zhejiang/province.toml", "[dibao.asset_months]", "[dibao.asset_month]")
    edit(root / "reforms/none.toml", 'id = "none"', 'idd = "none"')
    found = mistakes_of(lambda: Scenario.load_pair("zhejiang", "none", root=root))
    files = {mistake.file.rsplit("/", 1)[-1] for mistake in found}
    assert {"prices.toml", "dibao.toml", "lines.csv", "none.toml"} <= files
    assert len(set(found)) == len(found)


def test_unknown_province_and_reform_are_named_together() -> None:
    found = mistakes_of(lambda: Scenario.load_pair("zhejang", "dibao_line_plus10"))
    assert [mistake.nearest for mistake in found] == ["zhejiang", "dibao_line_plus_10"]


def test_missing_parameter_and_missing_file(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    edit(root / PRICES, "[prices.price_growth]", "[provenance.price_growth]")
    assert [m.key for m in loading(root)] == ["prices.price_growth"]
    (root / LINES).unlink()
    assert any(m.file.endswith("lines.csv") and "no such file" in m.found for m in loading(root))


@pytest.mark.parametrize("file", [PRICES, DIBAO, LINES, COUNTIES, "provinces/zhejiang/province.toml"])
def test_truncated_and_foreign_bytes(tmp_path: Path, file: str) -> None:
    root = copy_of_data(tmp_path)
    content = (root / file).read_bytes()
    middle = b'"' if file.endswith(".toml") else b","
    (root / file).write_bytes(content[: content.rindex(middle, 0, len(content) * 2 // 3)])
    truncated = loading(root)
    assert [m.file.rsplit("/", 1)[-1] for m in truncated] == [Path(file).name]
    assert any(word in truncated[0].found for word in ("truncated", "cells", "end of data"))
    (root / file).write_bytes("标准".encode("gbk") + content)
    foreign = loading(root)
    assert any(m.file.endswith(Path(file).name) and "UTF-8" in m.expected for m in foreign)


def test_unreadable_file(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    (root / PRICES).unlink()
    (root / PRICES).mkdir()
    assert any("readable" in m.expected for m in loading(root))


@pytest.mark.parametrize(
    ("values", "start", "words"),
    [
        ({"dibao.withdraw_rte": 0.8}, None, "dibao.withdraw_rate"),
        ({"dibao.withdraw_rate": 1.8}, None, "from 0 to 1"),
        ({"dibao.withdraw_rate": float("nan")}, None, "finite"),
        ({"dibao.withdraw_rate": True}, None, "a number"),
        ({"dibao.withdraw_rate": "0.8"}, None, "a number"),
        ({"dibao.withdraw_rate": 0.8}, "2024-13", "2024-01"),
        ({"lines.dibao": -5}, None, "above 0"),
        ({"lines.dibau": 900}, None, "lines.dibao"),
        ({"visit.visits_per_grid_month": 1e9}, None, "visits/month"),
    ],
)
def test_changes_by_hand_are_checked(
    zhejiang: Scenario, values: dict[str, float], start: str | None, words: str
) -> None:
    found = mistakes_of(lambda: zhejiang.change(values, start=start))
    assert len(found) == 1
    assert words in str(found[0])


def test_reform_mistakes(zhejiang: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'id = "mine"\nlabel = { zh = "试", en = "try" }\n'
        '[[change]]\npath = "lines.dibau"\nvalue = 1.1\n'
        '[[change]]\npath = "dibao.withdraw_rate"\nop = "scale"\nvalue = 3\nfrom = 2024-01-01\n'
        '[[change]]\npath = "lines.dibao"\nop = "scale"\nvalue = 1.1\nwhere = { county = 999999 }\n'
        '[[change]]\npath = "dibao.asset_months"\nvalue = 24\nwhere = { area = "urban" }\n'
        '[[change]]\npath = "dibao.asset_months"\nvalue = 24\nfrom = 2024-01-01\nto = 2023-06-30\n',
        encoding="utf-8",
    )
    found = mistakes_of(lambda: zhejiang.with_reform(file))
    assert len(found) == 5
    assert found[0].nearest == "lines.dibao"
    edit(file, 'op = "scale"', 'op = "scael"')
    assert "'scale'" in str(mistakes_of(lambda: zhejiang.with_reform(file))[0])
    assert mistakes_of(lambda: zhejiang.with_reform(tmp_path / "absent.toml"))[0].found == "no such file"


def test_error_survives_pickling() -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.load("zhejang")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert "\n" in str(again)


MIXED = """
id = "mixed"
label = { zh = "混", en = "Mixed" }
[[change]]
path = "lines.dibo"
value = 1
[[change]]
path = "dibao.withdraw_rte"
value = "high"
[[change]]
path = "dibao.exit.row"
op = "remove"
value = 3
[[change]]
path = "dibao.withdraw_rate"
op = "sett"
value = 0.7
[[change]]
path = "dibao.asset_months"
value = 24
[[change]]
path = "dibao.asset_months"
value = 36
[[change]]
path = "dibao.asset_months"
op = "scale"
value = 1.1
where = { above = 50, below = 10 }
"""


@pytest.mark.parametrize("over", ["province", "scenario"])
def test_mistakes_of_form_hide_none_of_name(zhejiang: Scenario, tmp_path: Path, over: str) -> None:
    file = tmp_path / "mixed.toml"
    file.write_text(MIXED, encoding="utf-8")
    laid = {"province": lambda: Scenario.load_pair("zhejiang", file), "scenario": lambda: zhejiang.with_reform(file)}
    told = {mistake.key: str(mistake) for mistake in mistakes_of(laid[over])}
    expected = {
        "change.0.path": "lines.dibao", "change.1.value": "a valid number", "change.1.path": "dibao.withdraw_rate",
        "change.2": "no `value`", "change.3.op": "'set'", "change.5.path": "24 is set above",
        "change.6.where": "`above`",
    }  # fmt: skip
    assert told.keys() == expected.keys()
    assert all(expected[key] in told[key] for key in expected)


def test_a_date_in_quotes_is_told_as_such(zhejiang: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "quoted.toml"
    file.write_text(
        'id = "q"\nlabel = { zh = "问", en = "Q" }\n[[change]]\npath = "lines.dibao"\nvalue = 1\nfrom = "2023-07-01"\n',
        encoding="utf-8",
    )
    assert "a date without quotes" in str(mistakes_of(lambda: zhejiang.with_reform(file))[0])
