"""Programme files: rules as blocks of data.

- `rule_blocks`: the closed set of blocks
- `programmes`: a whole file after validation
- `rule_walk`: every key and field of a file
- `rule_kinds`: what may be compared with what
- `rule_codes`: names in place of codes
- `rule_order`: in which order a programme is calculated
- `programme_checks`: names, references, circles, over all programmes
- `rule_rows`: what a block becomes in one month
- `rule_tables`: the flat tables of `rules/`
- `shared_rules`: tables built once for all scenarios in which they are the same
- `rule_values`: checks with the values of one month
"""
