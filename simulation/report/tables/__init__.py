"""Tables for terminal, notebook and report.

- `sections`: the tables of a result, as plain cells
- `tables`: the same for the terminal
- `doubt`: what a result says of its own uncertainty
- `partitions`: long tables as files
- `several_reforms`, `reforms_by_year`: several reforms
- `experiments`, `solution_tables`: sweeps and searches
- `cases`, `mechanisms`, `as_reported`, `inherited`, `microdata`, `trial`, `cache`: one file per command
"""
