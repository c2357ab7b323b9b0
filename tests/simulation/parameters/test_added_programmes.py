"""A reform that adds a whole programme, or takes one out, with dates: known to all who share a state, and checked."""

import json
from pathlib import Path

import pytest
from folders import mistakes_of

from simulation.calculator import Household, assess
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.scenario.points import Point, point_of, points_of, shared_base
from simulation.parameters.scenario.scenario import Scenario

HEAD = 'id = "trial"\nlabel = { zh = "试", en = "trial" }\nreference = "draft of March"\n'
GRANT = """
[[change]]
path = "programmes"
op = "insert"
from = 2023-07-01
to = 2024-06-30
[change.row]
schema = 1
id = "childcare"
label = { zh = "托育补助", en = "Childcare grant" }
order = 900
period = "month"
reference = "draft art. 2"
[change.row.need]
yuan = "$amount"
per = "minors"
[[change.row.passport]]
status = "dibao"
reference = "draft art. 2"
[change.row.benefit]
kind = "flat"
label = { zh = "每名未成年人补助", en = "For each minor" }
reference = "draft art. 2"
[change.row.param.amount]
value = 100
unit = "yuan/month"
status = "assumed"
confidence = "none"
source = "draft"
year = 2023
range = [50, 300]
label = { zh = "每人每月", en = "per minor and month" }

[[change]]
path = "childcare.amount"
value = 120
from = 2024-01-01
"""
FAMILY = Household(persons=3, minors=2, able=0, dependent=0, other=500)


def written(folder: Path, text: str) -> Path:
    file = folder / "trial.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


@pytest.fixture
def added(zhejiang: Scenario, tmp_path: Path) -> Scenario:
    return zhejiang.with_reform(written(tmp_path, GRANT))


def bundle(scenario: Scenario, month: int) -> float:
    return assess(FAMILY, scenario, month=month).bundle_yuan_month


def test_it_pays_within_its_dates_and_its_values_can_be_changed(zhejiang: Scenario, added: Scenario) -> None:
    more = [bundle(added, month) - bundle(zhejiang, month) for month in (0, 5, 6, 11, 12, 17, 18)]
    assert more == pytest.approx([0, 0, 200, 200, 240, 240, 0], abs=0.005)
    assert added.change({"childcare.amount": 150}, start="2023-08").value("childcare.amount", 8) == 150
    table = added.assumptions().set_index("path")
    assert (table.loc["childcare.amount", "status"], table.loc["childcare.amount", "high"]) == ("assumed", 300)


def test_it_is_said_in_words(zhejiang: Scenario, added: Scenario) -> None:
    told = zhejiang.diff(added)
    assert told[1] == (
        "programmes.childcare (Childcare grant): programme added, from 2023-07, to the end of 2024-06"
        " [draft art. 2; draft of March]"
    )
    assert "新增项目" in zhejiang.diff(added, "zh")[1]


def test_a_baseline_beside_it_knows_it_and_stays_as_it_was(zhejiang: Scenario, added: Scenario) -> None:
    beside = zhejiang.with_programmes_of(added)
    assert beside.rule_book().names == added.rule_book().names
    assert beside.structural_digest == added.structural_digest != zhejiang.structural_digest
    assert [bundle(beside, m) for m in (0, 6, 18)] == [bundle(zhejiang, m) for m in (0, 6, 18)]
    assert beside.with_programmes_of(added) is beside
    with pytest.warns(DeprecationWarning, match=r"Scenario\.with_programmes_of"):
        assert zhejiang.beside(added) == beside  # the old name
    assert zhejiang.with_programmes_of(zhejiang.with_reform("dibao_line_plus_10")) is zhejiang


def test_a_programme_is_taken_out_within_dates(zhejiang: Scenario, tmp_path: Path) -> None:
    text = '[[change]]\npath = "heating_aid"\nop = "remove"\nfrom = 2023-07-01\nto = 2023-12-31\n'
    without = zhejiang.with_reform(written(tmp_path, text))
    year = zhejiang.value("heating_aid.value_year")
    less = [bundle(zhejiang, month) - bundle(without, month) for month in (5, 6, 11, 12)]
    assert less == pytest.approx([0, year / 12, year / 12, 0], abs=0.01)
    assert zhejiang.diff(without) == [
        "programmes.heating_aid (Heating aid): programme removed, from 2023-07, to the end of 2023-12"
        " [R62; draft of March]"
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "childcare"', 'id = "heating_aid"', ["of its own", "heating_aid"]),
        ("order = 900", "order = 280", ["an order of its own"]),
        ('per = "minors"', 'per = "minor"', ["'minors'"]),
        ('status = "dibao"', 'status = "dibaoo"', ["'dibao'"]),
        ("value = 100", "value = 1e9\nlimits = [0, 5000]", ["amount"]),
        ('yuan = "$amount"', 'yuan = "$amuont"', ["'$amount'"]),
        ('kind = "flat"', 'kind = "flatt"', ["benefit.kind"]),
        ("schema = 1\n", "", ["schema"]),
        ("to = 2024-06-30", "to = 2023-06-30", ["after `from`"]),
        ('path = "programmes"', 'path = "programs"', ["programs"]),
    ],
)
def test_a_mistaken_programme_is_refused(
    zhejiang: Scenario, tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    assert old in GRANT
    file = written(tmp_path, GRANT.replace(old, new, 1))
    found = mistakes_of(lambda: zhejiang.with_reform(file))
    assert [m for m in found if all(word in str(m) for word in words)], "\n".join(map(str, found))
    pair = mistakes_of(lambda: Scenario.load_pair("zhejiang", file))
    assert {str(m) for m in pair} >= {str(m) for m in found}


def test_an_undeclared_cliff_in_it_is_refused(zhejiang: Scenario, tmp_path: Path) -> None:
    test = '[[change.row.eligibility]]\nid = "poor"\ntest = { field = "income", op = "<", amount = { yuan = 900 } }\n'
    text = GRANT.replace(
        "[change.row.benefit]",
        test + 'why = { zh = "低", en = "low" }\nreference = "draft"\n[change.row.benefit]',
    )
    found = mistakes_of(lambda: zhejiang.with_reform(written(tmp_path, text)))
    assert any("undeclared cliff" in str(m) for m in found)


def test_a_point_of_a_sweep_may_add_one_and_any_row_may_name_its_values(zhejiang: Scenario, tmp_path: Path) -> None:
    file = str(written(tmp_path, GRANT))
    rows = [{"reform": file, "childcare.amount": 150}, {"childcare.amount": 150}, {"reform": file}]
    points = points_of(zhejiang, rows)
    base = shared_base(zhejiang, points)
    assert base == zhejiang.with_programmes_of(zhejiang.with_reform(file))
    assert [bundle(point.onto(base), 7) - bundle(zhejiang, 7) for point in points] == pytest.approx([300, 0, 200])
    assert {point.onto(base).structural_digest for point in points} == {base.structural_digest}
    assert points[2].onto(zhejiang) == zhejiang.with_reform(file)
    assert [point.label for point in points] == ["trial, childcare.amount=150", "childcare.amount=150", "trial"]


def test_a_kept_point_is_made_again_with_the_programme_it_adds(zhejiang: Scenario, tmp_path: Path) -> None:
    dated = "values = [{ from = 2020-01-01, value = 100 }, { from = 2023-10-01, value = 110 }]"
    for text in (GRANT, GRANT.replace("value = 100", dated)):
        point = point_of(zhejiang, {"reform": str(written(tmp_path, text))})
        kept = json.loads(json.dumps(point.record()))
        assert kept == point.record()  # else a store refuses the sweep that it holds
        again = Point.from_record(kept)
        assert (again, again.digest) == (point, point.digest)
        assert again.onto(zhejiang) == point.onto(zhejiang)


def test_any_programme_that_ships_can_be_kept(zhejiang: Scenario) -> None:
    for spec in zhejiang.programmes:
        edit = Edit("insert", spec.id, "", "", spec, 0, 12)
        kept = json.loads(json.dumps(Point(edits=(edit,)).record()))
        assert Point.from_record(kept).edits == (edit,)


@pytest.mark.parametrize("other", [GRANT.replace("value = 100", "value = 101"), GRANT.replace('minors"', 'persons"')])
def test_two_points_may_not_mean_two_things_by_one_programme(zhejiang: Scenario, tmp_path: Path, other: str) -> None:
    """Else the values or rules of the first would hold for both."""
    (tmp_path / "a").mkdir()
    one, two = written(tmp_path, GRANT), written(tmp_path / "a", other)
    digests = {point_of(zhejiang, {"reform": str(file)}).digest for file in (one, two)}
    assert len(digests) == 2
    found = mistakes_of(lambda: points_of(zhejiang, [{"reform": str(one)}, {"reform": str(two)}]))
    assert [str(m) for m in found if "of its own" in str(m) and "other rules or values" in str(m)]
    with pytest.raises(ScenarioError, match="of its own"):
        zhejiang.with_reform(one).with_reform(two)
