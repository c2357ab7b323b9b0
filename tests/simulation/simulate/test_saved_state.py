"""A saved state comes back as it was, runs on as if it had never been saved, and is refused where it does not fit."""

import copy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from worlds import onward

from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.run_record import ledger_digest
from simulation.simulate.saved_state import load_state, save_state
from simulation.state import State


def test_round_trip_runs_on_bit_for_bit(warm: State, base: Scenario, tmp_path: Path) -> None:
    save_state(warm, tmp_path / "warm.npz")
    again = load_state(tmp_path / "warm.npz", base)
    assert again.digest() == warm.digest()
    kept, here = onward(warm, base, 6)
    restored, there = onward(again, base, 6)
    assert restored.digest() == kept.digest()
    assert ledger_digest([there]) == ledger_digest([here])
    assert [file.name for file in tmp_path.iterdir()] == ["warm.npz"]


def test_a_state_of_other_structural_values_is_refused(warm: State, base: Scenario, tmp_path: Path) -> None:
    save_state(warm, tmp_path / "warm.npz")
    with pytest.raises(ValueError, match="other structural values"):
        load_state(tmp_path / "warm.npz", base.change({"earnings.persistence": 0.9}))


def test_a_broken_file_is_named(base: Scenario, tmp_path: Path) -> None:
    (tmp_path / "cut.npz").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(ValueError, match=r"cut\.npz: not a saved state"):
        load_state(tmp_path / "cut.npz", base)
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(ValueError, match="not a saved state"):
        load_state(tmp_path / "other.npz", base)


def test_a_value_changed_in_the_file_is_found(warm: State, base: Scenario, tmp_path: Path) -> None:
    """A value that could well be: nothing but the digest of the columns tells that it is not what was written."""
    save_state(warm, tmp_path / "warm.npz")
    with np.load(tmp_path / "warm.npz") as file:
        columns = dict(file)
    columns["backlog"][0, 0] += 1
    np.savez(tmp_path / "changed.npz", **columns)
    with pytest.raises(ValueError, match=r"changed\.npz: .*its columns are not those that were written"):
        load_state(tmp_path / "changed.npz", base)


def unit_without_its_case(state: State) -> None:
    state.units["case"][0] = state.n_cases[0]


def county_without_its_end(state: State) -> None:
    state.counties.first[-1] -= 1


def village_behind_its_start(state: State) -> None:
    state.villages.first[1] = state.villages.first[2] + 1


def neighbour_of_another_village(state: State) -> None:
    state.ties[0, 0] = state.villages.first[1]


def case_of_another_county(state: State) -> None:
    state.cases[0]["unit"][0] = state.counties.first[1]


def case_of_another_countys_village(state: State) -> None:
    state.cases[0]["village"][0] = state.counties.first_village[1]


def registered_nowhere(state: State) -> None:
    state.units["registration"][3] = state.counties.adcode.size


def persons_that_are_not_there(state: State) -> None:
    state.units["first_person"][-1] = state.persons.birth.size


def office_of_another_county(state: State) -> None:
    state.staff["county"][0] = 1


def village_of_another_county(state: State) -> None:
    state.villages.county[0] = 1


@pytest.mark.parametrize(
    "damage",
    [unit_without_its_case, county_without_its_end, village_behind_its_start, neighbour_of_another_village,
     case_of_another_county, case_of_another_countys_village, registered_nowhere, persons_that_are_not_there,
     office_of_another_county, village_of_another_county],
)  # fmt: skip
def test_a_row_that_is_not_there_is_refused(
    damage: Callable[[State], None], warm: State, base: Scenario, tmp_path: Path
) -> None:
    """Kernels do not ask whether a row is there: a file that names such a row, whole in itself, is not read."""
    state = copy.deepcopy(warm)  # a branch shares villages, counties and ties
    damage(state)
    save_state(state, tmp_path / "damaged.npz")
    with pytest.raises(ValueError, match=r"out of its table|not a part of the table"):
        load_state(tmp_path / "damaged.npz", base)


def test_a_column_of_another_type_is_refused(warm: State, base: Scenario, tmp_path: Path) -> None:
    state = warm.copy()
    state.residents = state.residents.astype(np.int32)
    save_state(state, tmp_path / "narrow.npz")
    with pytest.raises(ValueError, match="residents: int32"):
        load_state(tmp_path / "narrow.npz", base)
