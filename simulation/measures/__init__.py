"""What it means: one measure, one short function with its source.

Measures work on what was recorded, so on a stored run as well as on one just made.
"""
