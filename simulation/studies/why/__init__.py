"""Why: the gap between two strategies, split into parts that sum to it."""
