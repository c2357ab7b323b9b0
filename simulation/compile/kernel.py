"""The only access to numba: typed decorators, and a kernel cache that never contains outdated rules.

`compiled` is for what Python calls: whole loops. `inner`, `lean`, `inlined` and `inlined_reader` are for what such
loops are made of (see `Kernel`), `merged` for steps in the middle.

Where kernels are cached, and what makes them outdated, is in `kernel_cache`.
"""

import functools
from collections.abc import Callable
from enum import IntEnum
from types import FunctionType
from typing import Any

import numba
from numba.core.datamodel.models import OpaqueModel
from numba.extending import register_model

from simulation.compile import lazy_library
from simulation.compile.kernel_cache import CACHE_FOLDER

# no C callback is ever taken of a kernel
_COMMON: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
_njit: Any = numba.njit  # its type stub leaves out the private switch `_nrt`
lazy_library.install()
numba.config.CACHE_DIR = CACHE_FOLDER  # type: ignore[attr-defined]


class KernelType(numba.types.Dispatcher):
    """The type of a `Kernel` in compiled code: arguments that differ in width or as constants share one compilation.

    numba would compile a function anew for `f(0)`, `f(1)` and `f(n)`, and for row numbers of 32 and 64 bits; where a
    constant is worth it, LLVM sees it when it inlines.
    """

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        """Signature of a call with these types of arguments."""
        return super().get_call_type(context, tuple(map(_widened, args)), {k: _widened(v) for k, v in kws.items()})


register_model(KernelType)(OpaqueModel)


def _widened(kind: Any) -> Any:
    kind = numba.types.unliteral(kind)  # type: ignore[no-untyped-call]
    return numba.types.int64 if kind in numba.types.signed_domain else kind


class Kernel[**P, R]:
    """A function that compiled code calls, compiled without a wrapper for Python; called from Python it gets one.

    Hardly any of the functions inside a month is ever called from Python in a run, and wrappers with the machine
    code behind them were a third of the time that all of it takes to compile. `of_python` is a compilation of its
    own, so what is in the month is the same whether somebody calls a part of it by hand or not.
    """

    def __init__(self, function: Callable[P, R], **options: Any) -> None:
        functools.update_wrapper(self, function)
        self.py_func, self._options = function, options
        self.inside = _njit(no_cpython_wrapper=True, **options)(function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call it from Python, compiled at the first call."""
        # numba takes a hundred times longer to type a member of an enumeration than the number it is
        return self.of_python(*(int(a) if isinstance(a, IntEnum) else a for a in args), **kwargs)  # type: ignore[no-any-return]

    @functools.cached_property
    def of_python(self) -> Any:
        """The same function with a wrapper, under a name of its own in the cache."""
        function: Any = self.py_func
        twin = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
        twin.__qualname__, twin.__module__ = f"{function.__qualname__}.of_python", function.__module__
        return _njit(**self._options)(twin)

    @property
    def _numba_type_(self) -> Any:
        """What compiled code sees under this name."""
        return KernelType(self.inside)


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop that Python calls; releases the GIL, cached on disk, IEEE arithmetic (no fastmath)."""
    return _njit(**_COMMON)(function)  # type: ignore[no-any-return]


def inner[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a part of such loops, with numba's reference counting: it may make arrays."""
    return Kernel(function, **_COMMON)


def inlined[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `inner`, for small helpers which LLVM shall inline into the loop that calls them."""
    return Kernel(function, forceinline=True, **_COMMON)


def lean[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `inner`, without reference counting: for functions that make no arrays and use those they are lent.

    Counting costs more than the arithmetic when a NamedTuple of small tables is read record by record
    (rules: 1.0 -> 0.2 microseconds per decision).
    """
    return Kernel(function, _nrt=False, **_COMMON)


def inlined_reader[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Like `lean`, for the helpers that LLVM shall inline into one."""
    return Kernel(function, forceinline=True, _nrt=False, **_COMMON)


def merged[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """For steps in the middle, called from one or two compiled places: their source becomes part of the caller's.

    A function of its own is linked, with all it calls, into every caller and optimised there again; at four levels
    of calls that is most of the compile time.
    """
    return _njit(inline="always", **_COMMON)(function)  # type: ignore[no-any-return]
