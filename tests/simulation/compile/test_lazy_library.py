"""The patches of numba's internals fit the numba that is installed; another release is met with a failing test."""

from typing import Any

import numba
import pytest
from numba.core.codegen import JITCPUCodegen

from simulation.compile import kernel, lazy_library


def test_installed_numba_is_one_that_the_patches_were_written_for() -> None:
    assert lazy_library.install(), (
        f"numba {numba.__version__} is untested: without the patches the first start compiles twice as long. Read "
        "numba/core/codegen.py beside lazy_library.py, run the suite, then add the release to `TESTED`"
    )
    assert kernel.CACHE_FOLDER == numba.config.CACHE_DIR  # type: ignore[attr-defined]
    assert JITCPUCodegen._library_class is lazy_library.LazyLibrary


@pytest.fixture
def pair() -> tuple[Any, Any]:
    """An inner function, and one that Python calls, which has been run."""

    @numba.njit(no_cpython_wrapper=True)
    def inside(x: int) -> int:
        return x + 1

    @numba.njit
    def outside(x: int) -> int:
        return inside(x) * 2  # type: ignore[no-any-return]

    assert outside(3) == 8
    return inside, outside


def test_an_inner_function_is_never_emitted_and_its_caller_is(pair: tuple[Any, Any]) -> None:
    emitted = {
        each.py_func.__name__: [made.library._emitted for made in each.overloads.values()] for each in pair
    }  # fmt: skip
    assert emitted == {"inside": [False], "outside": [True]}


def test_libraries_come_back_from_the_disk_as_they_were(pair: tuple[Any, Any]) -> None:
    """One that was run with its machine code, an inner one without; neither knows functions of other libraries."""
    for function, run in zip(pair, (False, True), strict=True):
        (made,) = function.overloads.values()
        state = made.library.serialize_using_object_code()
        again = lazy_library.LazyLibrary._unserialize(made.library._codegen, state)
        assert (again._emitted, again.name) == (run, made.library.name)
        assert made.library.get_pointer_to_function("of_another_library") == 0
        assert made.library._emitted == run  # asking for what it has not got makes nothing
