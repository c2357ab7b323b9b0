"""Compiled code: how the rest of the package uses numba.

- `sources`: which files hold kernels, and digests of sources
- `kernel_cache`: where kernels are cached on disk
- `outdated_kernels`: those of other versions, and when they go
- `lazy_library`: machine code only for what Python calls (patches of numba)
- `kernel`: the decorators
"""
