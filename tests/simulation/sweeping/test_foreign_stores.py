"""A store or a state that is damaged or comes from elsewhere does no harm: one sentence, or a rebuild."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_sweep_store import plan, swept
from toy_sweep import carry_out
from toys import toys
from worlds import onward

from simulation.parameters.scenario.scenario import Scenario
from simulation.search.surface import clear_states
from simulation.simulate.errors import ExperimentError
from simulation.simulate.saved_state import load_state, save_state
from simulation.state import State
from simulation.sweeping.results.sweep_results import Sweep
from simulation.sweeping.store.array_files import is_array_name
from simulation.sweeping.store.index import FORMAT, WITHOUT_CHECKSUMS, Index
from simulation.sweeping.store.sweep_store import ARRAYS_FOLDER, INDEX, STATES, Store

OUTSIDE = ("../../mine.txt", "/etc/hostname", "..", "", "mine.txt", f"{'a' * 32}.npz/../../../mine.txt", "no.npz")


def altered(folder: Path, statement: str, *values: Any) -> None:
    connection = sqlite3.connect(folder / INDEX)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


@pytest.fixture
def store(base: Scenario, tmp_path: Path) -> Path:
    """A finished store with arrays, beside a file of the user's."""
    (tmp_path / "mine.txt").write_text("mine")
    swept(tmp_path / "store", plan(base, 0.9))
    return tmp_path / "store"


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_in_a_store_leads_out_of_it(store: Path, base: Scenario, name: str) -> None:
    """The `bulk` column was joined to the folder of arrays and unlinked, whatever it held."""
    within = store / ARRAYS_FOLDER / "mine.txt"
    within.write_text("mine too")
    altered(store, "UPDATE run SET bulk = ?, size = 7 WHERE point = 1 AND replication = 0", name)
    if name:
        with pytest.raises(ExperimentError, match="damaged"):
            Sweep(store).budget_by_month()
    swept(store, plan(base, 0.9), retry=True)
    assert (store.parent / "mine.txt").read_text() == "mine"
    assert within.read_text() == "mine too"
    assert Sweep(store).budget_by_month()["mean_yuan"].notna().all()


def test_names_of_arrays_have_one_form() -> None:
    assert is_array_name(f"{'0a' * 16}.npz")
    assert not any(map(is_array_name, (*OUTSIDE, None, 7, f"{'0A' * 16}.npz", f"{'0a' * 16}.npz\n")))


@pytest.mark.parametrize("part", [ARRAYS_FOLDER, STATES, INDEX, "lock", f"{INDEX}-wal"])
def test_a_store_does_not_reach_through_links(tmp_path: Path, base: Scenario, part: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".hidden").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / part).symlink_to(elsewhere if part in (ARRAYS_FOLDER, STATES) else tmp_path / "file")
    with pytest.raises(ExperimentError, match="of its own"):
        swept(tmp_path / "store", plan(base, 0.9))
    assert (elsewhere / ".hidden").read_text() == "mine"
    assert (tmp_path / "file").read_text() == "mine"


def test_the_holder_is_written_and_read_in_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("a secret")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "holder").symlink_to(tmp_path / "mine.txt")
    with Store(tmp_path / "store"):
        assert (tmp_path / "mine.txt").read_text() == "a secret"  # not written over
        with pytest.raises(ExperimentError, match=r"in use by process \d+ on"):
            Store(tmp_path / "store")
        for told in ("a secret\x1b[31m", "process 1 on " + "x" * 400):
            (tmp_path / "store" / "holder").write_text(told)
            with pytest.raises(ExperimentError, match="in use by another process;"):
                Store(tmp_path / "store")
        (tmp_path / "store" / "holder").unlink()
        (tmp_path / "store" / "holder").symlink_to(tmp_path / "mine.txt")
        with pytest.raises(ExperimentError, match="in use by another process;"):
            Store(tmp_path / "store")


def test_files_of_the_users_in_a_store_are_kept(store: Path, base: Scenario) -> None:
    """`states/` and hidden files of `arrays/` were deleted whoever they were of."""
    (store / STATES).mkdir(exist_ok=True)
    own = [store / STATES / "mine.csv", store / ARRAYS_FOLDER / ".mine", store / "states.txt"]
    for file in own:
        file.write_text("mine")
    ours = [store / STATES / f"{'0' * 32}.npz", store / STATES / f"{'0' * 32}.lock",
            store / ARRAYS_FOLDER / f".{'0' * 32}.npz.77"]  # fmt: skip
    for file in ours:
        file.write_text("ours")
    swept(store, plan(base, 0.9))
    clear_states(store)
    assert all(file.read_text() == "mine" for file in own)
    assert not any(file.exists() for file in ours)


def test_a_database_of_the_users_is_left_as_it_is(tmp_path: Path, base: Scenario) -> None:
    connection = sqlite3.connect(tmp_path / INDEX)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    before = (tmp_path / INDEX).read_bytes()
    with pytest.raises(ExperimentError, match="no index of a sweep"):
        swept(tmp_path, plan(base, 0.9))
    with pytest.raises(ExperimentError, match="no index of a sweep"):
        Sweep(tmp_path).status()
    assert (tmp_path / INDEX).read_bytes() == before


def test_a_trigger_is_no_part_of_a_store(store: Path, base: Scenario) -> None:
    altered(store, "CREATE TRIGGER t AFTER UPDATE ON run BEGIN DELETE FROM note; END")
    with pytest.raises(ExperimentError, match="no index of a sweep"):
        swept(store, plan(base, 0.9), retry=True)


DAMAGE = (
    ("UPDATE head SET indicator = 'cost'", ()),
    ("UPDATE head SET indicator = NULL", ()),
    ("UPDATE head SET unit = x'ff'", ()),
    ("DELETE FROM head", ()),
    ("UPDATE run SET numbers = NULL WHERE point = 1", ()),
    ("UPDATE run SET numbers = 'words' WHERE point = 1", ()),
    ("UPDATE run SET numbers = x'00' WHERE point = 1", ()),
    ("UPDATE run SET population = NULL", ()),
    ("UPDATE run SET draw = 9", ()),
    ("UPDATE run SET point = -1", ()),
    ("UPDATE run SET replication = 99", ()),
    ("UPDATE run SET point = 'one'", ()),
    ("UPDATE run SET checksum = NULL", ()),
    ("UPDATE run SET size = 'x'", ()),
    ("UPDATE note SET value = '{' WHERE name = 'design'", ()),
    ("UPDATE note SET value = '{}' WHERE name = 'design'", ()),
    ("UPDATE note SET value = x'ff00' WHERE name = 'inputs'", ()),
    ("UPDATE note SET value = '[]' WHERE name = 'assumptions'", ()),
    ("DELETE FROM note WHERE name = 'programmes'", ()),
    ("DELETE FROM note WHERE name = 'checksum'", ()),
    ("UPDATE note SET value = ? WHERE name = 'format'", (str(WITHOUT_CHECKSUMS),)),
    ("UPDATE history SET record = 'x'", ()),
    ("UPDATE history SET record = '[]'", ()),
    ("DROP TABLE head", ()),
)


@pytest.mark.parametrize(("statement", "values"), DAMAGE, ids=[statement for statement, _ in DAMAGE])
def test_damage_in_any_table_is_one_sentence(store: Path, statement: str, values: tuple[str, ...]) -> None:
    """Never a traceback, never another table: what can be read is as it was."""
    _everything(store)
    altered(store, statement, *values)
    with pytest.raises(ExperimentError):
        _everything(store)


def _everything(folder: Path) -> None:
    """What `doudi results` reads."""
    sweep = Sweep(folder)
    for read in (sweep.frame, sweep.points, sweep.budget_by_month, sweep.record, sweep.assumptions, sweep.troubles):
        read()
    sweep.summary(["budget"])


def test_torn_and_flipped_bytes_are_one_sentence_or_nothing(store: Path) -> None:
    """Every thousandth byte of the index, one at a time, and cuts at every page."""
    _everything(store)
    content = (store / INDEX).read_bytes()
    right = Sweep(store).frame().to_csv()
    for place in range(0, len(content), max(len(content) // 150, 1)):
        for damaged in (content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :], content[:place]):
            (store / INDEX).write_bytes(damaged)
            with suppress(ExperimentError):
                _everything(store)
                assert Sweep(store).frame().to_csv() == right


def test_stores_of_the_format_before_are_read_and_not_written(store: Path, base: Scenario) -> None:
    right = Sweep(store).frame().to_csv()
    index = Index(store / INDEX, write=False)
    results = list(index.results())
    index.close()
    altered(store, "DELETE FROM note WHERE name = 'checksum'")
    altered(store, "UPDATE note SET value = ? WHERE name = 'format'", str(WITHOUT_CHECKSUMS))
    import hashlib
    import json

    for run in results:
        size = (store / ARRAYS_FOLDER / run.bulk).stat().st_size
        text = json.dumps([run.id, "ok", run.population, run.bulk, size])  # as it was written then
        stored = hashlib.blake2b(text.encode() + run.numbers.tobytes(), digest_size=16).hexdigest()
        altered(store, "UPDATE run SET checksum = ? WHERE id = ?", stored, run.id)
    assert FORMAT != WITHOUT_CHECKSUMS
    assert Sweep(store).frame().to_csv() == right
    with pytest.raises(ExperimentError, match="another version of doudi"):
        swept(store, plan(base, 0.9))


def test_toys_of_other_programs_are_still_carried_out(tmp_path: Path) -> None:
    carry_out(tmp_path, "serial", toys(4))
    index = Index(tmp_path / INDEX, write=False)
    assert index.counts()["ok"] == 4
    index.close()


def test_no_damaged_state_is_used(warm: State, base: Scenario, tmp_path: Path) -> None:
    """Flipped bytes and cuts anywhere: refused as no saved state, which is made anew; never a traceback or a crash."""
    file = tmp_path / "warm.npz"
    save_state(warm, file)
    content = file.read_bytes()
    rng = np.random.default_rng(1)
    places = [*rng.integers(0, len(content), 60), *range(0, 200, 7), *range(len(content) - 1500, len(content), 37)]
    for place in map(int, places):
        for damaged in (content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :], content[:place]):
            file.write_bytes(damaged)
            try:
                state = load_state(file, base)
            except ValueError:
                continue
            assert state.digest() == warm.digest()  # a byte that carries nothing


ALTERED = {
    "a column of another type": lambda state: setattr(state, "round_position", state.round_position.astype(np.int64)),
    "a column cut short": lambda state: setattr(state, "backlog", state.backlog[:-1]),
    "a case that is not there": lambda state: state.units["case"].__setitem__(0, 2**30),
    "a county that is not there": lambda state: state.units["registration"].__setitem__(0, 60_000),
    "a person that is not there": lambda state: state.units["first_person"].__setitem__(0, 2**31),
    "a neighbour that is not there": lambda state: state.ties.__setitem__((0, 0), 60_000),
    "more cases than units": lambda state: state.n_cases.__setitem__(0, -1),
    "offices of another county": lambda state: state.staff["county"].__setitem__(0, 3),
}


@pytest.mark.parametrize("what", ALTERED)
def test_no_state_leads_out_of_its_tables(warm: State, base: Scenario, tmp_path: Path, what: str) -> None:
    """With a checksum of its own, as a state from elsewhere would have."""
    state = warm.copy()
    state.ties = state.ties.copy()
    ALTERED[what](state)
    save_state(state, tmp_path / "foreign.npz")
    with pytest.raises(ValueError, match="not a saved state"):
        load_state(tmp_path / "foreign.npz", base)


def test_a_sound_state_still_runs(warm: State, base: Scenario, tmp_path: Path) -> None:
    save_state(warm, tmp_path / "warm.npz")
    again, _ = onward(load_state(tmp_path / "warm.npz", base), base, 2)
    here, _ = onward(warm, base, 2)
    assert again.digest() == here.digest()
