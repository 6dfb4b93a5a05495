"""What is known of a difference: paired statistics, verdict, risks, horizons, and what whoever relies on it should know."""
