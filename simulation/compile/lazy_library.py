"""Machine code only for what Python calls: numba compiles every inner function to the end, and throws that away.

A function that other compiled functions call is linked, as LLVM code, into each of them and optimised there again;
its own optimised machine code is never run. Here a library is optimised and emitted when the address of its Python
wrapper is asked for, and an inner function (`no_cpython_wrapper`) has none: the month compiles in 60 s of CPU in place
of 121 (measured in November 2026 with an empty cache).
"""

from typing import Any

import llvmlite.binding as llvm
import numba
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
from numba.core.environment import lookup_environment

TESTED = ("0.68.",)  # releases of numba
_KIND = "lazy"
_ENVIRONMENT = "_ZN08NumbaEnv"  # numba's prefix of the globals that contain a function's environment
_set_env = JITCPUCodegen.set_env


class LazyLibrary(JITCodeLibrary):  # type: ignore[misc]
    """A code library whose machine code is made on demand."""

    _emitted = False

    def finalize(self) -> None:
        """Link what the function calls; nothing is optimised yet."""
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalize_dynamic_globals()
        self._finalized = True

    def _emit(self) -> None:
        self._emitted, self._dynamic_globals, self._shared_module = True, [], None
        self._optimize_final_module()
        self._final_module.verify()
        self._finalize_final_module()
        for variable in self._final_module.global_variables:
            if variable.name.startswith(_ENVIRONMENT):
                environment = lookup_environment(variable.name)
                if environment is not None:
                    _set_env(self._codegen, variable.name, environment)

    def _defines(self, name: str) -> bool:
        try:
            return not self._final_module.get_function(name).is_declaration
        except NameError:
            return False

    def get_pointer_to_function(self, name: str) -> int:
        """Address of a function of this library; 0 where it has none of that name."""
        self._ensure_finalized()
        if not self._emitted:
            if not self._defines(name):
                return 0
            self._emit()
        return super().get_pointer_to_function(name)  # type: ignore[no-any-return]

    def serialize_using_object_code(self) -> tuple[str, str, Any]:
        """For the cache on disk: machine code and LLVM code, or LLVM code alone."""
        self._ensure_finalized()
        if self._emitted:
            return super().serialize_using_object_code()  # type: ignore[no-any-return]
        return (self.name, _KIND, self._final_module.as_bitcode())

    @classmethod
    def _unserialize(cls, codegen: Any, state: tuple[str, str, Any]) -> "LazyLibrary":
        name, kind, data = state
        if kind != _KIND:
            library = super()._unserialize(codegen, state)
            library._emitted = True
            return library  # type: ignore[no-any-return]
        library = codegen.create_library(name)
        library._final_module, library._finalized = llvm.parse_bitcode(data), True
        library.enable_object_caching()
        return library  # type: ignore[no-any-return]


def _set_emitted_env(self: Any, name: str, environment: Any) -> None:
    if self._engine.is_symbol_defined(name):
        _set_env(self, name, environment)


def install() -> bool:
    """Let numba use lazy libraries, if it is the release this was written for; else all works, only slower."""
    if not numba.__version__.startswith(TESTED):
        return False
    JITCPUCodegen._library_class = LazyLibrary
    JITCPUCodegen.set_env = _set_emitted_env
    return True
