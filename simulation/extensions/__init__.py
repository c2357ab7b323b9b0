"""What a user adds without editing the package (docs/extending.md).

- `columns`: what own code sees of a province in a month, read-only
- `processes`: own processes, which write declared columns at the beginning of a month
- `analyzers`: own code that looks at every month and records numbers
- `distribution`: an analyzer that ships: inequality, redistribution and targeting of single households
- `identity`: the digest of all that is registered, and how it gets to other processes

Own indicators are in `simulation.indicators.registered`; `simulation.simulate.register` checks what is registered.
"""
