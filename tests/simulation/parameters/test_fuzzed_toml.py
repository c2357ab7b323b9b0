"""Any TOML at all, as a programme or as a reform, ends in ScenarioError or loads: never in a traceback."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from folders import copy_of_data
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.files.reading import data_folder, validated
from simulation.parameters.programmes.programme_checks import check_programmes
from simulation.parameters.programmes.programmes import ProgrammeFile, ProgrammeSpec, read_programme
from simulation.parameters.programmes.rule_blocks import (
    AmountSpec,
    EligibilitySpec,
    IncomeSpec,
    ReachSpec,
    ScheduleSpec,
)
from simulation.parameters.reforms.reforms import ReformModel, changes_of, edits_of
from simulation.parameters.scenario.scenario import Scenario

QUIET = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
NAMES = sorted({
    alias
    for model in (ProgrammeSpec, AmountSpec, EligibilitySpec, IncomeSpec, ScheduleSpec, ReachSpec)
    for name, field in model.model_fields.items()
    for alias in (field.alias or name,)
})  # fmt: skip
CHANGE_KEYS = ["path", "op", "value", "row", "from", "to", "where"]
WORDS = ["dibao", "wage", "persons", "$withdraw_rate", "$dibao.enabled", "<", "count", "once", "month", "programmes"]
LEAVES = st.one_of(
    st.integers(-5, 5), st.floats(-1e6, 1e6), st.booleans(), st.text(max_size=8), st.dates(), st.sampled_from(WORDS),
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)),
    max_leaves=12,
)


def dibao() -> dict[str, Any]:
    """A fresh copy of the shipped dibao file."""
    return tomllib.loads((data_folder() / "programmes" / "dibao.toml").read_text(encoding="utf-8"))


@QUIET
@given(st.dictionaries(st.sampled_from(NAMES), TREES, max_size=5), st.data())
def test_any_programme(tree: dict[str, Any], data: st.DataObject) -> None:
    """Random keys and values laid over a valid file, at the top and inside its blocks."""
    whole = dibao()
    whole.update({key: value for key, value in tree.items() if data.draw(st.booleans())})
    block = data.draw(st.sampled_from(["need", "benefit", "exit"]))
    if isinstance(whole.get(block), dict):
        whole[block].update(tree)
    for name in ("income", "eligibility", "assets", "supplement"):
        rows = whole.get(name)
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            rows[0].update(tree)
    mistakes = Mistakes()
    read = read_programme(whole, "file.toml", mistakes)
    if read is not None:
        check_programmes([ProgrammeFile(read.spec, "file.toml", {})], {}, set(), mistakes)
    assert read is not None or mistakes.found


@QUIET
@given(
    st.lists(st.dictionaries(st.sampled_from(["path", "op", "value", "row", "from", "to", "where"]), TREES), max_size=3)
)
def test_any_reform(changes: list[dict[str, Any]]) -> None:
    mistakes = Mistakes()
    tree = {"id": "x", "label": {"zh": "x", "en": "x"}, "change": changes}
    model = validated(ReformModel, tree, "x.toml", "", mistakes)
    if model is not None:
        changes_of(model, "x.toml", 0)
        edits_of(model, "x.toml", 0, mistakes)
    assert model is not None or mistakes.found


@pytest.mark.parametrize("name", ["medical_aid", "expansion_band"])
def test_each_line_left_out(tmp_path: Path, name: str) -> None:
    """Every file that lacks one line in eight loads or is refused."""
    root = copy_of_data(tmp_path)
    file = root / "programmes" / f"{name}.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    refused = 0
    for row in range(0, len(lines), max(1, len(lines) // 8)):
        file.write_text("\n".join(lines[:row] + lines[row + 1 :]), encoding="utf-8")
        try:
            Scenario.load("zhejiang", root=root).rules(0)
        except ScenarioError as error:
            refused += len(error.mistakes) > 0
    assert refused > 0
