"""How fast and how steady a server answers: ``python -m benchmarks.serving``."""
