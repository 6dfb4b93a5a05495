"""How they behave: one mechanism per file, one rule per short function.

A rule is a plain function of scalars. It gets its random numbers as arguments, has no default values, and
says in its docstring what it does, its equation, every argument with unit and range, and its source. Rules
know nothing but arithmetic: they import `math`, `simulation.compiled` and one another, nothing else of this
project.
"""
