"""A researcher's own households and persons.

- `microdata`: the schema of the two tables
- `microdata_settings`: what the numbers of a folder mean
- `microdata_codes`: missing codes
- `microdata_files`: reading and checking
- `microdata_summary`: what came in
"""

from simulation.parameters.microdata.microdata import HOUSEHOLDS as HOUSEHOLDS
from simulation.parameters.microdata.microdata import PERSONS as PERSONS
