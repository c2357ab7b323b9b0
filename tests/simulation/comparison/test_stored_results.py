"""Finished runs survive an error in what is made of them, and bring the same tables and files without running again."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_reforms_together import REMOVED
from typer.testing import CliRunner, Result

import simulation as sim
from simulation.cli import outputs
from simulation.cli.main import app
from simulation.cli.terminal import store_kept
from simulation.comparison import stored_results
from simulation.comparison.stored_results import ARRAYS, RUNS, Asked, StoredResult, load_runs, save_runs
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.store import sweep_store

pytestmark = pytest.mark.usefixtures("few_counties")


def doudi(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


SMALL = {"scale": 0.0003, "months": 3, "warm_up": 12, "threads": 1}
PROVINCE = "inner_mongolia"


@pytest.fixture(scope="module")
def made(base: Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[StoredResult, Asked]]:
    """A run, a comparison with a file's reform, and several reforms with draws and a width to be reached."""
    file = tmp_path_factory.mktemp("reforms") / "removed.toml"
    file.write_text(REMOVED, encoding="utf-8")
    rows = [{"dibao.withdraw_rate": 0.9}]
    several = sim.compare_all(base, ["none", str(file)], replications=2, draws=rows, until="budget ±900%", **SMALL)  # type: ignore[arg-type]
    return {
        "run": (sim.run(base, **SMALL), Asked.of(PROVINCE, [], None)),  # type: ignore[arg-type]
        "compare": (sim.compare(base, str(file), replications=2, **SMALL), Asked.of(PROVINCE, [str(file)], None)),  # type: ignore[arg-type]
        "several": (several, Asked.of(PROVINCE, ["none", str(file)], None, rows)),
    }


def tables(outcome: StoredResult) -> list[pd.DataFrame]:
    found = [outcome.table(), outcome.budget_by_month()]
    if isinstance(outcome, sim.SideBySide):
        return [*found, outcome.pairwise(), outcome.flips(), *(t for d in outcome.draws for t in tables(d))]
    return [*found, outcome.fan(), outcome.funnel(), outcome.by_county(), outcome.waits(), outcome.incidence()]


@pytest.mark.parametrize("kind", ["run", "compare", "several"])
def test_runs_come_back_as_they_were(made: dict[str, tuple[StoredResult, Asked]], tmp_path: Path, kind: str) -> None:
    outcome, asked = made[kind]
    save_runs(outcome, asked, tmp_path)
    again = load_runs(tmp_path)
    assert type(again) is type(outcome)
    for one, other in zip(tables(again), tables(outcome), strict=True):
        pd.testing.assert_frame_equal(one, other)
    if isinstance(outcome, sim.SideBySide):
        assert again.reached == outcome.reached  # type: ignore[union-attr]
        pairs = zip(again.comparisons, outcome.comparisons, strict=True)  # type: ignore[union-attr]
    else:
        pairs = zip([again], [outcome], strict=True)  # type: ignore[assignment]
    for one, other in pairs:
        assert one.run_record == json.loads(json.dumps(other.run_record, default=str))
        assert one.settings == other.settings
    for array in np.load(tmp_path / ARRAYS).values():
        assert array.dtype.kind in "iuf"


def test_whatever_does_not_fit_is_one_sentence(made: dict[str, tuple[StoredResult, Asked]], tmp_path: Path) -> None:
    outcome, asked = made["compare"]
    with pytest.raises(ExperimentError, match="does not contain finished runs"):
        load_runs(tmp_path)
    save_runs(outcome, asked, tmp_path)
    told, arrays = (tmp_path / RUNS).read_text(encoding="utf-8"), (tmp_path / ARRAYS).read_bytes()
    for words in ("", "[]", "{}", told[: len(told) // 2], told.replace('"class": "Comparison"', '"class": "Path"')):
        (tmp_path / RUNS).write_text(words, encoding="utf-8")
        with pytest.raises(ExperimentError, match="does not contain finished runs"):
            load_runs(tmp_path)
    (tmp_path / RUNS).write_text(told, encoding="utf-8")
    for content in (b"", arrays[:-50], arrays[:500] + bytes([arrays[500] ^ 1]) + arrays[501:]):
        (tmp_path / ARRAYS).write_bytes(content)
        with pytest.raises(ExperimentError, match="does not contain finished runs"):
            load_runs(tmp_path)
    (tmp_path / ARRAYS).write_bytes(arrays)
    file = Path(asked.reforms[0])
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("elder", "child"), encoding="utf-8")
    with pytest.raises((ExperimentError, sim.ScenarioError)):
        load_runs(tmp_path)
    file.write_text(text, encoding="utf-8")
    load_runs(tmp_path)


@pytest.fixture
def broken(made: dict[str, tuple[StoredResult, Asked]], monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """`doudi compare` whose runs succeed and whose tables fail; the answer puts the tables right."""
    monkeypatch.setattr(sim, "compare", lambda *_args, **_asked: made["compare"][0], raising=False)
    monkeypatch.setattr(sim, "compare_all", lambda *_args, **_asked: made["several"][0], raising=False)
    right = outputs.deliver

    def fails(*_: object) -> None:
        raise ValueError("operands could not be broadcast")

    def deliver_by(function: Callable[..., None]) -> None:
        for module in ("cli.main", "cli.several_reforms"):
            monkeypatch.setattr(f"simulation.{module}.deliver", function)

    deliver_by(fails)
    return lambda: deliver_by(right)


@pytest.mark.usefixtures("blank_plots")
@pytest.mark.parametrize("kind", ["compare", "several"])
def test_an_error_in_the_tables_costs_no_run(
    made: dict[str, tuple[StoredResult, Asked]], broken: Callable[[], None], tmp_path: Path, kind: str
) -> None:
    """All runs were lost when a table of several reforms could not be made."""
    out, draws = tmp_path / "out", tmp_path / "draws.csv"
    draws.write_text("dibao.withdraw_rate\n0.9\n", encoding="utf-8")
    command = ["compare", PROVINCE, *made[kind][1].reforms, *(["--draws", draws] if kind == "several" else [])]
    done = doudi(*command, "--out", out)
    assert isinstance(done.exception, ValueError)
    (folder,) = tmp_path.glob("doudi-runs-*")
    assert f"doudi results {folder}" in done.stderr.replace("\n", "")
    done = doudi("results", folder, "--out", out)
    assert done.exit_code == 0, done.output
    broken()
    usual = doudi(*command, "--out", tmp_path / "usual")
    assert usual.exit_code == 0, usual.output
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([folder.name, "draws.csv", "out", "usual"])
    for file in sorted((tmp_path / "usual").glob("*.csv")):
        assert (out / file.name).read_bytes() == file.read_bytes(), file.name
    assert doudi("results", folder, "--parquet", tmp_path / "x.parquet").exit_code == 2


def test_runs_that_cannot_be_kept_do_not_stop_the_results(
    made: dict[str, tuple[StoredResult, Asked]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored_results, "save_runs", full)
    monkeypatch.setattr(sim, "compare", lambda *_args, **_asked: made["compare"][0], raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = doudi("compare", PROVINCE, "none")
    assert done.exit_code == 0, done.output
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_to_pass_stays_when_it_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept, passing = sweep_store.temporary_store(), sweep_store.temporary_store()

    def fails() -> None:
        with store_kept(kept, "en"):
            raise ValueError("of a chart")

    with pytest.raises(ValueError, match="of a chart"):
        fails()
    sweep_store._remove_passing()
    assert kept.exists()
    assert not passing.exists()
