"""A store is right or says what is wrong: full disk, read-only folder, torn and damaged files, locks, other inputs."""

import errno
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from toy_sweep import carry_out
from toys import toys

from simulation.ledger import PAYERS
from simulation.parameters.scenario.points import points_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import executors
from simulation.simulate.answers import Answer
from simulation.simulate.errors import ExperimentError
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.results.sweep_results import Sweep, load_results
from simulation.sweeping.running.driver import Status
from simulation.sweeping.running.work import Task
from simulation.sweeping.store import array_files, sweep_store
from simulation.sweeping.store.index import Index
from simulation.sweeping.store.sweep_store import ARRAYS_FOLDER, INDEX, Store, file_system
from simulation.sweeping.sweep import carry_out as sweep_plan
from simulation.units import FEN

PATH = "dibao.line_multiple"
HEADS = (("ledger", "all", "benefits_yuan_year", "yuan/year", "simulated"),)


def answered(task: Task) -> list[Answer]:
    """Made-up runs: the value is the point's, the array names it."""
    return [
        Answer(
            item.id, values=np.array([dict(item.point.values).get(PATH, 1.0) * 100 + item.replication]), heads=HEADS,
            arrays={"money": np.full((2, 3, len(PAYERS)), item.replication)}, population="p",
        )
        for item in task.items
    ]  # fmt: skip


def plan(base: Scenario, *values: float, replications: int = 2, months: int = 12) -> Plan:
    return Plan.of(base, Settings(0.01, months, replications), points_of(base, [{PATH: v} for v in values]))


def swept(folder: Path, asked: Plan, **options: object) -> Sweep:
    return sweep_plan(asked, folder, executor=executors.serial(), work=answered, **options)  # type: ignore[arg-type]


def test_a_plan_with_other_inputs_is_refused_naming_the_field(base: Scenario, tmp_path: Path) -> None:
    swept(tmp_path, plan(base, 0.9))
    for other, named in (
        (plan(base, 0.9, months=24), "months: stored 12, asked 24"),
        (plan(base, 0.9, replications=3), "replications: stored 2, asked 3"),
        (plan(base, 0.8), "points"),
        (plan(base.change({"dibao.withdraw_rate": 0.7}), 0.9), "base: stored"),
    ):
        with pytest.raises(ExperimentError, match=named):
            swept(tmp_path, other)
    assert Sweep(tmp_path).status()["planned"] == 4
    more = swept(tmp_path, plan(base, 0.8, replications=3), extend=True)
    assert more.status()["ok"] == 3 * 3
    assert more.points()[PATH].tolist()[1:] == [0.9, 0.8]


def test_results_are_one_tidy_table_that_says_when_it_is_partial(base: Scenario, tmp_path: Path) -> None:
    asked = plan(base, 0.9, 1.1)
    swept(tmp_path, asked, shard=(1, 2))
    partial = load_results(tmp_path)
    assert partial.attrs["partial"]
    assert 0 < len(partial) < 6
    swept(tmp_path, asked, shard=(2, 2))
    whole = load_results(tmp_path)
    assert not whole.attrs["partial"]
    alone = swept(tmp_path / "alone", asked).frame()
    assert whole.to_csv() == alone.to_csv()
    assert swept(tmp_path, asked).frame().to_csv() == alone.to_csv()
    index = Index(tmp_path / INDEX, write=False)
    assert index.counts()["ok"] == 0  # all were done in the shards
    index.close()
    sweep = Sweep(tmp_path / "alone")
    assert sweep.values("budget")[0, :, 0].tolist() == [100.0, 90.0, pytest.approx(110.0)]
    assert sweep.summary(["budget"])["difference"].tolist() == [0.0, pytest.approx(-10.0), pytest.approx(10.0)]
    sweep.to_parquet(tmp_path / "all.parquet")
    assert (tmp_path / "all.parquet").read_bytes()[:4] == b"PAR1"


def test_damaged_arrays_are_told_and_lost_ones_made_anew(base: Scenario, tmp_path: Path) -> None:
    asked = plan(base, 0.9)
    swept(tmp_path, asked)
    files = sorted((tmp_path / ARRAYS_FOLDER).iterdir())
    content = bytearray(files[0].read_bytes())
    content[len(content) // 2] ^= 1
    files[0].write_bytes(content)
    with pytest.raises(ExperimentError, match="is damaged; delete it and sweep again"):
        array_files.unpacked(files[0])
    files[0].unlink()
    files[1].write_bytes(files[1].read_bytes()[:-20])  # torn
    swept(tmp_path, asked)
    assert all(array_files.unpacked(file) for file in sorted((tmp_path / ARRAYS_FOLDER).iterdir()))


def test_a_damaged_index_is_never_a_wrong_table(base: Scenario, tmp_path: Path) -> None:
    asked = plan(base, 0.9)
    before = swept(tmp_path, asked).frame().to_csv()
    connection = sqlite3.connect(tmp_path / INDEX)
    connection.execute("UPDATE run SET numbers = ? WHERE point = 1 AND replication = 0", (np.array([7.0]).tobytes(),))
    connection.commit()
    connection.close()
    with pytest.raises(ExperimentError, match="is damaged; sweep again with --retry"):
        load_results(tmp_path)
    assert swept(tmp_path, asked, retry=True).frame().to_csv() == before
    for file in tmp_path.glob(f"{INDEX}*"):
        file.write_bytes(b"no index at all" * 400)
    with pytest.raises(ExperimentError, match=INDEX):
        swept(tmp_path, asked)


def test_a_full_disk_is_told_and_finished_runs_stay(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 4:  # of the second file
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ExperimentError, match="No space left on device; finished runs stay"):
            swept(tmp_path, plan(base, 0.9, 1.1))
    done = Sweep(tmp_path).status()
    assert 0 < done["ok"] < done["planned"]
    assert not list((tmp_path / ARRAYS_FOLDER).glob(".*"))
    assert (
        swept(tmp_path, plan(base, 0.9, 1.1)).frame().to_csv()
        == swept(tmp_path / "b", plan(base, 0.9, 1.1)).frame().to_csv()
    )


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExperimentError, match="cannot be written"):
        Store(tmp_path / "file" / "store")
    monkeypatch.setattr(Path, "write_bytes", _refused)
    with pytest.raises(ExperimentError, match="cannot be written \\(Read-only file system\\)"):
        Store(tmp_path / "store")


def test_a_store_in_a_folder_that_cannot_be_written_is_read(
    base: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from an archive: to read beside a writer SQLite would make a file there, and fail."""
    swept(tmp_path, plan(base, 0.9))
    for left in tmp_path.glob(f"{INDEX}-*"):
        left.unlink()
    before = load_results(tmp_path).to_csv()
    for left in tmp_path.glob(f"{INDEX}-*"):
        left.unlink()
    monkeypatch.setattr(os, "access", lambda place, mode: not (Path(place) == tmp_path and mode == os.W_OK))
    assert load_results(tmp_path).to_csv() == before
    assert not list(tmp_path.glob(f"{INDEX}-*"))


def _refused(*_: object) -> int:
    raise OSError(errno.EROFS, "Read-only file system")


def test_network_file_systems_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} nfs4 rw 0 0\n")
    assert file_system(tmp_path / "store", mounts) == "nfs4"
    assert file_system(Path("/"), mounts) == "ext4"
    assert file_system(tmp_path, tmp_path / "none") == ""
    monkeypatch.setattr(sweep_store, "file_system", lambda *_: "nfs4")
    with pytest.raises(ExperimentError, match="network file system"):
        Store(tmp_path / "store")


HOLD = """
import sys, time
from pathlib import Path
from simulation.sweeping.store.sweep_store import Store
with Store(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_processes_on_one_store_and_a_lock_left_behind(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(ExperimentError, match=f"in use by process {holder.pid}"):
        Store(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    carry_out(tmp_path, "serial", toys(3))
    index = Index(tmp_path / INDEX, write=False)
    assert index.ids(Status.OK) == {"0000", "0001", "0002"}
    index.close()


def test_memory_stays_flat_over_many_runs(tmp_path: Path) -> None:
    """Peak memory after 2,000 runs is that after 400, but for a few MiB."""
    carry_out(tmp_path / "few", "serial", toys(400, worlds=20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    carry_out(tmp_path / "many", "serial", toys(2000, worlds=20))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024  # KiB


def test_a_failed_run_is_kept_and_retried_on_request(base: Scenario, tmp_path: Path) -> None:
    broken = {"is": True}

    def sometimes(task: Task) -> list[Answer]:
        bad = {item.id for item in task.items if broken["is"] and item.replication == 1}
        return [Answer(a.id, error="Traceback\nValueError: no") if a.id in bad else a for a in answered(task)]

    asked = plan(base, 0.9)
    done = sweep_plan(asked, tmp_path, executor=executors.serial(), work=sometimes)
    assert done.status() == {"planned": 4, "ok": 2, "failed": 2, "poison": 0, "timeout": 0, "pending": 0}
    assert done.troubles()["error"].str.contains("ValueError: no").all()
    broken["is"] = False
    assert sweep_plan(asked, tmp_path, executor=executors.serial(), work=sometimes).partial
    assert not sweep_plan(asked, tmp_path, executor=executors.serial(), work=sometimes, retry=True).partial


def test_a_partial_sweep_tells_of_each_point_how_much_is_known(base: Scenario, tmp_path: Path) -> None:
    def without_one(task: Task) -> list[Answer]:
        return [
            Answer(a.id, error="no") if dict(i.point.values).get(PATH) == 1.1 and i.replication else a
            for i, a in zip(task.items, answered(task), strict=True)
        ]

    done = sweep_plan(plan(base, 0.9, 1.1), tmp_path, executor=executors.serial(), work=without_one)
    assert done.partial
    summary = done.summary(["budget"])
    assert summary["replications"].tolist() == [2, 2, 1]
    assert summary["difference"].tolist() == pytest.approx([0.0, -10.0, 10.0])
    assert summary["low"].isna().tolist() == [False, False, True]


def test_parameter_doubt_and_monte_carlo_error_stand_apart(base: Scenario, tmp_path: Path) -> None:
    """Money is 1000 times the draw's number and once the replication's: each band holds one of them."""
    draws = points_of(base, [{"dibao.withdraw_rate": 0.5}, {"dibao.withdraw_rate": 0.7}])

    def drawn(task: Task) -> list[Answer]:
        return [
            replace(a, arrays={"money": np.full((1, 3, len(PAYERS)), 1000.0 * draws.index(i.draw) + i.replication)})
            for i, a in zip(task.items, answered(task), strict=True)
        ]

    asked = replace(plan(base, 0.9), draws=draws)
    row = sweep_plan(asked, tmp_path, executor=executors.serial(), work=drawn).budget_by_month().iloc[0]
    assert row["mean_yuan"] * FEN == pytest.approx(500.5)
    assert [row["low_yuan"] * FEN, row["high_yuan"] * FEN] == pytest.approx([500.05, 500.95])
    assert [row["draw_low_yuan"] * FEN, row["draw_high_yuan"] * FEN] == pytest.approx([50.5, 950.5])


def test_only_warm_ups_that_runs_share_are_kept(base: Scenario, tmp_path: Path) -> None:
    """A structural value gives every run a warm-up of its own; those of a large sweep would fill the disk."""
    shared: dict[str, set[bool]] = {}

    def noted(path: str) -> None:
        def work(task: Task) -> list[Answer]:
            shared.setdefault(path, set()).update(item.shared for item in task.items if item.point.values)
            return answered(task)

        points = points_of(base, [{path: 0.91}, {path: 0.92}])
        asked = Plan.of(base, Settings(0.01, 12, 2), points)
        sweep_plan(asked, tmp_path / path, executor=executors.serial(), work=work)

    noted("earnings.persistence")
    noted(PATH)
    assert base.sources.parameters["earnings.persistence"].tag == "structural"
    assert shared == {"earnings.persistence": {False}, PATH: {True}}


def test_the_record_tells_what_was_run(base: Scenario, tmp_path: Path) -> None:
    done = swept(tmp_path / "a", plan(base, 0.9))
    record, again = done.record(), swept(tmp_path / "b", plan(base, 0.9)).record()
    assert record["results_digest"] == again["results_digest"]
    assert record["results_digest"] != swept(tmp_path / "c", plan(base, 0.8)).record()["results_digest"]
    assert (record["replications"], record["points"], record["partial"]) == (2, 2, False)
    assert record["packages"]["numpy"]
    stated = base.assumptions()
    assert done.assumptions()["path"].tolist() == stated["path"].tolist()
    assert done.assumptions()["status"].tolist() == stated["status"].tolist()
