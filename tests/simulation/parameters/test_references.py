"""References in both languages."""

import pytest

from simulation.parameters.reforms.references import cited


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("社会救助暂行办法 art. 9 (R01)", "社会救助暂行办法第9条 (R01)"),
        ("特困人员认定办法 (2021), art. 6 (R39)", "特困人员认定办法 (2021)第6条 (R39)"),
        ("57号 art. 4-5 (R64)", "57号第4-5条 (R64)"),
        ("mechanism ZJ-11", "机制 ZJ-11"),
        ("R11, L01", "R11, L01"),
    ],
)
def test_articles_and_mechanisms_are_told_in_chinese(written: str, told: str) -> None:
    assert cited(written, zh=True) == told
    assert cited(written, zh=False) == written
