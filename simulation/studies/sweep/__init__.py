"""Sweeps: points of a design, each simulated with the same luck, stored at once."""
