"""More aids than the ledger has rows for are refused: files, what a reform adds, and what several reforms add."""

from pathlib import Path

import pytest
from folders import copy_of_data, loading, mistakes_of

from simulation.ledger import MOST_AIDS
from simulation.parameters.files.mistakes import Mistake
from simulation.parameters.scenario.scenario import Scenario
from simulation.units import MOST_AID_PROGRAMMES

PLAIN = """
schema = 1
id = "{id}"
label = {{ zh = "补助", en = "Grant" }}
order = {order}
period = "month"
reference = "draft"
{need}
yuan = 10
{passport}
status = "dibao"
reference = "draft"
{benefit}
kind = "flat"
label = {{ zh = "补助", en = "Grant" }}
reference = "draft"
"""
FILE = {"need": "[need]", "passport": "[[passport]]", "benefit": "[benefit]"}
ROW = {"need": "[change.row.need]", "passport": "[[change.row.passport]]", "benefit": "[change.row.benefit]"}
EXPECTED = f"at most {MOST_AID_PROGRAMMES} programmes with [[passport]] rows, each with a row of the ledger"


def with_aids(folder: Path, count: int) -> Path:
    """The data package with `count` aids, those that ship among them; the last is last in legal order."""
    root = copy_of_data(folder)
    held = len(Scenario.load("zhejiang").rule_book().aids)
    for number in range(held + 1, count + 1):
        text = PLAIN.format(id=f"aid_{number}", order=900 + number, **FILE)
        (root / "programmes" / f"aid_{number}.toml").write_text(text, encoding="utf-8")
    return root


def adding(folder: Path, name: str) -> Path:
    """A reform that inserts one aid."""
    row = PLAIN.format(id=name, order=100 + len(name), **ROW)
    file = folder / f"{name}.toml"
    file.write_text(
        f'id = "{name}_reform"\nlabel = {{ zh = "试", en = "trial" }}\n'
        f'[[change]]\npath = "programmes"\nop = "insert"\n[change.row]{row}',
        encoding="utf-8",
    )
    return file


def test_the_ledger_has_a_row_for_each_and_one_for_the_bundle() -> None:
    assert MOST_AIDS == MOST_AID_PROGRAMMES + 1


@pytest.mark.parametrize("beyond", [0, 1, 3])
def test_files_beyond_the_last_row_are_named(tmp_path: Path, beyond: int) -> None:
    total = MOST_AID_PROGRAMMES + beyond
    assert loading(with_aids(tmp_path, total)) == tuple(
        Mistake(f"scenarios/programmes/aid_{n}.toml", "passport", EXPECTED, f"aid_{n}, number {n} of {total}")
        for n in range(MOST_AID_PROGRAMMES + 1, total + 1)
    )


def test_a_reform_that_adds_one_too_many_is_named_and_not_the_file_that_is_last(tmp_path: Path) -> None:
    root = with_aids(tmp_path, MOST_AID_PROGRAMMES)
    reform = adding(tmp_path, "extra")
    told = mistakes_of(lambda: Scenario.load("zhejiang", root=root).with_reform(reform, root=root))
    assert [(m.file, m.found) for m in told] == [(str(reform), "extra, number 48 of 48")]


def test_reforms_that_are_too_many_only_together_are_not_held_beside_one_another(tmp_path: Path) -> None:
    root = with_aids(tmp_path, MOST_AID_PROGRAMMES - 1)
    base = Scenario.load("zhejiang", root=root)
    one, other = (base.with_reform(adding(tmp_path, name), root=root) for name in ("first", "second"))
    assert len(base.with_programmes_of(one).rule_book().aids) == MOST_AID_PROGRAMMES
    (told,) = mistakes_of(lambda: base.with_programmes_of(one, other))
    assert told.file == str(tmp_path / "second.toml")
    assert told.found == "second, number 48 of 48"
