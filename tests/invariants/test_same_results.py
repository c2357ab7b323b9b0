"""The same results, bit for bit: digests of small runs, a comparison, a sweep and all cases, kept in a JSON file.

For changes that must change no number (names, folders, speed). A change that means to alter results writes them anew
and says so in its commit:

    DOUDI_WRITE_DIGESTS=1 uv run --group test pytest -n 0 tests/invariants/test_same_results.py
"""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from shipped import shipped_cases
from worlds import small

import simulation as sim
from simulation.cases.answering import in_rows
from simulation.ledger import Ledger
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate import executors
from simulation.state import State
from simulation.sweeping.design import plan

FILE = Path(__file__).with_name("same_results.json")
WRITES = bool(os.environ.get("DOUDI_WRITE_DIGESTS"))
SMALL = {"scale": 0.0005, "months": 12, "warm_up": 12, "replications": 1, "seed": 1}
REFORM = {"dibao.line_multiple": 1.1}
IDENTITIES = ("scenario", "observer", "group", "area", "indicator", "unit")  # names in file formats, no labels


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_table(table: pd.DataFrame) -> str:
    """Of its numbers, to 12 digits, and of what each row is called; headers and notes may be worded anew."""
    named = table[[name for name in IDENTITIES if name in table]]
    return sha256(pd.concat([named, table.select_dtypes("number")], axis=1).to_csv(float_format="%.12g"))


def of_state(base: Scenario, warm_world: tuple[State, Ledger], folder: Path) -> dict[str, str]:
    """The state at the policy month and the population that it began with."""
    state = warm_world[0]
    return {"state": state.digest(), "population": state.population_digest}


def of_run(base: Scenario, warm_world: tuple[State, Ledger], folder: Path) -> dict[str, str]:
    """The books of a run and its table."""
    result = sim.run(base, threads=1, **SMALL)  # type: ignore[arg-type]
    return {"books": result.results_digest, "table": digest_of_table(result.table())}


def of_comparison(base: Scenario, warm_world: tuple[State, Ledger], folder: Path) -> dict[str, str]:
    """The books of baseline and reform, and the table of differences."""
    compared = sim.compare(base, base.change(REFORM), threads=1, **SMALL)  # type: ignore[arg-type]
    return {"books": compared.results_digest, "table": digest_of_table(compared.table())}


def of_sweep(base: Scenario, warm_world: tuple[State, Ledger], folder: Path) -> dict[str, str]:
    """Two points: the stored arrays under the identities of their runs, and the file of results."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "run_version", lambda: "any")  # part of a run's identity, no result
        swept = sim.sweep(
            base, {"dibao.line_multiple": [1.0, 1.1]}, store=folder, executor=executors.serial(),
            **SMALL,  # type: ignore[arg-type]
        )  # fmt: skip
    points = sha256(json.dumps(sorted(swept.points().columns)))
    return {"runs": swept.record()["results_digest"], "points": points, "results": digest_of_table(swept.frame())}


def of_cases(base: Scenario, warm_world: tuple[State, Ledger], folder: Path) -> dict[str, str]:
    """What the compiled rules answer to every case that ships."""
    questions = [asked.posed.question for check in shipped_cases().checks for asked in check.asked]
    return {"answers": sha256("\n".join(str(tuple(map(int, answer))) for answer in in_rows(questions)))}


def of_provinces(base: Scenario, warm_world: tuple[State, Ledger], folder: Path) -> dict[str, str]:
    """The books of every province: what one of them alone does (its practices, its lines) is in no other part."""
    runs = {name: sim.run(small(name), threads=1, **SMALL) for name in names_in(data_folder() / "provinces", "")}  # type: ignore[arg-type]
    return {name: run.results_digest for name, run in runs.items()}


PARTS: dict[str, Callable[[Scenario, tuple[State, Ledger], Path], dict[str, str]]] = {
    "state": of_state, "run": of_run, "comparison": of_comparison, "sweep": of_sweep, "cases": of_cases,
    "provinces": of_provinces,
}  # fmt: skip


@pytest.mark.parametrize("part", list(PARTS))
def test_results_are_the_recorded_ones(
    part: str, base: Scenario, warm_world: tuple[State, Ledger], tmp_path: Path
) -> None:
    recorded: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    found = PARTS[part](base, warm_world, tmp_path)
    if WRITES:
        text = json.dumps(recorded | {part: found}, indent=2, sort_keys=True)
        FILE.write_text(text + "\n", encoding="utf-8")
        return
    assert found == recorded[part]
