"""References as they are read in each language; files write them once."""

import re
from typing import Final

_ARTICLE: Final = re.compile(r",? ?\bart\. (\d+(?:-\d+)?)")
_WORDS: Final = (("mechanisms ", "机制 "), ("mechanism ", "机制 "), ("draft ", "草案"), ("; ", "；"))


def cited(reference: str, *, zh: bool) -> str:
    """A reference for a reader of Chinese or English.

    >>> cited("社会救助暂行办法 art. 9 (R01)", zh=True)
    '社会救助暂行办法第9条 (R01)'
    """
    if not zh:
        return reference
    found = _ARTICLE.sub(r"第\1条", reference)
    for english, chinese in _WORDS:
        found = found.replace(english, chinese)
    return found
