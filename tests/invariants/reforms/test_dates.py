"""A reform acts from its first to its last day, and what its dates do that is not plain is said."""

from pathlib import Path

import numpy as np
import pytest
from worlds import onward, same_books, settings, warmed

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.scenario_files import mistakes_in, notes_in, shipped
from simulation.parameters.schema.groups import all_fields
from simulation.simulate import one_replication
from simulation.state import State

PROVINCES = shipped("provinces")
HEAD = 'id = "r"\nlabel = { zh = "试", en = "Trial" }\n[[change]]\n'
LINE = 'path = "lines.dibao"\nop = "scale"\nvalue = 1.1\n'
RULE = 'path = "dibao.supplement.elder"\nop = "remove"\n'


def written(folder: Path, change: str) -> str:
    file = folder / "r.toml"
    file.write_text(HEAD + change, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("province", PROVINCES)
@pytest.mark.parametrize("change", [LINE, RULE, 'path = "dibao.withdraw_rate"\nvalue = 0.8\n'])
def test_a_reform_is_in_force_from_its_first_to_its_last_day(province: str, change: str, tmp_path: Path) -> None:
    base = Scenario.load(province)
    reform = base.with_reform(written(tmp_path, f"{change}from = 2023-05-01\nto = 2023-12-31\n"))
    beside = base.with_programmes_of(reform)

    def alike(month: int) -> bool:
        rules = zip(beside.rules(month), reform.rules(month), strict=True)
        same = all(np.array_equal(np.asarray(one), np.asarray(other)) for one, other in rules)
        return same and np.array_equal(beside.lines(month), reform.lines(month))

    assert [m for m in range(-2, 15) if not alike(m)] == list(range(4, 12))  # May to December


@pytest.mark.parametrize("province", PROVINCES)
def test_python_names_the_first_and_the_last_month(province: str) -> None:
    base = Scenario.load(province)
    for start, end in (("2023-05", "2023-12"), ("2023-05-01", "2023-12-31")):
        changed = base.change({"lines.dibao*": 1.1}, start=start, end=end)
        moved = [m for m in range(15) if not np.array_equal(changed.lines(m), base.lines(m))]
        assert moved == list(range(4, 12))


def test_the_last_month_is_paid(base: Scenario, warm: State, tmp_path: Path) -> None:
    """With `to = 2023-12-31` December is paid as in a reform without an end; a reform to 30 November loses it."""
    whole, year, less = (
        base.with_reform(written(tmp_path, f"{LINE}from = 2023-01-01\n{end}"))
        for end in ("", "to = 2023-12-31\n", "to = 2023-11-30\n")
    )
    books = [onward(warm, each, 12, base)[1] for each in (base, whole, year, less)]
    paid = [ledger.money.sum(axis=tuple(i for i in range(ledger.money.ndim) if i != 1)) for ledger in books]
    cost = [each - paid[0] for each in paid[1:]]
    assert np.array_equal(cost[0], cost[1])
    assert np.array_equal(cost[1][:11], cost[2][:11])
    assert cost[1][11] > cost[2][11]


@pytest.mark.parametrize(
    ("dates", "write"),
    [
        ("from = 2023-07-31", ["change.0.from", "2023-07-01 or 2023-08-01"]),
        ("from = 2023-07-01\nto = 2024-01-01", ["change.0.to", "2023-12-31"]),
        ("from = 2023-07-01\nto = 2024-03-01", ["change.0.to", "2024-02-29"]),
        ("from = 2023-07-01\nto = 2023-12-15", ["change.0.to", "2023-12-31 or 2023-11-30"]),
        ("from = 2024-01-01\nto = 2023-12-31", ["`to` after `from`"]),
        ("from = 2015-01-01\nto = 2019-12-31", ["2021-01-31", "first that is simulated"]),
    ],
)
@pytest.mark.parametrize("change", [LINE, RULE])
def test_a_date_that_cannot_be_kept_is_refused_with_the_one_to_write(
    change: str, dates: str, write: list[str], tmp_path: Path
) -> None:
    if change is RULE and "2015" in dates:
        change = 'path = "dibao.withdraw_rate"\nvalue = 0.8\n'
    found = [str(each) for each in mistakes_in(["zhejiang"], [written(tmp_path, change + dates)])]
    assert any(all(word in each for word in write) for each in found), found


@pytest.mark.parametrize(
    ("start", "end", "key", "write"),
    [
        ("2023-07-31", None, "start", "2023-07-01 or 2023-08-01"),
        (None, "2024-01-01", "end", "2023-12-31"),
        (None, "2024-13", "end", "a month such as 2024-01"),
        (None, "soon", "end", "a month such as 2024-01"),
    ],
)
def test_python_is_told_the_same(start: str | None, end: str | None, key: str, write: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.load("zhejiang").change({"lines.dibao*": 1.1}, start=start, end=end)
    (mistake,) = caught.value.mistakes
    assert (mistake.key, write in mistake.expected) == (key, True)


def test_all_mistakes_of_dates_stand_in_one_message(tmp_path: Path) -> None:
    text = f"{LINE}from = 2023-07-31\nto = 2023-12-15\n[[change]]\n{RULE}to = 2024-01-01\n[[change]]\n"
    found = mistakes_in(["zhejiang"], [written(tmp_path, text + 'path = "lines.dibao"\nvalue = 1.08\n')])
    keys = {each.key for each in found}
    assert keys == {"change.0.from", "change.0.to", "change.1.to", "change.2.uprated", "change.2.value"}


NOTES = [  # (change, words in English, words in Chinese)
    (f"{LINE}from = 2021-07-01", "in force before the policy month (2023-01): its warm-up differs", "预热期与基准不同"),
    (f"{LINE}from = 2021-07-01\nto = 2022-06-30", "over before the policy month", "只改变预热期"),
    (f"{RULE}from = 2022-01-01", "its warm-up differs", "预热期与基准不同"),
    ('path = "prices.line_growth"\nvalue = 0.06\nfrom = 2023-02-01', "first acts in 2024-01", "首次起作用于 2024-01"),
    (
        'path = "temporary.cap_yuan_person_year"\nvalue = 5\nfrom = 2023-07-01\nto = 2024-06-30',
        "first acts in 2024-01, read in January for the whole year",
        "每年 1 月读取",
    ),
    ('path = "earnings.persistence"\nvalue = 0.95\nfrom = 2023-01-01', "from the start, in force before", "自始"),
]


@pytest.mark.parametrize(("change", "english", "chinese"), NOTES)
def test_what_dates_do_is_said_in_check_diff_and_report(
    change: str, english: str, chinese: str, tmp_path: Path
) -> None:
    from simulation.comparison.paired import pair_of
    from simulation.simulate.period import headline_period

    file = written(tmp_path, change)
    assert mistakes_in(["zhejiang"], [file]) == []
    assert english in notes_in(["zhejiang"], [file], "en")[0]
    assert chinese in notes_in(["zhejiang"], [file], "zh")[0]
    base = Scenario.load("zhejiang")
    reform = base.with_reform(file)
    assert english in base.diff(reform)[0]
    assert chinese in base.diff(reform, "zh")[0]
    record = pair_of(base, reform, headline_period(base, [reform], 36), 36)  # read by report, workbook and notebook
    assert english in record["changes"]["en"][0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('path = "prices.line_growth"\nvalue = 0.06\nfrom = 2023-02-01\nto = 2023-12-31', "include a January"),
        ('path = "prices.price_growth"\nvalue = 0.06', "nothing reads yet"),
        ('path = "population.study_share"\nvalue = 0.5\nfrom = 2023-07-01', "include 2023-01"),
        ('path = "staff.desk.cost_yuan_hour"\nop = "scale"\nvalue = 1.1\nfrom = 2024-01-01', "include 2023-01"),
        ('path = "information.base_awareness"\nvalue = 0.3\nfrom = 2022-01-01', "start of the warm-up"),
        (
            'path = "observers.survey_sample"\nvalue = 0.5\nfrom = 2023-01-01\nto = 2023-02-28',
            "last month of a quarter",
        ),
    ],
)
def test_a_period_in_which_a_value_is_never_read_is_refused(change: str, words: str, tmp_path: Path) -> None:
    found = mistakes_in(["zhejiang"], [written(tmp_path, change)])
    assert any(words in str(each) for each in found), found


def test_python_says_that_nothing_is_read() -> None:
    base = Scenario.load("zhejiang")
    idle = base.change({"prices.line_growth": 0.06}, start="2023-02", end="2023-12")
    assert "not read in these months: it does nothing" in base.diff(idle)[0]
    assert "没有作用" in base.diff(idle, "zh")[0]


UNREAD = [  # (path, value, first and last month of a period in which it is not read, a month in which it is)
    ("temporary.cap_yuan_person_year", 0.2, "2023-02", "2023-12", "2024-01"),
    ("prices.line_growth", 0.2, "2023-02", "2023-12", "2024-01"),
    ("prices.income_growth", 0.2, "2023-02", "2023-12", "2024-01"),
    ("observers.survey_noise_sd", 1.0, "2023-04", "2023-05", "2023-06"),
    ("observers.audit_sample_listed", 0.5, "2023-04", "2023-05", "2023-06"),
]


@pytest.mark.parametrize(("path", "value", "start", "end", "read"), UNREAD)
def test_policy_values_are_read_when_their_field_says(
    base: Scenario, warm: State, path: str, value: float, start: str, end: str, read: str
) -> None:
    """Between two readings a change leaves every book as it is; at a reading it does not."""
    books = onward(warm, base, 14)[1]
    idle, acting = base.change({path: value}, start, end), base.change({path: value}, read)
    assert same_books(books, onward(warm, idle, 14, base)[1]) == []
    assert same_books(books, onward(warm, acting, 14, base)[1]) != []


@pytest.mark.parametrize(
    ("values", "start", "end"),
    [
        ({"population.study_share": 0.9, "income.mean_urban": 90000.0}, "2023-02", None),
        ({"demography.death_prob_at_60": 0.2}, "2022-02", "2022-12"),
        (
            {"kin.childless_share": 0.9, "information.base_awareness": 0.9, "verification.hiding_share": 0.9},
            "2021-02",
            None,
        ),
        ({"register.turnover_prob_month": 0.5}, "2021-02", None),
    ],
)
def test_structural_values_are_read_when_their_field_says(
    base: Scenario, warm: State, values: dict[str, float], start: str, end: str | None
) -> None:
    """A history with its own warm-up, in which the changed values are never read, is the baseline's."""
    changed = base.change(values, start, end)
    state, _ = warmed(changed)
    after = one_replication.continued(state, changed, settings(6), None, base)
    assert same_books(onward(warm, base, 6)[1], after) == []


def test_every_group_of_values_says_when_it_is_read() -> None:
    fields = all_fields()
    assert {path for path, field in fields.items() if field.read == "never"} == {"prices.price_growth"}
    assert fields["population.study_share"].read == "policy_month"
    assert fields["population.residents_2022"].read == "month"  # the hours of grid workers rest on it every month
