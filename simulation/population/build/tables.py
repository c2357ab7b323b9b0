"""From parameters and template lists to the tables the kernels read; every share solved to hold exactly.

Where a share differs between kinds of households (old people move less and drive less), the odds of the
kinds are assumed and the level is solved per county, so that the census share is met.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from simulation.parameters.microdata.microdata import Microdata
from simulation.parameters.schema.population import IncomeParameters, PopulationParameters
from simulation.population.census.templates import FAMILY, Templates
from simulation.population.incomes.incomes import IncomeTables
from simulation.population.incomes.quantiles import (
    IncomeCurve,
    fit_curve,
    income_table,
    published_fifths,
    rank_of_score,
)
from simulation.population.people.people import PeopleTables
from simulation.population.people.registration import RegistrationTables

type Floats = npt.NDArray[np.float64]
type Integers = npt.NDArray[np.int64]

CEILING = 0.97  # no chance above this


def level(weights: Floats, ratios: Floats, share: Floats) -> Floats:
    """(C, K) chances min(CEILING, level x ratio) whose weighted mean is `share` in each of C counties.

    `weights` (C, K) of K kinds, `ratios` (K,) or (C, K); a missing share (nan) counts as 0.
    """
    share = np.minimum(np.nan_to_num(share), CEILING)[:, None]
    total = np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    ratios = np.broadcast_to(ratios, weights.shape)
    low, high = np.zeros_like(share), np.full_like(share, 1e4)
    for _ in range(60):
        middle = (low + high) / 2
        mean = (weights * np.minimum(CEILING, middle * ratios)).sum(axis=1, keepdims=True) / total
        low, high = np.where(mean < share, middle, low), np.where(mean < share, high, middle)
    return np.asarray(np.minimum(CEILING, high * ratios))


def _column(counties: pd.DataFrame, name: str) -> Floats:
    return counties[name].to_numpy(np.float64)


def _old_only(templates: Templates) -> npt.NDArray[np.bool_]:
    return np.asarray(templates.bands[:, 2:].sum(axis=1) == templates.size)


def _mover_odds(templates: Templates, population: PopulationParameters) -> Floats:
    """(2T,) odds of being registered elsewhere, urban then rural templates."""
    odds = np.where(_old_only(templates), population.movers_elder_ratio, 1.0)
    odds = np.where(templates.kind == FAMILY, odds, odds * population.movers_collective_ratio)
    return np.concatenate([odds, odds * population.movers_rural_ratio])


def standard_tables(counties: pd.DataFrame, population: PopulationParameters) -> tuple[Floats, Floats]:
    """(C, 3) normals above which the urban standard applies and (2,) weights, see `RegistrationTables.line_income`."""
    rho = population.line_income_correlation
    weights = np.array([rho, np.sqrt(1 - rho**2)])
    return np.round(-ndtri(urban_standard_shares(counties, population)), 6), np.round(weights, 9)


def urban_standard_shares(counties: pd.DataFrame, population: PopulationParameters) -> Floats:
    """(C, 3) shares to whom the urban standard applies: urban residents registered in the county, rural ones, movers.

    Who moved to town inside the county and is still registered in a village comes under the standard of rural
    residents. The census counts residents registered in another township of the county: taken as living in town, and
    as coming from town or country as other movers do, of whom `leavers` has twice as many rural as urban ones.
    """
    urban = _column(counties, "share_urban")
    inside, same, other = (
        np.nan_to_num(_column(counties, f"share_registered_{name}"))
        for name in ("elsewhere_same_county", "elsewhere_same_province", "other_province")
    )
    local = np.maximum(urban - same - other, 1e-3)  # movers from elsewhere live in town
    rural_part = (1 - urban) / (1 - urban / 2)
    villagers = np.minimum(inside / local, 1.0) * rural_part
    stayed, village = population.line_urban_of_urban, population.line_urban_of_rural
    shares = np.empty((len(urban), 3))
    shares[:, 0] = stayed + villagers * (min(village, stayed) - stayed)
    shares[:, 1], shares[:, 2] = village, population.line_urban_of_movers
    return shares


def leavers(counties: pd.DataFrame) -> Floats:
    """(C,) residents weighted by their odds of having left: an urban one half those of a rural one (assumed)."""
    return _column(counties, "population") * (1 - _column(counties, "share_urban") / 2)


def income_scores(microdata: Microdata) -> Floats:
    """(H,) income normals of a file's households: by the weighted rank of income per head among the urban or rural."""
    households, scores = microdata.households, np.zeros(len(microdata.households))
    home = microdata.persons["home"].to_numpy(np.int64)
    income = microdata.persons[["wage", "business", "pension", "other"]].to_numpy(np.float64).sum(axis=1)
    per_head = np.bincount(home, income, scores.size) / np.maximum(np.bincount(home, minlength=scores.size), 1)
    weight, urban = households["weight"].to_numpy(np.float64), (households["residence"] == "urban").to_numpy()
    for chosen in (np.flatnonzero(urban), np.flatnonzero(~urban)):
        order = chosen[np.argsort(per_head[chosen], kind="stable")]
        below = np.cumsum(weight[order]) - weight[order] / 2
        scores[order] = ndtri(below / max(weight[chosen].sum(), 1e-300))
    return np.round(scores, 6)


def registration_tables(
    counties: pd.DataFrame,
    counts: Integers,
    templates: Templates,
    population: PopulationParameters,
    income: IncomeParameters,
) -> RegistrationTables:
    """Chances of registration, cars, homes and rent; `counts` is (C, 2T)."""
    c, t = len(counts), templates.size.size
    family, old = templates.kind == FAMILY, _old_only(templates)
    same, other = (
        np.nan_to_num(_column(counties, f"share_registered_{name}"))
        for name in ("elsewhere_same_province", "other_province")
    )
    odds = _mover_odds(templates, population)
    mover = level((counts * np.tile(templates.size, 2)).astype(np.float64), odds, same + other)
    homes = counts * np.tile(family, 2)
    cars = np.where(old, income.car_elder_ratio, np.where(templates.size == 1, income.car_alone_ratio, 1.0))
    owning = level(homes.astype(np.float64), np.tile(cars, 2), _column(counties, "share_households_owning_car"))
    moving = np.stack([(homes * (1 - mover)).sum(axis=1), (homes * mover).sum(axis=1)], axis=1)
    ratio = np.array([1.0, income.renting_movers_ratio])
    rent = level(moving, ratio, _column(counties, "share_households_renting"))
    left = leavers(counties)
    rho = income.wealth_correlation
    second = np.array([income.second_home_urban, income.second_home_rural])
    line_urban, line_income = standard_tables(counties, population)
    return RegistrationTables(
        mover=np.ascontiguousarray(mover.reshape(2 * c, t)),
        inside=same / np.maximum(same + other, 1e-12),
        origin=np.concatenate([[0.0], np.cumsum(left / left.sum())]),
        line_urban=line_urban,
        line_income=line_income,
        staff=float(population.staff_relative_share),
        car=np.round(-ndtri(owning), 6).reshape(2 * c, t),
        second_home=np.round(-ndtri(second), 6),
        wealth=np.round(np.array([rho, np.sqrt(1 - rho**2)]), 9),
        rent=np.repeat(rent, 2, axis=0),
    )


def county_score(counties: pd.DataFrame, income: IncomeParameters, slope: float) -> Floats:
    """(C,) shift of the score of a county: assumed effects on log income over the slope of the curve."""
    years = _column(counties, "mean_years_schooling")
    farming = _column(counties, "share_employed_in_agriculture")
    logs = income.county_schooling * np.log(years / years.mean())
    return np.asarray((logs + income.county_agriculture * (farming - farming.mean())) / slope)


def attribute_score(templates: Templates, income: IncomeParameters) -> Floats:
    """(2, T) shift of the score by template, urban and rural."""
    bands, size, old = templates.bands, templates.size, _old_only(templates)
    young = (templates.high <= 22).sum(axis=1) - (templates.high < 0).sum(axis=1)
    share = np.minimum(1.0, (young + bands[:, 3] + bands[:, 4]) / size)
    family = templates.kind == FAMILY
    base = np.where(family & ~old, income.dependants * share, 0.0)
    base += np.where(family & (size == 1) & ~old, income.alone, 0.0)
    parents = (bands[:, 1] + bands[:, 2]) - ((templates.low >= 15) & (templates.high <= 22)).sum(axis=1)
    base += np.where(family & (templates.children > 0) & (parents == 1), income.lone_parent, 0.0)
    elders = np.array([income.elders_only_urban, income.elders_only_rural])[:, None]
    return np.asarray(base + np.where(old, elders, 0.0))


def any_member(templates: Templates, rates: Floats) -> Floats:
    """(T,) chance that at least one member is affected, at the given rates by age band."""
    return np.asarray(1.0 - np.prod((1.0 - rates) ** templates.bands, axis=1))


def _business_chance(counties: pd.DataFrame, income: IncomeParameters) -> Floats:
    """(2C,) chance of a unit to live mainly from a business, by stratum."""
    farming = _column(counties, "share_employed_in_agriculture")
    rural = income.business_rural + income.business_agriculture * farming
    both = np.stack([np.full(len(rural), income.business_urban), rural], axis=1)
    return np.asarray(np.minimum(both, CEILING).ravel())


def income_tables(
    counties: pd.DataFrame,
    counts: Integers,
    templates: Templates,
    people: PeopleTables,
    income: IncomeParameters,
) -> IncomeTables:
    """Tables of incomes; `counts` is (C, 2T) and gives the residents over whom ranks are taken."""
    c, t = len(counts), templates.size.size
    curves = [fit_curve(published_fifths(income, residence)) for residence in ("urban", "rural")]
    means = np.array([income.mean_urban, income.mean_rural])
    slope = float(np.mean([curve.coefficients[-2] for curve in curves]))
    score = np.round(attribute_score(templates, income)[None] + county_score(counties, income, slope)[:, None, None], 6)
    persons = (counts * np.tile(templates.size, 2)).reshape(c, 2, t).astype(np.float64)
    chances = any_member(templates, people.severe), any_member(templates, people.ill)
    grids = [_table(curves[r], score[:, r], persons[:, r], chances, income, float(means[r])) for r in (0, 1)]
    relative = means / np.array([income.national_mean_urban, income.national_mean_rural])
    return IncomeTables(
        score=np.ascontiguousarray(score.reshape(2 * c, t)),
        severe=float(income.severe),
        ill=float(income.ill),
        village_part=float(np.sqrt(income.village_share)),
        household_part=float(np.sqrt(1 - income.village_share)),
        table=np.stack(grids),
        unit_sd=float(income.unit_sd),
        elder_unit=np.array([income.elder_unit_urban, income.elder_unit_rural], np.float64),
        grown_unit=float(income.grown_unit),
        pension=np.array([income.pension_employee, income.pension_resident]) * relative,
        employee=np.array([income.employee_urban, income.employee_rural], np.float64),
        other=np.array([income.other_urban, income.other_rural], np.float64),
        business=_business_chance(counties, income),
        business_main=float(income.business_main),
        business_side=float(income.business_side),
        pension_ceiling=float(income.pension_ceiling),
        assets_years=float(income.assets_years),
        assets_slope=float(income.assets_slope),
        assets_sd=float(income.assets_sd),
    )


def _table(
    curve: IncomeCurve,
    score: Floats,
    persons: Floats,
    chances: tuple[Floats, Floats],
    income: IncomeParameters,
    mean: float,
) -> Floats:
    """Income table of one residence: the mixture over templates, counties and the four health states."""
    severe, ill = chances
    shifts, mass = [], []
    for hit_severe in (0, 1):
        for hit_ill in (0, 1):
            chance = (severe if hit_severe else 1 - severe) * (ill if hit_ill else 1 - ill)
            shifts.append((score + hit_severe * income.severe + hit_ill * income.ill).ravel())
            mass.append((persons * chance).ravel())
    if not sum(m.sum() for m in mass):
        mass[0] = np.ones_like(mass[0])  # a province without rural (or urban) residents: any table serves
    return income_table(curve, rank_of_score(np.concatenate(shifts), np.concatenate(mass)), mean)
