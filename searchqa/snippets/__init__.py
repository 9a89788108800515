"""See ARCHITECTURE.md."""

from searchqa.snippets.fragments import hit_snippets, lead, snippets
from searchqa.snippets.marks import find_marks, merged

__all__ = ["find_marks", "hit_snippets", "lead", "merged", "snippets"]
