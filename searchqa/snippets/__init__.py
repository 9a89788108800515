"""See ARCHITECTURE.md."""

from searchqa.snippets.fragments import hit_snippets, lead, snippets

__all__ = ["hit_snippets", "lead", "snippets"]
