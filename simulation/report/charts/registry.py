"""The charts: each names itself once, above the function that draws it, and everything that shows charts asks here.

`.plot`, the folders of results, the report, the workbook, the page of the documentation and the tests read this
registry. A file of this package whose name ends in `chart` or `charts` is read when the registry is first asked, so a
new chart is one file, its words and its test.
"""

import functools
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from simulation.report.words.labels import Lang
from simulation.report.words.plot_words import note_on

if TYPE_CHECKING:
    import pandas as pd

type Draw = Callable[..., Figure]
type Numbers = Callable[[Any], Mapping[str, "pd.DataFrame"]]

OUTCOMES: Final = ("Comparison", "Result")
SUFFIXES: Final = ("chart", "charts")  # of the files that hold charts
LAST: Final = 1000  # position of a chart that names none: behind those that do, in the order of names


@dataclass(frozen=True)
class Chart:
    """One chart of one class of results.

    `owner` is the class by name, so that nothing heavy is imported to draw something else. `numbers` gives the tables
    behind the picture by the name of their file; without it they are in `tables`, which the folder contains anyway.
    """

    name: str  # in `.plot.NAME()`
    owner: str  # class of the results that have it
    draw: Draw  # (result, lang, options) -> figure
    note: str  # key of the sentence in `plot_words.NOTES`
    position: int  # smaller is shown earlier; the first of a class is what `.plot()` draws
    stem: str  # of the picture's file
    tables: tuple[str, ...]  # stems of the CSV files with its numbers
    numbers: Numbers | None
    applies: Callable[[Any], bool]  # whether a result has what the chart needs
    in_folder: bool  # whether a folder of results contains it
    captioned: bool  # whether a page writes the note below the picture, which then lacks it

    @property
    def picture(self) -> str:
        """Name of the file of the picture."""
        return f"{self.stem}.png"

    def note_in(self, lang: Lang) -> str:
        """How to read it, and what it does not say."""
        return note_on(self.note, lang)

    def files(self) -> tuple[str, ...]:
        """Names of the files with picture and numbers; tables by group have more (`funnel_by_type.csv`)."""
        return (self.picture, *(f"{table}.csv" for table in self.tables))


_charts: dict[tuple[str, str], Chart] = {}


def _always(_result: object) -> bool:
    return True


def chart[**P](
    name: str, *owners: str, position: int = LAST, note: str = "", stem: str = "", tables: tuple[str, ...] = (),
    numbers: Numbers | None = None, applies: Callable[[Any], bool] = _always, in_folder: bool = True,
    captioned: bool = False,
) -> Callable[[Callable[P, Figure]], Callable[P, Figure]]:  # fmt: skip
    """Register the function below as the chart `name` of the classes `owners`; see `Chart` for the rest.

    `note` and `stem` are `name` unless given. Raises ValueError where a class has a chart of that name, or a folder of
    it a file, already.
    """

    def register(draw: Callable[P, Figure]) -> Callable[P, Figure]:
        for owner in owners:
            new = Chart(
                name, owner, draw, note or name, position, stem or name, tables, numbers, applies, in_folder, captioned
            )
            for known in _charts.values():
                if known.owner == owner and name == known.name:
                    raise ValueError(f"{owner} has a chart {name!r} already, that of {known.draw.__name__}")
                if known.owner == owner and known.in_folder and in_folder and new.stem == known.stem:
                    raise ValueError(f"{owner} has a file {new.picture} already, that of its chart {known.name!r}")
            _charts[owner, name] = new
        return draw

    return register


def forget(name: str, *owners: str) -> None:
    """Take a chart out again, such as one that a notebook or a test has added."""
    for owner in owners:
        del _charts[owner, name]


@functools.cache
def _read_all() -> None:
    """Read every file of this package that holds charts; each registers its own."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.endswith(SUFFIXES):
            import_module(f"{__package__}.{module.name}")


def all_charts() -> tuple[Chart, ...]:
    """Every chart, by class and then in the order in which they are shown."""
    _read_all()
    return tuple(sorted(_charts.values(), key=lambda each: (each.owner, each.position, each.name)))


def charts_of(owner: str) -> dict[str, Chart]:
    """Charts of a class of results by name, the most informative first; none where it has no charts."""
    return {each.name: each for each in all_charts() if each.owner == owner}
