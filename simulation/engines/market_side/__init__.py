"""The customers' side of the month in the agents engine: needs, failures, service, experience, talk, choice."""
