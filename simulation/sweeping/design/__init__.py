"""Which points are run.

- `designs`: lists of points, the same for the same seed
- `plan`: the runs, each under the digest of what it depends on
- `sweep_file`: a sweep as a file
"""
