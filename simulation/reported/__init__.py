"""What six provinces reported, and what the model gives for it at the same definition, period and unit.

- `statements`: the countable statements, read from scenarios/reported/
- `expressions`: arithmetic over quantities
- `quantities`: quantities of the books by name
- `counterparts`: one run that gives all of them
"""
