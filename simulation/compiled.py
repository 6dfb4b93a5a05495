"""The one place that says how a rule is compiled.

A rule is a plain Python function of scalars. Decorated with `rule` it stays exactly that for tests, doctests and the
agents engine; compiled loops can call the very same function.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba.extending import register_jitable

P = ParamSpec("P")
R = TypeVar("R")


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a function of scalars as a rule of the model: callable as it is, and from compiled code."""
    registered: Callable[P, R] = register_jitable(function)
    return registered
