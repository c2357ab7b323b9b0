"""Reading files: any defect becomes a mistake, never an exception.

- `mistakes`: collected over all files, reported in one message
- `reading`: TOML and CSV
- `remembered`: what was made of the same things last
- `renamed`: parameters that had another name
- `parameter_tables`: the tables of a file that state parameters
- `names`: names a programme may use
- `dates`: when a change is in force
- `decimals`: exact arithmetic of lines and changes
"""
