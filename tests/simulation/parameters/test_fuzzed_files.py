"""Files damaged at random end in ScenarioError or load; nothing else may be raised."""

import random
from pathlib import Path

import pytest
from folders import copy_of_data

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario

FILES = (
    "programmes/dibao.toml",
    "programmes/temporary_expenditure.toml",
    "national/prices.toml",
    "provinces/zhejiang/province.toml",
    "provinces/zhejiang/lines.csv",
    "provinces/zhejiang/counties.csv",
    "reforms/marginal_line_2x.toml",
)
TOKENS = (
    '"',
    "[",
    "]",
    "{",
    "}",
    "=",
    "\n",
    "-",
    ".",
    "nan",
    "0x1g",
    "1e999",
    "true",
    "2022-99-01",
    "$",
    "\\",
    "\x00",
    "'",
)


def damaged(text: str, rng: random.Random) -> str:
    """One to three random edits: a cut, a deletion, an insertion, a line doubled or moved."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text))
        kind = rng.randrange(5)
        if kind == 0:
            text = text[: max(1, at)]
        elif kind == 1:
            text = text[:at] + text[at + rng.randint(1, 12) :] or "x"
        elif kind == 2:
            text = text[:at] + rng.choice(TOKENS) + text[at:]
        else:
            lines = text.split("\n")
            row = rng.randrange(len(lines))
            lines.insert(rng.randrange(len(lines)), lines[row] if kind == 3 else lines.pop(row))
            text = "\n".join(lines)
    return text


@pytest.mark.parametrize("file", FILES)
def test_damage_is_reported_not_raised(tmp_path: Path, file: str) -> None:
    root = copy_of_data(tmp_path)
    original = (root / file).read_text(encoding="utf-8")
    rng = random.Random(file)
    reported = 0
    for _ in range(15):
        (root / file).write_text(damaged(original, rng), encoding="utf-8")
        try:
            base, reform = Scenario.load_pair("zhejiang", "marginal_line_2x", root=root)
            for month in (-24, 0, 13):
                assert (reform.lines(month) >= 0).all()
                assert len(base.rules(month).programmes) >= 1
        except ScenarioError as error:
            reported += len(error.mistakes) > 0
    assert reported > 0
