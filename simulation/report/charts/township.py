"""One township of a Mesa model, about 200 of its households, drawn month by month; and the offices on their map.

The position of a household is given once, by its village and its number, so that frames can be compared. English only,
as Mesa's own viewer is.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from simulation.month_steps.case_table import Stage
from simulation.population.columns import NO_CASE
from simulation.population.network import tie_edges
from simulation.population.offices import Office
from simulation.report.charts.style import BASELINE, CAUSE_COLOURS, GRID, styled
from simulation.state import State

SHOWN: Final = 200  # households
TURN: Final = np.pi * (3.0 - np.sqrt(5.0))  # of a sunflower's seeds: even, whatever their number
STANDINGS: Final = ("knows of no claim", "knows", "waits for a decision", "enrolled")
COLOURS: Final = (GRID, CAUSE_COLOURS[1], CAUSE_COLOURS[2], CAUSE_COLOURS[5])

type Rows = npt.NDArray[np.int64]
type Points = npt.NDArray[np.float64]  # (n, 2)


class Township(NamedTuple):
    """The households drawn of one township: the rows of their units, where they are, who is linked with whom."""

    county: int
    number: int
    villages: Rows
    centres: Points
    heads: Rows  # first unit row of each household
    sizes: Rows  # units of each household
    places: Points
    ties: Rows  # (ties, 2) numbers of households drawn


def busiest_township(state: State, shown: int = SHOWN) -> Township:
    """The township with the most units ever looked at by an office; as many households of each of its villages."""
    looked_at = np.add.reduceat(state.units["case"] != NO_CASE, state.villages.first[:-1])
    key = state.villages.county.astype(np.int64) * (1 << 20) + state.villages.township
    names, inverse = np.unique(key, return_inverse=True)
    busiest = int(names[np.argmax(np.bincount(inverse, looked_at))])
    villages = np.flatnonzero(key == busiest)
    angle = 2.0 * np.pi * np.arange(villages.size) / villages.size
    far = 3.0 if villages.size > 1 else 0.0
    centres = far * np.column_stack([np.cos(angle), np.sin(angle)])
    each = -(-shown // villages.size)
    heads, places = [], []
    for centre, village in zip(centres, villages, strict=True):
        a, b = int(state.villages.first[village]), int(state.villages.first[village + 1])
        table = state.units[a:b]
        rows = np.flatnonzero((table["position"] == 0) & (table["persons"] > 0))[:each] + a
        heads.append(rows)
        places.append(centre + _seeds(rows.size))
    drawn = np.concatenate(heads)[:shown]
    sizes = np.maximum(state.units["units"][drawn].astype(np.int64), 1)
    ties = _ties(state, villages, drawn, sizes)
    return Township(busiest >> 20, busiest & ((1 << 20) - 1), villages, centres, drawn, sizes,
                    np.concatenate(places)[:shown], ties)  # fmt: skip


def _seeds(number: int) -> Points:
    """Points of a disc of radius 1, evenly spread."""
    step = np.arange(number)
    away = np.sqrt((step + 0.5) / max(number, 1))
    points: Points = away[:, None] * np.column_stack([np.cos(step * TURN), np.sin(step * TURN)])
    return points


def _ties(state: State, villages: Rows, heads: Rows, sizes: Rows) -> Rows:
    """Social links between households that are drawn, each once."""
    owner = {int(head) + k: number for number, (head, size) in enumerate(zip(heads, sizes, strict=True))
             for k in range(int(size))}  # fmt: skip
    found = set()
    for village in villages:
        a, b = int(state.villages.first[village]), int(state.villages.first[village + 1])
        for left, right, _ in tie_edges(state.ties[a:b], np.array([0, b - a])):
            one, other = owner.get(int(left) + a), owner.get(int(right) + a)
            if one is not None and other is not None and one != other:
                found.add((min(one, other), max(one, other)))
    return np.array(sorted(found), np.int64).reshape(-1, 2)


def standings(state: State, township: Township) -> Rows:
    """(households,) index into `STANDINGS`: how far the furthest unit of each household has come."""
    found = []
    for head, size in zip(township.heads, township.sizes, strict=True):
        units = state.units[head : head + size]
        held = units["case"][units["case"] != NO_CASE]
        stages = state.cases[township.county]["stage"][held]
        far = 1 if bool((units["knows"] > 0).any()) else 0
        far = 2 if bool(np.isin(stages, (Stage.SURVEY, Stage.CONFIRM)).any()) else far
        found.append(3 if bool((stages == Stage.ENROLLED).any()) else far)
    return np.array(found, np.int64)


@styled
def township_chart(model: Any, township: Township) -> Figure:
    """Households of the township by how far they have come, with their social links, at the end of the last month."""
    figure = Figure(figsize=(6.0, 4.6), layout="constrained")
    axes = figure.subplots()
    axes.add_collection(LineCollection(list(township.places[township.ties]), colors=GRID, linewidths=0.5, zorder=1))
    now = standings(model.state, township)
    for code, (label_text, colour) in enumerate(zip(STANDINGS, COLOURS, strict=True)):
        at = township.places[now == code]
        axes.scatter(at[:, 0], at[:, 1], s=22, color=colour, edgecolor=BASELINE, linewidth=0.3, zorder=2,
                     label=f"{label_text}: {len(at)}")  # fmt: skip
    axes.set_title(f"{len(now)} households of one township, month {model.month}")
    axes.set_aspect("equal")
    axes.set_axis_off()
    figure.legend(loc="outside lower center", ncols=2)
    return figure


@styled
def offices_map(model: Any) -> Figure:
    """Every office of the sample at the coordinates of its cell: its kind, and the share of its hours that it works."""
    figure = Figure(figsize=(6.0, 4.6), layout="constrained")
    axes = figure.subplots()
    at = np.array([agent.cell.position for agent in model.offices])
    kind = np.array([int(agent.offices["office"][agent.row]) for agent in model.offices])
    load = np.array([agent.booked / max(agent.available, 1) for agent in model.offices])
    for office, size in ((Office.ASSISTANT, 6), (Office.DESK, 16), (Office.BUREAU, 40)):
        chosen = kind == office
        drawn = axes.scatter(at[chosen, 0], at[chosen, 1], s=size, c=load[chosen], cmap="cividis", vmin=0.0, vmax=1.0)
    figure.colorbar(drawn, ax=axes, shrink=0.7, label="hours worked over hours available")
    axes.set_title(f"Bureaus (inner ring), desks, assistants (outer ring), month {model.month}")
    axes.set_aspect("equal")
    axes.set_axis_off()
    return figure
