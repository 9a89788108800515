"""The page that says what was measured: tables, targets, plots."""
