"""What a notebook cell shows of scenarios and results; Tab on the paths of a scenario."""

import fakes
import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter

import simulation as sim
from simulation.report.notebook import html_of


@pytest.mark.parametrize(("lang", "words"), [("en", "Total cost"), ("zh", "总支出")])
def test_results_show_title_tables_and_the_warning(monkeypatch, lang, words) -> None:
    monkeypatch.setenv("DOUDI_LANG", lang)
    for outcome in (fakes.FakeResult(), fakes.FakeComparison()):
        shown = html_of(outcome)
        assert words in shown
        assert shown.count("<table>") == shown.count("</table>") > 3
        assert ("reported are marked as reported" if lang == "en" else "省份报告的数字均标明“已报告”") in shown


def test_labels_cannot_smuggle_markup_in() -> None:
    outcome = fakes.FakeResult()
    outcome.run_record = {**outcome.run_record, "labels": {"baseline": {"en": "<script>x</script>", "zh": "x"}}}
    assert "<script>" not in html_of(outcome)
    assert "&lt;script&gt;" in html_of(outcome)


def test_a_scenario_shows_what_it_changes() -> None:
    base = sim.Scenario.load("zhejiang")
    assert "<li>" not in base._repr_html_()
    reform = base.with_reform("dibao_line_plus_10")._repr_html_()
    assert "multiply by 1.1" in reform
    assert "assumed" in reform


def test_tab_completes_the_paths_of_a_scenario() -> None:
    base = sim.Scenario.load("zhejiang")
    assert base["dibao.withdraw_rate"] == base.value("dibao.withdraw_rate")
    assert {"lines.dibao", "visit.visits_per_grid_month"} <= set(base.paths())
    completer = IPCompleter(namespace={"base": base})
    completer.use_jedi = False
    typed = 'base["visit.visits'
    with provisionalcompleter():
        found = [each.text for each in completer.completions(typed, len(typed))]
    assert any("visit.visits_per_grid_month" in each for each in found)
