"""Coverage-guided fuzzing of what reads a stranger's bytes, by hand: `python -m benchmarks.fuzz TARGET`."""
