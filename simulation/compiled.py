"""The one place that says how a rule is compiled; where compiled code is kept says `simulation.compile_cache`.

A rule is a plain Python function of scalars. Decorated with `rule` it stays exactly that for tests, doctests and the
agents engine; compiled loops can call the very same function.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numba
from numba.extending import register_jitable

from simulation.compile_cache import cache_folder

P = ParamSpec("P")
R = TypeVar("R")


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a function of scalars as a rule of the model: callable as it is, and from compiled code."""
    registered: Callable[P, R] = register_jitable(function)
    return registered


CACHE_FOLDER = cache_folder()
"""Where compiled code is kept; None: nowhere, every process compiles anew."""

if CACHE_FOLDER is not None:
    numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined, unused-ignore]

COMPILED: dict[str, Any] = {"nogil": True, "error_model": "numpy", "cache": CACHE_FOLDER is not None}
"""How passes are compiled: without the interpreter's lock, dividing as NumPy does, kept where possible."""

INLINED: dict[str, Any] = {"error_model": "numpy", "inline": "always"}
"""How parts of passes are compiled: into their callers, since handing over all arrays at each call is dear."""
