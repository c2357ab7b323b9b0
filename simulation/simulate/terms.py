"""What indicators need to know of a scenario: its prices and sampling shares, and which programmes are one-off."""

from simulation.indicators import Terms
from simulation.parameters.scenario.scenario import Scenario


def terms_of(scenario: Scenario, month: int = 0) -> Terms:
    """Prices and sampling shares of a scenario that are in force in a month (default: the policy month)."""
    observers = scenario.group("observers", month)
    return Terms(
        scenario.group("staff.assistant", month).cost_yuan_hour, scenario.group("staff.desk", month).cost_yuan_hour,
        scenario.group("staff.bureau", month).cost_yuan_hour, observers.audit_sample_listed,
        observers.audit_sample_unlisted, observers.survey_reporting,
    )  # fmt: skip


def one_off_of(scenario: Scenario) -> tuple[str, ...]:
    """Names of the one-off programmes."""
    return tuple(each.id for each in scenario.rule_book().programmes if not each.monthly and not each.aid)
