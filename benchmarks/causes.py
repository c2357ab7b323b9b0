"""Try one change at a time on every figure that the baseline misses, and say which of them reaches it.

A figure kept for validation that is out of its band gets a sentence in `calibration/causes.toml`: the change that takes
it into the band, or that none of them does and which comes nearest. A change that reaches a figure names where to look;
it is not adopted, for then the figure would have been fitted to. To be run after every change of results:

    nice -n 15 uv run python -m benchmarks.causes [--scale 0.02 --replications 1]
"""

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from calibration.validation.causes import FILE
from calibration.validation.validate import OUT, Row, Validation, validate
from simulation.run_settings import Settings

RUN: Final = "python -m benchmarks.causes"
HEAD: Final = """\
# Why a figure kept for validation is missed, by its id: `en` and `zh` one sentence each, `run` the command that tried
# it. A miss without an entry is reported as "cause not yet known". Read by `doudi validate`, checked by its tests.
# Written by `{run}` (scale {scale}, replications {replications}, {number} changes tried); do not edit.
"""


@dataclass(frozen=True)
class Trial:
    """A change of one assumption, and what it stands for."""

    en: str
    zh: str
    values: Mapping[str, float]


TRIALS: Final = (
    Trial(
        "incomes of counties further apart by schooling", "县域收入按受教育年限拉开", {"income.county_schooling": 1.4}
    ),
    Trial("incomes of farming counties lower", "农业县收入更低", {"income.county_agriculture": -0.6}),
    Trial("the poorest townspeople better off", "城镇最低收入者收入更高", {"income.low_urban": 1.2}),
    Trial("the poorest townspeople worse off", "城镇最低收入者收入更低", {"income.low_urban": 0.7}),
    Trial("the poorest villagers better off", "农村最低收入者收入更高", {"income.low_rural": 1.15}),
    Trial("the poorest villagers worse off", "农村最低收入者收入更低", {"income.low_rural": 0.65}),
    Trial("households with dependants poorer", "有抚养负担的家庭更贫困", {"income.dependants": -0.5}),
    Trial("fewer townspeople under the urban standard", "适用城市标准者更少", {"population.line_urban_of_urban": 0.6}),
    Trial("a higher least payment", "最低发放额更高", {"dibao.minimum_share": 0.44}),
    Trial("claims that cost less", "申请负担更轻", {"application.base_logit": -3.0}),
    Trial("claims that cost more", "申请负担更重", {"application.base_logit": -5.0}),
    Trial("more old people without children", "无子女老人更多", {"kin.childless_share": 0.18}),
    Trial("fewer who ask for temporary assistance", "申请临时救助者更少", {"temporary.seek_prob": 0.3}),
    Trial("marginal status worth more to its holders", "边缘身份的联动救助更多", {"marginal.bundle_person": 100.0}),
    Trial("a larger low-income register", "低收入监测范围更大", {"screening.monitored_share": 0.085}),
    Trial("more discovery by visits", "走访发现更多", {"visit.detection": 0.9}),
)


def off(row: Row, value: float) -> float:
    """How far a value lies from the published one: log ratio, or difference where one of the two is 0."""
    if value > 0.0 and row.fact.value > 0.0:
        return abs(math.log(value / row.fact.value))
    return math.inf if not math.isfinite(value) else abs(value - row.fact.value) + 1.0


def shown(value: float) -> str:
    """A figure as a sentence holds it."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def said(row: Row, tried: Sequence[tuple[Trial, Row]]) -> tuple[str, str]:
    """The sentence in English and Chinese."""
    reached = [(trial, other) for trial, other in tried if row.fact.meets(other.median)]
    trial, other = min(reached or tried, key=lambda pair: off(row, pair[1].median))
    (path, value), n = next(iter(trial.values.items())), len(tried)
    change, figure = f"{path} = {value:g}", shown(other.median)
    if reached:
        return (f"in band ({figure}) with {trial.en} ({change}); reached by {len(reached)} of {n} changes",
                f"{trial.zh}（{change}）时落入区间（{figure}）；{n} 项改动中 {len(reached)} 项可达")  # fmt: skip
    if off(row, other.median) < 0.9 * off(row, row.median):
        return (f"none of {n} changes reaches it; nearest ({figure}) with {trial.en} ({change})",
                f"{n} 项改动均未达到；最接近（{figure}）的是{trial.zh}（{change}）")  # fmt: skip
    return (f"none of {n} changes moves it nearer by a tenth: what it rests on is not in the model",
            f"{n} 项改动均不能使其接近一成：模型中缺少其所依据的因素")  # fmt: skip


def sentences(central: Validation, tried: Sequence[tuple[Trial, Validation]]) -> dict[str, tuple[str, str]]:
    """By id of each figure that is missed."""
    by_id = [(trial, {row.fact.id: row for row in found.rows}) for trial, found in tried]
    return {
        row.fact.id: said(row, [(trial, rows[row.fact.id]) for trial, rows in by_id])
        for row in central.rows
        if row.verdict == OUT
    }


def main() -> None:
    """Run the baseline and every trial, and write the sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--replications", type=int, default=1)
    asked = parser.parse_args()
    settings = Settings(asked.scale, 1, asked.replications)
    central = validate("all", settings=settings, causes={})
    tried = []
    for trial in TRIALS:
        tried.append((trial, validate("all", draws=[trial.values], settings=settings, causes={})))
        print(trial.en, tried[-1][1].scores["A"], flush=True)
    text = HEAD.format(run=RUN, scale=asked.scale, replications=asked.replications, number=len(TRIALS))
    for name, (en, zh) in sentences(central, tried).items():
        text += f'\n["{name}"]\nen = "{en}"\nzh = "{zh}"\nrun = "{RUN}"\n'
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
