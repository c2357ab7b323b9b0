"""Made-up tables behind the plots, of the shape that a real comparison gives."""

import numpy as np
import pandas as pd

STATUS = {
    "calibration": {
        "status": "off",
        "zh": "未校准：本省在册人数与公布数最多相差 70%：特困公布 66,974 人（2021-12），模拟 20,319（-70%）",
        "en": "Not calibrated: the register of this province is off by up to 70%: tekun 66,974 persons "
        "published (2021-12), 20,319 simulated (-70%)",
    }
}


def fan(budget: pd.DataFrame) -> pd.DataFrame:
    """Percentiles around the means of the totals of `budget_by_month`, and with two scenarios their difference."""
    frame = budget[["month", "label", "scenario", "mean_yuan"]].reset_index(drop=True)
    if frame["scenario"].nunique() == 2:
        before, after = (frame[frame["scenario"] == side].reset_index(drop=True) for side in ("baseline", "reform"))
        change = before.assign(scenario="difference", mean_yuan=after["mean_yuan"] - before["mean_yuan"])
        frame = pd.concat([frame, change], ignore_index=True)
    for level, width in {5: -0.04, 25: -0.01, 50: 0.0, 75: 0.01, 95: 0.04}.items():
        frame[f"p{level}_yuan"] = frame["mean_yuan"] + width * frame["mean_yuan"].abs()
    return frame


def incidence(scenarios: tuple[str, ...]) -> pd.DataFrame:
    share = 0.55 * 0.45 ** np.arange(10)
    parts = {
        "benefits_yuan_year": 7e9 * share, "benefit_share": share, "low": 0.98 * share, "high": 1.02 * share,
        "cumulated_share": np.cumsum(share), "beneficiary_share": share, "coverage_share": 0.3 * share,
    }  # fmt: skip
    frames = [pd.DataFrame({"scenario": each, "decile": np.arange(1, 11), **parts}) for each in scenarios]
    return pd.concat(frames, ignore_index=True)


def waits(scenarios: tuple[str, ...]) -> pd.DataFrame:
    share = np.exp(-np.arange(35) / 12)
    parts = {"month": np.arange(35), "waiting_share": share, "low": share * 0.9, "high": share, "units": 9_000.0}
    return pd.concat([pd.DataFrame({"scenario": each, **parts}) for each in scenarios], ignore_index=True)


def budget_steps(step: float) -> pd.DataFrame:
    """`step`: the whole difference in yuan a year, dealt out over three steps; the others are zero."""
    sizes = {"entitled": 1.2 * step, "reach": -0.4 * step, "amount": 0.2 * step, "begun_or_ended": 0.0}
    rows = [("baseline", 7.6e9, np.nan, np.nan)]
    rows += [(name, size, size - 0.1 * abs(size), size + 0.1 * abs(size)) for name, size in sizes.items()]
    return pd.DataFrame([*rows, ("reform", 7.6e9 + step, np.nan, np.nan)], columns=["step", "yuan_year", "low", "high"])


def by_county(sides: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame({"adcode": [330102, 330103], "prefecture": "杭州市", "county": ["上城区", "下城区"]})
    for step, side in enumerate(sides):
        frame[f"benefits_yuan_year_{side}"] = [31_200_400.25 + 900.5 * step, 9_100_000.75]
        frame[f"recipients_persons_{side}"] = [2100.5 + 12.0 * step, 830.0]
        frame[f"enrolment_share_{side}"] = [0.0058 + 0.0001 * step, 0.0017]
        frame[f"benefits_yuan_resident_year_{side}"] = [87.2 + 3.5 * step, -1.25 if side == "difference" else 18.75]
    return frame.assign(recipients_programme="dibao", period="2023-01/2023-12")


def by_year(months: int, step: float | None, *, total: bool) -> pd.DataFrame:
    """Spending and persons by calendar year; `step`: relative rise of the reform, None for a single scenario."""
    kinds = [("benefits_yuan", "all", "yuan", 582e6)] if total else [
        ("benefits_yuan", "dibao", "yuan", 520e6), ("benefits_yuan", "tekun", "yuan", 62e6),
        ("recipients_persons", "dibao", "persons", 563_600.0), ("recipients_persons", "tekun", "persons", 35_200.0),
    ]  # fmt: skip
    rows = []
    for year, first in enumerate(range(0, months, 12)):
        length = min(12, months - first)
        for indicator, programme, unit, size in kinds:
            value = size * (1 + 0.05 * year) * (length / 12 if unit == "yuan" else 1)
            sides = {"value": value} if step is None else {
                "baseline": value, "reform": value * (1 + step), "difference": value * step}  # fmt: skip
            middle = value if step is None else value * step
            head = {"year": 2023 + year, "months": length, "indicator": indicator, "programme": programme, "unit": unit}
            rows.append({**head, **sides, "low": middle * 0.9, "high": middle * 1.1, "replications": 10})
    return pd.DataFrame(rows)


def funnel(scenarios: tuple[str, ...] = ("baseline",)) -> pd.DataFrame:
    stages = ["entitled", "known", "filed", "verified", "granted", "paid"]
    rows = [
        ("all", "all", 412_000, 330_000, 260_000, 240_000, 221_000, 214_000),
        ("type", "hardship", 120_000, 110_000, 96_000, 92_000, 88_000, 86_000),
        ("type", "elders", 150_000, 110_000, 84_000, 76_000, 70_000, 68_000),
        ("type", "children", 62_000, 50_000, 38_000, 34_000, 29_000, 28_000),
        ("type", "single", 50_000, 40_000, 30_000, 27_000, 24_000, 23_000),
        ("type", "other", 30_000, 20_000, 12_000, 11_000, 10_000, 9_000),
        ("channel", "visit", 80_000, 80_000, 70_000, 66_000, 62_000, 60_000),
    ]
    frame = pd.DataFrame(rows, columns=["group_kind", "group", *stages])
    frame["wait_days"], frame["cost_per_found_yuan"] = np.nan, np.nan
    return pd.concat([frame.assign(scenario=each) for each in scenarios], ignore_index=True)
