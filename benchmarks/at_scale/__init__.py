"""The parts of `benchmarks/scale.py`: filling a store, asking it, and showing how the figures grow."""
