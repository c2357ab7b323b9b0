"""From files to a scenario that answers by month.

- `files`: reading TOML and CSV, and every mistake in them
- `schema`: what parameters there are, with unit and range
- `values`: a value with its provenance, and for whom it was fitted
- `lines`: assistance lines by county and area
- `programmes`: eligibility, benefits and phase-outs as blocks of data
- `reforms`: changes with dates and filters
- `microdata`: your own households and persons, checked
- `scenario`: province, practice, programmes and changes as one frozen value
- `household`: one household in plain words
"""
