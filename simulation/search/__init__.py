"""Where to look for a reform.

- `surface`: indicators as functions of parameters
- `roots`, `misses`, `levers`: one target, or several, by how far they are missed
- `solve`: `sim.solve`
- `solution`: what it gives back
- `frontier`: Pareto-efficient reforms
- `sensitivity`: which parameters matter
- `robustness`: which reform ranks first in how many futures
"""
