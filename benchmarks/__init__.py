"""Measurements: speed and memory as ratios, retrieval on judged queries."""
