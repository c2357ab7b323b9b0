"""What parameters there are: one flat NamedTuple per group, with unit, range and meaning in its fields.

- `fields`: what a parameter is
- `population`, `income`: who lives where, on what
- `shocks`: what may happen to a household in a month, and what follows from it
- `processes`: earnings, ageing, sudden needs, behaviour
- `needs`: what is known of a household besides income and health
- `discovery`, `statements`, `claims`: how households are found, learn and file
- `casework`, `monitoring`: a case from filing to review; the register
- `staffing`, `funding`, `prices`: staff, payers, growth
- `governance`, `effective`: levers of governance, and what they change in the month
- `groups`: all groups by name
- `bundle`: all of them in one month, as compiled code takes them
"""
