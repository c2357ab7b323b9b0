"""What is kept of earlier runs saves their time and changes no number, whatever becomes of its files."""

import os
from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication, run_cache
from simulation.simulate.errors import ExperimentError
from simulation.simulate.period import headline_period
from simulation.simulate.run_record import ledger_digest
from simulation.simulate.saved_ledger import load_ledgers, save_ledgers

SETTINGS = Settings(0.0005, 14, 2, 1, 12, 1)
SIZE = {"scale": 0.0005, "months": 14, "replications": 2, "warm_up": 12, "threads": 1, "draws": 0}
REFORM = "dibao_line_plus_10"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(run_cache.FOLDER, str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what is simulated, in order: warm-ups and stretches from the policy month."""
    done: list[str] = []
    for name in ("warmed_up", "begun", "finished"):
        original = getattr(one_replication, name)

        def counted(*args: object, name: str = name, original: object = original, **kwargs: object) -> object:
            done.append(name)
            return original(*args, **kwargs)  # type: ignore[operator]

        monkeypatch.setattr(one_replication, name, counted)
    return done


def test_a_comparison_again_simulates_the_reform_alone(base: Scenario, folder: Path, simulated: list[str]) -> None:
    reform = base.with_reform(REFORM)
    first = sim.compare(base, reform, **SIZE)
    assert simulated.count("warmed_up") == 2
    assert simulated.count("begun") == 4
    kinds = sorted(file.name.partition("-")[0] for file in folder.glob("*.npz"))
    assert kinds == ["end", "end", "ledger", "ledger", "state", "state"]
    simulated.clear()
    again = sim.compare(base, reform, **SIZE)
    assert sorted(simulated) == ["begun", "begun", "finished", "finished"]
    assert again.run_record["results_digest"] == first.run_record["results_digest"]
    assert again.run_record["population_digest"] == first.run_record["population_digest"]
    assert again.table().equals(first.table())
    assert again.run_record["household_months"] == first.run_record["household_months"]
    # of 12 months of warm-up and 14 of each side the reform's are simulated
    assert again.run_record["simulated_share"] == pytest.approx(14 / 40, abs=1e-4)
    assert first.run_record["simulated_share"] == 1.0


def test_another_reform_uses_the_same_baseline(base: Scenario, folder: Path, simulated: list[str]) -> None:
    sim.compare(base, base.change({"dibao.minimum_share": 0.3}), **SIZE)
    simulated.clear()
    reform = base.with_reform(REFORM)
    with_cache = sim.compare(base, reform, **SIZE)
    assert simulated.count("begun") == 2
    os.environ[run_cache.FOLDER] = "off"
    without = sim.compare(base, reform, **SIZE)
    assert without.table().equals(with_cache.table())
    assert without.run_record["results_digest"] == with_cache.run_record["results_digest"]


def test_several_reforms_share_the_baseline(base: Scenario, folder: Path, simulated: list[str]) -> None:
    reforms = [base.with_reform(REFORM), base.change({"dibao.minimum_share": 0.3})]
    first = sim.compare_all(base, reforms, **SIZE)
    simulated.clear()
    again = sim.compare_all(base, reforms, **SIZE)
    assert simulated.count("warmed_up") == 0
    assert simulated.count("begun") == 4
    assert again.table().equals(first.table())
    assert again.comparisons[0].run_record["simulated_share"] == pytest.approx(28 / 54, abs=1e-4)


@pytest.mark.parametrize(
    "change",
    [{"seed": 2}, {"scale": 0.0006}, {"warm_up": 24}],
    ids=["seed", "scale", "warm_up"],
)
def test_other_settings_find_no_state(base: Scenario, folder: Path, simulated: list[str], change: dict) -> None:
    run_cache.warm_state(base, SETTINGS, 0)
    simulated.clear()
    run_cache.warm_state(base, Settings(**(SETTINGS.__dict__ | change)), 0)
    assert simulated == ["warmed_up"]


def test_another_replication_or_rule_finds_no_state(base: Scenario, folder: Path, simulated: list[str]) -> None:
    run_cache.warm_state(base, SETTINGS, 0)
    simulated.clear()
    run_cache.warm_state(base, SETTINGS, 1)
    run_cache.warm_state(base.change({"dibao.minimum_share": 0.3}, start="2015-01"), SETTINGS, 0)
    run_cache.warm_state(base.change({"earnings.assessment_months": 6}), SETTINGS, 0)  # its deciles differ
    assert simulated == ["warmed_up"] * 3
    run_cache.warm_state(base.change({"dibao.minimum_share": 0.3}), SETTINGS, 0)  # nothing before the policy month
    assert simulated == ["warmed_up"] * 3


def test_own_processes_have_states_of_their_own(base: Scenario, folder: Path, simulated: list[str]) -> None:
    run_cache.warm_state(base, SETTINGS, 0)
    simulated.clear()

    def nothing_happens(month: object) -> None:
        """Writes no column."""

    sim.register_process("nothing_happens", nothing_happens, writes=("assets",))
    try:
        run_cache.warm_state(base, SETTINGS, 0)
    finally:
        sim.unregister("nothing_happens")
    assert simulated == ["warmed_up"]


def test_a_damaged_file_is_made_anew(base: Scenario, folder: Path, simulated: list[str]) -> None:
    reform = base.with_reform(REFORM)
    first = sim.compare(base, reform, **SIZE)
    for file in folder.glob("*.npz"):
        held = bytearray(file.read_bytes())
        held[len(held) // 2] ^= 1
        file.write_bytes(held)
    simulated.clear()
    again = sim.compare(base, reform, **SIZE)
    assert simulated.count("warmed_up") == 2
    assert simulated.count("begun") == 4
    assert again.table().equals(first.table())
    simulated.clear()
    sim.compare(base, reform, **SIZE)
    assert "warmed_up" not in simulated


def test_a_lost_ledger_costs_its_run(base: Scenario, folder: Path, simulated: list[str]) -> None:
    reform = base.with_reform(REFORM)
    first = sim.compare(base, reform, **SIZE)
    next(folder.glob("ledger-*.npz")).unlink()
    simulated.clear()
    again = sim.compare(base, reform, **SIZE)
    assert simulated.count("begun") == 3
    assert again.table().equals(first.table())


def test_an_analyzer_sees_every_month(base: Scenario, folder: Path) -> None:
    def seen(month: object) -> float:
        return 1.0

    reform = base.with_reform(REFORM)
    sim.compare(base, reform, **SIZE)
    found = sim.compare(base, reform, analyzers=[seen], **SIZE)
    table = found.analysis()
    assert len(table) == 2 * SIZE["months"]
    assert (table["baseline"] == 1.0).all()


def test_the_limit_holds_and_the_latest_stay(base: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_cache.warm_state(base, SETTINGS, 0)
    (first,) = folder.glob("*.npz")
    os.utime(first, (1, 1))
    size = first.stat().st_size
    monkeypatch.setattr(run_cache, "FILES", 0)  # else so small a limit keeps nothing
    monkeypatch.setenv(run_cache.LIMIT, str(2.5 * size / run_cache.GB))
    run_cache.warm_state(base, SETTINGS, 1)
    run_cache.warm_state(base, SETTINGS, 0)  # used again: now the latest
    run_cache.warm_state(base, Settings(**(SETTINGS.__dict__ | {"seed": 2})), 0)
    assert len(run_cache.files(folder)) == 2
    assert first.exists()


@pytest.mark.parametrize("most", ["0", "1e-6"])
def test_what_does_not_fit_is_not_kept(
    base: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    monkeypatch.setenv(run_cache.LIMIT, most)
    run_cache.warm_state(base, SETTINGS, 0)
    assert not run_cache.files(folder)


@pytest.mark.parametrize("most", ["-1", "much", "nan", "inf"])
def test_a_limit_that_is_none_is_refused(
    base: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    monkeypatch.setenv(run_cache.LIMIT, most)
    with pytest.raises(
        ExperimentError, match=f"DOUDI_RUN_CACHE_GB: expected a number of GB of at least 0, got '{most}'"
    ):
        run_cache.warm_state(base, SETTINGS, 0)


def test_a_folder_that_cannot_be_written_changes_nothing(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(run_cache.FOLDER, str(tmp_path / "file" / "runs"))
    state = run_cache.warm_state(base, SETTINGS, 0)
    assert state.digest() == one_replication.warmed_up(base, SETTINGS, 0, books=False)[0].digest()


def test_ledgers_come_back_as_they_were(base: Scenario, tmp_path: Path) -> None:
    reform = base.with_reform(REFORM)
    period = headline_period(base, [reform], SETTINGS.months)
    state, _ = one_replication.warmed_up(base, SETTINGS, 0, books=False)
    ledger, cut = one_replication.begun(state, base, SETTINGS, period)
    one_replication.finished(state, base, SETTINGS, ledger)
    save_ledgers((ledger, cut), tmp_path / "a.npz")
    whole, part = load_ledgers(tmp_path / "a.npz")
    assert ledger_digest([whole, part]) == ledger_digest([ledger, cut])
    assert (whole.first_month, part.first_month, whole.programmes) == (0, period.first, ledger.programmes)
    assert np.array_equal(whole.share, ledger.share)
    assert not np.array_equal(part.waits, whole.waits)  # those of the period alone


def test_other_files_are_no_ledgers(base: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "x.npz"
    for content in (b"", b"PK", b"\x93NUMPY"):
        file.write_bytes(content)
        with pytest.raises(ValueError, match=r"x\.npz: not saved ledgers"):
            load_ledgers(file)
