"""What happened: the tables of a run, their provenance, how they are stored and read again."""

from simulation.records.tables import RunTables

__all__ = ["RunTables"]
