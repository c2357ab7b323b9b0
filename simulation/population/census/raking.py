"""Raking: how many households of each template a county holds.

Per county the weights stay as near as possible (in Kullback-Leibler divergence) to a seed joint distribution
while meeting the census marginals: a maximum-entropy problem, solved in its dual of some thirteen variables
by scipy's trust-region Newton method. Marginals that contradict each other are met in the least-squares
sense (`SOFTNESS`), so an infeasible county gives a small residual in `fit_report`, never an error.
"""

import csv
from importlib import resources

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.schema.population import PopulationParameters
from simulation.population.census.targets import MARGINALS, Targets
from simulation.population.census.templates import FAMILY, Household, Templates

type Floats = npt.NDArray[np.float64]

SOFTNESS = 1e-7  # variance allowed to a marginal, as a share of the county's households
SIZES = 7  # published household sizes: 1 to 6, and 7 or more


def seed_odds() -> dict[str, tuple[float, float]]:
    """Assumed odds (urban, rural) of the kinds of household, from `scenarios/national/household_odds.csv`."""
    file = resources.files("scenarios") / "national" / "household_odds.csv"
    with file.open(encoding="utf-8-sig") as lines:
        return {row["name"]: (float(row["urban"]), float(row["rural"])) for row in csv.DictReader(lines)}


def seed_weights(homes: list[Household], templates: Templates, population: PopulationParameters) -> Floats:
    """(2, T) seed of urban and rural templates: family ones and collective ones each sum to 1 per row.

    Family templates are scaled so that their sizes have the published national shares of that residence.
    """
    odds, mistakes = seed_odds(), Mistakes()
    for name in sorted({name for home in homes for name in home.odds} - set(odds)):
        mistakes.add("scenarios/national/household_odds.csv", name, "a row of odds", "nothing: it is missing")
    mistakes.check()
    product = np.array([[np.prod([odds[name][r] for name in home.odds]) for home in homes] for r in (0, 1)])
    shares = [
        [getattr(population, f"size_{n}_{residence}") for n in range(1, SIZES + 1)] for residence in ("urban", "rural")
    ]
    family = templates.kind == FAMILY
    size = np.minimum(templates.size, SIZES)
    for r in (0, 1):
        for n in range(1, SIZES + 1):
            chosen = family & (size == n)
            product[r, chosen] *= shares[r][n - 1] / sum(shares[r]) / product[r, chosen].sum()
        product[r, ~family] /= product[r, ~family].sum()
    return product


def features(templates: Templates) -> Floats:
    """(2T, K) contribution of one household of each urban, then rural, template to each marginal."""
    family = templates.kind == FAMILY
    bands = templates.bands
    old = bands[:, 3] + bands[:, 4]
    columns = {
        "households": family,
        "household_persons": family * templates.size,
        "one_person": family & (templates.size == 1),
        "one_generation": family & (templates.generations == 1),
        "two_generations": family & (templates.generations == 2),
        "one_65plus": family & (old == 1),
        "two_or_more_65plus": family & (old >= 2),
        **{name: bands[:, b] for b, name in enumerate(n for n in MARGINALS if n.startswith("age_"))},
    }
    half = np.stack([columns[name] for name in MARGINALS[:-1]], axis=1).astype(np.float64)
    urban = np.concatenate([templates.size, np.zeros_like(templates.size)]).astype(np.float64)
    return np.column_stack([np.vstack([half, half]), urban])


def _solve(prior: Floats, table: Floats, target: Floats) -> Floats:
    """Weights (sum 1) nearest to `prior` with `weights @ table` near `target`."""
    logs = np.log(prior)

    def tilt(dual: Floats) -> tuple[Floats, float]:
        power = logs + table @ dual
        top = power.max()
        weights = np.exp(power - top)
        total = weights.sum()
        return weights / total, float(top + np.log(total))

    def loss(dual: Floats) -> float:
        return tilt(dual)[1] - float(target @ dual) + SOFTNESS / 2 * float(dual @ dual)

    def slope(dual: Floats) -> Floats:
        return table.T @ tilt(dual)[0] - target + SOFTNESS * dual

    def bend(dual: Floats) -> Floats:
        weights = tilt(dual)[0]
        mean = table.T @ weights
        return (table.T * weights) @ table - np.outer(mean, mean) + SOFTNESS * np.eye(len(dual))

    start = np.zeros(len(target))
    found = minimize(loss, start, method="trust-exact", jac=slope, hess=bend, options={"gtol": 1e-9})
    return tilt(found.x)[0]


def rake(homes: list[Household], templates: Templates, targets: Targets, population: PopulationParameters) -> Floats:
    """(C, 2T) expected number of households (or collective residents) of each urban and rural template."""
    return rake_seed(seed_weights(homes, templates, population), templates, targets)


def rake_seed(seed: Floats, templates: Templates, targets: Targets) -> Floats:
    """`rake` from any (2, T) seed: family and collective templates of each residence sum to 1, or there are none."""
    table = features(templates)
    family = np.tile(templates.kind == FAMILY, 2)
    result = np.zeros((len(targets.table), table.shape[0]))
    for c, row in enumerate(targets.table.to_numpy(np.float64)):
        rows = float(targets.households[c] + targets.collective[c])
        urban = row[-1] / float(targets.residents[c])
        side = np.repeat([urban, 1 - urban], templates.size.size)
        mass = np.where(family, targets.households[c], targets.collective[c]) / rows
        prior = seed.ravel() * side * mass
        kept, known = prior > 0, np.isfinite(row)
        weights = _solve(prior[kept], table[np.ix_(kept, known)], row[known] / rows)
        result[c, kept] = weights * rows
    return result
