import subprocess
import sys

from simulation.report.words import labels

ADDED = """
from simulation.messages import catalogues
from simulation.messages.labels import Label
shipped = catalogues.labels_of
def named(domain, table, **options):
    found = shipped(domain, table, **options)
    return found | {"guangdong": Label("广东", "Guangdong")} if table == "provinces" else found
catalogues.labels_of = named
from simulation.report.words.labels import PROVINCES
assert list(PROVINCES)[:2] == ["zhejiang", "fujian"]
assert list(PROVINCES)[-1] == "guangdong"
"""


def test_a_province_that_is_added_needs_its_name_alone():
    """CONTRIBUTING's recipe names the catalogue and no table in Python."""
    subprocess.run([sys.executable, "-c", ADDED], check=True)


def test_an_unknown_id_is_shown_as_itself():
    assert labels.indicator_label("days_of_rain", "zh") == "days of rain"
    assert labels.section_of("days_of_rain") == "other"
    assert labels.group_label("programme:new_aid", "en") == "new aid"
    assert labels.group_label("decile:3", "en") == "Income decile 3"
