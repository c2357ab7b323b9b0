"""Facts and lines for rule tests: a place with a line of 1,000 yuan."""

import numpy as np
import numpy.typing as npt

from simulation.parameters.scenario.scenario import Scenario
from simulation.rules.facts import Fact, Line

LINES = np.zeros(len(Line), np.int64)
LINES[Line.DIBAO] = 100000
LINES[Line.TEKUN] = 160000
LINES[Line.MARGINAL] = 150000
LINES[Line.MINIMUM_WAGE] = 200000
LINES[Line.DISPOSABLE_INCOME] = 300000
LINES[Line.BAND] = 833333  # 100,000 yuan a year for three persons


def facts(**values: int) -> npt.NDArray[np.int64]:
    """A facts vector: one registered person unless said otherwise; money in fen."""
    vector = np.zeros(len(Fact), np.int64)
    vector[Fact.PERSONS] = vector[Fact.REGISTERED] = 1
    for name, value in values.items():
        vector[Fact[name.upper()]] = value
    return vector


AIDS_WORKED = (
    "electricity_relief", "tv_fee_relief", "heating_aid", "condolence_visit", "medical_premium", "disease_treatment",
    "medical_aid", "education_aid", "housing_aid", "home_improvement", "employment_aid", "disability_living",
    "disability_care", "care_service", "purchased_service", "project_service", "matched_service", "neighbour_service",
    "charity_aid", "service_assistance", "care_actions", "rural_package", "band_package",
)  # fmt: skip
SHIPPED = Scenario.load("hubei")

# Aid as the hand-worked figures of these tests have it, whatever level the files hold now; aid that came later is off.
AID_AS_WORKED = {
    **{f"{aid}.enabled": 0.0 for aid in SHIPPED.rule_book().aids if aid not in AIDS_WORKED},
    "medical_aid.cost_share": 0.7, "medical_aid.cap_year": 30_000.0, "medical_premium.fixed_year": 240.0,
    "education_aid.value_year": 1500.0, "housing_aid.cap": 600.0, "housing_aid.quota": 787_000.0,
    "employment_aid.places_year": 50_000.0, "care_service.coverage": 0.3, "care_service.facility_share": 0.0,
    "care_service.agreement_share": 0.9, "care_service.agreement_compliance": 0.9,
    "matched_service.ledger_coverage": 0.5, "matched_service.matching_rate": 0.3, "matched_service.plan_uptake": 0.7,
    "matched_service.consortium_coverage": 0.0, "matched_service.coordination": 0.0, "matched_service.social_work": 0.0,
    "matched_service.catalogue": 0.0, "matched_service.self_selection": 0.0, "matched_service.profiling_accuracy": 0.0,
    "matched_service.profiling_indicators": 30.0, "matched_service.plan_review_months": 12.0,
    "service_assistance.pilot_counties": 0.0, "condolence_visit.near_poor_share": 0.0,
    "neighbour_service.enabled": 0.0, "charity_aid.enabled": 0.0, "project_service.enabled": 0.0,
    "purchased_service.enabled": 0.0, "home_improvement.enabled": 0.0, "disease_treatment.enabled": 0.0,
}  # fmt: skip
