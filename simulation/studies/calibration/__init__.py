"""Calibration: which values of some parameters agree with what was observed, and which of them the data cannot tell apart."""
