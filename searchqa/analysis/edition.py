"""Which analysis an index was made with.

In: nothing. Out: a number. Never: imports what analyses: a run that finds nothing changed has
no use for it.
"""

from __future__ import annotations

from typing import Final

# Counts up whenever the same text gives other terms: an older index would be misread.
ANALYZER_VERSION: Final = 1
