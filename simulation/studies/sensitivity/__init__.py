"""Sensitivity: which parameters drive a result, with luck kept apart."""
