"""Designs over what is not known: which values are uncertain, and draws from their likely ranges."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    from simulation.scenario import Scenario

DESIGN = 3
"""Sets the design's generator apart from others that are seeded from the same study."""

LIST = "[]"
WHOLE_NUMBER = "a whole number"


class Uncertain(Protocol):
    """What is used of a parameter of the catalogue."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def default(self) -> Any: ...
    @property
    def likely(self) -> tuple[float, float] | None: ...


def drawn_and_held(scenario: "Scenario", parameters: Sequence[Uncertain]) -> tuple[list[Uncertain], list[str]]:
    """The parameters that are drawn, and the keys of those that the scenario itself sets."""
    drawn, held = [], []
    for parameter in parameters:
        if parameter.likely is None:
            continue
        values = [_value(scenario, key) for key in _keys(scenario, parameter.key)]
        if all(value == parameter.default for value in values):
            drawn.append(parameter)
        else:
            held.append(parameter.key)
    return drawn, held


def _keys(scenario: "Scenario", key: str) -> list[tuple[str, ...]]:
    """The parts of a key of the catalogue, once per entry where it stands in a list ("segments[].x")."""
    before, brackets, after = key.partition(f"{LIST}.")
    if not brackets:
        return [tuple(key.split("."))]
    entries = getattr(scenario, before)
    return [(before, entry.name, *after.split(".")) for entry in entries]


def _value(scenario: "Scenario", parts: tuple[str, ...]) -> Any:
    """What a scenario says at a key; entries of lists by their name."""
    value: Any = scenario
    for part in parts:
        value = next(e for e in value if e.name == part) if isinstance(value, tuple) else getattr(value, part)
    return value


def values_of(scenario: "Scenario", varied: Sequence[Uncertain], row: "np.ndarray") -> dict[str, Any]:
    """One draw as values by dotted key."""
    values: dict[str, Any] = {}
    for parameter, value in zip(varied, row, strict=True):
        drawn = round(float(value)) if parameter.kind == WHOLE_NUMBER else float(value)
        for parts in _keys(scenario, parameter.key):
            values[".".join(_quoted(part) for part in parts)] = drawn
    return values


def _quoted(part: str) -> str:
    return f'"{part}"' if "." in part else part


def design_of(varied: Sequence[Uncertain], draws: int, seed: int) -> "np.ndarray":
    """A Latin hypercube over the likely ranges: draws x parameters.

    Half the draws of a parameter lie evenly below its declared value and half above, so that the declared value is the
    median whatever the shape of the range: a range of half to twice is not drawn too high in the mean.
    """
    import numpy as np
    from scipy.stats import qmc

    if not varied:
        return np.empty((draws, 0))
    low, high = np.array([p.likely for p in varied], dtype=float).T
    unit = qmc.LatinHypercube(len(varied), rng=np.random.default_rng([seed, DESIGN])).random(draws)
    middle = np.clip(np.array([p.default for p in varied], dtype=float), low, high)
    below, above = low + 2.0 * unit * (middle - low), middle + (2.0 * unit - 1.0) * (high - middle)
    return np.asarray(np.where(unit < 0.5, below, above))
