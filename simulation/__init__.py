"""A market in which customer-centric firms and firms that only do customer service compete.

    from simulation import load_scenario, run, compare, Market

Nothing heavy is imported until a name is used; `__init__.pyi` tells type checkers where the names come from.
"""

from typing import Any

__all__ = ["Market", "Result", "__version__", "compare", "load_scenario", "run"]

_HOMES = {
    "Market": "simulation.engines",
    "Result": "simulation.api",
    "compare": "simulation.api",
    "load_scenario": "simulation.scenario",
    "run": "simulation.api",
}
"""The module that each public name comes from."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib import metadata

        try:
            return metadata.version("centricity")
        except metadata.PackageNotFoundError:
            return "unknown"
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
