"""What a case file may say: every mistake is told at once, contradictions and cases without a source are refused."""

import contextlib
import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.cases.checking import run
from simulation.cases.suite import load
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.files.reading import data_folder

SHIPPED = Path(str(data_folder())) / "cases" / "tekun.toml"
HEAD = '[defaults]\nprovince = "hubei"\nhousehold = { able = 0, dependent = 0 }\n'
CASE = '[[case]]\nname = "{name}"\nsource = "R04"\ngiven = {{ other = {other} }}\nexpect = {{ amount = "{amount}" }}\n'


def write(folder, text, name="cases.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mistakes_in(folder, text, name="cases.toml"):
    with pytest.raises(ScenarioError) as raised:
        load([write(folder, text, name)])
    return [str(mistake) for mistake in raised.value.mistakes]


def test_every_mistake_is_told_at_once(tmp_path):
    text = (
        HEAD
        + """
[[case]]
name = "a"
source = "R04"
given = { wages = 3, other = "line.dibao" }
expect = { amount = 3 }

[[case]]
name = "b"
source = "R04"
given = { other = "lines.dibau", persons = 1 }
expect = { amount = "lines.tekun +", paid = 3, programme = "dibbao", reason = "dibao.car" }

[[case]]
name = "c"
source = "R04"
of = "dibaoo"
expect = { amount = 3 }

[[case]]
name = "d"
source = "R04"
given = { persons = 0, minors = 2.5, area = "town" }
expect = { amount = "dibao.asset_month" }

[[case]]
name = "e"
source = "R04"
scenario = "no_such_reform"
values = { "dibao.asset_monthz" = 3 }
expect = { amount = 3 }

[[case]]
name = "f"
source = "R04"
leaving = { old_amount = 500 }
expect = { kept = 3 }

[[property]]
name = "g"
source = "R04"
vary = { other = [0, 10, 5] }
never = "emtrr > 1"
exempt = "dibao.cars"
"""
    )
    told = "\n".join(mistakes_in(tmp_path, text))
    for hint in ("'wage'", "'dibao'", "a: given", "b: other", "c: of", "d: area", "'no", "f: of", "g: never", "'emtr'"):
        assert hint in told.replace('"', "'") or hint.strip("'") in told, hint
    assert "no_such_reform" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[case]]\nname = "a"\nexpect = { amount = 1 }\n', "case.0.source"),
        ('[[case]]\nname = "a"\nsource = " "\nexpect = { amount = 1 }\n', "a source"),
        ('[[case]]\nname = "a"\nsource = []\nexpect = { amount = 1 }\n', "a source"),
        ('[[case]]\nname = "a"\nsource = "R04"\nexpect = {}\n', "case.0.expect"),
        ('[[case]]\nname = "a"\nsource = "R04"\nexpects = { amount = 1 }\n', "did you mean 'expect'"),
        ("[[case]\n", "valid TOML"),
        ('[[boundary]]\nname = "a"\nsource = "R04"\nvary = "other"\nat = 1\nexpect = { amount = [1, 2] }\n', "as many"),
        (
            '[[property]]\nname = "a"\nsource = "R04"\nvary = { other = [0, 5] }\nnever = "amount < 0"\n',
            "[first, last, step]",
        ),
    ],
)
def test_forms_that_are_refused(tmp_path, text, told):
    assert told in "\n".join(mistakes_in(tmp_path, HEAD + text))


def test_a_case_needs_a_province(tmp_path):
    assert "province" in mistakes_in(tmp_path, CASE.format(name="a", other=0, amount="1"))[0]


def test_contradicting_cases_are_refused(tmp_path):
    same = HEAD + CASE.format(name="one", other=100, amount="lines.dibao - 100")
    assert (
        len(
            load(
                [write(tmp_path, same + CASE.format(name="two", other="'90 + 10'", amount="lines.dibao - other"))]
            ).checks
        )
        == 2
    )
    told = mistakes_in(tmp_path, same + CASE.format(name="two", other="'90 + 10'", amount="lines.dibao - 101"))
    assert len(told) == 1
    assert "two: expect.amount" in told[0]
    assert "as in one" in told[0]


def test_a_name_stands_once(tmp_path):
    one = CASE.format(name="one", other=100, amount="lines.dibao - 100")
    assert "each name once" in mistakes_in(tmp_path, HEAD + one + one)[0]


def test_a_reform_file_beside_the_cases(tmp_path):
    write(
        tmp_path,
        'id = "half"\nlabel = { zh = "半", en = "half" }\n[[change]]\npath = "dibao.withdraw_rate"\nvalue = 0.5\n',
        "half.toml.txt",
    ).rename(tmp_path.parent / "half.toml")
    case = CASE.format(name="one", other=100, amount="lines.dibao - 50")
    text = HEAD.replace("[defaults]", '[defaults]\nscenario = "../half.toml"') + case
    suite = load([write(tmp_path, text)])
    assert suite.checks[0].asked[0].posed.scenario.value("dibao.withdraw_rate") == 0.5


PROGRAMME = """
schema = 1
id = "extra"
label = { zh = "补充", en = "Extra" }
order = 999
period = "once"
reference = "an example"
[need]
yuan = 100
[[income]]
id = "income"
field = "income"
label = { zh = "收入", en = "Income" }
reference = "an example"
[[eligibility]]
id = "income_low"
test = { field = "counted_income", op = "<", amount = { yuan = "$most" } }
why = { zh = "收入低", en = "Low income" }
notch = NOTCH
reference = "an example"
[benefit]
kind = "flat"
label = { zh = "定额", en = "Fixed" }
reference = "an example"
[param.most]
value = 700
unit = "yuan/month"
status = "assumed"
confidence = "none"
source = "an example"
year = 2022
range = [600, 800]
label = { zh = "上限", en = "limit" }
"""


def test_a_programme_file_is_tried_beside_those_in_force(tmp_path):
    write(tmp_path, PROGRAMME.replace("NOTCH", "true"), "extra.toml.txt").rename(tmp_path.parent / "extra.toml")
    text = HEAD.replace("[defaults]", '[defaults]\nprogrammes = ["../extra.toml"]\nof = "extra"')
    text += CASE.format(name="one", other="'extra.most - 1'", amount="100")
    text += CASE.format(name="two", other="'extra.most'", amount="0") + 'values = { "extra.most" = 600 }\n'
    suite = load([write(tmp_path, text)])
    assert "extra" in suite.checks[0].asked[0].posed.question.book.names
    assert run(suite).failed == 0
    assert "extra" not in load([SHIPPED]).checks[0].asked[0].posed.question.book.names


def test_mistakes_of_a_tried_programme_are_told(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    write(tmp_path, PROGRAMME.replace("NOTCH", "false"), "sharp.toml")
    write(tmp_path, PROGRAMME.replace("NOTCH", "true").replace("$most", "$mosst"), "blunt.toml")
    for name, told in (("sharp", "notch"), ("blunt", "$most"), ("none", "no such file")):
        head = HEAD.replace("[defaults]", f'[defaults]\nprogrammes = ["../{name}.toml"]')
        assert told in "\n".join(mistakes_in(folder, head + CASE.format(name="one", other=0, amount="0")))


def test_a_value_out_of_its_limits_names_the_case(tmp_path):
    text = HEAD + CASE.format(name="one", other=0, amount="0") + 'values = { "dibao.withdraw_rate" = 2 }\n'
    assert any("one: dibao.withdraw_rate" in told for told in mistakes_in(tmp_path, text))


def test_csv_rows_are_cases(tmp_path):
    rows = [
        ["name", "source", "province", "of", "persons", "able", "other", "car", "area", "value.dibao.asset_months"],
        ["plain", "R04; L44", "hubei", "dibao", "2", "0", "100.5", "", "rural", "24"],
        ["car", "R16", "hubei", "dibao", "1", "0", "lines.dibao / 2", "true", "", ""],
    ]
    rows[0] += ["expect.amount", "expect.reason", "obtained.amount"]
    rows[1] += ["ceil(2 * lines.dibao - 100.5)", "passed", "7"]
    rows[2] += ["0", "dibao.no_car", ""]
    path = tmp_path / "office.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    suite = load([path])
    assert [check.name for check in suite.checks] == ["plain", "car"]
    first, second = suite.checks[0].asked[0], suite.checks[1].asked[0]
    assert suite.checks[0].sources == ("R04", "L44")
    assert first.expected["amount"] == 100 * (2 * first.posed.names("lines.dibao") - 100)
    assert first.posed.names("dibao.asset_months") == 24
    assert second.expected == {"amount": 0, "reason": "dibao.no_car"}
    assert second.posed.names("car") == 1


def test_an_unknown_csv_column_is_told(tmp_path):
    told = mistakes_in(tmp_path, "name,source,wages,expect.amount\na,R04,3,1\n", "office.csv")
    assert any("'wage'" in each for each in told)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(ScenarioError) as raised:
        load([tmp_path / "none.toml", tmp_path / "none.csv"])
    assert len(raised.value.mistakes) == 2
    (tmp_path / "folder").mkdir()
    write(tmp_path / "folder", HEAD + CASE.format(name="one", other=1, amount="lines.dibao - 1"))
    assert len(load([tmp_path / "folder"]).checks) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.sampled_from(["given", "expect", "values", "of", "on", "tol", "leaving", "scenario", "province", "note"]),
    value=st.sampled_from(
        ["1", '"x"', "{}", "[]", "{ other = -1 }", "{ amount = [] }", "nan", "2023-13-01", "true", "'1 +'"]
    ),
)
def test_a_damaged_file_is_refused_or_read_and_never_a_traceback(tmp_path, key, value):
    text = f'{HEAD}[[case]]\nname = "a"\nsource = "R04"\n{key} = {value}\n'
    if key != "expect":
        text += "expect = { amount = 1 }\n"
    with contextlib.suppress(ScenarioError):
        assert load([write(tmp_path, text)]).checks
