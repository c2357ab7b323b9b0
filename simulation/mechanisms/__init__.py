"""Registry of the mechanisms of the six provinces: every lever, what it must move, and the check that it does.

- `models`: what the registry may say
- `outcomes`: numbers of a ledger by name
- `registry`: read from scenarios/mechanisms/
- `worlds`: small worlds that all levers share
- `settings`: the two scenarios of a lever
- `umbrellas`: rows that only name other rows
- `checking`: every lever moves its outcome
- `as_reported_rows`, `as_reported_pairs`, `as_reported`: the check where a mechanism was reported
- `inherited`: what a province's text leaves open
- `opposed`: pairs of practices that pull against each other
- `printed`: which mechanisms `doudi reported` shows
"""
