"""How a list of runs is carried through.

- `driver`: the loop, through any executor
- `work`: what a worker does
- `watched`: analyzers on their way to workers, and what they record on its way back
- `run_count`: how many are done and how many failed
"""
