"""Keyed random draws: every draw is a pure function of (seed, replication, entity, time, process).

Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3") without state, stream or
order. The scenario is never in the key: random draws do not depend on the scenario. What happens to the world
is keyed by month; what belongs to a person or case (taste, honesty) by that person or case alone, so that a decision
which moves by a month is not re-rolled. Results depend only on + - x / comparisons and integers.
"""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from simulation.compile.kernel import compiled, inlined

type Words = tuple[np.uint32, np.uint32, np.uint32, np.uint32]


class Kind(IntEnum):
    """What an entity id counts; is in the top four bits of the second counter word."""

    UNIT = 1
    PERSON = 2
    CASE = 3
    PAIR = 4
    COUNTY = 5
    VILLAGE = 6
    HOUSEHOLD = 7
    PROVINCE = 8


class Process(IntEnum):
    """Fixed for ever: a number once used is never given to another process."""

    POPULATION = 1
    AGES = 2
    INCOMES = 3
    ASSETS = 4
    REGISTRATION = 5
    TIES = 6
    SAMPLE = 7
    DEMOGRAPHY = 8
    KIN = 9
    MONTH_SHOCKS = 16  # the one common block of a month: two normals, a word for jobs, a word for illness
    ILLNESS_SIZE = 17
    DISABILITY = 18
    DISASTER_COUNTY = 19
    DISASTER_HIT = 20
    BIRTH_DEATH = 21
    CAMPAIGN = 24
    WORD_OF_MOUTH = 25
    STATEMENT = 26
    RANDOM_DOOR = 27
    SCREENING = 28
    VISIT_ORDER = 29
    DETECTION = 30
    CARE_VISIT = 31
    TASTE = 32
    PERCEPTION = 33
    HONESTY = 34
    VERIFICATION = 36
    CLERICAL = 37
    REVIEW = 38
    CONTROL = 39
    APPEAL = 40
    TEMPORARY = 41
    PAYMENT = 42
    COUNTY_ORDER = 43
    REGISTER_AT_START = 44
    NEEDS = 45
    TRIAL = 46
    VISITS_OF_MONTH = 47
    SURVEY_OBSERVER = 48
    AUDIT_OBSERVER = 49
    TIES_SHARED = 50  # in which order households of equal income fill a decile
    LEDGERS = 52  # a word for each of the four ledgers of a case and month
    ORDINARY_CARE = 60  # a unit's ordinary health spending: a word for good, one for the year
    SUDDEN_NEED = 61  # schooling that begins
    FURTHER_SHOCK = 64  # to 127: see `shock_process`


def shock_process(code: int) -> int:
    """Number under which a shock of this code (1 to 63) draws that has no process of its own; for module constants.

    Raises ValueError for another code.
    """
    if not 0 < code < 64:
        raise ValueError(f"code of a shock: expected 1 to 63, got {code}")
    return Process.FURTHER_SHOCK + code


_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
TWO32 = 4294967296.0
ALWAYS = -100_000  # the time of draws that hold for a whole history: no month, filing or stretch has this number


@inlined
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> Words:
    """Four random 32-bit words of counter (c0..c3) under key (k0, k1): Philox4x32 with ten rounds."""
    a, b, c, d = np.uint64(c0) & _LOW, np.uint64(c1) & _LOW, np.uint64(c2) & _LOW, np.uint64(c3) & _LOW
    x, y = np.uint64(k0) & _LOW, np.uint64(k1) & _LOW
    for _ in range(10):
        p, q = _M0 * a, _M1 * c
        a, b = (q >> _HALF) ^ b ^ x, q & _LOW
        c, d = (p >> _HALF) ^ d ^ y, p & _LOW
        x, y = (x + _W0) & _LOW, (y + _W1) & _LOW
    return np.uint32(a), np.uint32(b), np.uint32(c), np.uint32(d)


@inlined
def words(seed: int, replication: int, kind: int, entity: int, time: int, process: int, call: int = 0) -> Words:
    """The four words of one process for one entity at one time (month, case number or spell; may be < 0)."""
    return philox(entity, kind << 28, time + 1048576, process * 16 + call, seed, replication)


@inlined
def pair_words(seed: int, replication: int, a: int, b: int, time: int, process: int) -> Words:
    """Words of an ordered pair of entities (below 2^28): both ids are in the counter, nothing is combined."""
    return philox(a, (Kind.PAIR << 28) | b, time + 1048576, process * 16, seed, replication)


@inlined
def uniform(word: np.uint32) -> float:
    """Uniform in (0, 1), never an end point."""
    return (float(word) + 0.5) / TWO32


@inlined
def happens(word: np.uint32, probability: float) -> bool:
    """True with the given probability: exact at 0 and at 1, monotone between (a word is exact as a float)."""
    return float(word) < probability * TWO32


@compiled
def uniforms(
    seed: int, replication: int, kind: int, entities: npt.NDArray[np.integer[Any]], time: int, process: int
) -> npt.NDArray[np.float64]:
    """(entities,) `uniform` of the first of the `words` of each."""
    found = np.empty(entities.size)
    for i in range(entities.size):
        found[i] = uniform(words(seed, replication, kind, entities[i], time, process)[0])
    return found


def _normal_nodes(cells: int = 4096) -> npt.NDArray[np.float64]:
    """Standard normal quantiles at i/cells; the end nodes keep the mean of the two outer cells.

    Rounded to 2^-20 so that the last digit of a platform's ndtri cannot enter a result.
    """
    nodes = np.empty(cells + 1)
    nodes[1:-1] = ndtri(np.arange(1, cells) / cells)
    outer_mean = -np.exp(-0.5 * nodes[1] ** 2) / np.sqrt(2 * np.pi) * cells
    nodes[0] = 2 * outer_mean - nodes[1]
    nodes[-1] = -nodes[0]
    return np.round(nodes * 2**20) / 2**20


_NORMAL = _normal_nodes()
LARGEST_NORMAL = float(_NORMAL[-1])  # about 4: `normal` gives nothing beyond
_POWERS_OF_TWO = 2.0 ** np.arange(-64, 65)


@inlined
def normal(word: np.uint32) -> float:
    """Standard normal by inversion (monotone in the word, so paired scenarios stay aligned); bounded near 4."""
    cell = np.int64(word) >> 20
    part = float(np.int64(word) & 1048575) / 1048576.0
    return _NORMAL[cell] + part * (_NORMAL[cell + 1] - _NORMAL[cell])  # type: ignore[no-any-return]


@inlined
def exp(x: float) -> float:
    """e^x for |x| < 40 from + - x / only (relative error < 1e-9): the same bits on every CPU, unlike libm."""
    k = np.floor(x * 1.4426950408889634 + 0.5)
    r = x - k * 0.6931471805599453
    series = 1.0 + r * (
        1.0 + r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r / 40320))))))
    )
    return series * _POWERS_OF_TWO[int(k) + 64]  # type: ignore[no-any-return]
