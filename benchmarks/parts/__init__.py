"""The parts of a run: what each measures, in which processes, and what it keeps."""
