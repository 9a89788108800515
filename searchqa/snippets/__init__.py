"""See ARCHITECTURE.md."""

from searchqa.snippets.fragments import FRAGMENTS, hit_snippets, lead, snippets
from searchqa.snippets.marks import find_marks, merged

__all__ = ["FRAGMENTS", "find_marks", "hit_snippets", "lead", "merged", "snippets"]
