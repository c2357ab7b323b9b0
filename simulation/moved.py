"""Modules, methods and columns that were renamed: the old name works for one version.

To go with version 0.3.
"""

import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

MOVED: Final = {
    "simulation.experiments": "simulation.simulate",
    "simulation.experiments.executors": "simulation.simulate.executors",
    "simulation.province": "simulation.mesa_model",
    "simulation.views": "simulation.report",
    "simulation.views.charts": "simulation.report.charts.charts",
    "simulation.views.mesa_view": "simulation.report.mesa_view",
    "simulation.views.search_charts": "simulation.report.charts.search_charts",
    "simulation.world": "simulation.population",
    "simulation.world.columns": "simulation.population.columns",
    "simulation.world.fit": "simulation.population.build.census_fit",
    "simulation.world.income_fit": "simulation.population.microdata.income_fit",
    "simulation.world.microdata": "simulation.population.microdata.microdata",
    "simulation.world.population": "simulation.population.build.population",
    "simulation.world.survey": "simulation.population.microdata.survey",
}


class Moved(MetaPathFinder, Loader):
    """Finds a module under its old path, with a DeprecationWarning that names the new one."""

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """A spec for an old path, else None."""
        return ModuleSpec(name, self) if name in MOVED else None

    def exec_module(self, module: ModuleType) -> None:
        """Put the module of the new path into the place of the old one."""
        old = module.__name__
        new = MOVED[old]
        warnings.warn(f"{old} is now {new}; the old path goes with version 0.3", DeprecationWarning, stacklevel=2)
        room = import_module(new)
        if not any(each.startswith(f"{old}.") and f"{new}{each.removeprefix(old)}" != MOVED[each] for each in MOVED):
            sys.modules[old] = room
            return
        # Python hangs what is imported below an old path on the module of that path: were that the new room itself,
        # `simulation.views.charts` would hide the package `simulation.report.charts`.
        module.__name__, module.__doc__ = new, room.__doc__
        module.__getattr__ = lambda name: getattr(room, name)  # type: ignore[method-assign]


def keep_old_paths() -> None:
    """Let old paths be imported."""
    sys.meta_path.insert(0, Moved())


def with_old_columns(frame: "pd.DataFrame", renamed_columns: Mapping[str, str]) -> "pd.DataFrame":
    """The table, which also gives columns under their old names (old: new), with a DeprecationWarning."""
    return _table(tuple(renamed_columns.items()))(frame)


@cache
def _table(renamed_columns: tuple[tuple[str, str], ...]) -> "type[pd.DataFrame]":
    """The class of such tables: one for the same columns, since `DataFrame.equals` compares classes too."""
    import pandas as pd

    names = dict(renamed_columns)

    class Table(pd.DataFrame):
        @property
        def _constructor(self) -> type[pd.DataFrame]:
            return Table

        def __getitem__(self, key: Any) -> Any:
            new = names.get(key) if isinstance(key, str) else None
            if new is not None:
                what = f"the column {key} is now {new}; the old name goes with version 0.3"
                warnings.warn(what, DeprecationWarning, stacklevel=2)
            return super().__getitem__(new or key)

    return Table


def renamed[**P, T](method: Callable[P, T], old: str, new: str) -> Callable[P, T]:
    """What is called `new` now, under its old name: the same, with a DeprecationWarning."""

    def called(*given: P.args, **named: P.kwargs) -> T:
        warnings.warn(f"{old} is now {new}; the old name goes with version 0.3", DeprecationWarning, stacklevel=2)
        return method(*given, **named)

    return called
