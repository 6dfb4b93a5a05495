"""How fast the engines are: commands, not tests. `python -m tests.benchmarks.speed` makes what docs/performance.md shows."""
