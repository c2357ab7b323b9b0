"""Compiled code: the only rooms that touch numba.

- `sources`: which files hold kernels, and digests of sources
- `lazy_library`: machine code only for what Python calls (patches of numba)
- `kernel`: the decorators, and the cache of kernels on disk
"""
