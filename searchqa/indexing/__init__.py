"""What changed, and how a new generation is published so that nothing is lost.

Take `reindex.reindex`, `opened.open_index` and `verify.verify` from their modules:
exporting them here would make every query import what only reindexing needs.
"""
