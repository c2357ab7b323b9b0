"""The command `doudi`. Nothing heavy is imported before a command needs it.

- `terminal`: what all commands share
- `options`: every shared option, declared once; options as values
- `plugins`: the option `--plugin`
- `commands`: the commands that the files of this package register
- `outputs`: what commands make of finished runs
- `experiments`, `results`: sweep, solve, frontier, sensitivity, robustness, and what is stored
- `several_reforms`: compare with more than one reform
- `households`: explain, cliffs
- `mechanisms`, `reported`: the six provinces
- `calibration`, `validation`: calibrate, validate
- `*_command`: further commands, one a file
- `main`: compare, run, app, check, cases, diff; the entry point
"""
