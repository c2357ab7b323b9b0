import tomllib

import pytest

from simulation.app import settings
from simulation.app.settings import LEVERS, PRESETS, checked, present, reform, reform_text
from simulation.parameters.files.mistakes import ScenarioError


def test_every_slider_moves_what_it_names(base):
    before = present(base)
    for lever in LEVERS:
        value = lever.most
        changed = reform(base, {lever.id: value})
        assert changed.digest != base.digest, lever.id
        assert changed.structural_digest == base.structural_digest  # branches from the state in memory
        if lever.path.startswith("lines."):
            table = lever.path.removeprefix("lines.")
            expected = base.line_table(table) * value if lever.op == "scale" else value
            assert changed.line_table(table) == pytest.approx(expected + 0 * base.line_table(table))
        for path in (each for each in (lever.path, lever.also) if each and not each.startswith("lines.")):
            assert changed.value(path) == pytest.approx(base.value(path) * value if lever.op == "scale" else value)
        assert lever.least <= before[lever.id] <= lever.most


def test_a_setting_is_a_reform_file(base, tmp_path):
    setting = {"line": 1.1, "exit": 12.0}
    file = tmp_path / "mine.toml"
    file.write_text(reform_text(setting), encoding="utf-8")
    assert base.with_reform(file).digest == reform(base, setting).digest
    assert [each["value"] for each in tomllib.loads(reform_text(setting))["change"]] == [1.1, 12.0]
    assert reform(base, {}) is base


def test_presets_are_settings():
    for preset in PRESETS:
        assert checked(preset.setting) == dict(sorted(preset.setting.items()))


def test_all_mistakes_of_a_link_are_told_at_once():
    with pytest.raises(ScenarioError) as told:
        checked({"lyne": "1.1", "taper": "much", "exit": "99"})
    assert all(word in str(told.value) for word in ("lyne", "line", "taper", "much", "exit", "24"))


def test_mean_lines_follow_the_slider(base):
    before, after = (settings.mean_lines_yuan(each) for each in (base, reform(base, {"line": 1.1})))
    for area, yuan in before.items():
        assert after[area] == pytest.approx(1.1 * yuan, abs=1.5)
