"""Whole households from raked weights, with household and person counts exact in every county."""

import numpy as np
import numpy.typing as npt

from simulation.population.census.targets import Targets
from simulation.population.census.templates import FAMILY, Templates

type Floats = npt.NDArray[np.float64]
type Integers = npt.NDArray[np.int64]


def _cumulative_rounding(weights: Floats, total: int) -> Integers:
    """Whole numbers summing to `total`; every run of neighbours is within one of its weight.

    Sorted by what the census counts, this keeps all marginals, and rare templates keep their share
    (rounding each weight alone would lose them). Weights are rounded first so that the last digits of a
    platform's exp cannot move a household.
    """
    if total == 0 or weights.sum() == 0:
        return np.zeros(len(weights), np.int64)
    running = np.cumsum(np.round(weights * (total / weights.sum()), 5))
    running *= total / running[-1]
    steps = np.floor(running + 0.5).astype(np.int64)
    steps[-1] = total
    return np.diff(steps, prepend=0)


def _order(templates: Templates) -> Integers:
    """Order of the 2T templates: residence, generations, elders, children, size."""
    old = np.minimum(templates.bands[:, 3:].sum(axis=1), 2)
    keys = (templates.size, templates.bands[:, 4], templates.bands[:, 2], templates.bands[:, 0], old)
    half = [np.tile(key, 2) for key in (*keys, np.minimum(templates.generations, 3))]
    return np.lexsort((*half, np.repeat([0, 1], templates.size.size)))


def _ladders(templates: Templates) -> list[tuple[int, int]]:
    """Pairs (smaller, larger) of family templates which differ by one person of 15 to 59 or under 15 only."""
    bands = templates.bands
    pairs: list[tuple[int, int]] = []
    rows = np.flatnonzero((templates.kind == FAMILY) & (templates.size > 1))
    row_of: dict[tuple[int, ...], int] = {}
    for t in rows:
        key = (min(int(templates.generations[t]), 3), *map(int, bands[t]))
        row_of.setdefault(key, int(t))
    for key, smaller in row_of.items():
        for band in (1, 0):
            grown = list(key)
            grown[1 + band] += 1
            if tuple(grown) in row_of:
                pairs.append((smaller, row_of[tuple(grown)]))
    both = int(templates.size.size)
    return pairs + [(a + both, b + both) for a, b in pairs]


def _repair(counts: Integers, missing: int, ladders: list[tuple[int, int]]) -> None:
    """Change household sizes by one person until `missing` persons are found (or dropped if negative).

    Households move along the best filled pairs, a few at a time, so that no template is emptied. Raises ValueError when
    none of the households that are there can grow (or shrink): census figures of the county contradict each other.
    """
    while missing != 0:
        source = [(a if missing > 0 else b) for a, b in ladders]
        filled = np.argsort([-min(counts[a], counts[b]) for a, b in ladders], kind="stable")[:12]
        if counts[source[filled[0]]] == 0:
            filled = np.argsort([-counts[s] for s in source], kind="stable")[:1]
        if counts[source[filled[0]]] == 0:
            raise ValueError(f"{abs(missing)} persons {'find no household' if missing > 0 else 'too many'}")
        share = max(1, abs(missing) // 12)
        for pair in filled:
            smaller, larger = ladders[pair]
            moved = min(share, abs(missing), int(counts[source[pair]]))
            step = moved if missing > 0 else -moved
            counts[smaller] -= step
            counts[larger] += step
            missing -= step


def rounded(weights: Floats, templates: Templates, households: Integers, collective: Integers) -> Integers:
    """(C, 2T) whole households: family ones and collective residents of each county sum to the numbers given."""
    order = _order(templates)
    family = np.tile(templates.kind == FAMILY, 2)[order]
    result = np.zeros(weights.shape, np.int64)
    for c in range(len(weights)):
        for chosen, total in ((family, int(households[c])), (~family, int(collective[c]))):
            rows = order[chosen]
            result[c, rows] = _cumulative_rounding(weights[c, rows], total)
    return result


def integerise(weights: Floats, templates: Templates, targets: Targets) -> Integers:
    """(C, 2T) whole households and collective residents per county and (urban, rural) template.

    Exact per county: family households, persons in them, collective residents. Raises ValueError when a
    county's persons cannot be met (fewer persons than households, more than the largest templates hold, or figures
    that contradict each other).
    """
    ladders = _ladders(templates)
    size = np.tile(templates.size, 2)
    largest = int(templates.size.max())
    result = rounded(weights, templates, targets.households, targets.collective)
    for c in range(len(weights)):
        homes, persons = int(targets.households[c]), int(targets.household_persons[c])
        if not homes <= persons <= homes * (largest - 2):
            raise ValueError(f"county {c}: {persons} persons cannot live in {homes} households of 1-{largest - 2}")
        counted = int((result[c] * size)[np.tile(templates.kind == FAMILY, 2)].sum())
        try:
            _repair(result[c], persons - counted, ladders)
        except ValueError as error:
            raise ValueError(f"county {c}: {persons} persons, {homes} households and their types: {error}") from None
    return result
