"""The patches of numba's internals fit the numba that is installed; another release is met with a failing test."""

import numba
from numba.core.codegen import JITCPUCodegen

from simulation.compile import kernel, lazy_library


def test_installed_numba_is_one_that_the_patches_were_written_for() -> None:
    assert lazy_library.install(), (
        f"numba {numba.__version__} is untested: without the patches the first start compiles twice as long. Read "
        "numba/core/codegen.py beside lazy_library.py, run the suite, then add the release to `TESTED`"
    )
    assert kernel.CACHE_FOLDER == numba.config.CACHE_DIR  # type: ignore[attr-defined]
    assert JITCPUCodegen._library_class is lazy_library.LazyLibrary


def test_an_inner_function_is_never_emitted_and_its_caller_is() -> None:
    @numba.njit(no_cpython_wrapper=True)
    def inside(x: int) -> int:
        return x + 1

    @numba.njit
    def outside(x: int) -> int:
        return inside(x) * 2  # type: ignore[no-any-return]

    assert outside(3) == 8
    emitted = {
        each.py_func.__name__: [made.library._emitted for made in each.overloads.values()] for each in (inside, outside)
    }
    assert emitted == {"inside": [False], "outside": [True]}
