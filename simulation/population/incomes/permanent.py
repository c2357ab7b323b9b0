"""Surveyed incomes and the model's shocks: the permanent part, around which shocks give the surveyed distribution.

Earnings of a year are a permanent part times the year's shocks. A survey that asked for them contains both; shocks laid
on top would count twice, and spread its incomes. The permanent part is split off in two steps:

1. Shrinkage. In each group of like units (residence, workers) log earnings are drawn to their mean by the square root
   of their reliability, 1 - (variance of the model's log shocks) / (variance of log earnings), so that the permanent
   parts have the variance that is left when that of the shocks is subtracted (constrained empirical Bayes: Louis 1984,
   Journal of the American Statistical Association 79; Ghosh 1992, ibid. 87).
2. Calibration. The months of shocks, spells without the main job and disasters of the model are laid on each household,
   and its earnings moved, rank by rank of income per head of households and of units by themselves, until both
   distributions are those of the file (Van Cittert's iteration). Log shocks are not normal, and pensions have none:
   step 1 alone leaves a remainder.

Nothing of this is a kernel: it is done once, before the population is built.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from simulation.parameters.microdata.microdata import Microdata
from simulation.parameters.microdata.microdata_summary import weighted_quantiles
from simulation.parameters.schema.processes import Earnings
from simulation.parameters.schema.shocks import Disaster, Job

type Floats = npt.NDArray[np.float64]
type Integers = npt.NDArray[np.int64]

PATHS: Final = 8192  # years of shocks, drawn once, in antithetic pairs
MOST_DRAWN: Final = 1_000_000  # unit-years
FEWEST: Final = 30  # units of a group that has a variance of its own
ROUNDS: Final = 30
SMALL: Final = 2  # persons: of few units, over whom shocks do not even out
ENOUGH_HOUSEHOLDS: Final = 150
ENOUGH: Final = 0.001  # largest distance of two distributions at which they count as one
LEAST: Final = 0.2  # factors on earnings
MOST: Final = 5.0
KEY: Final = 20221231


class Shocks(NamedTuple):
    """What the model does to earnings."""

    earnings: Earnings
    job: Job
    disaster: Disaster

    @property
    def none(self) -> bool:
        """Whether nothing ever happens to them."""
        variation = self.earnings.persistent_sd + self.earnings.transitory_sd + self.job.loss_prob_month
        return variation + self.disaster.county_prob_month * self.disaster.hit_share * self.disaster.loss_share == 0.0


class UnitRows(NamedTuple):
    """The N units of a file that hold income, in yuan a month, and the H households they belong to."""

    home: Integers  # (N,)
    unit: Integers
    workers: Integers
    members: Integers
    wage: Floats
    business: Floats
    other: Floats  # pensions, property, transfers: without shocks
    size: Integers  # (H,) persons
    urban: npt.NDArray[np.bool_]  # (H,)

    def earnings(self) -> Floats:
        """(N,) wage and business."""
        return self.wage + self.business

    def per_head(self, earned: Floats) -> Floats:
        """(H,) or (H, R) income per head of the households whose units earn `earned` (N,) or (N, R)."""
        first = np.searchsorted(self.home, np.arange(len(self.size)))  # units are sorted by household
        many = (slice(None), None) if earned.ndim > 1 else (slice(None),)
        return np.asarray(np.add.reduceat(earned + self.other[many], first, axis=0) / self.size[many])

    def alone(self, earned: Floats) -> Floats:
        """(N,) or (N, R) income per head of the units by themselves."""
        many = (slice(None), None) if earned.ndim > 1 else (slice(None),)
        return np.asarray((earned + self.other[many]) / self.members[many])


def unit_rows(microdata: Microdata) -> UnitRows:
    """The units of a file, in the order of household and position."""
    persons = microdata.persons
    works = (persons["works"] == 1) & persons["age"].between(18, 74) & (persons["student"] == 0)
    works &= persons["disability"] != "severe"
    sums = persons.assign(works=works.astype(int), members=1, rest=persons["pension"] + persons["other"])
    units = sums.groupby(["home", "unit"], sort=True)[["works", "members", "wage", "business", "rest"]].sum()
    home = units.index.get_level_values("home").to_numpy(np.int64)
    return UnitRows(
        home, units.index.get_level_values("unit").to_numpy(np.int64), units["works"].to_numpy(np.int64),
        units["members"].to_numpy(np.int64), units["wage"].to_numpy(np.float64), units["business"].to_numpy(np.float64),
        units["rest"].to_numpy(np.float64), np.bincount(home, units["members"]).astype(np.int64),
        (microdata.households["residence"] == "urban").to_numpy(),
    )  # fmt: skip


def years_of_shocks(shocks: Shocks) -> Floats:
    """(PATHS, 3) means over an assessment period of the factor on earnings.

    As it is, in months without the main job (else 0), in months of disaster; drawn from the stationary law of the
    processes that a month of the model follows, sorted by the first less the second.
    """
    e, job, disaster = shocks
    months = int(e.assessment_months)
    draw = np.random.Generator(np.random.Philox(key=KEY)).random((months, 4, PATHS))
    draw[:, 0::2, PATHS // 2 :] = 1.0 - draw[:, 0::2, : PATHS // 2]
    persistent, innovation = ndtri(draw[0, 2]) * e.persistent_sd, np.sqrt(1.0 - e.persistence**2) * e.persistent_sd
    leaving = job.loss_prob_month + job.find_prob_month
    jobless = draw[0, 3] * leaving < job.loss_prob_month if leaving > 0 else np.zeros(PATHS, bool)
    means = np.zeros((3, PATHS))
    variance = e.persistent_sd**2 + e.transitory_sd**2
    for month in range(months):
        if month:
            persistent = e.persistence * persistent + innovation * ndtri(draw[month, 2])
            jobless = np.where(jobless, draw[month, 3] >= job.find_prob_month, draw[month, 3] < job.loss_prob_month)
        factor = np.exp(persistent + e.transitory_sd * ndtri(draw[month, 0]) - 0.5 * variance)
        in_disaster = draw[month, 1] < disaster.county_prob_month * disaster.hit_share
        means += factor * np.stack([np.ones(PATHS), jobless, in_disaster])
    means = np.round(means / months * 2**20) / 2**20  # the last digit of a platform's exp enters no result
    return np.ascontiguousarray(means.T[np.argsort(means[0] - means[1], kind="stable")])


def earned(rows: UnitRows, years: Floats, loss_share: float, key: int = KEY) -> Floats:
    """(N, R) earnings of R drawn years of each unit whose permanent earnings are those of `rows`.

    Each unit meets R years spread evenly over those of `years`, in an order of its own.
    """
    n = len(rows.home)
    number = int(np.clip(MOST_DRAWN // max(n, 1), 8, 32))
    random = np.random.Generator(np.random.Philox(key=key))
    place = (random.random((n, 1)) + np.arange(number)) * (len(years) / number)
    place = random.permuted(place, axis=1).astype(np.int64)
    mean, idle, in_disaster = (years[place, k] for k in range(3))
    lost = np.where(rows.workers > 0, 1.0 / np.maximum(rows.workers, 1), 0.0)[:, None]
    wage, business = rows.wage[:, None], rows.business[:, None]
    return np.asarray(wage * (mean - lost * idle) + business * (mean - loss_share * in_disaster))


def shrunk(rows: UnitRows, weight: Floats, years: Floats) -> Floats:
    """(N,) factors of step 1: log earnings to the mean of their group, which keeps its mean earnings under shocks."""
    earnings, factor = rows.earnings(), np.ones(len(rows.home))
    shock = np.log(np.maximum(years[:, 0], 1e-6))
    positive = (earnings > 0) & (weight[rows.home] > 0)
    residence = rows.urban[rows.home].astype(np.int64)
    group = np.minimum(rows.workers, 2) + 3 * residence
    small = np.bincount(group[positive], minlength=6)[group] < FEWEST
    group = np.where(small, 6 + residence, group)
    for g in np.unique(group[positive]):
        own = positive & (group == g)
        logs, w = np.log(earnings[own]), weight[rows.home[own]]
        mean = np.average(logs, weights=w)
        variance = np.average((logs - mean) ** 2, weights=w)
        reliability = max(1.0 - float(shock.var()) / variance, 0.0) if variance > 0 else 0.0
        factor[own] = np.exp((np.sqrt(reliability) - 1.0) * (logs - mean))
        lost = np.where(rows.workers[own] > 0, years[:, 1].mean() / np.maximum(rows.workers[own], 1), 0.0)
        part = rows.wage[own] / earnings[own]
        kept = factor[own] * (years[:, 0].mean() - part * lost)
        factor[own] *= (w * earnings[own]).sum() / (w * earnings[own] * kept).sum()
    return factor


def _classes(rows: UnitRows, counts: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.bool_]]:
    """(H,) masks of households calibrated together: by residence, and by size where both have enough."""
    found = []
    for place in (rows.urban, ~rows.urban):
        parts = [place & counts & (rows.size <= SMALL), place & counts & (rows.size > SMALL)]
        if min(part.sum() for part in parts) < ENOUGH_HOUSEHOLDS:
            parts = [place & counts]
        found += [part for part in parts if part.sum() > 1]
    return found


class _Ranks(NamedTuple):
    """Households or units of one class, their ranks in the file and the income at the middle of each bin of ranks."""

    own: npt.NDArray[np.bool_]  # (H,)
    weight: Floats  # (h,) persons
    rank: Floats  # (h,)
    middle: Floats  # (B,)
    income: Floats  # (B,)


def _ranks(own: npt.NDArray[np.bool_], file: Floats, persons: Floats) -> _Ranks:
    income, weight = file[own], persons[own]
    order = np.argsort(income, kind="stable")
    rank = np.empty(len(income))
    rank[order] = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    bins = int(np.clip(len(income) // 25, 4, 100))
    middle = ((np.arange(bins) + 0.5) / bins) ** 1.5  # closer together where the lines are
    return _Ranks(own, weight, rank, middle, weighted_quantiles(income, weight, middle))


def _step(ranks: _Ranks, simulated: Floats) -> tuple[Floats, float]:
    """(factors by household, largest distance of the two distributions) of one round of the calibration."""
    flat, weight = simulated.ravel(), np.repeat(ranks.weight, simulated.shape[1])
    order = np.argsort(flat, kind="stable")
    flat, running = flat[order], np.cumsum(weight[order])
    got = flat[np.minimum(np.searchsorted(running, ranks.middle * running[-1]), len(flat) - 1)]
    ratio = np.where((got > 0) & (ranks.income > 0), ranks.income / np.maximum(got, 1e-9), 1.0)
    below = np.interp(ranks.income, flat, running / running[-1])
    target = np.maximum.accumulate(np.clip(ratio, 0.5, 2.0) * ranks.income)  # the order of households stays
    factor = np.where(ranks.income > 0, target / np.maximum(ranks.income, 1e-9), 1.0)
    return np.interp(ranks.rank, ranks.middle, factor), float(np.abs(below - ranks.middle).max())


def permanent_factors(
    microdata: Microdata, weight: Floats, shocks: Shocks, *, always: bool = False
) -> tuple[UnitRows, Floats]:  # fmt: skip
    """The units of a file, and (N,) factors that take their surveyed earnings to the permanent part.

    `weight` (H,): households of the population that each household of the file stands for. All 1 where nothing ever
    happens to earnings and, unless `always`, for incomes that are permanent.
    """
    rows = unit_rows(microdata)
    if shocks.none or (microdata.incomes == "permanent" and not always):
        return rows, np.ones(len(rows.home))
    years = years_of_shocks(shocks)
    factor, best, least = shrunk(rows, weight, years), np.ones(len(rows.home)), np.inf
    file, persons = rows.per_head(rows.earnings()), weight * rows.size
    homes = [_ranks(own, file, persons) for own in _classes(rows, persons > 0)]
    units = _unit_ranks(rows, weight)
    under_shocks = earned(rows, years, shocks.disaster.loss_share)
    for _ in range(ROUNDS):
        simulated = under_shocks * factor[:, None]
        by_home, home_apart = _round(homes, rows.per_head(simulated))
        by_unit, unit_apart = _round(units, rows.alone(simulated))
        apart = max(home_apart, unit_apart)
        if apart < least:
            best, least = factor.copy(), apart
        if apart < ENOUGH:
            break
        factor = np.clip(factor * np.sqrt(by_home[rows.home] * by_unit), LEAST, MOST)
    return rows, best


def _unit_ranks(rows: UnitRows, weight: Floats) -> list[_Ranks]:
    """Units by residence, at their own income per head: a poor unit of a rich household has a place of its own."""
    own, members, urban = rows.alone(rows.earnings()), weight[rows.home] * rows.members, rows.urban[rows.home]
    masks = [place & (members > 0) for place in (urban, ~urban)]
    return [_ranks(mask, own, members) for mask in masks if mask.sum() > 1]


def _round(classes: list[_Ranks], simulated: Floats) -> tuple[Floats, float]:
    """(factors by household or unit, largest distance) of one round over all classes."""
    factors, apart = np.ones(len(simulated)), 0.0
    for ranks in classes:
        factors[ranks.own], distance = _step(ranks, simulated[ranks.own])
        apart = max(apart, distance)
    return factors, apart


def weights_of(counts: Integers) -> Floats:
    """(H,) households of the population for each household of the file; `counts` (C, 2H): urban ones first."""
    return counts.sum(axis=0).reshape(2, -1).sum(axis=0).astype(np.float64)


def factors_by_unit(rows: UnitRows, factor: Floats, units: int) -> Floats:
    """(H, `units`) the factors as a table."""
    table = np.ones((len(rows.size), units))
    table[rows.home, rows.unit] = factor
    return table
