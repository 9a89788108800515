"""See ARCHITECTURE.md."""

from searchqa.snippets.fragments import FRAGMENTS, lead, snippets
from searchqa.snippets.hit import hit_snippets
from searchqa.snippets.marks import find_marks, merged
from searchqa.snippets.source import Source

__all__ = ["FRAGMENTS", "Source", "find_marks", "hit_snippets", "lead", "merged", "snippets"]
