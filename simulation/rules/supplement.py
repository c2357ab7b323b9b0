"""Classified supplements (分类施保): an extra per elder, minor or severely disabled member, one per head."""

from simulation.compile.kernel import inlined


@inlined
def heads(count: int, free: int) -> int:
    """Members who receive this supplement: at most those who receive no other one yet."""
    return max(0, min(count, free))
