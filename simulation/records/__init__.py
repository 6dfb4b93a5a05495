"""What happened: the recorder, the tables of a run, their provenance, how they are stored and read again."""
