"""Does the model hold? Falsifiers, patterns and claims, each measured, each with a verdict, nothing tuned for it.

Every item is an entry of a list (`falsifiers.ITEMS`, `patterns.PATTERNS`, `claims.CLAIMS`) and one function; bands and cuts
stand in the code, fixed before anything was run.
"""
