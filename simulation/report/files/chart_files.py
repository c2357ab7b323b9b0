"""The charts of a folder of results: pictures and numbers of all that the registry has for them."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from simulation.report.charts.registry import Chart, charts_of
from simulation.report.charts.style import save
from simulation.report.words.labels import Lang


class Picture(NamedTuple):
    """A chart, and the PNG file that shows it."""

    chart: Chart
    file: Path


def charts_for(owner: str, result: Any) -> list[Chart]:
    """Charts that a folder of a result contains; `owner` is the class that they are registered under."""
    return [chart for chart in charts_of(owner).values() if chart.in_folder and chart.applies(result)]


def numbers_of(charts: list[Chart], result: Any) -> dict[str, pd.DataFrame]:
    """The tables behind charts by the stem of their file, but for those that the folder contains anyway."""
    frames: dict[str, pd.DataFrame] = {}
    for chart in charts:
        if chart.numbers is not None:
            frames |= chart.numbers(result)
    return frames


def drawn(chart: Chart, result: Any, lang: Lang) -> Figure:
    """The figure of a chart."""
    return chart.draw(result, lang)


def save_charts(charts: list[Chart], result: Any, folder: Path, lang: Lang) -> list[Picture]:
    """Draw charts into `folder` under their own names. Raises OSError when the disk refuses."""
    pictures = [Picture(chart, folder / chart.picture) for chart in charts]
    for chart, file in pictures:
        save(drawn(chart, result, lang), file)
    return pictures
