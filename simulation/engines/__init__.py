"""How it is computed: the month as a list of named stages, and the engines that walk through it.

No equations stand here; every number that a person or a firm decides by comes from `rules`.
"""

from simulation.engines.market import Market
from simulation.engines.simulation_run import simulate

__all__ = ["Market", "simulate"]
