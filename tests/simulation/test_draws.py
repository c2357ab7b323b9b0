"""Keyed draws against published vectors, numpy's generator, and the laws they claim to follow."""

import math

import numba
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulation.draws import (
    Kind,
    Process,
    exp,
    happens,
    normal,
    pair_words,
    philox,
    shock_process,
    uniform,
    words,
)  # fmt: skip

U32 = st.integers(0, 2**32 - 1)
MULTIPLIERS = {32: (0xD2511F53, 0xCD9E8D57), 64: (0xD2E7470EE14C6C93, 0xCA5A826395121157)}
WEYL = {32: (0x9E3779B9, 0xBB67AE85), 64: (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)}
# known-answer vectors of the Random123 distribution (kat_vectors, philox4x32 with 10 rounds)
PUBLISHED = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
PROCESS_NUMBERS = {
    "POPULATION": 1, "AGES": 2, "INCOMES": 3, "ASSETS": 4, "REGISTRATION": 5, "TIES": 6, "SAMPLE": 7,
    "DEMOGRAPHY": 8, "KIN": 9, "MONTH_SHOCKS": 16, "ILLNESS_SIZE": 17, "DISABILITY": 18, "DISASTER_COUNTY": 19,
    "DISASTER_HIT": 20, "BIRTH_DEATH": 21, "CAMPAIGN": 24, "WORD_OF_MOUTH": 25, "STATEMENT": 26, "RANDOM_DOOR": 27,
    "SCREENING": 28, "VISIT_ORDER": 29, "DETECTION": 30, "CARE_VISIT": 31,
    "TASTE": 32, "PERCEPTION": 33, "HONESTY": 34, "VERIFICATION": 36,
    "CLERICAL": 37, "REVIEW": 38, "CONTROL": 39, "APPEAL": 40, "TEMPORARY": 41, "PAYMENT": 42,
    "COUNTY_ORDER": 43, "REGISTER_AT_START": 44, "NEEDS": 45, "TRIAL": 46, "VISITS_OF_MONTH": 47,
    "SURVEY_OBSERVER": 48, "AUDIT_OBSERVER": 49, "TIES_SHARED": 50, "LEDGERS": 52,
    "ORDINARY_CARE": 60, "SUDDEN_NEED": 61, "FURTHER_SHOCK": 64,
}  # fmt: skip


def hexes(text: str) -> tuple[int, ...]:
    """Words of a line of hexadecimal numbers."""
    return tuple(int(part, 16) for part in text.split())


def oracle(counter: tuple[int, ...], key: tuple[int, ...], bits: int) -> tuple[int, ...]:
    """Philox4x(bits)-10 in Python's unbounded integers, from the paper (Salmon et al. 2011, section 3.3)."""
    mask = 2**bits - 1
    (c0, c1, c2, c3), (k0, k1) = counter, key
    m0, m1 = MULTIPLIERS[bits]
    for _ in range(10):
        high0, low0 = divmod(m0 * c0, mask + 1)
        high1, low1 = divmod(m1 * c2, mask + 1)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = (k0 + WEYL[bits][0]) & mask, (k1 + WEYL[bits][1]) & mask
    return c0, c1, c2, c3


@pytest.mark.parametrize(("counter", "key", "expected"), PUBLISHED)
def test_published_vectors(counter: str, key: str, expected: str) -> None:
    made = philox(*hexes(counter), *hexes(key))
    assert tuple(int(word) for word in made) == hexes(expected)


@settings(max_examples=30)
@given(st.tuples(*[st.integers(0, 2**64 - 1)] * 4), st.tuples(*[st.integers(0, 2**64 - 1)] * 2))
def test_oracle_is_numpys_generator(counter: tuple[int, ...], key: tuple[int, ...]) -> None:
    """numpy raises the counter by one before its first block."""
    number = (sum(word << (64 * place) for place, word in enumerate(counter)) + 1) % 2**256
    advanced = tuple((number >> (64 * place)) % 2**64 for place in range(4))
    generator = np.random.Philox(counter=np.array(counter, np.uint64), key=np.array(key, np.uint64))
    assert tuple(int(word) for word in generator.random_raw(4)) == oracle(advanced, key, 64)


@settings(max_examples=200)
@given(st.tuples(*[U32] * 4), st.tuples(*[U32] * 2))
def test_oracle_is_ours(counter: tuple[int, ...], key: tuple[int, ...]) -> None:
    assert tuple(int(word) for word in philox(*counter, *key)) == oracle(counter, key, 32)


@given(seed=U32, replication=U32, entity=U32, month=st.integers(-600, 6000))
def test_counter_layout(seed: int, replication: int, entity: int, month: int) -> None:
    expected = oracle((entity, Kind.CASE << 28, month + 2**20, 37 * 16 + 3), (seed, replication), 32)
    assert words(seed, replication, Kind.CASE, entity, month, Process.CLERICAL, 3) == expected
    pair = oracle((entity, (Kind.PAIR << 28) | 12345, month + 2**20, 25 * 16), (seed, replication), 32)
    assert pair_words(seed, replication, entity, 12345, month, Process.WORD_OF_MOUTH) == pair


def test_every_part_of_the_key_matters() -> None:
    key = [3, 1, int(Kind.UNIT), 77, 5, int(Process.MONTH_SHOCKS), 0]
    changed = [words(*(part + (place == k) for place, part in enumerate(key))) for k in range(len(key))]
    assert len({words(*key), *changed}) == len(key) + 1


def test_process_numbers_are_fixed_for_ever() -> None:
    assert {process.name: int(process) for process in Process} == PROCESS_NUMBERS
    assert len(set(PROCESS_NUMBERS.values())) == len(PROCESS_NUMBERS)
    assert all(number < 2**28 for number in PROCESS_NUMBERS.values())
    assert [int(kind) for kind in Kind] == [1, 2, 3, 4, 5, 6, 7, 8]


@given(U32)
def test_happens_is_exact_at_the_ends(word: int) -> None:
    assert not happens(np.uint32(word), 0.0)
    assert happens(np.uint32(word), 1.0)


@given(U32, st.floats(0, 1), st.floats(0, 1))
def test_happens_is_monotone(word: int, one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    assert happens(np.uint32(word), low) <= happens(np.uint32(word), high)
    assert happens(np.uint32(word), high) == (word < high * 2**32)


@numba.njit
def sample(n: int) -> npt.NDArray[np.uint32]:
    """Words of many units."""
    out = np.empty(n, np.uint32)
    for entity in range(n):
        out[entity] = words(9, 0, 1, entity, 0, 32)[0]
    return out


def test_moments_of_uniform_and_normal() -> None:
    drawn = sample(1 << 15)
    u = np.array([uniform(word) for word in drawn])
    z = np.array([normal(word) for word in drawn])
    assert 0 < u.min() < u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 0.001
    assert abs(z.mean()) < 4 / np.sqrt(z.size)
    assert abs(z.var() - 1) < 4 * np.sqrt(2 / z.size)
    assert abs(stats.skew(z)) < 0.05
    assert abs(stats.kurtosis(z)) < 0.1


def test_normal_against_its_quantile() -> None:
    """Piecewise linear between 4096 nodes: close inside, the mean of the outer cells kept."""
    grid = (np.arange(1 << 16) << 16).astype(np.uint32) + np.uint32(1 << 15)
    z = np.array([normal(word) for word in grid])
    exact = stats.norm.ppf((grid + 0.5) / 2**32)
    assert np.abs(z - exact)[64:-64].max() < 2e-2
    assert np.abs(z - exact)[1024:-1024].max() < 2e-5
    assert (np.diff(z) > 0).all()
    assert abs(z.mean()) < 1e-9
    assert z.var() == pytest.approx(1.0, abs=2e-3)
    assert np.abs(z).max() < 5


@given(st.floats(-40, 40))
def test_exp_is_accurate(x: float) -> None:
    assert exp(x) == pytest.approx(math.exp(x), rel=1e-9)


@given(st.floats(-40, 40), st.floats(1e-6, 1))
def test_exp_is_monotone(x: float, step: float) -> None:
    above = min(x + step, 40.0)
    assert exp(above) >= exp(x)
    assert exp(0.0) == 1.0


@pytest.mark.parametrize("function", [philox, words, uniform, happens, normal, exp])
def test_python_and_compiled_agree(function: object) -> None:
    arguments = {
        philox: (1, 2, 3, 4, 5, 6), words: (1, 2, 3, 4, -5, 6, 7), uniform: (np.uint32(4_000_000_000),),
        happens: (np.uint32(2_000_000_000), 0.5), normal: (np.uint32(123456789),), exp: (-1.75,),
    }[function]  # fmt: skip
    assert function(*arguments) == function.py_func(*arguments)  # type: ignore[attr-defined, operator]


def test_a_further_shock_draws_under_a_number_of_its_own() -> None:
    numbers = [shock_process(code) for code in range(1, 64)]
    assert len(set(numbers)) == 63
    assert not set(numbers) & set(Process)
    for code in (0, 64):
        with pytest.raises(ValueError, match="expected 1 to 63"):
            shock_process(code)
