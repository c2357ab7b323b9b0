"""`fit_report`: the population against the census, marginal by marginal and county by county."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.parameters.schema.population import IncomeParameters, PopulationParameters
from simulation.population.build.population import Population
from simulation.population.build.tally import BINS, COUNTS, tally
from simulation.population.census.targets import target_counts
from simulation.population.incomes.quantiles import published_fifths

type Floats = npt.NDArray[np.float64]

PROVINCE = 0  # in the column `adcode`: the province as a whole
_CENSUS = {  # marginal -> (census column, denominator)
    "one_person": ("share_one_person_households", "households"),
    "one_generation": ("share_one_generation_households", "households"),
    "two_generations": ("share_two_generation_households", "households"),
    "three_or_more_generations": ("share_three_plus_generation_households", "households"),
    "one_65plus": ("share_households_with_one_65plus", "households"),
    "two_or_more_65plus": ("share_households_with_two_or_more_65plus", "households"),
    "age_0_14": ("share_age_0_14", "residents"),
    "age_15_59": ("share_age_15_59", "residents"),
    "age_60_64": ("share_age_60_64", "residents"),
    "age_65_79": ("share_age_65_79", "residents"),
    "age_80_plus": ("share_age_80_plus", "residents"),
    "urban": ("share_urban", "residents"),
    "registered_other_county": ("share_registered_elsewhere_same_province", "residents"),
    "registered_other_province": ("share_registered_other_province", "residents"),
    "car": ("share_households_owning_car", "households"),
    "renting": ("share_households_renting", "households"),
}


def count_population(population: Population) -> tuple[pd.DataFrame, Floats, Floats]:
    """Weighted counts per county (columns `COUNTS`), and income histograms (2, BINS): persons, yuan."""
    counts = np.zeros((len(population.counties.adcode), len(COUNTS)), np.int64)
    income, yuan = np.zeros((2, BINS), np.int64), np.zeros((2, BINS))
    tally(population.units, population.persons, population.villages, counts, income, yuan)
    table = pd.DataFrame(counts, columns=list(COUNTS))
    return (
        table.assign(residents=table["household_persons"] + table["collective"]),
        income.astype(np.float64),
        yuan,
    )


def _long(name: str, unit: str, census: Floats, target: Floats, simulated: Floats) -> pd.DataFrame:
    columns = {"census": census, "target": target, "simulated": simulated, "difference": simulated - target}
    return pd.DataFrame({"marginal": name, "unit": unit, **columns})


def _with_province(values: Floats) -> Floats:
    return np.append(values, np.nansum(values))


def _marginals(counties: pd.DataFrame, target: pd.DataFrame, simulated: pd.DataFrame) -> list[pd.DataFrame]:
    """One block per marginal; rows are the counties and, last, the province."""
    census = {
        "households": _with_province(counties["households"].to_numpy(np.float64)),
        "household_persons": _with_province(counties["household_population"].to_numpy(np.float64)),
        "residents": _with_province(counties["population"].to_numpy(np.float64)),
    }
    census["collective"] = census["residents"] - census["household_persons"]
    goal = {name: _with_province(target[name].to_numpy(np.float64)) for name in census}
    got = {name: _with_province(simulated[name].to_numpy(np.float64)) for name in simulated}
    blocks = [
        _long(name, "persons" if name != "households" else "households", census[name], goal[name], got[name])
        for name in ("households", "household_persons", "collective", "residents")
    ]
    size = [t["household_persons"] / t["households"] for t in (census, goal, got)]
    blocks.append(_long("mean_size", "persons", *size))
    for name, (column, of) in _CENSUS.items():
        share = counties[column].to_numpy(np.float64)
        sides = []
        for base in (census, goal):
            known = np.where(np.isfinite(share), base[of][:-1], 0.0)
            total = np.nansum(share * known) / known.sum()
            sides.append(np.append(share, total))
        blocks.append(_long(name, "1", sides[0], sides[1], got[name] / got[of]))
    return blocks


def fifths(persons: Floats, yuan: Floats) -> Floats:
    """Means of the five fifths of persons by income, from a histogram; a bin on a border is divided."""
    running = np.concatenate([[0.0], np.cumsum(persons)])
    total = np.concatenate([[0.0], np.cumsum(yuan)])
    edges = np.interp(np.linspace(0, running[-1], 6), running, total)
    return np.asarray(np.diff(edges) / (running[-1] / 5))


def _incomes(income: IncomeParameters, persons: Floats, yuan: Floats) -> list[pd.DataFrame]:
    """Province rows: mean income per head and the five fifth means, yuan a year, urban and rural."""
    blocks = []
    for r, residence in enumerate(("urban", "rural")):
        if persons[r].sum() == 0:
            continue
        mean = float(getattr(income, f"mean_{residence}"))
        simulated = 12 * np.append(yuan[r].sum() / persons[r].sum(), fifths(persons[r], yuan[r]))
        target = mean * np.append(1.0, published_fifths(income, residence))
        names = [f"mean_income_{residence}", *(f"fifth_{q}_income_{residence}" for q in range(1, 6))]
        for name, goal, got in zip(names, target, simulated, strict=True):
            blocks.append(_long(name, "yuan/year", *(np.array([x]) for x in (np.nan, goal, got))))
    return blocks


def fit_report(
    population: Population,
    counties: pd.DataFrame,
    parameters: PopulationParameters,
    income: IncomeParameters | None = None,
    own: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every marginal: `adcode, county, marginal, unit, census, target, simulated, difference`.

    `census` is the county table; `target` the same on the base date (whole numbers after reweighting; shares
    unchanged, the province's being the mean of its counties); `simulated` is counted with village weights;
    `difference` = simulated - target. Rows with adcode 0 are the province. With `income`, the province's mean
    incomes and fifth means are added (published shape times the province mean). `nan` = no census cell; a
    township number without one is estimated from residents. `own`, the table of `income_fit.income_fit`, adds own
    incomes: `target` = in the file, `simulated` = expected in a run, with shocks on top and around the permanent part.
    """
    simulated, persons, yuan = count_population(population)
    goal = target_counts(counties, parameters)
    target = goal.table.assign(collective=goal.collective, residents=goal.residents)
    blocks = _marginals(counties, target, simulated)
    given = _with_province(counties["townships"].to_numpy(np.float64))
    used = _with_province(population.counties.townships.astype(np.float64))
    blocks.append(_long("townships", "townships", given, used, used))
    for block in blocks:
        block.insert(0, "adcode", np.append(counties["adcode"].to_numpy(np.int64), PROVINCE))
        block.insert(1, "county", [*counties["county"], "province"])
    for block in _incomes(income, persons, yuan) if income is not None else []:
        block.insert(0, "adcode", PROVINCE)
        block.insert(1, "county", "province")
        blocks.append(block)
    if own is not None:
        blocks += [_own_incomes(own, stage) for stage in ("shocks_on_top", "stationary")]
    return pd.concat(blocks, ignore_index=True)


def _own_incomes(own: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Rows of the province: own incomes under the model's shocks against those of the file."""
    target, simulated = own["file"].to_numpy(np.float64), own[stage].to_numpy(np.float64)
    block = _long("", "", np.full(len(own), np.nan), target, simulated)
    block["marginal"] = own["measure"] + "_of_" + own["of"] + "_" + stage
    return block.assign(unit=own["unit"], adcode=PROVINCE, county="province")
