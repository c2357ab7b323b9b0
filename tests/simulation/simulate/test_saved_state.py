"""A saved state comes back as it was, runs on as if it had never been saved, and is refused where it does not fit."""

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
