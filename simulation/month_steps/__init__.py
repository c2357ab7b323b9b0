"""The steps of a month, in the order of `simulation/month.py`: loops over the units of a county.

- `county_tables`: all that a month of one county reads and writes
- `case_table`: a row for whoever is known, entitled, applied, enrolled or monitored
- `household_class`, `batch`, `column_widths`: keys, plain columns and limits that the loops share
- `shocks`: shocks of the month and income
- `eligibility`: who is entitled on the true facts
- `outreach`: word of mouth, campaigns, screening, visits
- `cases`: filing, survey, decision, payment, review, death
- `books`: what is written down of the month
- `initial_state`: the register before the first month
"""
