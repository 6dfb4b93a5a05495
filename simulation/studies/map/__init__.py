"""Maps: where each strategy wins."""
