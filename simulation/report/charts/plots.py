"""The plots of an object by name: `change.plot.fan()`, `change.plot("fan", lang="zh")`; Tab lists them."""

from difflib import get_close_matches
from functools import partial
from typing import Any

from matplotlib.figure import Figure

from simulation.report.charts.registry import Draw, charts_of
from simulation.report.words.labels import Lang


class Plots:
    """What can be drawn of one object; `dir()` and Tab list the kinds, `plots()` draws the first.

    Args:
        drawn: The object.
    """

    def __init__(self, drawn: Any) -> None:
        self._drawn = drawn
        self._kinds = {name: each.draw for name, each in charts_of(type(drawn).__name__).items()}

    def kinds(self) -> tuple[str, ...]:
        """What can be drawn.

        Returns:
            Names of charts, the most informative first.
        """
        return tuple(self._kinds)

    def __dir__(self) -> list[str]:
        return sorted(("kinds", *self._kinds))

    def __getattr__(self, kind: str) -> Draw:
        if kind.startswith("_"):
            raise AttributeError(kind)
        if kind not in self._kinds:
            near = get_close_matches(kind, self._kinds, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise AttributeError(f"no plot {kind!r}{hint} There are {', '.join(self._kinds)}.")
        return partial(self._kinds[kind], self._drawn)

    def __call__(self, kind: str | None = None, lang: Lang = "en", **options: Any) -> Figure:
        """Draw `kind` (by default the first) in `lang`; options as its function has them.

        Raises AttributeError for a kind that this object has not, naming the nearest.
        """
        figure: Figure = getattr(self, kind or next(iter(self._kinds)))(lang=lang, **options)
        return figure

    def __repr__(self) -> str:
        return f"plots of {type(self._drawn).__name__}: {', '.join(self._kinds)}"
