import math

import pytest

from simulation.report.words.amounts import amount, interval, scale_for, unit_label


@pytest.mark.parametrize(
    ("value", "unit", "lang", "signed", "expected"),
    [
        (7.61e9, "yuan/year", "en", False, "7.61 billion"),
        (7.61e9, "yuan/year", "zh", False, "76.10 亿"),
        (48_200_000.0, "yuan/year", "zh", True, "+4,820 万"),
        (563_600.0, "persons", "en", False, "563,600"),
        (563_600.0, "persons", "zh", False, "56.36 万"),
        (-900.0, "units", "en", True, "-900"),
        (0.0212, "share", "en", False, "2.12"),
        (-0.0012, "share", "en", True, "-0.12 pp"),
        (-0.0012, "share", "zh", True, "-0.12 百分点"),
        (871.04, "yuan/month", "zh", False, "871.0"),
        (0.0, "share", "en", True, "0"),
        (0.0000004, "share", "en", True, "+0.00004 pp"),  # small is not none
        (math.nan, "days", "en", False, "–"),
    ],
)
def test_amounts_are_written_with_the_scale_they_need(value, unit, lang, signed, expected):
    assert amount(value, unit, lang, signed=signed) == expected


def test_interval_ends_share_a_scale():
    assert interval(9.2e6, 1.1e7, "yuan/year", "en") == "[+9.20, +11.00] million"
    assert interval(0.0, 0.0, "share", "en") == "[0, 0] pp"
    assert interval(math.nan, 1.0, "days", "zh") == "–"


def test_units_are_named_with_their_scale():
    assert unit_label("yuan", scale_for(6e8, "yuan", "zh"), "zh") == "亿元"
    assert unit_label("yuan/year", scale_for(6e8, "yuan/year", "en"), "en") == "million yuan/year"
    assert unit_label("share", scale_for(0.1, "share", "en"), "en", difference=True) == "percentage points"
