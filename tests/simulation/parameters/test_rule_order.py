"""A field that is worked out later, or never, is refused; what is worked out before is computed (scenarios/cases)."""

from pathlib import Path

import pytest
from folders import copy_of_data, edit, loading, mistakes_of
from typer.testing import CliRunner

from simulation.cli.main import app
from simulation.parameters.scenario.scenario import Scenario

DIBAO, SINGLE = "programmes/dibao.toml", "programmes/single.toml"
AID = "programmes/medical_aid.toml"
WAGE = 'field = "wage"\nschedule = "work_cost"'
EARLY = "which is calculated from the income rows"
REFUSED = [
    # file, old, new, words of the one mistake
    (DIBAO, 'item = "floor"\nfield = "labour_income"', 'item = "floor"\nfield = "counted_income"',
     ["income.2.field", "known before income rows", EARLY]),
    (DIBAO, WAGE, WAGE + '\nwhen = { field = "counted_income", at_least = 1 }', ["income.0.when.field", EARLY]),
    (DIBAO, WAGE, WAGE + '\nunless = [[{ field = "counted_income", op = "<", amount = { yuan = 9 } }]]',
     ["income.0.unless.0.0.field", EARLY]),
    (DIBAO, WAGE, WAGE + '\nunless = [[{ field = "rent", op = ">", amount = { count = 1, per = "counted_income" } }]]',
     ["income.0.unless.0.0.amount.per", EARLY]),
    (DIBAO, WAGE, WAGE + '\nunless = [[{ field = "rent", op = ">", amount = { count = 1, per = "need" } }]]',
     ["income.0.unless.0.0.amount.per", "from [need]"]),
    (DIBAO, 'limit = { line = "dibao", multiple = "$deduction_cap_multiple", per = "rigid_persons" }',
     'limit = { count = 1, per = "counted_income", share = 0.3 }', ["income.9.limit.per", EARLY]),
    (DIBAO, 'line = "dibao"\nmultiple = "$line_multiple"\nshare = "$topup_share"\nper = "persons"',
     'count = 1\nper = "need"', ["need.per", "known before the need"]),
    (DIBAO, 'field = "severe"\namount = { line = "dibao", multiple = "$supplement_severe" }',
     'field = "severe"\nadds_to = "need"\namount = { count = 1, per = "need" }',
     ["supplement.0.amount.per", "known before the need"]),
    (SINGLE, 'field = "grade3"', 'field = "covered_persons"', ["group.2.field", "known before the groups"]),
    (DIBAO, 'test = { field = "counted_income"', 'test = { field = "aid_given"',
     ["eligibility.1.test.field", "'aid_given' in a status or grant", "only aid"]),
    (DIBAO, WAGE, 'field = "aid_given"\nschedule = "work_cost"', ["income.0.field", "only aid"]),
    (AID, 'per = "persons"', 'per = "covered_persons"\nshare = 1\n[[eligibility]]\nid = "x"\nreference = "r"\n'
     'test = { field = "counted_income", op = "<", amount = { yuan = 9 } }\nwhy = { zh = "x", en = "x" }\nnotch = true',
     ["eligibility.0.test.field", "`income_from` together with 'counted_income'"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "words"), REFUSED)
def test_a_field_that_is_not_calculated_yet_is_refused(
    tmp_path: Path, file: str, old: str, new: str, words: list[str]
) -> None:
    root = copy_of_data(tmp_path)
    edit(root / file, old, new)
    found = loading(root)
    assert len([m for m in found if all(word in str(m) for word in words)]) == 1, "\n".join(map(str, found))


def test_shared_income_rows_must_be_known_to_who_shares_them(tmp_path: Path) -> None:
    """A status that counts the income of an aid would find no aid given."""
    root = copy_of_data(tmp_path)
    income = (
        '\n[[income]]\nid = "given"\nfield = "aid_given"\nlabel = { zh = "x", en = "x" }\nreference = "r"\n\n[benefit]'
    )
    edit(root / AID, "\n[benefit]", income)
    assert not loading(root)
    edit(root / SINGLE, 'income_from = "dibao"', 'income_from = "medical_aid"')
    found = [str(m) for m in loading(root)]
    assert len([m for m in found if "single.toml: income_from" in m and "'aid_given'" in m]) == 1, found


def test_groups_of_an_aid_are_refused(tmp_path: Path) -> None:
    """They counted nobody: an aid covers whom its status covers."""
    root = copy_of_data(tmp_path)
    group = 'unit = "person"\n[[group]]\nid = "ill"\nfield = "ill"\nlabel = { zh = "x", en = "x" }\nreference = "r"\n'
    edit(root / AID, "\n[need]", f"{group}\n[need]")
    assert any("no [[group]] together with [[passport]]" in str(m) for m in loading(root))


REFORM = """id = "trial"
label = { zh = "试", en = "trial" }

[[change]]
op = "insert"
path = "dibao.income"
reference = "draft"
[change.row]
id = "late"
field = "other"
item = "deduct"
limit = { count = 1, per = "counted_income", share = 0.2 }
label = { zh = "试", en = "t" }
reference = "draft"
"""


def test_rows_that_a_reform_inserts_are_refused_and_check_tells(tmp_path: Path) -> None:
    file = tmp_path / "trial.toml"
    file.write_text(REFORM, encoding="utf-8")
    found = mistakes_of(lambda: Scenario.load("zhejiang").with_reform(file))
    assert [m for m in found if m.key == "income.12.limit.per" and EARLY in m.found], found
    run = CliRunner().invoke(app, ["check", str(file), "zhejiang"])
    assert run.exit_code == 2
    assert "counted_income" in run.output
