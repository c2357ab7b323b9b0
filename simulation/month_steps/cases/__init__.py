"""Steps 8 to 11: the life of a case.

- `filing`: units that know decide whether to file
- `hardship`: temporary assistance in sudden hardship
- `payment`: money, what is lost on the way, and who pays
- `aid_books`: aid in kind and its supply
- `queue`: queues of desks and bureaus on a working-day clock
- `casework`: survey, confirmation, decision
- `status_changes`: from one status to another
- `upkeep`: review, gradual exit, deaths, ends
- `ageing`: once a year, births, deaths, splits
- `inspection`: once a quarter, audit, cliffs, the cascade
"""
