"""A scenario: province, practice, programmes and changes.

- `sources`: all that the files say, checked
- `provenance`: the table of assumptions
- `in_force`: what holds in a month
- `layers`: sources and changes, with their digests and tables
- `insertions`: programmes that a reform adds
- `scenario`: the frozen value that answers by month
- `paths`: values by path, in a notebook
- `change_checks`, `change_reading`, `amount_widths`: checks of what a change does
- `switches`, `partners`: values that act only with others
- `differences`: one scenario against another, in words
- `province_checks`: what province folders must not share
- `points`: what one point of a design changes
- `table_rows`, `scenario_files`: scenarios as files, or as rows of a table
"""
