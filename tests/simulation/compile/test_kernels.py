"""Kernels: where they are kept, how many compilations a call costs, and which are inlined."""

from pathlib import Path

import numba
import numpy as np
import platformdirs
import pytest

from simulation.compile import kernel_cache
from simulation.compile.kernel import compiled, inlined, inlined_reader, inner, lean
from simulation.compile.sources import kernel_files, source_digest


def twice(x: int) -> int:
    return x * 2


def test_kernels_are_kept_by_their_sources_in_the_users_cache_or_where_it_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    usual = Path(kernel_cache._folder())
    assert usual.parent == Path(platformdirs.user_cache_dir("doudi", appauthor=False))
    assert usual.name.startswith(f"{source_digest(kernel_files())}-")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert Path(kernel_cache._folder()) == tmp_path / usual.name
    monkeypatch.setattr(kernel_cache, "PACKAGE", tmp_path)  # another checkout keeps its own
    assert Path(kernel_cache._folder()).name != usual.name


def test_numbers_of_other_widths_and_constants_share_a_compilation() -> None:
    helper = inner(twice)

    @numba.njit
    def calls(narrow: int, wide: int) -> int:
        return helper(1) + helper(2) + helper(narrow) + helper(wide)

    assert calls(np.int32(3), np.int64(4)) == 20
    assert helper.inside.signatures == [(numba.types.int64,)]  # type: ignore[attr-defined]

    @numba.njit
    def of_others(real: float, unsigned: int) -> float:
        return helper(real) + helper(unsigned)

    assert of_others(1.5, np.uint8(2)) == 7.0
    assert len(helper.inside.signatures) == 3  # type: ignore[attr-defined]


def test_which_helpers_are_inlined_and_which_count_references() -> None:
    asked = {each: each(twice).inside.targetoptions for each in (inner, inlined, lean, inlined_reader)}  # type: ignore[attr-defined]
    assert [bool(options.get("forceinline")) for options in asked.values()] == [False, True, False, True]
    assert [options.get("_nrt", True) for options in asked.values()] == [True, True, False, False]
    assert all(options["nogil"] and options["error_model"] == "numpy" for options in asked.values())


def test_a_kernel_called_by_hand_gives_what_it_gives_inside() -> None:
    helper = lean(twice)

    @compiled
    def calls(x: int) -> int:
        return helper(x)

    assert helper(21) == calls(21) == twice(21) == 42
