"""`ProvinceModel` in Mesa's own viewer, SolaraViz (extra `classroom`): play, pause, step, reset, and what is seen.

Seen are one township with some 200 of its households, the offices at their coordinates and at work, and three series.

Its words are English, as Mesa's own controls are; the page of `doudi app` is the one for a class in Chinese.
"""

from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure

from simulation.extras import absent
from simulation.report.charts.style import BASELINE, REFORM, styled
from simulation.report.charts.township import busiest_township, offices_map, township_chart
from simulation.report.words.labels import PROVINCES

try:
    import solara
    from mesa.visualization import SolaraViz, make_plot_component
    from mesa.visualization.utils import update_counter
except ImportError as error:
    raise ImportError(absent("Mesa's viewer", "solara", "classroom")) from error

SERIES: Final = ("recipients_persons", "budget_yuan_month", "exclusion_error_poor_share")
MINUTES: Final = 60  # of an hour


def mesa_page(model: Any, *, scenario: str = "zhejiang", scale: float = 0.0005, months: int = 36) -> Any:
    """A page that runs `model`, the class ProvinceModel or one made from it: give a file of `solara run` a `page`.

    Reset makes a new model of the province and scale chosen. Raises what the class raises.
    """
    chosen: dict[str, Any] = {
        "scenario": {"type": "Select", "value": scenario, "values": list(PROVINCES), "label": "Province"},
        "seed": {"type": "SliderInt", "value": 1, "min": 1, "max": 20, "step": 1, "label": "Seed"},
        "scale": scale,
        "months": months,
    }
    parts = [Village, Map, Offices, *(make_plot_component(name) for name in SERIES)]
    return SolaraViz(
        model(scenario, scale=scale, months=months), components=parts, model_params=chosen, name="doudi 兜底"
    )


@solara.component  # type: ignore[untyped-decorator]
def Village(model: Any) -> None:  # noqa: N802 - a component, named as Solara names them
    """The busiest township of the model at its first month; its households keep their places."""
    update_counter.get()
    township = solara.use_memo(lambda: busiest_township(model.state), [id(model)])
    solara.FigureMatplotlib(township_chart(model, township))


@solara.component  # type: ignore[untyped-decorator]
def Map(model: Any) -> None:  # noqa: N802 - a component, named as Solara names them
    """The offices at their coordinates."""
    update_counter.get()
    solara.FigureMatplotlib(offices_map(model))


@solara.component  # type: ignore[untyped-decorator]
def Offices(model: Any) -> None:  # noqa: N802 - a component, named as Solara names them
    """Hours of the offices, drawn anew after each step."""
    update_counter.get()
    solara.FigureMatplotlib(offices_chart(model))


@styled
def offices_chart(model: Any) -> Figure:
    """Hours of the sample's offices in the last month, by kind: available, and worked."""
    kinds = sorted({type(agent).__name__ for agent in model.offices})
    at = np.arange(len(kinds))
    figure = Figure(figsize=(6.0, 2.4), layout="constrained")
    axes = figure.subplots()
    for column, label, colour, shift in (
        ("available", "available", BASELINE, 0.2),
        ("booked", "worked", REFORM, -0.2),
    ):
        hours = [
            sum(getattr(agent, column) for agent in model.offices if type(agent).__name__ == kind) / MINUTES
            for kind in kinds
        ]
        axes.barh(at + shift, hours, 0.38, color=colour, label=label)
    axes.set_yticks(at, kinds)
    axes.set_xlabel(f"Hours in month {model.month}, of the sample")
    axes.legend(loc="best")
    return figure
