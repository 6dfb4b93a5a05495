"""What the user sees: figures, tables and the verdict in words.

Everything here draws or words numbers that `measures` and `studies` have computed; no measure is computed
here.
"""
