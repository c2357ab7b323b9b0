"""The sliders: which value each moves, and the reform file that a set of them is.

A setting of the page is a reform like any other: written as TOML and laid over the baseline in the same way as a
planner's own file, which the page hands out on request.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from simulation.messages.catalogues import labels_of
from simulation.messages.labels import Label
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Line
from simulation.units import FEN

type Setting = Mapping[str, float]


class Lever(NamedTuple):
    """A slider: the value it sets (or scales), its range, and its name."""

    id: str
    path: str
    op: str
    least: float
    most: float
    step: float
    unit: str  # times, share, months
    label: Label
    also: str = ""  # a second value that it sets or scales alike: without the hours for them there are no more visits


_LEVERS: Final = labels_of("page", "levers")
LEVERS: Final = (
    Lever("line", "lines.dibao", "scale", 0.7, 1.5, 0.01, "times", _LEVERS["line"]),
    Lever("marginal", "lines.marginal_multiple", "set", 1.0, 2.5, 0.05, "times", _LEVERS["marginal"]),
    Lever("taper", "dibao.withdraw_rate", "set", 0.3, 1.0, 0.05, "share", _LEVERS["taper"]),
    Lever("exit", "dibao.gradual_exit_months", "set", 0, 24, 1, "months", _LEVERS["exit"]),
    Lever(
        "visits", "visit.visits_per_grid_month", "scale", 0.0, 3.0, 0.1, "times", _LEVERS["visits"],
        "staff.assistant.hours_month",
    ),
    Lever("screening", "screening.sensitivity_month", "set", 0.0, 0.5, 0.01, "share", _LEVERS["screening"]),
)  # fmt: skip
LEVER: Final = {lever.id: lever for lever in LEVERS}


class Preset(NamedTuple):
    """A setting with a name."""

    id: str
    setting: Setting
    label: Label


_PRESETS: Final = labels_of("page", "presets")
PRESETS: Final = (
    Preset("none", {}, _PRESETS["none"]),
    Preset("line_plus_10", {"line": 1.1}, _PRESETS["line_plus_10"]),
    Preset("soft_taper", {"taper": 0.7}, _PRESETS["soft_taper"]),
    Preset("marginal_1_5", {"marginal": 1.5}, _PRESETS["marginal_1_5"]),
    Preset("long_exit", {"exit": 12.0}, _PRESETS["long_exit"]),
    Preset("find_people", {"visits": 2.0, "screening": 0.2}, _PRESETS["find_people"]),
)


def present(base: Scenario) -> dict[str, float]:
    """Position of each slider under the baseline; the marginal multiple is the mean over households."""
    values = {}
    for lever in LEVERS:
        if lever.op == "scale":
            values[lever.id] = 1.0
        elif lever.path.startswith("lines."):
            table = base.line_table(lever.path.removeprefix("lines."))
            values[lever.id] = round(float(np.average(table.mean(axis=1), weights=_households(base))), 2)
        else:
            values[lever.id] = base.value(lever.path)
    return values


def mean_lines_yuan(scenario: Scenario) -> dict[str, float]:
    """Mean dibao line of the counties by area (yuan per person-month), weighted by households."""
    lines = scenario.lines()[:, :, Line.DIBAO] / FEN
    rural, urban = np.average(lines, axis=0, weights=_households(scenario))
    return {"urban": round(float(urban)), "rural": round(float(rural))}


def _households(scenario: Scenario) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return scenario.counties["households"].to_numpy(np.float64)


def checked(values: Mapping[str, str | float], place: str = "page") -> dict[str, float]:
    """The setting that a link or a slider asks for. Raises ScenarioError with every mistake."""
    mistakes, found = Mistakes(), {}
    for name, value in values.items():
        lever = LEVER.get(name)
        if lever is None:
            mistakes.unknown(place, name, "slider", name, LEVER)
            continue
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not lever.least <= number <= lever.most:
            mistakes.add(place, name, f"a number from {lever.least:g} to {lever.most:g}", value)
        found[name] = number
    mistakes.check()
    return dict(sorted(found.items()))


def reform_text(setting: Setting) -> str:
    """The reform file of a setting, as a planner would write it."""
    named = {lang: ", ".join(f"{getattr(LEVER[k].label, lang)} {v:g}" for k, v in setting.items()) or "-"
             for lang in ("zh", "en")}  # fmt: skip
    lines = [
        'id = "page"', f'label = {{ zh = "{named["zh"]}", en = "{named["en"]}" }}',
        'author = "doudi app"', 'reference = "sliders of the page"',
    ]  # fmt: skip
    for name, value in setting.items():
        lever = LEVER[name]
        for path in filter(None, (lever.path, lever.also)):
            lines += ["", "[[change]]", f'path = "{path}"', f'op = "{lever.op}"', f"value = {value!r}",
                      "from = 2023-01-01", 'beyond_range = "a slider of the page"']  # fmt: skip
    return "\n".join(lines) + "\n"


def reform(base: Scenario, setting: Setting) -> Scenario:
    """The baseline under a setting. Raises ScenarioError where a value is not allowed."""
    if not setting:
        return base
    with tempfile.TemporaryDirectory(prefix="doudi-") as folder:
        file = Path(folder) / "page.toml"
        file.write_text(reform_text(setting), encoding="utf-8")
        return base.with_reform(file)
