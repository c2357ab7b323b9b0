"""Leave one province out: how well is it predicted by a model that was fitted to the others?

All provinces with figures are fitted together once, every simulated point kept in a folder (a second call goes on where
the first was stopped, and after a whole fit with the same settings nothing is simulated twice). Then the facts of one
province after the other are taken away, the rest is learned from anew, and the province is simulated at draws of what
the others leave. Nothing among the scenario files is changed; `--docs` writes `docs/left_out.md`.

nice -n 15 uv run --extra calibrate python -m benchmarks.left_out
    [--points 64 --scale 0.002 --draws 24 --resume FOLDER --docs]
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from calibration.fitted_facts import fitted_facts
from calibration.joint import check_settings, opened
from calibration.priors import load_parameters
from calibration.search import Line, fit
from calibration.space import Space
from calibration.targets import load_facts
from calibration.unseen_province import Predicted, predict
from calibration.waves import Design
from simulation.parameters.files.reading import data_folder, names_in
from simulation.run_settings import Settings

FOLDER: Final = Path(str(data_folder()))
PAGE: Final = Path(__file__).parents[1] / "docs" / "left_out.md"
HEAD: Final = """\
# Each province predicted from the others

Made by `{command}`: {settings}.

For each of the {number} provinces that have figures to fit to, the model was fitted to the figures of the other
{others} and of the nation, and the province then simulated at {draws} draws of what these leave: from its census,
lines, incomes and practices alone, its own deviations drawn from their priors. Jiangxi and Hubei have no figures among
those that are fitted to: the shipped model knows them in this way only ([validation](validation.md)).

An interval holds 90% of the draws: how much the figures of other provinces leave open. The last column is what a fit to
all provinces meets. Figures that nothing searched moves (the lines) are left out. Intervals leave out what sampling
adds to a single run, so they are narrow for rare things.

| province | figures | predicted in band | published figure inside the interval | in band when fitted to all |
| --- | --- | --- | --- | --- |
"""
COLUMNS: Final = """
| figure | statistic | published (band) | predicted [5%, 95%] | in band | inside the interval |
| --- | --- | --- | --- | --- | --- |
"""


def shown(value: float) -> str:
    """Whole where it is large, else three digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def yes(held: bool) -> str:
    """A word for a cell."""
    return "yes" if held else "no"


def row_of(one: Predicted) -> str:
    """One line of a province's table."""
    aim = one.aim
    published = f"{shown(aim.value)} ({shown(aim.low)} to {shown(aim.high)})"
    predicted = f"{shown(one.median)} [{shown(one.low)}, {shown(one.high)}]"
    return f"| {aim.id} | {aim.statistic} | {published} | {predicted} | {yes(one.in_band)} | {yes(one.held)} |"


def page(
    found: Mapping[str, Sequence[Predicted]], lines: Sequence[Line], command: str, settings: str, draws: int
) -> str:
    """The page: a line a province, then each figure, misses first."""
    text = HEAD.format(command=command, settings=settings, number=len(found), others=len(found) - 1, draws=draws)
    met = {line.aim.id: line.verdict == "in band" for line in lines}
    for name, each in found.items():
        fitted = sum(met[one.aim.id] for one in each)
        inside, held = sum(one.in_band for one in each), sum(one.held for one in each)
        text += f"| {name} | {len(each)} | {inside} | {held} | {fitted} |\n"
    for name, each in found.items():
        rows = [row_of(one) for one in sorted(each, key=lambda one: one.in_band)]
        text += f"\n## {name}\n{COLUMNS}" + "\n".join(rows) + "\n"
    return text


def main() -> None:
    """Fit, leave out, print, and write the page if it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=3)
    parser.add_argument("--points", type=int, default=64)
    parser.add_argument("--replications", type=int, default=2)
    parser.add_argument("--scale", type=float, default=0.002)
    parser.add_argument("--draws", type=int, default=24)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--docs", action="store_true")
    asked = parser.parse_args()
    design = Design(asked.waves, asked.points, asked.replications)
    settings = Settings(asked.scale, 1, asked.replications)
    check_settings(design, settings)
    facts = fitted_facts(load_facts(), names_in(FOLDER / "provinces", ""))
    space = Space(load_parameters(), facts.provinces)
    found = {}
    with opened(facts, space, design, settings, FOLDER, asked.resume, None) as (store, batch):
        whole = fit(space, facts.aims, batch, design, store)
        for name in space.provinces:
            found[name] = predict(
                whole.search, name, batch, store, draws=asked.draws, replications=asked.replications
            )  # fmt: skip
            print(name, sum(one.in_band for one in found[name]), "of", len(found[name]), "in band", flush=True)
    said = f"scale {asked.scale:g}, {asked.waves} waves of {asked.points} points, {asked.replications} replications"
    text = page(found, whole.lines, "python -m benchmarks.left_out --docs", said, asked.draws)
    print(text)
    if asked.docs:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
