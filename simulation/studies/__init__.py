"""What is asked of the model: replications, comparisons on the same luck, and who carries out the runs."""
