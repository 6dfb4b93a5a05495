"""Who carries out the runs: tasks, processes, a cluster, and the past that worlds share."""
