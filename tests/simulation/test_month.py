"""The month: what is printed is what runs, and nothing of it is left to be compiled late."""

import re

from simulation import month
from simulation.month import STEPS, Part


def test_parts_call_their_steps_in_the_printed_order() -> None:
    called = [name for part in Part for name in getattr(month, part.value).py_func.__code__.co_names]
    assert called == [f"step_{n}" for n in range(len(STEPS))]
    assert [step.part for step in STEPS] == sorted((step.part for step in STEPS), key=list(Part).index)
    assert re.findall(r"^[0-9]+", month.order(), re.MULTILINE) == ["1", *(str(step.number) for step in STEPS)]


def test_a_month_goes_through_all_parts_in_their_order() -> None:
    names = month.advance.py_func.__code__.co_names  # type: ignore[attr-defined]
    assert [name for name in names if name in list(Part)] == list(Part)


def test_what_is_filed_is_worked_later_and_what_is_decided_is_paid_later() -> None:
    order = {kernel.__name__: place for place, step in enumerate(STEPS) for kernel in step.kernels}
    assert order["plan_office"] < order["apply"] < order["pay"] < order["work"] < order["maintain"]
    assert [step.number for step in STEPS] == sorted(step.number for step in STEPS)


def test_every_argument_of_a_step_is_one_that_it_is_given() -> None:
    for step in STEPS:
        assert set(month.arguments_of(step.function)) <= set(month.ARGUMENTS), step.does
        assert step.kernels
